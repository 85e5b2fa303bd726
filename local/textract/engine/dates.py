"""Dates as American documents print them."""

from __future__ import annotations

import re
from datetime import date, datetime

MONTHS = [*("JAN", "FEB", "MAR", "APR", "MAY", "JUN"), *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC")]
_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4}|\d{2})"
FORMS = [
    re.compile(r"(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-]" + _YEAR),
    re.compile(r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})"),
    re.compile(rf"{_NAME}\s*{_DAY},?\s*{_YEAR}"),
    re.compile(rf"{_DAY}[\s-]*{_NAME}[\s-]*{_YEAR}"),
]


def read_date(text: str) -> date | None:
    """Return the date that a text is, month first where it is all figures."""
    for form in FORMS:
        if found := form.fullmatch(text.strip(" .,;")):
            parts = found.groupdict()
            month = parts.get("month") or _month(parts["name"])
            return _date(parts["year"], int(month), int(parts["day"]))
    return None


def _month(name: str) -> int:
    short = name[:3].upper()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _date(year: str, month: int, day: int) -> date | None:
    """None where the calendar has no such day."""
    full = int(year) + (2000 if len(year) == len("26") else 0)
    try:
        return date(full, month, day)
    except ValueError:
        return None


def normalized(found: date) -> dict[str, str]:
    """A NormalizedValue, as recorded: the model's enum says DATE, the service says Date."""
    moment = datetime.combine(found, datetime.min.time()).isoformat()
    return {"Value": moment, "ValueType": "Date"}
