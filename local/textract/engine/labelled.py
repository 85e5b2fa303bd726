"""Pairs that text alone shows: a colon after the label, or white between label and value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from local.textract.engine.aligned import MONEY
from local.textract.engine.findings import KeyValue
from local.textract.engine.geometry import Box, overlap_x
from local.textract.engine.labels import LABEL_GAP, LABEL_WORDS, is_label, sureness
from local.textract.engine.text import Word, box_of, rows, split_at_gaps, text_of

# How far each rule can be trusted, on top of the confidence of the words that were read.
COLON, BESIDE = 0.95, 0.85
VALUE_REACH = 30.0  # text heights that a value may stand right of its label
BELOW_REACH = 1.2  # text heights that a value may stand below its label
EMPTY_VALUE = 6.0  # text heights: how wide an empty field is when nothing bounds it
FAR_GAP = 1.5  # text heights that part a label from its value where no colon does
ALIKE = 1.5  # heights of a label and its value without a colon differ by less
CLEAR_GAP = 1.6  # of the usual gap between words: this parts a value from the next label
SENTENCE = 4  # words after a colon that go on in small letters to a full stop

Pair = tuple[list[Word], list[Word]]


def with_colons(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Labels that end with a colon; the value stands at the right, else just below."""
    page = rows(words)
    used: set[Word] = set()
    for row, below in zip(page, [*page, []][1:], strict=True):
        labels = list(_labels([word for word in row if word not in used]))
        starts = [*(label[0].box.left for label in labels), float("inf")][1:]
        for label, end in zip(labels, starts, strict=True):
            value = _right_of(label, row, end) or _below(label, below)
            if _is_prose(label, value):
                continue
            used |= {*label, *value}
            yield KeyValue(
                key=tuple(label),
                value=tuple(value),
                value_box=_blank(label, end),
                confidence=sureness(COLON, [*label, *value]),
            )


def _is_prose(label: Sequence[Word], value: Sequence[Word]) -> bool:
    """Whether a colon stands within a sentence: "Please note: we are closed on Sundays."."""
    if not value:
        return label[0].text[:1].islower()
    return len(value) >= SENTENCE and value[0].text.islower() and value[-1].text.endswith(".")


def _labels(row: Sequence[Word]) -> Iterator[list[Word]]:
    start = 0
    for index, word in enumerate(row):
        if word.text.endswith(":") and any(
            c.isalpha() for w in row[start : index + 1] for c in w.text
        ):
            label = _label(row[start : index + 1], first=start == 0)
            if len(label) <= LABEL_WORDS:
                yield label
            start = index + 1


def _label(words: Sequence[Word], *, first: bool) -> list[Word]:
    """The end of these words that is the label; what stands before is the last value."""
    part = split_at_gaps(words, gap=CLEAR_GAP)[-1]
    if first or len(part) < len(words):
        return part
    gaps = [right.box.left - left.box.right for left, right in pairwise(words)]
    if gaps and max(gaps) > CLEAR_GAP * sorted(gaps)[len(gaps) // 2]:
        return list(words[gaps.index(max(gaps)) + 1 :])
    capitals = [i for i, word in enumerate(words) if i and word.text[:1].isupper()]
    return list(words[capitals[-1] :]) if capitals else list(words[-1:])


def _right_of(label: Sequence[Word], row: Sequence[Word], end: float) -> list[Word]:
    box = box_of(label)
    after = [word for word in row if box.right <= word.box.x and word.box.x < end]
    if not after or after[0].box.left - box.right > VALUE_REACH * box.height:
        return []
    return split_at_gaps(after, gap=3 * LABEL_GAP)[0]


def _below(label: Sequence[Word], below: Sequence[Word]) -> list[Word]:
    """The text just below that begins where the label begins."""
    box = box_of(label)
    for part in split_at_gaps(below, gap=LABEL_GAP):
        under = box_of(part)
        near = under.top - box.bottom < BELOW_REACH * box.height
        if near and abs(under.left - box.left) < box.height and part[-1].text[-1:] != ":":
            return [] if any(word.text.endswith(":") for word in part) else part
    return []


def _blank(label: Sequence[Word], end: float) -> Box:
    box = box_of(label)
    right = min(box.right + EMPTY_VALUE * box.height, end)
    return Box(left=box.right, top=box.top, right=max(right, box.right + 1), bottom=box.bottom)


def beside(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Rows of a label and a value with a wide gap between, as in "Due date      April 11".

    Only what holds a figure is surely a value without a colon to say so; other rows join in
    where they stand in line with such a one.
    """
    pairs = [
        (label, value)
        for row in rows(words)
        for label, value in pairwise(split_at_gaps(row, gap=LABEL_GAP))
        if is_label(label, figures=bool(MONEY.match(text_of(value))))
        and _may_be_value(label, value)
    ]
    sure = [pair for pair in pairs if any(c.isdigit() for word in pair[1] for c in word.text)]
    for label, value in pairs:
        if (label, value) in sure or any(_in_line((label, value), other) for other in sure):
            yield KeyValue(
                key=tuple(label),
                value=tuple(value),
                value_box=box_of(value),
                confidence=sureness(BESIDE, [*label, *value]),
            )


def _may_be_value(label: Sequence[Word], value: Sequence[Word]) -> bool:
    one, other = box_of(label), box_of(value)
    gap = -overlap_x(one, other) / one.height
    alike = max(one.height, other.height) < ALIKE * min(one.height, other.height)
    return alike and FAR_GAP < gap < VALUE_REACH and len(value) <= 5


def _in_line(pair: Pair, other: Pair) -> bool:
    """Whether labels begin, and values begin or end, at the same height of the page's width."""
    (label, value), (other_label, other_value) = (
        tuple(map(box_of, each)) for each in (pair, other)
    )
    near = label.height
    values = abs(value.left - other_value.left), abs(value.right - other_value.right)
    return abs(label.left - other_label.left) < near and min(values) < near
