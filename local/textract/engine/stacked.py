"""Pairs of a label and the value just below it, without a colon or a frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from local.textract.engine.findings import KeyValue
from local.textract.engine.geometry import overlap_x
from local.textract.engine.labels import FIGURES, ITEM, LABEL_GAP, is_label, pair_of
from local.textract.engine.lettering import type_size
from local.textract.engine.text import Word, box_of, rows, split_at_gaps, text_of

TRUST = 0.8  # on top of the confidence of the words that were read
CLOSE = 1.2  # text heights of white between label and value at most
LARGER = 1.15  # times the label's type: a value below a caption
EDGE = 0.7  # text heights by which edges or middles of label and value differ at most
SIDE_BY_SIDE = 2  # pairs in one row: one alone may be a heading and its text

Part = Sequence[Word]
Parts = Sequence[Part]


def stacked(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Rows of labels over a row of values, as bills have: "Account number  Due date  Amount".

    Small captions over larger text are labels; in even type, two rows are labels and values
    where they pair one to one and no third row makes them a table.
    """
    page = [split_at_gaps(row, gap=LABEL_GAP) for row in rows(words)]
    for above, labels, values, after in zip(
        [[], *page], page, page[1:], [*page[2:], []], strict=False
    ):
        pairs = [(label, value) for label in labels for value in values if _stand(label, value)]
        captions = [pair for pair in pairs if _size(pair[0]) * LARGER < _size(pair[1])]
        alone = not (_goes_on(values, after) or _goes_on(above, labels))
        if len(pairs) == len(labels) == len(values) and alone and _is_sure(pairs):
            captions = pairs
        if len(captions) >= SIDE_BY_SIDE:
            yield from (pair_of(label, value, TRUST) for label, value in captions)


def _stand(label: Part, value: Part) -> bool:
    """Whether a value stands below a label, at its left or right edge or centred."""
    one, other = box_of(label), box_of(value)
    white = other.top - one.bottom
    edges = (one.left - other.left, one.right - other.right, one.x - other.x)
    near = min(map(abs, edges)) < EDGE * one.height and overlap_x(one, other) > 0
    colon = any(word.text.endswith(":") for word in (*label, *value))
    other_label = colon or ITEM.match(text_of(value))
    return is_label(label) and near and white < CLOSE * one.height and not other_label


def _is_sure(pairs: Sequence[tuple[Part, Part]]) -> bool:
    """Whether most values hold figures, which no label does."""
    figures = sum(bool(FIGURES.match(text_of(value))) for _, value in pairs)
    return len(pairs) >= SIDE_BY_SIDE and 2 * figures >= len(pairs)


def _goes_on(upper: Parts, lower: Parts) -> bool:
    """Whether a further row keeps to the columns of this, as those of a table do."""
    shared = sum(any(_in_column(part, other) for other in lower) for part in upper)
    return shared >= SIDE_BY_SIDE


def _in_column(part: Part, other: Part) -> bool:
    one, two = box_of(part), box_of(other)
    return overlap_x(one, two) > 0 and two.top - one.bottom < 2 * CLOSE * one.height


def _size(part: Part) -> float:
    return median(map(type_size, part))
