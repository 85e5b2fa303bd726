"""American postal addresses: which lines are one, and their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from local.textract.engine.geometry import overlap_x
from local.textract.engine.text import Line, Word, text_of

ADDRESS_LINES = 5  # below a label, a name or a street
NEAR = 2.2  # heights of a line between the lines of one address
NEXT_LINE = 2.2  # heights of a line from the top of one line to the top of the next
INDENT = 2.0  # heights of a line between left edges: a field's number stands outside its column

STREET = re.compile(r"\d+[A-Za-z]?,? +[A-Za-z].*|P\.? ?O\.? Box .*", re.IGNORECASE)
TOWN = re.compile(
    r"(?P<CITY>[A-Za-z .'-]+?),? +(?P<STATE>[A-Z]{2,3}),?(?: +(?P<ZIP_CODE>\d{5}(?:-\d{4})?))"
    r"(?:,? +(?P<COUNTRY>USA?))?",
    re.IGNORECASE,
)
TOWN_IN_WORDS = re.compile(
    r"(?P<CITY>[A-Za-z .'-]+), (?P<STATE>[A-Z]{2,3})(?:, (?P<COUNTRY>[A-Z][A-Za-z. ]+))?"
)
"""A town without a code needs its comma, else any company "LLC" is one."""


def is_street(words: Sequence[Word]) -> bool:
    return bool(STREET.fullmatch(text_of(words)))


def is_town(words: Sequence[Word]) -> bool:
    return _town(text_of(words)) is not None


def town_parts(words: Sequence[Word]) -> dict[str, list[Word]]:
    """Return the words of CITY, STATE, ZIP_CODE and COUNTRY, those that are there."""
    town = _town(text_of(words))
    if town is None:
        return {}
    spans = {name: town.span(name) for name in town.groupdict() if town[name]}
    return {name: words_between(words, *span) for name, span in spans.items()}


def words_between(words: Sequence[Word], first: int, last: int) -> list[Word]:
    """The words that cover these characters of the words' text."""
    return [
        word for start, word in _starts(words) if start < last and start + len(word.text) > first
    ]


def column_below(start: Line, lines: Iterable[Line]) -> list[Line]:
    """The lines that follow a line in its column without a gap, that line first."""
    found = [start]
    for line in sorted(lines, key=lambda each: each.box.top):
        last = found[-1]
        gap = line.box.top - last.box.bottom
        in_column = overlap_x(line.box, last.box) > 0
        if line.box.y > last.box.bottom and in_column and gap < NEAR * last.box.height:
            found.append(line)
    return found[: ADDRESS_LINES + 1]


def line_above(line: Line, lines: Iterable[Line]) -> Line | None:
    """The line just above that begins where this one does, but for an indent."""
    found = [
        each
        for each in lines
        if 0 < line.box.top - each.box.top < NEXT_LINE * line.box.height
        and abs(each.box.left - line.box.left) < INDENT * line.box.height
    ]
    return max(found, key=lambda each: each.box.top, default=None)


def until_town(lines: Sequence[Line]) -> list[Line]:
    """The lines of an address, which ends with the line of its town; without one there is none."""
    towns = [index for index, line in enumerate(lines) if is_town(line.words)]
    return list(lines[: towns[0] + 1]) if towns else []


def _starts(words: Sequence[Word]) -> Iterator[tuple[int, Word]]:
    start = 0
    for word in words:
        yield start, word
        start += len(word.text) + 1


def _town(text: str) -> re.Match[str] | None:
    return TOWN.fullmatch(text) or TOWN_IN_WORDS.fullmatch(text)
