"""The drawn lines of a page: ink, straight strokes, and the grids that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from local.textract.engine.bands import PARENT, Outline, outlines, without_bands
from local.textract.engine.geometry import Box, Picture

Mask = npt.NDArray[np.uint8]  # 0 or 255

NEIGHBOURHOOD = 31  # px: ink is darker than the paper this near around it
DARKER = 12  # grey levels by which ink is darker than its neighbourhood
RULE_LENGTH = 1.7  # text heights: a straight stroke this long belongs to no letter
GAP = 5  # px: scans break thin rules
SAME_RULE = 0.5  # text heights: strokes this near are one rule
DRAWN = 0.6  # share of a cell's side that must be drawn to part it from its neighbour
WORD_MARGIN = (0.4, -0.1)  # text heights, along and across a stroke: where letters have strokes
LETTER = 3.0  # text heights: no letter has a longer stroke, but blurred words have
UNEVEN = 0.3  # of its darkness: how much lighter parts of a stroke of letters are (0.4 measured)
THICK = 0.6  # text heights: a short stroke so thick is a dark band around light letters
INSIDE = 0.5  # share of a stroke inside words that makes it a letter's, if short or uneven
EDGES = 0.3  # text heights around where letters have strokes: a blurred word's box is uncertain
MAX_RULES = 120  # a side: more is a hatched picture, not a table


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A ruled grid; `across[r][c]` tells whether a rule stands above row r in column c."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: npt.NDArray[np.bool_]  # (rows + 1) x columns
    down: npt.NDArray[np.bool_]  # rows x (columns + 1)

    @property
    def box(self) -> Box:
        return Box(left=self.xs[0], top=self.ys[0], right=self.xs[-1], bottom=self.ys[-1])


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """All drawn on a page that is straight: the grids, and the rules that stand alone."""

    grids: tuple[Grid, ...]
    rules: tuple[Box, ...]


def ink(picture: Picture) -> Mask:
    """Where the picture is darker than the paper around: shading and shadows do not count."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    mask = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, NEIGHBOURHOOD, DARKER
    )
    return np.asarray(mask, dtype=np.uint8)


def strokes(mask: Mask, length: int, *, vertical: bool) -> Mask:
    """Keep only straight strokes of at least `length` pixels."""
    shape = (1, length) if vertical else (length, 1)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8)))


def ruling(picture: Picture, words: Sequence[Box], text_height: float) -> Ruling:
    mask = without_bands(ink(picture), picture, text_height)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    length = max(20, round(RULE_LENGTH * text_height))
    horizontal, vertical = (
        _outside(
            _rules(mask, length, round(text_height), vertical=vertical),
            _covered(mask.shape[:2], words, text_height, vertical=vertical),
            grey,
            text_height,
            vertical=vertical,
        )
        for vertical in (False, True)
    )
    crossing = cv2.dilate(cv2.bitwise_or(horizontal, vertical), np.ones((3, 3), np.uint8))
    grids, rules = [], []
    for (left, top, width, height), own in _parts(crossing):
        part = np.s_[top : top + height, left : left + width]
        grid = _grid(horizontal[part] & own, vertical[part] & own, (left, top), text_height)
        if grid:
            grids.append(grid)
        elif width > 3 * height:
            rules.append(Box(left=left, top=top, right=left + width, bottom=top + height))
    return Ruling(grids=tuple(grids), rules=tuple(rules))


def _parts(mask: cv2.typing.MatLike) -> Iterator[tuple[Sequence[int], Mask]]:
    """Yield each connected part of a mask: left, top, width and height, and its own pixels."""
    found, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for number, outline in enumerate(found):
        if tree[0, number, PARENT] >= 0:
            continue  # a hole of another part
        left, top, width, height = place = cv2.boundingRect(outline)
        own = np.zeros((height, width), np.uint8)
        cv2.drawContours(
            own,
            found,
            number,
            (255,),
            cv2.FILLED,
            hierarchy=tree,
            maxLevel=1,
            offset=(-left, -top),
        )
        yield place, own


def _covered(
    shape: tuple[int, ...], words: Sequence[Box], text_height: float, *, vertical: bool
) -> Mask:
    along, over = (share * text_height for share in WORD_MARGIN)
    across, down = (over, along) if vertical else (along, over)
    covered = np.zeros(shape, np.uint8)
    for word in words:
        rows = slice(max(round(word.top - down), 0), round(word.bottom + down))
        covered[rows, max(round(word.left - across), 0) : round(word.right + across)] = 255
    return covered


def _outside(rules: Mask, text: Mask, grey: Mask, text_height: float, *, vertical: bool) -> Mask:
    """Leave out strokes that words explain: a rule seldom runs inside a word, letters always do."""

    reach = 2 * round(EDGES * text_height) + 1
    near = np.asarray(
        cv2.dilate(text, np.ones((1, reach) if vertical else (reach, 1), np.uint8)), dtype=np.uint8
    )

    def is_letter(outline: Outline) -> bool:
        left, top, width, height = cv2.boundingRect(outline)
        thickness, length = (width, height) if vertical else (height, width)
        part = np.s_[top : top + height, left : left + width]
        mostly = INSIDE * cv2.countNonZero(rules[part])
        if length < LETTER * text_height and (
            cv2.countNonZero(rules[part] & text[part]) > mostly or thickness > THICK * text_height
        ):
            return True
        at_words = cv2.countNonZero(rules[part] & near[part]) > mostly
        return at_words and _is_uneven(grey[part], rules[part] > 0, int(vertical))

    plain = rules.copy()
    letters = [outline for outline in outlines(rules) if is_letter(outline)]
    cv2.drawContours(plain, letters, -1, color=(0,), thickness=cv2.FILLED)
    return plain


def _is_uneven(grey: Mask, stroke: npt.NDArray[np.bool_], axis: int) -> bool:
    """Whether a stroke is made of letters that a blurred picture joins: some of it is lighter."""
    profile = np.where(stroke, grey, 255).min(axis=axis)
    dark, light = np.percentile(profile, (10, 90))
    return bool(light - dark > UNEVEN * (255 - dark))


def _rules(mask: Mask, length: int, stub: int, *, vertical: bool) -> Mask:
    """Long strokes, small gaps in them bridged; letters are too short to be bridged."""
    shape = (GAP, 1) if vertical else (1, GAP)
    stubs = strokes(mask, max(8, stub), vertical=vertical)
    bridged = cv2.morphologyEx(stubs, cv2.MORPH_CLOSE, np.ones(shape, np.uint8))
    return strokes(np.asarray(bridged, dtype=np.uint8), length, vertical=vertical)


def _grid(
    horizontal: Mask, vertical: Mask, origin: tuple[int, int], text_height: float
) -> Grid | None:
    near = SAME_RULE * text_height
    ys = _positions(horizontal, text_height, near, axis=0)
    xs = _positions(vertical, text_height, near, axis=1)
    if not (2 <= len(xs) <= MAX_RULES and 2 <= len(ys) <= MAX_RULES):
        return None
    reach = max(2, round(near))
    wide = cv2.dilate(horizontal, np.ones((2 * reach + 1, 1), np.uint8)) > 0
    tall = cv2.dilate(vertical, np.ones((1, 2 * reach + 1), np.uint8)) > 0
    # A stroke that parts no two cells (a letter, a speck) is no rule of the grid.
    ys = [y for y in ys if any(_drawn(wide[_at(y, wide, 0), a:b]) for a, b in _pairs(xs))]
    xs = [x for x in xs if any(_drawn(tall[a:b, _at(x, tall, 1)]) for a, b in _pairs(ys))]
    if len(xs) < 2 or len(ys) < 2:
        return None
    across = [[_drawn(wide[_at(y, wide, 0), a:b]) for a, b in _pairs(xs)] for y in ys]
    down = [[_drawn(tall[a:b, _at(x, tall, 1)]) for x in xs] for a, b in _pairs(ys)]
    return Grid(
        xs=tuple(x + origin[0] for x in xs),
        ys=tuple(y + origin[1] for y in ys),
        across=np.array(across, dtype=np.bool_),
        down=np.array(down, dtype=np.bool_),
    )


def _drawn(edge: npt.NDArray[np.bool_]) -> bool:
    return edge.size > 0 and float(edge.mean()) > DRAWN


def _at(place: int, mask: npt.NDArray[np.bool_], axis: int) -> int:
    return min(place, int(mask.shape[axis]) - 1)


def _pairs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    return pairwise(places)


def _positions(mask: Mask, text_height: float, near: float, *, axis: int) -> list[int]:
    """Where rules lie along an axis, those that are nearly the same taken as one."""
    stats = cv2.connectedComponentsWithStats(mask)[2][1:]
    centers = sorted(
        (start + size / 2, length)
        for start, size, length in (
            (row[1 - axis], row[3 - axis], row[2 + axis]) for row in stats.tolist()
        )
    )
    groups: list[list[tuple[float, float]]] = []
    for center, length in centers:
        if groups and center - groups[-1][-1][0] <= near:
            groups[-1].append((center, length))
        else:
            groups.append([(center, length)])
    # Weighted by length: a long rule knows better than a stub where the edge is.
    return [
        round(sum(center * length for center, length in group) / sum(b for _, b in group))
        for group in groups
        if sum(length for _, length in group) > text_height
    ]
