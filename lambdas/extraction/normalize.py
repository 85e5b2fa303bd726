"""Dates, amounts, numbers and yes/no as a machine reads them: a whole text, never a guess."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lambdas.documents import DateOrder
from lambdas.extraction.amounts import number
from lambdas.extraction.dates import date
from lambdas.extraction.model import Normalized

LONGEST = 48  # characters; no date and no amount that people write is longer

_DIGIT = re.compile("[0-9]")
_STATES: Final = {
    state: Normalized(type="boolean", value=state is True or state in ("yes", "true"))
    for state in (True, False, "yes", "true", "no", "false")
}


def normalized(
    text: str,
    *,
    selected: bool | None = None,
    date_order: DateOrder | None = None,
    currency: str | None = None,
) -> Normalized | None:
    """Return what the whole text is; None for anything else, and where two readings differ.

    `selected` is the state of a lone checkbox: without a text it is the value; a text beside an
    empty box was not chosen and is nothing. `currency` is an ISO 4217 code that the caller knows;
    it makes a number an amount, and what is printed as another currency nothing. How dates and
    amounts are read is said by `dates.date` and `amounts.number`.
    """
    text = text.strip()
    if not text:
        return None if selected is None else _STATES[selected]
    if selected is False or len(text) > LONGEST:
        return None
    if _DIGIT.search(text) is None:
        return _STATES.get(text.lower())
    return _with_digits(text, date_order, currency)


@lru_cache(maxsize=4096)
def _with_digits(
    text: str, date_order: DateOrder | None, currency: str | None
) -> Normalized | None:
    return number(text, currency) or date(text, date_order)
