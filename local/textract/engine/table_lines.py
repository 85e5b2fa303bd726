"""Lines of text that are one row of a table: its long texts are wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from local.textract.engine.columns import Part, Row, Run, parted
from local.textract.engine.geometry import Box
from local.textract.engine.lettering import baseline, type_size

LEAST_RULES = 3  # across a table, ...
ROW_RULES = 0.5  # ... and for so many of its rows of texts: then rows end at rules alone
LINES = 4  # of a cell, the most that are looked at
CROWDED = 0.8  # type sizes from baseline to baseline: such rows stand in cells side by side
LINE_PITCH = 1.65  # type sizes from baseline to baseline within a cell
NUMBER = re.compile(r"^[^A-Za-z]{0,3}\d[\d.,:/%()\- ]*[A-Za-z%]{0,3}$")

Cells = list[list[Part]]
"""The parts in each cell of a table's row."""


def joined_rows(run: Run, rules: Sequence[Box] = ()) -> list[list[Row]]:
    """Put together the rows of text that are one row of the table."""
    filled = [{run.homes(part)[0] for part in row} for row in run.rows]
    full = [len(own) for own in filled if len(own) > 1]
    usual = median(full or [1])
    ruled = [parted(above, row, rules) for above, row in pairwise(run.rows)]
    if sum(ruled) >= max(LEAST_RULES, ROW_RULES * len(full)):
        begins = [True, *ruled]
    else:
        begins = [True, *(not _goes_on(run, filled, n, usual) for n in range(1, len(filled)))]
    starts = [n for n, begin in enumerate(begins) if begin]
    return [run.rows[a:b] for a, b in pairwise([*starts, len(run.rows)])]


def _goes_on(run: Run, filled: Sequence[set[int]], number: int, usual: float) -> bool:
    """Whether a row of text is the rest of the one above: a long text that was wrapped."""
    above, row = run.rows[number - 1 : number + 1]
    if row in run.across or _pitch(above, row) > LINE_PITCH:
        return False
    if _side_by_side(run, filled, number):
        return True
    if number + 1 < len(filled) and _side_by_side(run, filled, number + 1):
        return False
    own = filled[number]
    small = row[0].text[:1].islower()
    if small and filled[number - 1] == {0} and 0 in own:
        return True
    held = set[int]().union(*filled[max(number - LINES, 0) : number])
    if len(own) > usual / 2 or not own <= held or (0 in own and not small):
        return False
    return not any(NUMBER.match(part.text) for part in row)


def _side_by_side(run: Run, filled: Sequence[set[int]], number: int) -> bool:
    """Whether a row stands so near to the one above that its cells are beside the other's."""
    above, row = run.rows[number - 1 : number + 1]
    return _pitch(above, row) < CROWDED and filled[number - 1].isdisjoint(filled[number])


def _pitch(above: Row, below: Row) -> float:
    """Return type sizes from baseline to baseline."""
    upper, lower = above[0].words[0], below[0].words[0]
    return (baseline(lower) - baseline(upper)) / max(type_size(upper), type_size(lower))


def cells_of(run: Run, group: Sequence[Row]) -> Cells:
    cells: Cells = [[] for _ in run.columns]
    for row in group:
        for part in row:
            cells[run.homes(part)[0]].append(part)
    return cells
