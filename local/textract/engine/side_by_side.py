"""Pairs without a colon: white between label and value, in rows of nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from local.textract.engine.aligned import MONEY
from local.textract.engine.findings import KeyValue
from local.textract.engine.geometry import Box, overlap_x
from local.textract.engine.labels import FIGURES, LABEL_GAP, LABEL_WORDS, is_label, pair_of
from local.textract.engine.text import Word, box_of, rows, split_at_gaps, text_of

TRUST = 0.85  # on top of the confidence of the words that were read
VALUE_REACH = 30.0  # text heights that a value may stand right of its label
FAR_GAP = 1.5  # text heights that part a label from its value
ALIKE = 1.5  # heights of a label and its value differ by less
VALUE_WORDS = 5
IN_LINE = 0.5  # text heights between the left edges of texts in one column
SAME_LIST = 8.0  # text heights from a row to others of one list
OTHERS = 2  # pairs of a list, in line with which another is clear
RATE = re.compile(r"\d\s?%")

Pair = tuple[list[Word], list[Word]]


def beside(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Rows of a label and a value with a wide gap between, as in "Due date      April 11".

    Only what begins with a figure is surely a value without a colon to say so; other rows join in
    where they stand in line with such a one.
    """
    page = rows(words)
    pairs = [pair for row in page for pair in _in_row(split_at_gaps(row, gap=LABEL_GAP))]
    sure = [pair for pair in pairs if FIGURES.match(text_of(pair[1]))]
    found = [pair for pair in pairs if pair in sure or any(_in_line(pair, other) for other in sure)]
    used = {word for label, value in found for word in (*label, *value)}
    places = [(box_of(label), value[0].box.left) for label, value in found]
    found += [pair for row in page for pair in _aligned(row, used, places)]
    yield from (pair_of(label, value, TRUST) for label, value in found)


def _aligned(
    row: Sequence[Word], used: Collection[Word], places: Sequence[tuple[Box, float]]
) -> Iterator[Pair]:
    """Pairs with hardly any white between, in line with others: of the longest label of a list."""
    for part in split_at_gaps([word for word in row if word not in used], gap=FAR_GAP):
        box, near = part[0].box, IN_LINE * part[0].box.height
        values = [
            value
            for label, value in places
            if abs(label.left - box.left) < near and abs(label.y - box.y) < SAME_LIST * box.height
        ]
        for index in range(1, min(len(part), LABEL_WORDS + 1)):
            label, value = part[:index], part[index:]
            in_line = sum(abs(left - value[0].box.left) < near for left in values)
            if in_line >= OTHERS and is_label(label) and len(value) <= VALUE_WORDS:
                yield label, value


def _in_row(parts: Sequence[list[Word]]) -> Iterator[Pair]:
    """The labels of a row with their values; after two values in a row it is a table's."""
    for label, value, after in zip(parts, parts[1:], [*parts[2:], []], strict=False):
        if _is_pair(label, value) and (not after or is_label(after, figures=True)):
            yield label, value


def _is_pair(label: Sequence[Word], value: Sequence[Word]) -> bool:
    """Whether both look so; figures in a label are a rate: "Tax 7.00%"."""
    rated = bool(MONEY.match(text_of(value))) and bool(RATE.search(text_of(label)))
    one, other = box_of(label), box_of(value)
    gap = -overlap_x(one, other) / one.height
    alike = max(one.height, other.height) < ALIKE * min(one.height, other.height)
    near = FAR_GAP < gap < VALUE_REACH and len(value) <= VALUE_WORDS
    listing = any("," in word.text for word in label)
    return is_label(label, figures=rated) and alike and near and not listing


def _in_line(pair: Pair, other: Pair) -> bool:
    """Whether labels begin, and values begin or end, at the same height of the page's width."""
    (label, value), (other_label, other_value) = (
        tuple(map(box_of, each)) for each in (pair, other)
    )
    near = label.height
    values = abs(value.left - other_value.left), abs(value.right - other_value.right)
    return abs(label.left - other_label.left) < near and min(values) < near
