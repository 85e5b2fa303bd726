"""The order in which a person reads a page's lines."""

from __future__ import annotations

from bisect import bisect, bisect_left

from lambdas.extraction.blocks import BoundingBox

GRID = 100  # a gutter is looked for in steps of a hundredth of the page's width
MARGIN = 0.15  # no gutter so near to the edge of a region, in widths of the region
MIN_COLUMN = 0.2  # prose stands in columns at least this wide; labels and amounts do not
MIN_LINES = 4  # lines on each side of a gutter that make columns out of a coincidence
MAX_DEPTH = 3  # up to 8 columns

Placed = tuple[int, BoundingBox]


def reading_order(boxes: list[BoundingBox | None]) -> list[int]:
    """Return the lines' indexes in reading order: columns of prose one after the other.

    Textract's own order goes across columns. Only wide columns side by side are taken apart: rows
    of a form or of a table, whose halves belong together, stay as Textract has them.
    """
    placed = [(index, box) for index, box in enumerate(boxes) if box is not None]
    if len(placed) < len(boxes):
        return list(range(len(boxes)))
    return [index for index, _ in _columns(placed, 0.0, 1.0, MAX_DEPTH)]


def _columns(lines: list[Placed], left: float, right: float, depth: int) -> list[Placed]:
    gutter = _gutter(lines, left, right) if depth and len(lines) >= 2 * MIN_LINES else None
    if gutter is None:
        return lines
    across = sorted((box for _, box in lines if _crosses(box, gutter)), key=_top)
    tops = [box.top for box in across]
    ordered: list[Placed] = []
    band: list[Placed] = []
    for line in lines:
        middle = line[1].top + line[1].height / 2
        nearest = bisect(tops, middle) - 1
        if nearest >= 0 and middle <= tops[nearest] + across[nearest].height:
            ordered += _side_by_side(band, left, gutter, right, depth)
            ordered.append(line)
            band = []
        else:
            band.append(line)
    return ordered + _side_by_side(band, left, gutter, right, depth)


def _side_by_side(
    band: list[Placed], left: float, gutter: float, right: float, depth: int
) -> list[Placed]:
    """Order the lines between two headings: left column, then right, where both hold prose."""
    first = [line for line in band if line[1].left < gutter]
    second = [line for line in band if line[1].left >= gutter]
    return [
        *_columns(sorted(first), left, gutter, depth - 1),
        *_columns(sorted(second), gutter, right, depth - 1),
    ]


def _gutter(lines: list[Placed], left: float, right: float) -> float | None:
    """Return where the fewest lines cross, if columns of prose stand on both sides."""
    margin = MARGIN * (right - left)
    first, last = round((left + margin) * GRID), round((right - margin) * GRID)
    if first >= last or not _has_wide_sides([box for _, box in lines]):
        return None
    lefts = sorted([box.left for _, box in lines])
    rights = sorted([box.left + box.width for _, box in lines])
    places = [step / GRID for step in range(first, last)]
    middle = (left + right) / 2
    crossing, _, gutter = min(
        (bisect_left(lefts, place) - bisect(rights, place), abs(place - middle), place)
        for place in places
    )
    first_column = [box for _, box in lines if box.left + box.width <= gutter]
    second_column = [box for _, box in lines if box.left >= gutter]
    fewer = min(len(first_column), len(second_column))
    if crossing > fewer or not (_is_prose(first_column) and _is_prose(second_column)):
        return None
    return gutter


def _has_wide_sides(boxes: list[BoundingBox]) -> bool:
    """Say at a glance whether any gutter could have prose on both sides.

    Half of the lines of prose are wide: some must end before others begin.
    """
    wide = [box for box in boxes if box.width >= MIN_COLUMN]
    half = MIN_LINES // 2
    if len(wide) < 2 * half:
        return False
    ends = sorted([box.left + box.width for box in wide])
    beginnings = sorted([box.left for box in wide])
    return ends[half - 1] <= beginnings[-half]


def _is_prose(boxes: list[BoundingBox]) -> bool:
    if len(boxes) < MIN_LINES:
        return False
    widths = sorted(box.width for box in boxes)
    return widths[len(widths) // 2] >= MIN_COLUMN


def _crosses(box: BoundingBox, gutter: float) -> bool:
    return box.left < gutter < box.left + box.width


def _top(box: BoundingBox) -> float:
    return box.top
