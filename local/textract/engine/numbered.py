"""Pairs of a card: numbered labels in small type, each before or above its value in larger type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from local.textract.engine.findings import KeyValue
from local.textract.engine.labels import LABEL_GAP, LARGER, print_size, sureness
from local.textract.engine.text import Word, box_of, rows, split_at_gaps

TRUST = 0.9  # on top of the confidence of the words that were read
NUMBER = re.compile(r"^\d{1,2}[a-z]?\.?$")
CODE = re.compile(r"^[A-Za-z]{2,8}[#.:]?$")
LEAST = 3  # labels on a page: fewer may be chance

Labelled = tuple[list[Word], list[Word]]


def numbered(words: Sequence[Word]) -> list[KeyValue]:
    """Return pairs like "4b EXP 08/23/2030", as licences and tax forms number their fields."""
    page = rows(words)
    found = [
        pair
        for row, below in zip(page, [*page, []][1:], strict=True)
        for pair in _in_row(row, below)
        if pair[1]
    ]
    return [_pair(*each) for each in found] if len(found) >= LEAST else []


def _in_row(row: Sequence[Word], below: Sequence[Word]) -> Iterator[Labelled]:
    starts = [
        index
        for index, (number, code) in enumerate(pairwise(row))
        if NUMBER.match(number.text) and CODE.match(code.text) and _close(number, code)
    ]
    for start, end in pairwise([*starts, len(row)]):
        code = row[start + 1]
        value = split_at_gaps(row[start + 2 : end], gap=2 * LABEL_GAP)
        under = [
            part
            for part in split_at_gaps(below, gap=LABEL_GAP)
            if abs(part[0].box.left - code.box.left) < code.box.height
        ]
        larger = [part for part in [*value, *under] if _is_larger(part[0], code)]
        yield list(row[start : start + 2]), [*larger, []][0]


def _close(left: Word, right: Word) -> bool:
    return right.box.left - left.box.right < LABEL_GAP * left.box.height


def _is_larger(value: Word, code: Word) -> bool:
    """So a bill's "2 Scones 7.20" is no pair."""
    return print_size([value]) > LARGER * print_size([code])


def _pair(label: Sequence[Word], value: Sequence[Word]) -> KeyValue:
    return KeyValue(
        key=tuple(label),
        value=tuple(value),
        value_box=box_of(value),
        confidence=sureness(TRUST, [*label, *value]),
    )
