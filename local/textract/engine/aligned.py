"""Find tables that no rules draw: rows of text whose parts stand in columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from local.textract.engine.columns import Part, Row, Run, extents, parted, runs
from local.textract.engine.findings import Table
from local.textract.engine.geometry import Box, overlap_x
from local.textract.engine.lettering import baseline, type_size
from local.textract.engine.table_lines import NUMBER, Cells, cells_of, joined_rows
from local.textract.engine.text import Word, box_of

CONFIDENCE = 85.0
HEADER_ROWS = 2  # the texts of a header may stand beside the column that they name
MIN_ROWS = 3  # enough in a wide table or below a header: an address beside fields has as many
WIDE = 3  # columns from which any number in a column is enough to call it a table
NUMERIC_SHARE = 0.6  # of a column's parts that hold a number
MONEY_SHARE = 0.8  # of the last column's parts that are amounts, when there are two columns only
OUT_OF_STEP = 0.15  # type sizes by which the rows of a table are seldom out of line
LONG = 7  # words: a part so long is prose
SHORT = 3  # words, at most, of the usual cell of a table without numbers
FULL = 0.75  # share of the cells that are filled in a table without numbers
LABELLED = 0.3  # share of rows with a colon from which they are a form's
MONEY = re.compile(r"^[-(+]?\s?(?:[A-Z]{0,3}\s?[$€£¥])?\s?[-(]?\d[\d,. ]*[.,]\d\d\)?\s?[A-Z*-]?$")


def aligned_tables(words: Iterable[Word], rules: Sequence[Box]) -> list[Table]:
    """Return the tables among these words; `rules` are the strokes drawn across the page."""
    found: list[Table] = []
    for run in runs(words, rules):
        for part in _parted(run, rules):
            if table := _table(part, rules):
                found.append(table)
            elif len(part.columns) >= WIDE:
                found += [table for half in _halves(part) for table in aligned_tables(half, rules)]
    return found


def _halves(run: Run) -> tuple[list[Word], list[Word]]:
    """Part what is no table at its widest white: a table may stand beside something else."""
    gutters = [
        (other.left - one.right, (one.right + other.left) / 2)
        for one, other in pairwise(run.columns)
    ]
    middle = max(gutters)[1]
    words = [word for row in run.rows for part in row for word in part.words]
    return [word for word in words if word.box.x < middle], [
        word for word in words if word.box.x >= middle
    ]


def _parted(run: Run, rules: Sequence[Box]) -> list[Run]:
    """Two columns cut at the rules across them, which part the items of a bill from its totals.

    In a wider table rules part the header and the totals from the body, and belong to it.
    """
    if len(run.columns) != 2:
        return [run]
    pieces: list[list[Row]] = []
    for row in run.rows:
        above = pieces[-1][-1] if pieces else None
        if above is None or parted(above, row, rules):
            pieces.append([])
        pieces[-1].append(row)
    return [_of_rows(run, rows) for rows in pieces]


def _of_rows(run: Run, rows: list[Row]) -> Run:
    across = [row for row in rows if row in run.across]
    boxes = [part.box for row in rows if row not in across for part in row]
    return Run(rows=rows, columns=extents(boxes), across=across)


def _trimmed(run: Run, rules: Sequence[Box]) -> Run:
    """Without fields above, what fills few columns there, and lone texts below."""
    groups = joined_rows(run, rules)
    filled = [sum(map(bool, cells_of(run, group))) for group in groups]
    full = [n for n, count in enumerate(filled) if count > 1]
    usual = median([filled[n] for n in full] or [0])
    tops = [
        n
        for n in full
        if (2 * filled[n] > usual or groups[n][0] in run.across)
        and not groups[n][0][0].text.endswith(":")
    ]
    kept = groups[tops[0] : full[-1] + 1] if tops else []
    return _of_rows(run, [row for group in kept for row in group])


def _table(run: Run, rules: Sequence[Box]) -> Table | None:
    if not run.columns:  # all of its rows are across the columns of others
        return None
    run = _with_headers_home(_trimmed(run, rules))
    if len(run.columns) < 2:
        return None
    groups = joined_rows(run, rules)
    cells = [cells_of(run, group) for group in groups]
    if not _is_tabular(run, cells):
        return None
    boxes = [box_of([part for row in group for part in row]) for group in groups]
    xs = [(one.right + other.left) / 2 for one, other in pairwise(run.columns)]
    ys = [(one.bottom + other.top) / 2 for one, other in pairwise(boxes)]
    return Table(
        xs=(min(box.left for box in boxes), *xs, max(box.right for box in boxes)),
        ys=(boxes[0].top, *ys, boxes[-1].bottom),
        confidence=CONFIDENCE,
    )


def _with_headers_home(run: Run) -> Run:
    """Give a header's text the column that it names, where it stands beside the column."""
    for index in range(len(run.columns) - 1):
        one, other = (
            {
                n
                for n, row in enumerate(run.rows)
                for part in row
                if row not in run.across and overlap_x(part.box, column) > 0
            }
            for column in run.columns[index : index + 2]
        )
        if not one & other and any(max(rows, default=0) < HEADER_ROWS for rows in (one, other)):
            pair = run.columns[index : index + 2]
            box = Box(left=pair[0].left, top=0, right=pair[1].right, bottom=0)
            columns = [*run.columns[:index], box, *run.columns[index + 2 :]]
            return _with_headers_home(Run(rows=run.rows, columns=columns, across=run.across))
    return run


def _is_tabular(run: Run, cells: Sequence[Cells]) -> bool:
    full = [row for row in cells if sum(map(bool, row)) > 1]
    columns = [[_text(cell) for cell in column if cell] for column in zip(*full, strict=True)]
    if len(full) < MIN_ROWS or not _in_step(run):
        return False
    prose = sum(usual_words(column) > LONG for column in columns)
    if prose > (len(columns) > WIDE):
        return False
    many = len(full) > MIN_ROWS or len(columns) > WIDE
    if len(columns) == 2:
        return many and _share(MONEY, columns[1]) >= MONEY_SHARE
    if any(_share(NUMBER, column) >= NUMERIC_SHARE for column in columns[1:]):
        return many or any(map(_is_headed, columns[1:]))
    return many and _is_regular(run, full, columns)


def _is_headed(column: Sequence[str]) -> bool:
    """Whether numbers stand below a text."""
    numeric = [bool(NUMBER.match(text)) for text in column]
    return not numeric[0] and all(numeric[1:])


def _is_regular(run: Run, full: Sequence[Cells], columns: Sequence[Sequence[str]]) -> bool:
    """Whether short texts stand in columns like numbers, nearly a full house of them."""
    filled = sum(map(len, columns)) / (len(full) * len(columns))
    wordy = sum(usual_words(column) > SHORT for column in columns)
    labels = sum(any(_text(cell).endswith(":") for cell in row) for row in full)
    return filled >= FULL and wordy <= 1 and labels < LABELLED * len(full)


def _text(cell: Sequence[Part]) -> str:
    return " ".join(part.text for part in cell)


def usual_words(column: Sequence[str]) -> float:
    return median([len(text.split()) for text in column] or [0])


def _in_step(run: Run) -> bool:
    """Whether the columns go down at one pace: texts that only stand side by side seldom do."""
    offsets: list[list[float]] = [[] for _ in run.columns]
    for row in run.rows:
        if len(row) < 2 or row in run.across:
            continue
        first = row[0].words[0]
        for part in row[1:]:
            drop = baseline(part.words[0]) - baseline(first)
            offsets[run.homes(part)[0]].append(drop / type_size(first))
    return all(_is_steady(each) for each in offsets if each)


def _is_steady(offsets: Sequence[float]) -> bool:
    usual = median(offsets)
    return median(abs(offset - usual) for offset in offsets) < OUT_OF_STEP


def _share(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    return sum(bool(pattern.match(text)) for text in texts) / max(len(texts), 1)
