"""Dates as printed, numeric or with the name of a month."""

from __future__ import annotations

import calendar
import re
import unicodedata
from typing import Final

from lambdas.documents import DateOrder
from lambdas.extraction.model import Normalized

PIVOT = 50  # two digits of a year: 50 to 99 are 1950 to 1999, 00 to 49 are 2000 to 2049 (RFC 5280)

_HOUR = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:\s?(?:[ap]m|uhr))?"
_TIME = rf"(?:(?:t|,?\s){_HOUR})?"
_WEEKDAY = r"(?:(?P<weekday>[a-z-]++)[.,]{0,2}\s)?"
_DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"(?P<year>[12][0-9]{3}|[0-9]{2})"
_NUMERIC_YEAR_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<year>[12][0-9]{{3}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)"
    rf"{_DAY}{_TIME}"
)
_NUMERIC_YEAR_LAST = re.compile(
    rf"{_WEEKDAY}{_DAY}(?P<mark>\s?[-/.]\s?)(?P<month>0?[1-9]|[12][0-9]|3[01])(?P=mark)"
    rf"{_YEAR}{_TIME}"
)
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}{_DAY}(?:st|nd|rd|th|er|\u00ba|\.)?+[\s/-]?(?:of\s|de\s)?"
    rf"(?P<month>[a-z]+)[.,]?[\s/-]?(?:de\s|del\s)?{_YEAR}{_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<month>[a-z]++)\.?[\s/-]?{_DAY}(?:st|nd|rd|th)?(?:,\s?|[\s/-]){_YEAR}{_TIME}"
)

# The months and weekdays of the languages that Textract reads, without accents
_MONTH_NAMES = (
    "jan january januar janner janvier janv gennaio gen janeiro enero ene",
    "feb february februar fevrier fevr febbraio fevereiro fev febrero",
    "mar march marz maerz mrz mars marzo marco",
    "apr april avril avr aprile abril abr",
    "may mai maggio mag maio mayo",
    "jun june juni juin giugno giu junho junio",
    "jul july juli juillet juil luglio lug julho julio",
    "aug august aout agosto ago",
    "sep sept september septembre settembre sett set setembro septiembre",
    "oct october oktober okt octobre ottobre ott outubro octubre",
    "nov november novembre novembro noviembre",
    "dec december dezember dez decembre dicembre dic dezembro diciembre",
)
_MONTHS: Final = {name: str(n) for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_WEEKDAY_NAMES = """
    mon monday montag mo lundi lunedi lunes lun segunda-feira seg
    tue tues tuesday dienstag di mardi martedi martes mar terca-feira ter
    wed wednesday mittwoch mi mercredi mercoledi mer miercoles mie quarta-feira qua
    thu thur thurs thursday donnerstag do jeudi jeu giovedi gio jueves jue quinta-feira qui
    fri friday freitag fr vendredi venerdi ven viernes vie sexta-feira sex
    sat saturday samstag sonnabend sa samedi sam sabato sabado sab
    sun sunday sonntag so dimanche dim domenica domingo dom
"""
_WEEKDAYS: Final = frozenset(_WEEKDAY_NAMES.split())


def date(text: str, order: DateOrder | None) -> Normalized | None:
    """Return the date that the text is; None where it is none, or could be two.

    Year first, year last, or with a month's name (English, French, German, Italian, Portuguese,
    Spanish). 03/04/2026 needs an `order`, 03/18/2026 none; 26-03-18 needs one too, as it may begin
    with the year. A weekday before the date and a time of day behind it are left out; a time zone
    makes it no date.
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
    if (match["weekday"] or "mon") not in _WEEKDAYS:
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
    y, m, d = int(year), int(month), int(day)
    if len(year) == 2:
        y += 1900 if y >= PIVOT else 2000
    if not (1 <= m <= 12 and 1 <= d <= calendar.monthrange(y, m)[1]):
        return None
    return f"{y}-{m:02}-{d:02}"


def _named(match: re.Match[str]) -> str | None:
    """Return the day whose month has a name."""
    year, name, day = match.group("year", "month", "day")
    if name not in _MONTHS or (name == "set" and len(year) == 2):  # rather "1 set 24", of 24 pieces
        return None
    return _day_of(year, _MONTHS[name], day)


def _only(readings: set[str | None]) -> str | None:
    return next(iter(readings)) if len(readings) == 1 else None
