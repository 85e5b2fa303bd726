"""From Textract's answers, part by part, to all that they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from lambdas.extraction.answers import Part
from lambdas.extraction.blocks import Block
from lambdas.extraction.model import Counts, Extraction, Page, Warning
from lambdas.extraction.page import Content, read_page


def extract(parts: Iterable[Part], *, min_confidence: float) -> Extraction:
    """Return what a document's answers mean; `parts` are consumed lazily, in order.

    Only one page's blocks are held at a time, whichever parts they came in. Nothing in an answer
    that decodes raises an error: what is lost is a warning.
    """
    reader = _Reader(parts)
    pages: dict[int, Page] = {}
    result = _nothing()
    for number, blocks in reader.pages():
        content = read_page(number, blocks, min_confidence=min_confidence)
        if number in pages:
            result.warnings.append(_late(number, len(blocks)))
        pages[number] = _joined(pages.get(number), content.page)
        _collect(result, content)
    result.warnings.extend(reader.warnings(len(pages)))
    return msgspec.structs.replace(
        result,
        pages=[pages[number] for number in sorted(pages)],
        page_count=reader.page_count or len(pages),
        job_status=reader.job_status,
        model_version=reader.model_version,
    )


class _Reader:
    """Hands out the blocks page by page and remembers what the parts say of the whole job."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._parts = parts
        self._job_warnings: list[Warning] = []
        self.page_count = 0
        self.job_status: str | None = None
        self.model_version: str | None = None

    def pages(self) -> Iterator[tuple[int, list[Block]]]:
        """Yield (page, its blocks), each page when the next one begins."""
        number, blocks = 1, list[Block]()
        for part in self._parts:
            self._note(part)
            for block in part.blocks or ():
                page = block.page or 1
                if page != number:
                    if blocks:
                        yield number, blocks
                    number, blocks = page, []
                blocks.append(block)
        if blocks:
            yield number, blocks

    def warnings(self, pages_read: int) -> list[Warning]:
        """Return Textract's own warnings, each once, and one for pages that never came."""
        distinct = {msgspec.json.encode(warning): warning for warning in self._job_warnings}
        missing = self.page_count - pages_read
        if missing <= 0:
            return list(distinct.values())
        message = f"Textract counted {self.page_count} pages and returned {pages_read}"
        return [*distinct.values(), Warning(code="PAGES_MISSING", message=message)]

    def _note(self, part: Part) -> None:
        metadata = part.document_metadata
        self.page_count = max(self.page_count, (metadata.pages if metadata else None) or 0)
        self.job_status = part.job_status or self.job_status
        self.model_version = part.model_version or self.model_version
        for warning in part.warnings or ():
            code = warning.error_code or "UNKNOWN"
            message = f"Textract warns: {code}"
            pages: list[int] | list[None] = warning.pages or [None]
            self._job_warnings += [Warning(code=code, message=message, page=p) for p in pages]


def _nothing() -> Extraction:
    return Extraction(
        pages=[],
        fields=[],
        tables=[],
        signatures=[],
        warnings=[],
        page_count=0,
        job_status=None,
        model_version=None,
    )


def _collect(result: Extraction, content: Content) -> None:
    result.fields.extend(content.fields)
    result.tables.extend(content.tables)
    result.signatures.extend(content.signatures)
    result.warnings.extend(content.warnings)


def _late(number: int, count: int) -> Warning:
    message = f"{count} blocks came after the page had ended; what they referred to may be lost"
    return Warning(code="LATE_BLOCKS", message=message, page=number)


def _joined(page: Page | None, late: Page) -> Page:
    if page is None:
        return late
    counts = {
        name: getattr(page.counts, name) + getattr(late.counts, name)
        for name in Counts.__struct_fields__
    }
    return msgspec.structs.replace(
        page,
        text="\n".join(filter(None, [page.text, late.text])),
        lines=[*page.lines, *late.lines],
        counts=Counts(**counts),
    )
