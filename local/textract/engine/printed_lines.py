"""Which texts of a row Textract tells as one line: a label and, after its colon, the value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np

from local.textract.engine.geometry import Picture
from local.textract.engine.text import Line, Word, line_of, rows

VALUE_GAP = 2.8  # text heights after a label's colon: a value further off stands in its own column
REACH = 0.25  # of the text height: so far above and below the words a rule between them goes on
RULE_INK = 0.9  # share of those pixels that a rule covers; a worn one has holes
PAPER = 40  # grey levels by which a rule is darker than the paper at its sides
PAPER_SHARE = 90  # percentile of the brightness between two words that is surely paper


def printed_lines(lines: Iterable[Line], picture: Picture) -> list[Line]:
    """Join the detected lines of a level page; return them in Textract's order."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return [line for row in rows(lines) for line in _joined(row, grey)]


def _joined(row: Sequence[Line], grey: Picture) -> Iterator[Line]:
    last, *others = row
    for line in others:
        if _leads_to(last.words[-1], line.words[0], grey):
            last = line_of([*last.words, *line.words])
        else:
            yield last
            last = line
    yield last


def _leads_to(label: Word, value: Word, grey: Picture) -> bool:
    gap = value.box.left - label.box.right
    near = gap <= VALUE_GAP * min(label.box.height, value.box.height)
    return label.text.endswith(":") and near and not _is_ruled(label, value, grey)


def _is_ruled(one: Word, other: Word, grey: Picture) -> bool:
    """Whether a dark stroke between two words goes on above and below them."""
    reach = REACH * max(one.box.height, other.box.height)
    top = round(min(one.box.top, other.box.top) - reach)
    bottom = round(max(one.box.bottom, other.box.bottom) + reach)
    between = grey[max(top, 0) : bottom, max(round(one.box.right), 0) : round(other.box.left)]
    if between.size == 0:
        return False
    dark = between < float(np.percentile(between, PAPER_SHARE)) - PAPER
    return bool((dark.mean(axis=0) >= RULE_INK).any())
