"""Pairs of a label and a drawn box to write in, at its right or just below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from local.textract.engine.cells import inside
from local.textract.engine.findings import Checkbox, KeyValue
from local.textract.engine.geometry import Box, shared_area
from local.textract.engine.labels import LABEL_GAP, is_label, sureness
from local.textract.engine.ruling import Grid
from local.textract.engine.text import Word, box_of, rows, split_at_gaps, text_of

TRUST = 0.85  # on top of the confidence of the words that were read
BEFORE = -0.3, 8.0  # text heights from a label to the box at its right: boxes stand in columns
ABOVE = 0.0, 0.8  # text heights from a label to the box below it
LOW = 4.0  # text heights: a higher box is a frame around other things
MAX_BOXES = 300  # on a page; more are a picture's


def in_boxes(
    grids: Iterable[Grid], words: Sequence[Word], checkboxes: Iterable[Checkbox]
) -> Iterator[KeyValue]:
    marks = [mark.box for mark in checkboxes]
    boxes = [grid.box for grid in grids if len(grid.xs) == len(grid.ys) == 2]
    boxes = [box for box in boxes if not any(shared_area(box, mark) > 0 for mark in marks)]
    parts = [part for row in rows(words) for part in split_at_gaps(row, gap=LABEL_GAP)]
    for box in boxes[:MAX_BOXES]:
        label, value = _label(box, parts), inside(box, words)
        if label and len(rows(value)) <= 1 and box.height < LOW * box_of(label).height:
            yield KeyValue(
                key=tuple(label),
                value=tuple(value),
                value_box=box,
                confidence=sureness(TRUST, [*label, *value]),
            )


def _label(box: Box, parts: Iterable[Sequence[Word]]) -> Sequence[Word]:
    """The text nearest to the left of a box, or just above its left edge, if it is a label."""
    before, over = list[Sequence[Word]](), list[Sequence[Word]]()
    for part in parts:
        text = box_of(part)
        white, above = ((box.left - text.right), (box.top - text.bottom))
        if box.top < text.y < box.bottom and white > BEFORE[0] * text.height:
            before.append(part)
        elif ABOVE[0] <= above / text.height < ABOVE[1] and _is_in_line(text, box):
            over.append(part)
    nearest = max(before, key=lambda part: part[-1].box.right, default=[])
    reach = BEFORE[1] * box_of(nearest).height if nearest else 0.0
    asked = nearest and box.left - nearest[-1].box.right < reach
    label = nearest if asked else [*over, []][0]
    return label if label and is_label(label) and len(text_of(label)) > 1 else []


def _is_in_line(text: Box, box: Box) -> bool:
    return abs(text.left - box.left) < text.height
