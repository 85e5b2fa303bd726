"""Where things stand on a page: in one another, on one row, near one another."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from lambdas.extraction.model import Box

SAME_ROW = 0.5  # of the lower box: so much overlap, as handwriting stands high and low
MOST_NEAR = 64  # things looked at around a place; no row of a real page has so many


class HasBox(Protocol):
    @property
    def box(self) -> Box | None: ...


T = TypeVar("T", bound=HasBox)


def inside(box: Box | None, outer: Box | None) -> bool:
    """Say whether the middle of a box lies in another."""
    if box is None or outer is None:
        return False
    y = box.top + box.height / 2
    if not outer.top <= y <= outer.top + outer.height:
        return False
    return outer.left <= box.left + box.width / 2 <= outer.left + outer.width


def same_row(first: Box | None, box: Box | None) -> bool:
    if first is None or box is None:
        return first is box
    overlap = min(first.top + first.height, box.top + box.height) - max(first.top, box.top)
    return overlap >= SAME_ROW * min(first.height, box.height)


def by_rows(things: Iterable[T]) -> list[T]:
    """Return what stands on a page row by row, from left to right."""
    rows: list[list[T]] = []
    for each in sorted(things, key=_middle):
        if rows and same_row(rows[-1][0].box, each.box):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [each for row in rows for each in sorted(row, key=left)]


class Nearby(Generic[T]):
    """Things by their height on the page, so that nobody need look at all of them."""

    def __init__(self, things: Iterable[T]) -> None:
        self._things = sorted((each for each in things if each.box), key=_middle)
        self._middles = [*map(_middle, self._things)]
        heights = (each.box.height for each in self._things if each.box)
        self._reach = max(heights, default=0.0) / 2

    def around(self, box: Box | None, margin: float = 0.0) -> Sequence[T]:
        """Return what may overlap a box in height, and `margin` of the page above and below it:
        the nearest MOST_NEAR."""
        if box is None:
            return ()
        reach = self._reach + margin
        first = bisect_left(self._middles, box.top - reach)
        last = bisect(self._middles, box.top + box.height + reach, lo=first)
        if last - first > MOST_NEAR:
            middle = bisect(self._middles, box.top + box.height / 2, lo=first, hi=last)
            first = max(first, min(middle - MOST_NEAR // 2, last - MOST_NEAR))
            last = first + MOST_NEAR
        return self._things[first:last]


def _middle(thing: HasBox) -> float:
    box = thing.box
    return box.top + box.height / 2 if box else 2.0  # after all that have a place


def left(thing: HasBox) -> float:
    return thing.box.left if thing.box else 0.0
