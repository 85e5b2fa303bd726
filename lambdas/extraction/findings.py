"""What an answer says beside its own blocks: invoices, identity documents and loan packages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from lambdas.documents import DateOrder
from lambdas.extraction.answers import (
    ExpenseDocument,
    IdentityDocument,
    LendingExtraction,
    LendingResult,
    Part,
)
from lambdas.extraction.blocks import Block
from lambdas.extraction.expense import line_items, summary_fields
from lambdas.extraction.identity import identity_fields
from lambdas.extraction.lending import classification, lending_fields, lending_signatures
from lambdas.extraction.model import Classification, Field, LineItem, Signature, Warning
from lambdas.extraction.named import stated


class Finding(Struct, kw_only=True):
    """What one invoice, identity document or loan page says of one page; a page may have several.

    `blocks` are the words and lines that came with it, to be read like an answer's own.
    """

    page: int
    blocks: list[Block] = []
    fields: list[Field] = []
    line_items: list[LineItem] = []
    signatures: list[Signature] = []
    classification: Classification | None = None
    warnings: list[Warning] = []


class Records:
    """Numbers a job's invoices, identity documents and pages from 1, over all its parts."""

    def __init__(self) -> None:
        self._last = {"expense": 0, "identity": 0, "page": 0}
        self._expenses: set[int] = set()

    def number(self, kind: Literal["expense", "identity", "page"], own: int | None = None) -> int:
        """Return Textract's own number, or the next one where it states none."""
        number = stated(own) or self._last[kind] + 1
        self._last[kind] = max(self._last[kind], number)
        return number

    def repeats(self, record: int) -> bool:
        """Say whether an invoice of this number came before, and note that one has come."""
        is_repeated = record in self._expenses
        self._expenses.add(record)
        return is_repeated


def findings(
    part: Part, records: Records, *, date_order: DateOrder | None = None
) -> Iterator[Finding]:
    """Yield what a part says of pages beside its own blocks, each document's pages in order.

    `records` is the job's: pass the same one with every part. `date_order` says how an ambiguous
    date is read.
    """
    for expense in part.expense_documents or ():
        record, page = records.number("expense", expense.expense_index), _first_page(expense)
        yield from _expense(expense, record, page, date_order)
        if records.repeats(record):
            message = f"Two invoices have the index {record}: their fields are told as one record"
            yield Finding(page=page, warnings=[_warning("SHARED_RECORD", message, page)])
    yield from _identity_documents(part, records)
    for result in part.results or ():
        yield from _loan_page(result, records, date_order)


def _expense(
    document: ExpenseDocument, record: int, page: int, date_order: DateOrder | None
) -> Iterator[Finding]:
    """Yield an invoice's pages; what states no page is on `page`."""
    pages = {page: Finding(page=page)}
    for block in document.blocks or ():
        _on(pages, stated(block.page) or page).blocks.append(block)
    for field in summary_fields(document, record=record, page=page, date_order=date_order):
        _on(pages, field.page).fields.append(field)
    for item in line_items(document, record=record, page=page, date_order=date_order):
        _on(pages, item.page).line_items.append(item)
    yield from (pages[number] for number in sorted(pages))


def _on(pages: dict[int, Finding], page: int) -> Finding:
    return pages.setdefault(page, Finding(page=page))


def _first_page(document: ExpenseDocument) -> int:
    """Return the first page that an invoice states.

    Of the blocks of one page, only the words may state it.
    """
    pages = [
        *(block.page for block in document.blocks or ()),
        *(field.page_number for field in document.summary_fields or ()),
    ]
    return min(filter(None, map(stated, pages)), default=1)


def _identity_documents(part: Part, records: Records) -> Iterator[Finding]:
    """Yield an identity document's sides: as many pages, unless Textract counts fewer pages."""
    documents = part.identity_documents or []
    pages = stated(part.document_metadata.pages if part.document_metadata else None) or 1
    for side, document in enumerate(documents, start=1):
        record = records.number("identity", document.document_index)
        yield _identity(document, record, min(side, pages))


def _identity(document: IdentityDocument, record: int, page: int) -> Finding:
    """Return an identity document's page. Its blocks say page 0, whichever it is."""
    return Finding(
        page=page,
        blocks=document.blocks or [],
        fields=identity_fields(document, record=record, page=page),
    )


def _loan_page(
    result: LendingResult, records: Records, date_order: DateOrder | None
) -> Iterator[Finding]:
    page = records.number("page", result.page)
    yield Finding(page=page, classification=classification(result.page_classification))
    for extraction in result.extractions or ():
        yield from _extraction(extraction, page, records, date_order)


def _extraction(
    extraction: LendingExtraction, page: int, records: Records, date_order: DateOrder | None
) -> Iterator[Finding]:
    """Yield what a page of a loan package was read as; its documents number none themselves."""
    loan, expense, identity = (
        extraction.lending_document,
        extraction.expense_document,
        extraction.identity_document,
    )
    if loan:
        yield Finding(
            page=page,
            fields=list(lending_fields(loan, page=page, date_order=date_order)),
            signatures=lending_signatures(loan, page=page),
        )
    if expense:
        yield from _expense(expense, records.number("expense"), page, date_order)
    if identity:
        yield _identity(identity, records.number("identity"), page)
    if not (loan or expense or identity):
        message = "Textract read this page as something unknown, which was skipped"
        yield Finding(page=page, warnings=[_warning("UNKNOWN_EXTRACTION", message, page)])


def _warning(code: str, message: str, page: int) -> Warning:
    return Warning(code=code, message=message, page=page)
