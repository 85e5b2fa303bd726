"""Dates as printed, numeric or with the name of a month.

The patterns here decide what is a date, because python-dateutil by itself takes nearly everything
for one. It reads those with a month's name; a numeric one has its parts told apart already, and
only asks the calendar.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import ClassVar

from dateutil.parser import parser, parserinfo

from lambdas.documents import DateOrder
from lambdas.extraction.model import Normalized

PIVOT = 50  # two digits of a year: 50 to 99 are 1950 to 1999, 00 to 49 are 2000 to 2049 (RFC 5280)

_TIME = r"(?:(?:t|,?\s)(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:\s?[ap]m)?)?"
_DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"(?P<year>[12][0-9]{3}|[0-9]{2})"
_NUMERIC_YEAR_FIRST = re.compile(
    rf"(?P<year>[12][0-9]{{3}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark){_DAY}{_TIME}"
)
_NUMERIC_YEAR_LAST = re.compile(
    rf"{_DAY}(?P<mark>\s?[-/.]\s?)(?P<month>0?[1-9]|[12][0-9]|3[01])(?P=mark){_YEAR}{_TIME}"
)
_WEEKDAY = r"(?:(?P<weekday>[a-z-]+)[.,]?\s)?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}{_DAY}(?:st|nd|rd|th|er|\u00ba|\.)?+[\s/-]?(?:of\s|de\s)?"
    rf"(?P<month>[a-z]+)[.,]?[\s/-]?(?:de\s|del\s)?{_YEAR}{_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<month>[a-z]+)\.?[\s/-]?{_DAY}(?:st|nd|rd|th)?(?:,\s?|[\s/-]){_YEAR}{_TIME}"
)


class _Names(parserinfo):
    """The months and weekdays of the languages that Textract reads, without accents."""

    MONTHS: ClassVar[list[tuple[str, ...]]] = [  # type: ignore[assignment, misc]  # typed for two names
        ("jan", "january", "januar", "janvier", "janv", "gennaio", "gen", "janeiro", "enero",
         "ene"),
        ("feb", "february", "februar", "fevrier", "fevr", "febbraio", "fevereiro", "fev",
         "febrero"),
        ("mar", "march", "marz", "maerz", "mrz", "mars", "marzo", "marco"),
        ("apr", "april", "avril", "avr", "aprile", "abril", "abr"),
        ("may", "mai", "maggio", "mag", "maio", "mayo"),
        ("jun", "june", "juni", "juin", "giugno", "giu", "junho", "junio"),
        ("jul", "july", "juli", "juillet", "juil", "luglio", "lug", "julho", "julio"),
        ("aug", "august", "aout", "agosto", "ago"),
        ("sep", "sept", "september", "septembre", "settembre", "set", "setembro", "septiembre"),
        ("oct", "october", "oktober", "okt", "octobre", "ottobre", "ott", "outubro", "octubre"),
        ("nov", "november", "novembre", "novembro", "noviembre"),
        ("dec", "december", "dezember", "dez", "decembre", "dicembre", "dic", "dezembro",
         "diciembre"),
    ]  # fmt: skip
    WEEKDAYS: ClassVar[list[tuple[str, ...]]] = [  # type: ignore[assignment, misc]
        ("mon", "monday", "montag", "lundi", "lunedi", "segunda-feira", "lunes"),
        ("tue", "tuesday", "dienstag", "mardi", "martedi", "terca-feira", "martes"),
        ("wed", "wednesday", "mittwoch", "mercredi", "mercoledi", "quarta-feira", "miercoles"),
        ("thu", "thursday", "donnerstag", "jeudi", "giovedi", "quinta-feira", "jueves"),
        ("fri", "friday", "freitag", "vendredi", "venerdi", "sexta-feira", "viernes"),
        ("sat", "saturday", "samstag", "samedi", "sabato", "sabado"),
        ("sun", "sunday", "sonntag", "dimanche", "domenica", "domingo"),
    ]

    def convertyear(self, year: int, century_specified: bool = False) -> int:
        if century_specified or year > 99:
            return year
        return year + (1900 if year >= PIVOT else 2000)


_NAMES = _Names()
_DATEUTIL = parser(_NAMES)


def date(text: str, order: DateOrder | None) -> Normalized | None:
    """Return the date that the text is; None where it is none, or could be two.

    Year first, year last, or with a month's name (English, French, German, Italian, Portuguese,
    Spanish). 03/04/2026 needs an `order`, 03/18/2026 none; 26-03-18 needs one too, as it may begin
    with the year. A time of day behind the date is left out; a time zone makes it no date.
    """
    text = _folded(text)
    if match := _NUMERIC_YEAR_LAST.fullmatch(text):
        readings = _readings(match, order)
    elif match := _NUMERIC_YEAR_FIRST.fullmatch(text):
        readings = {_day_of(match["year"], match["month"], match["day"])}
    elif match := _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
        readings = {_named(match)}
    else:
        return None
    readings.discard(None)
    return Normalized(type="date", value=found) if (found := _only(readings)) else None


def _folded(text: str) -> str:
    """Return a text in small letters without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).lower()


def _readings(match: re.Match[str], order: DateOrder | None) -> set[str | None]:
    """Return what a numeric date can mean; a day over 12 goes before the order."""
    first, second, last = match.group("day", "month", "year")
    day_first, month_first = _day_of(last, second, first), _day_of(last, first, second)
    if order:
        return {day_first or month_first if order == "DMY" else month_first or day_first}
    readings = {day_first, month_first}
    if len(last) == 2 and match["mark"].strip() == "-":  # as in Canada
        readings.add(_day_of(first, second, last))
    return readings


def _day_of(year: str, month: str, day: str) -> str | None:
    """Return a day by its numbers; None where the calendar has no such day."""
    full_year = _NAMES.convertyear(int(year), century_specified=len(year) > 2)
    try:
        return datetime.date(full_year, int(month), int(day)).isoformat()
    except ValueError:
        return None


def _named(match: re.Match[str]) -> str | None:
    if _NAMES.month(match["month"]) is None:
        return None
    if match["weekday"] and _NAMES.weekday(match["weekday"]) is None:
        return None
    try:
        when = _DATEUTIL.parse(f"{match['day']} {match['month']} {match['year']}")
    except ValueError:  # a day that the month does not have
        return None
    return when.date().isoformat()


def _only(readings: set[str | None]) -> str | None:
    return next(iter(readings)) if len(readings) == 1 else None
