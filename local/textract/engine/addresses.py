"""American postal addresses: which lines are one, and their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from local.textract.engine.text import Word, text_of

STREET = re.compile(r"\d+[A-Za-z]?,? +[A-Za-z].*|P\.? ?O\.? Box .*", re.IGNORECASE)
TOWN = re.compile(
    r"(?P<CITY>[A-Za-z .'-]+?),? +(?P<STATE>[A-Z]{2}),?(?: +(?P<ZIP_CODE>\d{5}(?:-\d{4})?))"
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


def _starts(words: Sequence[Word]) -> Iterator[tuple[int, Word]]:
    start = 0
    for word in words:
        yield start, word
        start += len(word.text) + 1


def _town(text: str) -> re.Match[str] | None:
    return TOWN.fullmatch(text) or TOWN_IN_WORDS.fullmatch(text)
