"""What people type in a field's place, read as what is printed there would be."""

from __future__ import annotations

from lambdas.documents import DateOrder
from lambdas.extraction.expense import typed_expense
from lambdas.extraction.model import Field, Normalized
from lambdas.extraction.named import typed, typed_as_printed
from lambdas.extraction.normalize import normalized


def retyped(
    field: Field, value: str, *, selected: bool | None, date_order: DateOrder | None
) -> Normalized | None:
    """Return what a new value of the field is to a machine."""
    match field.kind:
        case "query":
            return typed_as_printed(value, field.alias, field.question, date_order=date_order)
        case "expense":
            return _expense(field, value, date_order)
        case "identity":
            found = normalized(value, date_order=date_order)
            return found if found and found.type == "date" else None  # as Textract: of dates only
        case "lending":
            return typed(field.name, value, selected=selected, date_order=date_order)
    return typed_as_printed(value, field.name, selected=selected, date_order=date_order)


def _expense(field: Field, value: str, date_order: DateOrder | None) -> Normalized | None:
    """Return an invoice's value, in the currency that Textract knew unless another is typed."""
    code = field.normalized.currency if field.normalized else None
    known = typed_expense(field.name, value, code=code, date_order=date_order) if code else None
    return known or typed_expense(field.name, value, code=None, date_order=date_order)
