"""Invoices and receipts: their summary fields and line items."""

from __future__ import annotations

from collections.abc import Iterator

from lambdas.extraction.answers import ExpenseDocument, ExpenseField, GroupProperty
from lambdas.extraction.graph import box, confidence
from lambdas.extraction.model import Field, Group, LineItem

WHOLE_ROW = "EXPENSE_ROW"


def summary_fields(document: ExpenseDocument, *, record: int, page: int) -> list[Field]:
    """Return every summary field, in Textract's order, equal types too.

    What states no page is on `page`.
    """
    return [_field(field, record=record, page=page) for field in document.summary_fields or ()]


def line_items(document: ExpenseDocument, *, record: int, page: int) -> Iterator[LineItem]:
    """Yield the rows of all lists; a row without values is counted and left out."""
    for place, group in enumerate(document.line_item_groups or (), start=1):
        for row, item in enumerate(group.line_items or (), start=1):
            found = item.line_item_expense_fields or []
            fields = [_field(field, record=record, page=page) for field in found]
            if fields:
                yield LineItem(
                    page=fields[0].page,
                    record=record,
                    group=group.line_item_group_index or place,
                    row=row,
                    fields=sorted(fields, key=lambda field: field.name == WHOLE_ROW),
                )


def _field(field: ExpenseField, *, record: int, page: int) -> Field:
    """Return a field whose confidence is that of the value as read, the one that a person checks.

    How sure the type is and how well the label was read say nothing about the value: Textract
    gives a flat 70 for many types, and 0 for the labels of line items.
    """
    value, label = field.value_detection, field.label_detection
    return Field(
        name=(field.type.text if field.type else None) or "",
        value=(value.text if value else None) or "",
        selected=None,
        confidence=confidence(value) if value else None,
        page=stated(field.page_number) or page,
        box=next(filter(None, (box(found) for found in (value, label) if found)), None),
        kind="expense",
        label=label.text if label else None,
        record=record,
        groups=_groups(field.group_properties or []) or None,
    )


def stated(number: int | None) -> int | None:
    """Return a page or index if it is one: Textract writes 0 for those that it does not know."""
    return number if number and number > 0 else None


def _groups(properties: list[GroupProperty]) -> list[Group]:
    return [Group(id=each.id or "", types=each.types or []) for each in properties]
