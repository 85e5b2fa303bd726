"""Find checkboxes: small drawn squares, empty or marked, and radio buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

import cv2
import numpy as np

from local.textract.engine.findings import Checkbox
from local.textract.engine.geometry import Box, Picture, overlap_x, overlap_y, shared_area
from local.textract.engine.radio_buttons import radio_buttons
from local.textract.engine.ruling import Mask, ink, strokes

MIN_SIDE, MAX_SIDE = 0.75, 2.6  # text heights
LEAST_SIDE = 8  # px: a smaller square cannot be told from a letter
SQUARE = 1.35  # the longer side over the shorter
STROKES = (0.45, 0.75, 1.1)  # text heights: short ones find small boxes, long ones see past a mark
EDGE = 0.12  # of the side: how far a straight edge may stray; a round letter strays further
DRAWN = 0.92  # share of each edge that must carry ink
ROUND = 0.1  # of the side: ink begins so near to the corner of a square; of an O, 0.15 from it
CORNERS = 3  # of four that must be square: a mark may hide one; two of a D's are round
MARGIN = 0.17  # of the side: what a rough outline may cover inside
MARKED = 0.07  # share of the inside with ink; dust and shadows stay below
SURE_EMPTY = 0.02
BESIDE = (0.1, 0.5)  # of the side: paper must be seen here, left of a checkbox
CROSSED = 0.15  # share of that paper that a mark may cross
PAPER = 25  # grey levels by which that paper is lighter than the outline
BLEED = 0.15  # of the side: all ink so near is the checkbox's
MARK = 0.45  # of the side: so far out the ink that hangs together with it is the mark's
STEM = 0.15  # of the side: how far a rough outline may stray; the stem of a q goes on by 0.5
PAPER_SHARE = 90  # percentile of the brightness in and around a box that is surely paper
FRAME = 0.35  # of the side: a thicker outline is none
BLURRED = 24  # px: corners of larger squares show well; the hole of a large letter may be one
CLEAR = 0.2  # of the side: paper at the right of a checkbox
SAME = 0.4  # of a square that another covers, if both are one; neighbours share an edge
COMB = 0.35  # of the side: squares nearer to each other are boxes for single letters


def checkboxes(picture: Picture, text_height: float) -> list[Checkbox]:
    mask = ink(picture)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    squares: list[Box] = []
    for stroke in STROKES:
        for box in _squares(mask, max(5, round(stroke * text_height)), text_height):
            if not any(shared_area(box, other) > SAME * other.area for other in squares):
                squares.append(box)
    lone = _without_combs(squares)
    drawn = [_checkbox(box, mask) for box in lone if _stands_on_paper(box, mask, grey)]
    found = [each for each in drawn if each.selected or not _has_stem(each.box, mask)]
    circles = radio_buttons(mask, text_height)
    return found + [c for c in circles if not any(shared_area(c.box, s.box) > 0 for s in found)]


def _squares(mask: Mask, length: int, text_height: float) -> Iterator[Box]:
    outline = cv2.bitwise_or(
        strokes(mask, length, vertical=False), strokes(mask, length, vertical=True)
    )
    closed = cv2.morphologyEx(outline, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    shortest, longest = max(LEAST_SIDE, MIN_SIDE * text_height), MAX_SIDE * text_height
    for contour in contours:
        left, top, width, height = cv2.boundingRect(contour)
        short, long = sorted((width, height))
        if shortest <= short and long <= longest and long <= SQUARE * short:
            box = Box(left=left, top=top, right=left + width, bottom=top + height)
            if _is_framed(box, mask) and _has_corners(box, mask):
                yield _with_frame(box, mask)


def _is_framed(box: Box, mask: Mask) -> bool:
    """Whether all four edges are straight and drawn; those of O and D are not."""
    reach = max(1, int(EDGE * min(box.width, box.height)))
    left, top, right, bottom = (round(v) for v in (box.left, box.top, box.right, box.bottom))
    part = mask[top:bottom, left:right] > 0
    edges = (
        part[:reach].any(axis=0),
        part[-reach:].any(axis=0),
        part[:, :reach].any(axis=1),
        part[:, -reach:].any(axis=1),
    )
    return bool(part.size) and all(edge.mean() >= DRAWN for edge in edges)


def _with_frame(box: Box, mask: Mask) -> Box:
    """The square with its outline, of which a blurred picture shows but the inner edge straight.

    Letters are as they were: others stand close to their right.
    """
    reach = round(FRAME * box.width)
    inner = mask[_cut(box.grown(reach))] > 0
    third = inner.shape[0] // 3
    runs = []
    for turn in range(4):
        edge = np.rot90(inner, turn)[:reach, third:-third].mean(axis=1)
        runs.append(sum(takewhile(bool, edge[::-1] > 1 / 2)))
    outer = box.grown(max(runs, default=0))
    apart = mask[_cut(replace(outer, left=outer.right, right=outer.right + CLEAR * box.width))]
    even = min(runs) > 0 and max(runs) - min(runs) <= 1 and max(runs) < reach
    return outer if even and box.width < BLURRED and not apart.any() else box


def _has_corners(box: Box, mask: Mask) -> bool:
    """Whether the outline, to where its ink ends, has corners: those of O and D bulge."""
    side = min(box.width, box.height)
    reach = max(1, round(MARGIN * side))
    part = mask[_cut(box.grown(reach))] > 0
    for _ in range(4):
        middle = part[:reach, part.shape[1] // 4 : -part.shape[1] // 4].mean(axis=1)
        bulge = sum(takewhile(bool, middle[::-1] > 1 / 2))
        part = np.rot90(part[reach - bulge :])
    near = max(1, int(ROUND * side)) + 1
    corners = (np.rot90(part, turn)[:near, :near].diagonal().any() for turn in range(4))
    return sum(map(bool, corners)) >= CORNERS


def _stands_on_paper(box: Box, mask: Mask, grey: Mask) -> bool:
    """Whether nothing but lighter paper is close to the left: square letters stand in words."""
    near, far = (round(box.left - share * box.width) for share in BESIDE)
    rows = slice(round(box.top), round(box.bottom))
    strip = np.s_[rows, max(far, 0) : max(near, 0)]
    if mask[strip].size == 0:
        return True
    inside = np.s_[rows, round(box.left) : round(box.right)]
    frame = grey[inside][mask[inside] > 0]
    crossed = float((mask[strip] > 0).mean())
    return crossed <= CROSSED and float(grey[strip].mean() - frame.mean()) > PAPER


def _has_stem(box: Box, mask: Mask) -> bool:
    """Whether the outline's ink goes on above or below, where no mark does: a letter's bowl."""
    side = max(box.width, box.height)
    rows, columns = _cut(box.grown(side))
    _, labels = cv2.connectedComponents(mask[rows, columns])
    first, last = round(box.top) - rows.start, round(box.bottom) - rows.start
    inside = labels[first:last, round(box.left) - columns.start :][:, : round(box.width)]
    outline = int(np.bincount(inside[inside > 0]).argmax())
    inked = np.flatnonzero((labels == outline).any(axis=1))
    stray = STEM * side + 1
    return bool(inked[0] < first - stray or inked[-1] + 1 > last + stray)


def _thickness(box: Box, mask: Mask) -> int:
    """How far the outline reaches into a square at its left edge; a mark seldom comes so near."""
    third = box.height / 3
    rows = slice(round(box.top + third), round(box.bottom - third))
    columns = slice(round(box.left), round(box.left + FRAME * box.width))
    inked = ((mask[rows, columns] > 0).mean(axis=0) > 1 / 2).tolist()
    return inked.index(False, inked.index(True)) if True in inked and not inked[-1] else 0


def _without_combs(boxes: Sequence[Box]) -> list[Box]:
    return [box for box in boxes if not any(_touch(box, other) for other in boxes)]


def _touch(one: Box, other: Box) -> bool:
    gap = max(-overlap_x(one, other), -overlap_y(one, other))
    return one is not other and gap < COMB * one.width


def _checkbox(box: Box, mask: Mask) -> Checkbox:
    margin = max(round(MARGIN * min(box.width, box.height)), _thickness(box, mask) + 1)
    rows = slice(round(box.top) + margin, round(box.bottom) - margin)
    columns = slice(round(box.left) + margin, round(box.right) - margin)
    covered = float((mask[rows, columns] > 0).mean())
    unsure = SURE_EMPTY < covered < 2 * MARKED
    return Checkbox(box=box, selected=covered > MARKED, confidence=75.0 if unsure else 95.0)


def without_checkboxes(picture: Picture, found: Sequence[Checkbox]) -> Picture:
    """Paint paper over checkboxes: the recogniser reads a box before "Yes" as a letter."""
    clean, mask = picture.copy(), ink(picture)
    for checkbox in found:
        window = _cut(checkbox.box.grown(MARK * checkbox.box.width))
        core = checkbox.box.grown(BLEED * checkbox.box.width)
        rows, columns = _cut(replace(core, right=checkbox.box.right + 1))
        inner = np.zeros(mask.shape, np.bool_)
        inner[rows, columns] = True
        _, labels = cv2.connectedComponents(mask[window])
        own = set(np.unique(labels[inner[window]])) - {0} - set(labels[:, -1])  # those: the label's
        paper = np.percentile(clean[window].reshape(-1, 3), PAPER_SHARE, axis=0)
        clean[window][inner[window] | np.isin(labels, list(own))] = paper.astype(np.uint8)
    return clean


def _cut(box: Box) -> tuple[slice, slice]:
    return (
        slice(max(round(box.top), 0), round(box.bottom)),
        slice(max(round(box.left), 0), round(box.right)),
    )
