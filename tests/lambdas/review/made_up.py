"""Small made-up pages for the rules."""

from __future__ import annotations

from typing import Literal

from lambdas.extraction.model import Content, Counts, Field, LineItem, Page
from lambdas.extraction.named import typed, typed_as_printed
from lambdas.extraction.result_document import Reason
from lambdas.review.examine import Examined, Examiner
from lambdas.review.rules import FieldRule, ReviewRules

DOCUMENT_ID = "0123456789abcdef0123456789abcdef"

Kind = Literal["key_value", "query", "expense", "identity", "lending"]


def field(
    name: str,
    value: str = "",
    *,
    confidence: float | None = 99.0,
    selected: bool | None = None,
    signed: bool = False,
    page: int = 1,
    kind: Kind = "key_value",
    record: int | None = None,
    label: str | None = None,
    currency: str | None = None,
) -> Field:
    """Return a field whose value is read as the extraction reads it."""
    return Field(
        name=name,
        value=value,
        normalized=(
            typed(name, value, selected=selected, currency=currency)
            if kind == "expense"
            else typed_as_printed(value, name, selected=selected)
        ),
        selected=selected,
        signed=signed,
        confidence=confidence,
        page=page,
        box=None,
        kind=kind,
        record=record,
        label=label,
    )


def expense(
    name: str,
    value: str,
    *,
    record: int = 1,
    page: int = 1,
    label: str | None = None,
    currency: str | None = None,
) -> Field:
    return field(
        name, value, kind="expense", record=record, page=page, label=label, currency=currency
    )


def line_item(*fields: Field, record: int = 1, row: int = 1, page: int = 1) -> LineItem:
    return LineItem(page=page, record=record, group=1, row=row, fields=list(fields))


def prices(*printed: str, record: int = 1, currency: str | None = None) -> list[LineItem]:
    return [
        line_item(expense("PRICE", each, record=record, currency=currency), record=record, row=row)
        for row, each in enumerate(printed, start=1)
    ]


def content(*fields: Field, line_items: list[LineItem] | None = None, page: int = 1) -> Content:
    counts = Counts(lines=0, words=0, fields=len(fields), tables=0, signatures=0, doubtful=0)
    return Content(
        page=Page(page=page, text="", lines=[], words=[], layout=[], counts=counts),
        fields=list(fields),
        tables=[],
        line_items=line_items or [],
        signatures=[],
        warnings=[],
    )


def examined(
    rules: ReviewRules | FieldRule, *pages: Content, document_id: str = DOCUMENT_ID
) -> Examined:
    """Return what `rules` find on `pages`."""
    whole = rules if isinstance(rules, ReviewRules) else ReviewRules(fields=(rules,))
    examiner = Examiner(whole, document_id=document_id)
    for page in pages:
        examiner.page(page)
    return examiner.reasons()


def reasons(rules: ReviewRules | FieldRule, *fields: Field) -> list[Reason]:
    """Return what `rules` find on a page of `fields`."""
    return examined(rules, content(*fields)).found


def told(rules: ReviewRules | FieldRule, *fields: Field) -> list[tuple[str, int | None]]:
    """Return each reason's rule, and the index of the field that it is about."""
    return [(reason.rule, reason.index) for reason in reasons(rules, *fields)]
