"""Checkboxes that are typed: "[X] Yes [ ] No" and "( ) Cash", or one character that shows a box."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from local.textract.engine.findings import Checkbox
from local.textract.engine.geometry import Box
from local.textract.engine.text import Word, box_of, rows, text_of

SQUARE = re.compile(r"\[ ?([xX*\u2713\u2714]?) ?\]|[\u2610\u25a1]|([\u2611\u2612\u25a0])")
ROUND = re.compile(r"\( ?([xX*\u2713\u2714]?) ?\)|\u25cb|([\u25cf\u25c9])")
PARTS = 3  # words of one mark: "[", "X" and "]"
WIDE = 2.0  # heights: brackets further apart hold a text that was not read
LEAST = 2  # round marks on a page, one of them empty: "(x)" alone may count or multiply


@dataclass(frozen=True)
class _Mark:
    box: Box
    selected: bool
    round: bool


def typed_marks(words: Iterable[Word]) -> list[Checkbox]:
    found = [mark for row in rows(words) for mark in _in_row(row)]
    circles = [mark for mark in found if mark.round]
    choice = len(circles) >= LEAST and not all(mark.selected for mark in circles)
    return [
        Checkbox(box=mark.box, selected=mark.selected, confidence=95.0)
        for mark in found
        if choice or not mark.round
    ]


def _in_row(row: Sequence[Word]) -> Iterator[_Mark]:
    after = 0
    for start in range(len(row)):
        for end in range(start + 1, min(start + PARTS, len(row)) + 1):
            text, box = text_of(row[start:end]), box_of(row[start:end])
            square, circle = SQUARE.fullmatch(text), ROUND.fullmatch(text)
            match = square or circle
            if match and start >= after and box.width < WIDE * box.height:
                yield _Mark(box, selected=any(match.groups()), round=square is None)
                after = end
