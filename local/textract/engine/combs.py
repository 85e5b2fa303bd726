"""Digits written one to a box, as forms ask for dates and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from local.textract.engine.findings import KeyValue
from local.textract.engine.geometry import Box, union
from local.textract.engine.labels import LABEL_GAP, is_label, sureness
from local.textract.engine.ruling import Ruling
from local.textract.engine.text import Word, box_of, rows, split_at_gaps

TRUST = 0.9  # on top of the confidence of the words that were read
ENDS = 0.3  # heights of a comb between the ends of its upper and its lower rule
ABOVE = -0.3, 1.2  # text heights between a label and the comb below, at least and at most
TALL = 4.0  # text heights: a higher frame holds more than a row of digits
MAX_RULES = 300  # that stand alone on a page: more are a hatched picture's
APART = 4.0  # heights of a comb between its parts: "000 - 12 - 3456"


def combed(drawn: Ruling, words: Sequence[Word]) -> list[KeyValue]:
    """Return the labels that stand above combs, each with the digits below it as its value."""
    combs = list(_combs(drawn))
    pairs: list[KeyValue] = []
    for row in rows(words):
        parts = [part for part in split_at_gaps(row, gap=LABEL_GAP) if is_label(part)]
        ends = [*(part[0].box.left for part in parts), float("inf")][1:]
        for label, end in zip(parts, ends, strict=True):
            box = box_of(label)
            comb = next((each for each in combs if _is_below(each, box)), None)
            if comb and (digits := _digits(comb, end, words)):
                pairs.append(_pair(label, digits))
    return pairs


def _combs(drawn: Ruling) -> Iterator[Box]:
    """Frames of one row: letters hide the rules between the boxes, but not those around."""
    yield from (grid.box for grid in drawn.grids if len(grid.ys) == 2)
    rules = drawn.rules if len(drawn.rules) <= MAX_RULES else ()
    for upper in rules:
        below = [rule for rule in rules if rule is not upper and _closes(upper, rule)]
        if below:
            yield union([upper, min(below, key=lambda rule: rule.y)])


def _closes(upper: Box, lower: Box) -> bool:
    near = ENDS * (lower.y - upper.y)
    return abs(upper.left - lower.left) < near and abs(upper.right - lower.right) < near


def _is_below(comb: Box, label: Box) -> bool:
    white = (comb.top - label.bottom) / label.height
    aligned = abs(comb.left - label.left) < label.height
    return ABOVE[0] < white < ABOVE[1] and aligned and comb.height < TALL * label.height


def _digits(comb: Box, end: float, words: Sequence[Word]) -> list[Word]:
    """All that stands in the comb and its continuations, if these are digits alone."""
    band = [w for w in words if comb.top < w.box.y < comb.bottom and comb.left < w.box.x < end]
    band = [word for word in band if any(map(str.isalnum, word.text))]
    parts = split_at_gaps(sorted(band, key=lambda word: word.box.left), gap=APART)
    return parts[0] if parts and all(word.text.isdigit() for word in parts[0]) else []


def _pair(label: Sequence[Word], digits: Sequence[Word]) -> KeyValue:
    return KeyValue(
        key=tuple(label),
        value=tuple(digits),
        value_box=box_of(digits),
        confidence=sureness(TRUST, [*label, *digits]),
    )
