"""Lone dashes among figures, a table's word for nothing: the detector takes them for specks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from local.textract.engine.geometry import Box, Picture
from local.textract.engine.ruling import Mask, ink
from local.textract.engine.text import Line, Word, line_of

# In heights of the page's figures
WIDTH = (0.2, 1.3)  # from a hyphen of narrow type to an em dash
THICKNESS = 0.3
WHITE = (0.6, 0.5)  # paper around it, across and down
COLUMN = 1.5  # how far its middle or right end may stray from a column's
REACH = 8.0  # rows above and below that show the column
LONGER = 1.8  # width over thickness: less is a dot
SOLID = 0.7  # share of its box that ink fills
LEVEL = (0.3, 0.7)  # of a text's height: where its row's dashes stand
MOST = 1_000  # dash-like strokes on a page; more are dotted rules or a halftone
CONFIDENCE = 90.0  # so it looks, but no network has read it

Boxes = npt.NDArray[np.float64]  # a row each: left, top, right, bottom


def dashes(lines: Sequence[Line], picture: Picture) -> list[Line]:
    """Return a line for each dash of a level page that stands in a row and a column of figures."""
    words = [word for line in lines for word in line.words]
    figures = [word for word in words if any(c.isdigit() for c in word.text)]
    if not figures:
        return []
    height = median(word.box.height for word in figures)
    texts, numbers = _boxes(words), _boxes(figures)
    return [
        line_of([Word(text="-", quad=box.quad, confidence=CONFIDENCE)])
        for box in _strokes(ink(picture), height)
        if _in_row(box, texts) and _in_column(box, numbers, height)
    ]


def _boxes(words: Sequence[Word]) -> Boxes:
    return np.array([(w.box.left, w.box.top, w.box.right, w.box.bottom) for w in words])


def _strokes(mask: Mask, height: float) -> Iterator[Box]:
    """Yield the boxes of short thick strokes with paper around."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    width, thickness, area = stats[:, 2], stats[:, 3], stats[:, 4]
    likely = (
        (width > WIDTH[0] * height)
        & (width < WIDTH[1] * height)
        & (thickness <= max(THICKNESS * height, 2))
        & (width >= LONGER * thickness)
        & (area >= SOLID * width * thickness)
    )
    likely[0] = False  # the paper
    if likely.sum() > MOST:
        return
    across, down = (round(share * height) for share in WHITE)
    for left, top, wide, high, inked in stats[likely].tolist():
        rows = slice(max(top - down, 0), top + high + down)
        columns = slice(max(left - across, 0), left + wide + across)
        if cv2.countNonZero(mask[rows, columns]) == inked:
            yield Box(left=left, top=top, right=left + wide, bottom=top + high)


def _in_row(box: Box, texts: Boxes) -> bool:
    """Whether a text stands level with a box, and none has it within."""
    left, top, right, bottom = texts.T
    at = (box.y - top) / np.maximum(bottom - top, 1)
    level = (at > LEVEL[0]) & (at < LEVEL[1])
    within = (at >= 0) & (at <= 1) & (left <= box.x) & (box.x <= right)
    return bool(level.any() and not within.any())


def _in_column(box: Box, numbers: Boxes, height: float) -> bool:
    left, top, right, bottom = numbers.T
    away = np.abs((top + bottom) / 2 - box.y)
    aligned = np.minimum(np.abs(right - box.right), np.abs((left + right) / 2 - box.x))
    near = (away > height) & (away < REACH * height) & (aligned < COLUMN * height)
    return bool(near.any())
