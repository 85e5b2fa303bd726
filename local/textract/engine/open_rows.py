"""Rows of a ruled table that no rules part: of many tables only the columns are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from local.textract.engine.aligned import SHORT, usual_words
from local.textract.engine.columns import Part, Row, Run
from local.textract.engine.geometry import Box
from local.textract.engine.ruling import Grid
from local.textract.engine.table_lines import cells_of, joined_rows
from local.textract.engine.text import Word, box_of, rows

RULED_ROWS = 3  # a header, the body and the totals: who rules more rows rules all of them
LEAST = 3  # rows of text between two rules: fewer may be long cells, if they are not all short
SIDE_BY_SIDE = 0.5  # share of the columns filled by a row that is not the rest of a long cell, ...
MOST = 0.6  # ... and share of such rows


def with_open_rows(grid: Grid, words: Sequence[Word]) -> Grid:
    """Part the grid's rows where texts stand side by side in rows, too short to be prose."""
    if len(grid.ys) > 1 + RULED_ROWS:
        return grid
    ys, across, down = [grid.ys[0]], [grid.across[0]], list[npt.NDArray[np.bool_]]()
    for row, bottom in enumerate(grid.ys[1:]):
        cuts = _cuts(grid, row, words)
        ys += [*cuts, bottom]
        across += [np.ones_like(grid.across[0])] * len(cuts) + [grid.across[row + 1]]
        down += [grid.down[row]] * (len(cuts) + 1)
    return replace(grid, ys=tuple(ys), across=np.array(across), down=np.array(down))


def _cuts(grid: Grid, row: int, words: Sequence[Word]) -> list[float]:
    edges = [x for x, drawn in zip(grid.xs, grid.down[row], strict=True) if drawn]
    top, bottom = grid.ys[row : row + 2]
    if len(edges) < 3:
        return []
    columns = [Box(left=a, top=top, right=b, bottom=bottom) for a, b in pairwise(edges)]
    run = Run(rows=list(_rows(columns, words)), columns=columns)
    groups = joined_rows(run) if run.rows else []
    if not _are_rows(run, groups):
        return []
    boxes = [box_of([part for row in group for part in row]) for group in groups]
    return [(one.bottom + other.top) / 2 for one, other in pairwise(boxes)]


def _rows(columns: Sequence[Box], words: Sequence[Word]) -> Iterator[Row]:
    band = Box(
        left=columns[0].left, top=columns[0].top, right=columns[-1].right, bottom=columns[0].bottom
    )
    for row in rows(word for word in words if band.holds_middle_of(word.box)):
        owns = (tuple(w for w in row if column.holds_middle_of(w.box)) for column in columns)
        yield [Part(words=own, box=box_of(own)) for own in owns if own]


def _are_rows(run: Run, groups: Sequence[Sequence[Row]]) -> bool:
    cells = [cells_of(run, group) for group in groups]
    beside = [sum(map(bool, row)) for row in cells]
    columns = zip(*cells, strict=True)
    texts = [[" ".join(part.text for part in cell) for cell in c if cell] for c in columns]
    wordy = sum(usual_words(column) > SHORT for column in texts)
    if len(groups) < LEAST:
        return len(groups) > 1 and wordy == 0 and min(beside) == len(run.columns)
    enough = sum(count > max(1, SIDE_BY_SIDE * len(run.columns) - 1) for count in beside)
    return enough >= MOST * len(groups) and wordy <= 1
