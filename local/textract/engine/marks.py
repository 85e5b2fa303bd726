"""Checkboxes and their labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from local.textract.engine.findings import Checkbox, KeyValue
from local.textract.engine.geometry import Box, overlap_y
from local.textract.engine.labels import LABEL_GAP, sureness
from local.textract.engine.text import Word, box_of, rows, split_at_gaps

TRUST = 0.97  # on top of the confidence of the words that were read
BESIDE = 0.4  # of the lower height that a checkbox and its label share
ABOVE = 1.0  # heights of a checkbox between it and the label above
COLUMN_GAP = 0.6  # text heights of white between labels above checkboxes in a row
REACH = 2.0  # widths of a checkbox between it and its label


def marked(
    checkbox: Checkbox, words: Sequence[Word], checkboxes: Sequence[Checkbox]
) -> KeyValue | None:
    """A checkbox and the label at its right; at its left where its row ends with a checkbox.

    Where there is none at either side, the text above it, as in small boxes of tax forms.
    """
    box = checkbox.box
    row = sorted(
        (other.box for other in checkboxes if overlap_y(other.box, box) > 0),
        key=lambda other: other.left,
    )
    own = [w for w in words if overlap_y(w.box, box) > BESIDE * min(w.box.height, box.height)]
    label = _after(box, row, own) if _after(row[-1], row, own) else _before(box, row, own)
    label = label or _above(box, words)
    if not label:
        return None
    return KeyValue(
        key=tuple(label),
        checkbox=checkbox,
        value_box=box,
        confidence=min(sureness(TRUST, label), checkbox.confidence),
    )


def _after(box: Box, row: Sequence[Box], words: Iterable[Word]) -> list[Word]:
    """The text close to the right of a checkbox, up to the next checkbox or a wide gap."""
    end = min((other.left for other in row if other.left > box.right), default=float("inf"))
    own = sorted((w for w in words if box.x < w.box.x < end), key=lambda word: word.box.left)
    part = split_at_gaps(own, gap=LABEL_GAP)[0] if own else []
    return part if part and part[0].box.left - box.right <= REACH * box.width else []


def _before(box: Box, row: Sequence[Box], words: Iterable[Word]) -> list[Word]:
    start = max((other.right for other in row if other.right < box.left), default=0.0)
    own = sorted((w for w in words if start < w.box.x < box.x), key=lambda word: word.box.left)
    part = split_at_gaps(own, gap=LABEL_GAP)[-1] if own else []
    return part if part and box.left - part[-1].box.right <= REACH * box.width else []


def _above(box: Box, words: Iterable[Word]) -> list[Word]:
    """The text close above a checkbox whose middle is over it."""
    near = [w for w in words if 0 <= box.top - w.box.bottom < ABOVE * box.height]
    parts = [part for row in rows(near) for part in split_at_gaps(row, gap=COLUMN_GAP)]
    over = [part for part in parts if abs(box_of(part).x - box.x) < box.width]
    return over[-1] if over else []
