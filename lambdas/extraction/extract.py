"""From Textract's answers, part by part, to what each page means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from lambdas.documents import DateOrder, Operation, Status
from lambdas.extraction.answers import Part
from lambdas.extraction.blocks import Block
from lambdas.extraction.continued import Tables
from lambdas.extraction.findings import Finding, Records, findings
from lambdas.extraction.lending import lending_summary
from lambdas.extraction.loan_package import LendingSummary
from lambdas.extraction.model import Content, Warning
from lambdas.extraction.named import stated
from lambdas.extraction.page import read_page
from lambdas.extraction.page_numbers import number_pages
from lambdas.extraction.result_document import ResultHead

WITHOUT_PAGES = ("IN_PROGRESS", "FAILED")  # jobs of which no page is due
LATE_BLOCKS = "LATE_BLOCKS"  # the warning of what came of a page after it had ended

_by_page = attrgetter("page")


class _Gathered(Struct):
    """What came of a page that may not be complete."""

    blocks: list[Block] = []
    findings: list[Finding] = []


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
        self._parts_of_pages = 0
        self._records = Records()
        self.operation: Operation | None = None
        """The operation that the answers are of, as far as they tell."""
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
        waiting: dict[int, _Gathered] = {}
        for part in self._parts:
            self._note(part)
            self._gather(part, waiting)
            for page in sorted(waiting)[:-1]:
                yield self._read(page, waiting.pop(page))
        for page in sorted(waiting):
            yield self._read(page, waiting.pop(page))

    @property
    def page_count(self) -> int:
        """The number of pages, as Textract counts them, or else of those that came."""
        return self._counted or len(self._pages_read)

    @property
    def is_partial(self) -> bool:
        """Whether pages are missing: Textract says so, or they did not come."""
        return self.job_status == "PARTIAL_SUCCESS" or self._lacks_pages

    @property
    def warnings(self) -> list[Warning]:
        """Textract's own warnings, each once, and what never came.

        Those about one page's contents are with the page.
        """
        return [*self._warnings, *self._never_came()]

    def head(self, *, is_cut: bool = False) -> ResultHead:
        """Return what the result of an answer begins with that did not come through the pipeline.

        `is_cut` says that more of the answer is known to follow.
        """
        return ResultHead(
            document=None,
            profile=None,
            operation=self.operation,
            feature_types=(),
            status=Status.PARTIAL if is_cut or self.is_partial else Status.COMPLETED,
            job_id=None,
            model_version=self.model_version,
            min_confidence=self._min_confidence,
            page_count=self.page_count,
            cost_usd=None,
            lending=self.lending,
        )

    def _never_came(self) -> Iterator[Warning]:
        if self._lacks_pages:
            returned = len(self._pages_read)
            told = f"counted {self._counted} pages and " if self._counted else ""
            message = f"Textract {told}returned {returned or 'no page'}"
            yield Warning(code="PAGES_MISSING", message=message)
        if self.operation == Operation.ANALYZE_LENDING and self.lending is None:
            message = "The summary of the loan package did not come with its pages"
            yield Warning(code="LENDING_SUMMARY_MISSING", message=message)

    @property
    def _lacks_pages(self) -> bool:
        return len(self._pages_read) < max(1, self._counted) and self._tells_of_every_page

    @property
    def _tells_of_every_page(self) -> bool:
        """Whether a page that did not come is lost.

        Identity documents and invoices are told of where they were found, and nothing of a page
        without one; only of what takes several parts to tell, one may be lost.
        """
        if self.operation == Operation.ANALYZE_ID or self.job_status in WITHOUT_PAGES:
            return False
        return self._parts_of_pages > (self.operation == Operation.ANALYZE_EXPENSE)

    def _gather(self, part: Part, waiting: dict[int, _Gathered]) -> None:
        """Put what a part holds to the pages that it is about."""
        if part.blocks and not stated(part.blocks[0].page):
            number_pages(part.blocks)
        for page, blocks in groupby(part.blocks or (), _by_page):
            waiting.setdefault(stated(page) or 1, _Gathered()).blocks.extend(blocks)
        for finding in findings(part, self._records, date_order=self._date_order):
            gathered = waiting.setdefault(finding.page, _Gathered())
            gathered.blocks.extend(finding.blocks)
            gathered.findings.append(finding)

    def _read(self, number: int, gathered: _Gathered) -> Content:
        content = read_page(
            number,
            gathered.blocks,
            gathered.findings,
            min_confidence=self._min_confidence,
            date_order=self._date_order,
        )
        if number in self._pages_read:
            content.warnings.append(_late(number, len(gathered.blocks)))
        self._pages_read.add(number)
        self.doubtful += content.page.counts.doubtful
        return self._tables.linked(content)

    def _note(self, part: Part) -> None:
        metadata = part.document_metadata
        self._parts_of_pages += part.summary is None  # which is of the package as a whole
        self._counted = max(self._counted, (metadata.pages if metadata else None) or 0)
        self.job_status = part.job_status or self.job_status
        self.model_version = part.model_version or self.model_version
        self.operation = self.operation or _operation(part)
        self.lending = lending_summary(part.summary) if part.summary else self.lending
        if part.misfits:
            message = f"{', '.join(part.misfits)}: not of Textract's type, so left out"
            self._warnings[Warning(code="UNREADABLE_MEMBERS", message=message)] = None
        for warning in part.warnings or ():
            code = warning.error_code or "UNKNOWN"
            message = f"Textract warns: {code}"
            pages: list[int] | list[None] = warning.pages or [None]
            for page in pages:
                self._warnings[Warning(code=code, message=message, page=page)] = None


def _operation(part: Part) -> Operation | None:
    """Return the operation, by a member that only its answers have."""
    told = {
        Operation.ANALYZE_LENDING: part.analyze_lending_model_version or part.results,
        Operation.ANALYZE_EXPENSE: part.analyze_expense_model_version or part.expense_documents,
        Operation.ANALYZE_ID: part.analyze_id_model_version or part.identity_documents,
        Operation.ANALYZE_DOCUMENT: part.analyze_document_model_version,
        Operation.DETECT_DOCUMENT_TEXT: part.detect_document_text_model_version,
    }
    found = {operation: member for operation, member in told.items() if member is not None}
    return next(filter(found.get, found), next(iter(found), None))  # an empty list tells too


def _late(number: int, count: int) -> Warning:
    message = f"{count} blocks came after the page had ended; what they referred to may be lost"
    return Warning(code=LATE_BLOCKS, message=message, page=number)
