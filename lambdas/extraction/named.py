"""What a value's name says of it: Textract's types, printed keys, and questions."""

from __future__ import annotations

import re
from functools import lru_cache

from lambdas.documents import DateOrder
from lambdas.extraction.model import Normalized
from lambdas.extraction.normalize import normalized

# How Textract's types of what is no quantity end, though it may consist of digits alone
_IDENTIFIER = re.compile(r"(?:.*_)?(?:CODE|EIN|ID|NUMBER|PHONE|SSN|ZIP|ZIPCODE)")

# What a printed key or a question calls such a thing; "number of" and "# of" ask how many
_NUMBERED = re.compile(
    r"""
    (?:[\#\u2116]|\bn[\u00ba\u00b0]|\bno\.)(?!\s*of\b)
    |\b(?<!total\s)(?:number|num|nr|no)\W*$
    |\b(?:account|bank|card|case|check|claim|customer|document|employee|invoice|licen[cs]e|member|order
      |passport|phone|policy|reference|registration|routing|security|serial|tax|tracking)\snumber\b
    |\b(?:code|ein|iban|id|itin|plz|postcode|ssn|vin|zip|zipcode)\b
    |\b(?:account|acct|cell|fax|file|mobile|passport|phone|ref|reference|tel|telefon|telephone)\W*$
    |\w(?:nummer|-nr)\b|\b(?:c[o\u00f3]digo|codice|n[u\u00fa]m[e\u00e9]ro)\b(?!\s+d[ei]\b)
    """,
    re.VERBOSE,
)
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])|_")  # invoiceNumber, INVOICE_NUMBER


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


def typed_as_printed(
    text: str,
    *names: str | None,
    selected: bool | None = None,
    date_order: DateOrder | None = None,
) -> Normalized | None:
    """Return a value as a machine reads it, unless it is digits that only name a thing.

    So say its names: a printed key, a question, its alias.
    """
    found = normalized(text, selected=selected, date_order=date_order)
    if found and found.type == "number" and text.strip().isdecimal() and any(map(_numbers, names)):
        return None
    return found


@lru_cache(maxsize=4096)
def _numbers(name: str | None) -> bool:
    """Say whether what has this name is an identifier, though it may consist of digits alone."""
    return name is not None and _NUMBERED.search(_CAMEL.sub(" ", name).casefold()) is not None
