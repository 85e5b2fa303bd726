"""The values that rules compare: first ones of fields, and sums of line items."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from msgspec import Struct

from lambdas.extraction.model import Field, Normalized
from lambdas.extraction.normalize import normalized
from lambdas.review.rules import Comparison

COMPARED_CHARACTERS = 1000  # of a text; people write nothing longer twice
SHOWN_CHARACTERS = 60  # of a value in a reason
QUANTITIES = ("amount", "number")

_TAX_MARK = re.compile(r"(?<=[0-9])\s+[A-Z*]\s*$")  # behind a receipt's prices: "4.99 T"
_EXACT = Context(prec=120)  # a quantity has at most 48 digits, before or behind the point


class Value(Struct, frozen=True, kw_only=True, gc=False):
    """The value of the `index`-th field of a document; its `text` is in small letters."""

    index: int
    page: int
    is_empty: bool
    shown: str
    text: str
    normalized: Normalized | None


class Sum(Struct, kw_only=True):
    """What the line items' values of one type add up to; those that are no quantity are counted."""

    total: Decimal = Decimal(0)
    count: int = 0
    unreadable: int = 0
    currencies: set[str] = set()

    def add(self, field: Field) -> None:
        if not field.value.strip():
            return
        self.count += 1
        price = field.normalized or normalized(_TAX_MARK.sub("", field.value))
        quantity = quantity_of(price)
        if price is None or quantity is None:
            self.unreadable += 1
            return
        self.total = _EXACT.add(self.total, quantity)
        if price.currency:
            self.currencies.add(price.currency)


def is_empty(field: Field) -> bool:
    """Say whether a field has nothing: no text, no checkbox whose state is known, no signature."""
    return not field.value.strip() and field.selected is None and not field.signed


def value_of(field: Field, index: int) -> Value:
    """Return what is kept of the document's `index`-th field."""
    text = " ".join(field.value[: 2 * COMPARED_CHARACTERS].split())
    shown = text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}\u2026"
    return Value(
        index=index,
        page=field.page,
        is_empty=is_empty(field),
        shown=f'"{shown}"',
        text=text[:COMPARED_CHARACTERS].casefold(),
        normalized=field.normalized,
    )


def quantity_of(normalized: Normalized | None) -> Decimal | None:
    """Return an amount or a number; None for anything else."""
    if normalized is None or normalized.type not in QUANTITIES:
        return None
    return Decimal(str(normalized.value))


def holds(comparison: Comparison, value: Value, other: Value) -> bool | None:
    """Say whether `value` is equal to `other`, or at least or most that.

    Dates are compared with dates, amounts and numbers with one another, unless they have two
    currencies. What is neither can be equal, by its text, but has no order: None.
    """
    order = _order(value.normalized, other.normalized)
    match comparison:
        case "equals":
            return order == 0 if order is not None else _is_alike(value, other)
        case "at_least":
            return None if order is None else order >= 0
        case "at_most":
            return None if order is None else order <= 0


def _order(one: Normalized | None, two: Normalized | None) -> int | None:
    """Return 1, 0 or -1 for more, as much or less; None where neither can be said."""
    if one is None or two is None:
        return None
    if one.type == two.type == "date":
        first, second = str(one.value), str(two.value)
        return (first > second) - (first < second)
    more, less = quantity_of(one), quantity_of(two)
    if more is None or less is None or differ(one.currency, two.currency):
        return None
    return (more > less) - (more < less)


def _is_alike(value: Value, other: Value) -> bool:
    """Say whether two checkboxes have one state, or two texts are the same."""
    one, two = value.normalized, other.normalized
    if one and two and one.type == two.type == "boolean":
        return one.value == two.value
    return value.text == other.text


def differ(one: str | None, two: str | None) -> bool:
    """Say whether two currencies are known, and not the same."""
    return bool(one and two and one != two)


def wrong_total(value: Value, type_: str, found: Sum | None) -> str | None:
    """Return what is wrong with a value that ought to be the sum of line items, to the cent."""
    if found is None or not found.count:
        return f"No line item has a {type_} of which {value.shown} could be the sum"
    if found.unreadable:
        what = f"{found.unreadable} of {found.count} line items' {type_}"
        return f"{what} cannot be read as a number, so that {value.shown} cannot be checked"
    total = quantity_of(value.normalized)
    if value.normalized is None or total is None:
        return f"{value.shown} cannot be read as a number; the {type_} add up to {found.total}"
    currencies = found.currencies | {value.normalized.currency or ""} - {""}
    if len(currencies) > 1:
        return f"{value.shown} and the {type_} are in several currencies: {_listed(currencies)}"
    if total != found.total:
        return f"The line items' {type_} add up to {found.total}, not to {value.shown}"
    return None


def _listed(currencies: set[str]) -> str:
    return ", ".join(sorted(currencies)[:5])
