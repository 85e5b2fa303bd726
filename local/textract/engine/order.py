"""The order in which a person reads the regions of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from local.textract.engine.findings import Region
from local.textract.engine.geometry import Box
from local.textract.engine.text import box_of

BAND = 2.0  # type sizes of white that part a page into bands; paragraphs stand closer
Span = Callable[[Box], tuple[float, float]]


def in_order(found: Sequence[Region], size: float) -> list[Region]:
    """Cut the page at white: first into bands far apart, these into columns, and so on (XY-cut).

    Columns are cut before the narrower white between paragraphs, which may run through them all;
    where there are none, the widest white parts what may have columns from what has not.
    """
    for parts in (_cut(found, _down, BAND * size), _cut(found, _across, 0.0), _halves(found)):
        if len(parts) > 1:
            return [region for part in parts for region in in_order(part, size)]
    return sorted(found, key=lambda region: (region.box.top, region.box.left))


def _halves(found: Sequence[Region]) -> list[list[Region]]:
    rows = _cut(found, _down, 0.0)
    if len(rows) < 2:
        return rows
    gaps = [box_of(below).top - box_of(above).bottom for above, below in pairwise(rows)]
    cut = gaps.index(max(gaps)) + 1
    return [[region for row in half for region in row] for half in (rows[:cut], rows[cut:])]


def _down(box: Box) -> tuple[float, float]:
    return box.top, box.bottom


def _across(box: Box) -> tuple[float, float]:
    return box.left, box.right


def _cut(found: Sequence[Region], span: Span, white: float) -> list[list[Region]]:
    parts: list[list[Region]] = []
    reach = float("-inf")
    for region in sorted(found, key=lambda each: span(each.box)):
        start, end = span(region.box)
        if start > reach + white:
            parts.append([])
        parts[-1].append(region)
        reach = max(reach, end)
    return parts
