"""The cells that a grid draws or a table has, and the words that stand in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from local.textract.engine.findings import Table
from local.textract.engine.geometry import Box
from local.textract.engine.ruling import Grid
from local.textract.engine.text import Word, row_wise


def inside(box: Box, words: Iterable[Word]) -> list[Word]:
    return row_wise(word for word in words if box.holds_middle_of(word.box))


def placed(table: Table, words: Iterable[Word]) -> dict[tuple[int, int], list[Word]]:
    """The words of each cell that has any, by row and column from 1, row by row."""
    cells = defaultdict[tuple[int, int], list[Word]](list)
    for word in inside(table.box, words):
        if place := table.place(word.box):
            cells[place].append(word)
    return dict(sorted(cells.items()))


def drawn_cells(grid: Grid) -> Iterator[tuple[int, Box]]:
    """Each cell between the rules that are really drawn in its row, with the row's number."""
    for row, (top, bottom) in enumerate(pairwise(grid.ys)):
        for left, right in pairwise(_edges(grid, row)):
            yield row, Box(left=grid.xs[left], top=top, right=grid.xs[right], bottom=bottom)


def whole_cells(grid: Grid) -> Iterator[Box]:
    """The cells as they are drawn: one that goes down beside several others is one."""
    for row, top in enumerate(grid.ys[:-1]):
        for left, right in pairwise(_edges(grid, row)):
            if row and goes_on(grid, row, left, right):
                continue
            low = row + 1
            while low < len(grid.ys) - 1 and goes_on(grid, low, left, right):
                low += 1
            yield Box(left=grid.xs[left], top=top, right=grid.xs[right], bottom=grid.ys[low])


def goes_on(grid: Grid, row: int, left: int, right: int) -> bool:
    """Whether no rule stands above these cells, and they are the same as those above."""
    if grid.across[row, left:right].any():
        return False
    same = grid.down[row, left : right + 1] == grid.down[row - 1, left : right + 1]
    return bool(same.all())


def _edges(grid: Grid, row: int) -> list[int]:
    return [column for column, drawn in enumerate(grid.down[row]) if drawn]
