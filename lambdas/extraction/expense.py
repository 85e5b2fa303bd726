"""Invoices and receipts: their summary fields and line items."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from lambdas.documents import DateOrder
from lambdas.extraction.answers import Currency, ExpenseDocument, ExpenseField, GroupProperty
from lambdas.extraction.graph import box, confidence
from lambdas.extraction.model import Field, Group, LineItem, Normalized
from lambdas.extraction.named import stated, typed

AMOUNTS = {
    *("AMOUNT_DUE", "AMOUNT_PAID", "DISCOUNT", "GRATUITY", "PRICE", "PRIOR_BALANCE"),
    *("SERVICE_CHARGE", "SHIPPING_HANDLING_CHARGE", "SUBTOTAL", "TAX", "TOTAL", "UNIT_PRICE"),
}
ISO_4217 = {"BZR": "BRL"}  # Textract's own code for Brazil's real; the rest are ISO's
WHOLE_ROW = "EXPENSE_ROW"


def summary_fields(
    document: ExpenseDocument, *, record: int, page: int, date_order: DateOrder | None = None
) -> list[Field]:
    """Return every summary field, in Textract's order, equal types too.

    What states no page is on `page`.
    """
    found = document.summary_fields or []
    return [_field(field, record=record, page=page, date_order=date_order) for field in found]


def line_items(
    document: ExpenseDocument, *, record: int, page: int, date_order: DateOrder | None = None
) -> Iterator[LineItem]:
    """Yield the rows of all lists; a row without values is counted and left out."""
    for place, group in enumerate(document.line_item_groups or (), start=1):
        for row, item in enumerate(group.line_items or (), start=1):
            found = item.line_item_expense_fields or []
            fields = [
                _field(each, record=record, page=page, date_order=date_order) for each in found
            ]
            if fields:
                yield LineItem(
                    page=fields[0].page,
                    record=record,
                    group=group.line_item_group_index or place,
                    row=row,
                    fields=sorted(fields, key=lambda field: field.name == WHOLE_ROW),
                )


def _field(field: ExpenseField, *, record: int, page: int, date_order: DateOrder | None) -> Field:
    """Return a field whose confidence is that of the value as read, the one that a person checks.

    How sure the type is and how well the label was read say nothing about the value: Textract
    gives a flat 70 for many types, and 0 for the labels of line items.
    """
    value, label = field.value_detection, field.label_detection
    name = (field.type.text if field.type else None) or ""
    text = (value.text if value else None) or ""
    return Field(
        name=name,
        value=text,
        normalized=typed_expense(name, text, code=_code(field.currency), date_order=date_order),
        selected=None,
        confidence=confidence(value) if value else None,
        page=stated(field.page_number) or page,
        box=next(filter(None, (box(found) for found in (value, label) if found)), None),
        kind="expense",
        label=label.text if label else None,
        record=record,
        groups=_groups(field.group_properties or []) or None,
    )


def typed_expense(
    name: str, text: str, *, code: str | None, date_order: DateOrder | None
) -> Normalized | None:
    """Return the typed value; only of money can Textract know the currency, whose code it is.

    A plain number of a type that is one of money is an amount.
    """
    if name not in AMOUNTS:
        return typed(name, text, date_order=date_order)
    found = typed(name, text, date_order=date_order, currency=code)
    return replace(found, type="amount") if found and found.type == "number" else found


def _code(currency: Currency | None) -> str | None:
    code = currency.code if currency else None
    return ISO_4217.get(code, code) if code else None


def _groups(properties: list[GroupProperty]) -> list[Group]:
    return [Group(id=each.id or "", types=each.types or []) for each in properties]
