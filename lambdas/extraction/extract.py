"""From Textract's answers, part by part, to what each page means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Literal

from lambdas.documents import Operation
from lambdas.extraction.answers import Part
from lambdas.extraction.blocks import Block
from lambdas.extraction.continued import Tables
from lambdas.extraction.model import Content, LendingSummary, Warning
from lambdas.extraction.page import read_page

DateOrder = Literal["DMY", "MDY"]

_by_page = attrgetter("page")


class Reader:
    """Reads a document's answers page by page, and notes what they say of the document as a whole.

    `parts` are consumed lazily, in order, and one page's blocks are held beside one part's. Nothing
    in an answer that decodes raises an error: what is lost is a warning.

    What is known of the whole grows with the pages, and is complete when they are used up.
    """

    def __init__(
        self,
        parts: Iterable[Part],
        *,
        min_confidence: float,
        date_order: DateOrder | None = None,
    ) -> None:
        self._parts = parts
        self._min_confidence = min_confidence
        self._date_order = date_order
        self._pages_read: set[int] = set()
        self._tables = Tables()
        self._warnings: dict[Warning, None] = {}
        self._counted = 0
        self._operation: Operation | None = None
        self.job_status: str | None = None
        self.model_version: str | None = None
        self.lending: LendingSummary | None = None
        self.doubtful = 0
        """How many lines and fields are below the minimum confidence."""

    def pages(self) -> Iterator[Content]:
        """Yield each page when it is complete, once; in order, if that is how Textract sent them.

        Within a part a page's blocks may come in any order; the last page may go on in the next
        part. Blocks that come later than that are read as a page of their own with the same number,
        and with a warning: nothing is lost but what they and the page said of one another.
        """
        waiting: dict[int, list[Block]] = {}
        for part in self._parts:
            self._note(part)
            for page, blocks in groupby(part.blocks or (), _by_page):
                waiting.setdefault(page or 1, []).extend(blocks)
            for page in sorted(waiting)[:-1]:
                yield self._read(page, waiting.pop(page))
        for page in sorted(waiting):
            yield self._read(page, waiting.pop(page))

    @property
    def page_count(self) -> int:
        """The number of pages, as Textract counts them, or else of those that came."""
        return self._counted or len(self._pages_read)

    @property
    def operation(self) -> Operation | None:
        """The operation that the answers are of, as far as they tell."""
        return self._operation

    @property
    def warnings(self) -> list[Warning]:
        """Textract's own warnings, each once, and one for pages that never came.

        Those about one page's contents are with the page.
        """
        missing = self._counted - len(self._pages_read)
        if missing <= 0:
            return [*self._warnings]
        message = f"Textract counted {self._counted} pages and returned {len(self._pages_read)}"
        return [*self._warnings, Warning(code="PAGES_MISSING", message=message)]

    def _read(self, number: int, blocks: list[Block]) -> Content:
        content = read_page(number, blocks, min_confidence=self._min_confidence)
        if number in self._pages_read:
            content.warnings.append(_late(number, len(blocks)))
        self._pages_read.add(number)
        self.doubtful += content.page.counts.doubtful
        return self._tables.linked(content)

    def _note(self, part: Part) -> None:
        metadata = part.document_metadata
        self._counted = max(self._counted, (metadata.pages if metadata else None) or 0)
        self.job_status = part.job_status or self.job_status
        self.model_version = part.model_version or self.model_version
        for warning in part.warnings or ():
            code = warning.error_code or "UNKNOWN"
            message = f"Textract warns: {code}"
            pages: list[int] | list[None] = warning.pages or [None]
            for page in pages:
                self._warnings[Warning(code=code, message=message, page=page)] = None


def _late(number: int, count: int) -> Warning:
    message = f"{count} blocks came after the page had ended; what they referred to may be lost"
    return Warning(code="LATE_BLOCKS", message=message, page=number)
