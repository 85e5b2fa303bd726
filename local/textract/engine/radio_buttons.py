"""Find radio buttons: small drawn circles, each alone before its label, several of a size."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from local.textract.engine.findings import Checkbox
from local.textract.engine.geometry import Box, Picture

MIN_SIDE, MAX_SIDE = 0.75, 2.0  # text heights
LEAST_SIDE = 10  # px: a smaller circle cannot be told from a letter
ROUND = 1.15  # the longer side over the shorter
FILL = 0.62, 0.83  # of its square that a circle encloses: in pixels a little less than pi / 4
RING = 0.84, 0.98  # of the radius: where the circle is drawn ...
DRAWN = 0.85  # ... for so much of it
CORE = 0.35  # of the radius: a dot, or paper
DOT = 0.5  # share of the core with ink
BEFORE = 0.15, 0.6  # sides: paper left of a circle; a letter O has another word there
AFTER = 0.12, 0.25  # sides: paper right of it; in a word the next letter
LABEL = 2.0  # sides: so far off the label begins
LEAST = 2  # circles of a size on a page: there is no choice with one
ALIKE = 1.2  # their sizes differ by less


def radio_buttons(mask: Picture, text_height: float) -> list[Checkbox]:
    """Return the circles of a page's ink (0 or 255)."""
    lone: list[Box] = []
    within: list[Box] = []  # words: where most circles of a size stand in words, all are letters
    for box in _circles(mask, text_height):
        (lone if _stands_before_text(box, mask) else within).append(box)
    buttons, letters = _widths(lone), _widths(within)
    return [
        _button(box, mask)
        for box in lone
        if _alike(box, buttons) >= max(LEAST, _alike(box, letters))
    ]


def _circles(mask: Picture, text_height: float) -> Iterator[Box]:
    shortest, longest = max(LEAST_SIDE, MIN_SIDE * text_height), MAX_SIDE * text_height
    contours, _ = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        left, top, width, height = cv2.boundingRect(contour)
        short, long = sorted((width, height))
        if not (shortest <= short and long <= min(longest, ROUND * short)):
            continue
        box = Box(left=left, top=top, right=left + width, bottom=top + height)
        enclosed = FILL[0] < cv2.contourArea(contour) / box.area < FILL[1]
        if enclosed and _inked(box, mask, RING) > DRAWN:
            yield box


def _inked(box: Box, mask: Picture, radii: tuple[float, float]) -> float:
    """The share of ink between two circles around the middle of a box."""
    part = mask[round(box.top) : round(box.bottom), round(box.left) : round(box.right)] > 0
    rows, columns = (
        2 * (np.arange(count) + 1 / 2) / count - 1 for count in (part.shape[0], part.shape[1])
    )
    radius = np.hypot(*np.meshgrid(rows, columns, indexing="ij"))
    return float(part[(radius > radii[0]) & (radius <= radii[1])].mean())


def _stands_before_text(box: Box, mask: Picture) -> bool:
    def has_ink(begin: float, end: float) -> bool:
        columns = slice(max(round(begin), 0), max(round(end), 0))
        return bool(mask[round(box.top) : round(box.bottom), columns].any())

    side = box.width
    alone = not has_ink(box.left - BEFORE[1] * side, box.left - BEFORE[0] * side)
    apart = not has_ink(box.right + AFTER[0] * side, box.right + AFTER[1] * side)
    return alone and apart and has_ink(box.right + AFTER[1] * side, box.right + LABEL * side)


def _widths(boxes: Sequence[Box]) -> list[float]:
    return sorted(box.width for box in boxes)


def _alike(box: Box, widths: Sequence[float]) -> int:
    """How many of sorted widths are about as large."""
    return bisect(widths, ALIKE * box.width) - bisect(widths, box.width / ALIKE)


def _button(box: Box, mask: Picture) -> Checkbox:
    return Checkbox(box=box, selected=_inked(box, mask, (0.0, CORE)) > DOT, confidence=90.0)
