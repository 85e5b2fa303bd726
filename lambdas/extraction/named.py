"""What the named values of invoices, identity documents and loan packages have in common."""

from __future__ import annotations

import re

from lambdas.documents import DateOrder
from lambdas.extraction.model import Normalized
from lambdas.extraction.normalize import normalized

# How Textract's types of what is no quantity end, though it may consist of digits alone
_IDENTIFIER = re.compile(r"(?:.*_)?(?:CODE|EIN|ID|NUMBER|PHONE|SSN|ZIP|ZIPCODE)")


def stated(number: int | None) -> int | None:
    """Return a page or an index if it is one: Textract writes 0 for those that it does not know."""
    return number if number and number > 0 else None


def typed(
    name: str,
    text: str,
    *,
    selected: bool | None = None,
    date_order: DateOrder | None = None,
    currency: str | None = None,
) -> Normalized | None:
    """Return a value as a machine reads it, unless its type says that it is an identifier."""
    if _IDENTIFIER.fullmatch(name):
        return None
    return normalized(text, selected=selected, date_order=date_order, currency=currency)
