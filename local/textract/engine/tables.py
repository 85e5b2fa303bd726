"""Find tables: ruled grids, and what of them is a table rather than a form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from local.textract.engine.aligned import aligned_tables
from local.textract.engine.findings import Merge, Table
from local.textract.engine.geometry import Box, overlap_x
from local.textract.engine.open_rows import with_open_rows
from local.textract.engine.ruling import Grid, Ruling
from local.textract.engine.text import Line, Word, row_wise, rows, text_of

RULED_CONFIDENCE = 95.0
MIN_SIDE = 2  # rows with text in so many cells: less is a frame around other things
FORM = 0.5  # share of filled cells with a label of their own, and ...
IRREGULAR = 0.5  # ... share of rows that lack a rule of others: both together, a form
FIELD_ROWS = 3  # of text in a form field, its label included
SEPARATE = 1.0  # text heights between the texts of cells that no rule parts
TITLE_GAP = 2.0  # text heights between a table and its title
TITLE_WORDS = 8
NAMED = 0.6  # share of the columns that a header names
NUMERIC = re.compile(r"^[^A-Za-z]*\d[^A-Za-z]*$")


def tables(drawn: Ruling, lines: Sequence[Line], text_height: float) -> list[Table]:
    """Return the page's tables from top to bottom."""
    grids, rules = drawn.grids, drawn.rules
    words = [word for line in lines for word in line.words]
    found = [
        ruled_table(with_open_rows(grid, words), words, text_height)
        for grid in grids
        if is_table(grid, words)
    ]
    ruled = [grid.box for grid in grids if not is_frame(grid, words)]
    loose = [word for word in words if not any(box.holds_middle_of(word.box) for box in ruled)]
    found += aligned_tables(loose, rules)
    titled = [_with_header(_with_title(table, lines, text_height), words) for table in found]
    return sorted(titled, key=lambda table: (table.box.top, table.box.left))


def inside(box: Box, words: Iterable[Word]) -> list[Word]:
    return row_wise(word for word in words if box.holds_middle_of(word.box))


def is_table(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether a grid is more than a frame, and its cells are not form fields."""
    filled = _filled(grid, words)
    if _rows_side_by_side(filled) < MIN_SIDE:
        return False
    fields = sum(is_field(own) for _, own in filled)
    irregular = sum(not row[1:-1].all() for row in grid.down)
    return fields < FORM * len(filled) or irregular < IRREGULAR * len(grid.down)


def is_frame(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether rules go around text but part hardly any: a box, or the boards below a photo."""
    return _rows_side_by_side(_filled(grid, words)) < MIN_SIDE


def _filled(grid: Grid, words: Sequence[Word]) -> list[tuple[int, list[Word]]]:
    return [(row, own) for row, cell in drawn_cells(grid) if (own := inside(cell, words))]


def _rows_side_by_side(filled: Iterable[tuple[int, list[Word]]]) -> int:
    in_row = Counter(row for row, _ in filled)
    return sum(count >= MIN_SIDE for count in in_row.values())


def drawn_cells(grid: Grid) -> Iterator[tuple[int, Box]]:
    """Each cell between the rules that are really drawn in its row, with the row's number."""
    for row, (top, bottom) in enumerate(pairwise(grid.ys)):
        edges = [x for x, drawn in zip(grid.xs, grid.down[row], strict=True) if drawn]
        for left, right in pairwise(edges):
            yield row, Box(left=left, top=top, right=right, bottom=bottom)


def is_field(words: Sequence[Word]) -> bool:
    """Whether a cell reads like a label and its value: a colon, or a second row of text."""
    lines = rows(words)
    colon = any(word.text.endswith(":") for word in lines[0])
    figures = any(char.isdigit() for word in lines[0] for char in word.text)
    return colon or (1 < len(lines) <= FIELD_ROWS and not figures)


def ruled_table(grid: Grid, words: Sequence[Word], text_height: float) -> Table:
    return Table(
        xs=grid.xs,
        ys=grid.ys,
        merges=tuple(_merges(grid, words, text_height)),
        confidence=RULED_CONFIDENCE,
    )


def _merges(grid: Grid, words: Sequence[Word], text_height: float) -> Iterable[Merge]:
    taken: set[tuple[int, int]] = set()
    row_count, column_count = grid.down.shape[0], grid.across.shape[1]
    for row in range(row_count):
        for column in range(column_count):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < column_count and _flows(grid, row, right, words, text_height):
                right += 1
            low = row + 1
            while low < row_count and not _parted(grid, low, column, right):
                low += 1
            taken |= {(r, c) for r in range(row, low) for c in range(column, right)}
            if (low - row) * (right - column) > 1:
                yield Merge(
                    row=row + 1,
                    column=column + 1,
                    row_span=low - row,
                    column_span=right - column,
                )


def _parted(grid: Grid, row: int, left: int, right: int) -> bool:
    """Whether a rule stands above these cells, or they are not the same cells as those above."""
    if grid.across[row, left:right].any():
        return True
    same = grid.down[row, left + 1 : right] == grid.down[row - 1, left + 1 : right]
    return not same.all()


def _flows(grid: Grid, row: int, column: int, words: Sequence[Word], text_height: float) -> bool:
    """Whether a cell and its left neighbour are one: no rule parts them, nor does white paper."""
    if grid.down[row, column]:
        return False
    band = Box(
        left=grid.xs[column - 1],
        top=grid.ys[row],
        right=grid.xs[column + 1],
        bottom=grid.ys[row + 1],
    )
    edge = grid.xs[column]
    texts = inside(band, words)
    lefts = [word.box.right for word in texts if word.box.x < edge]
    rights = [word.box.left for word in texts if word.box.x >= edge]
    if not lefts or not rights:
        return True
    return min(rights) - max(lefts) < SEPARATE * text_height


def _with_title(table: Table, lines: Sequence[Line], text_height: float) -> Table:
    if any(merge.row == 1 and merge.column_span == table.columns for merge in table.merges):
        return table  # its first row is its title

    def is_title(line: Line) -> bool:
        gap = table.box.top - line.box.bottom
        return (
            -text_height / 2 < gap < TITLE_GAP * text_height
            and overlap_x(line.box, table.box) > 0.9 * line.box.width
            and len(line.words) <= TITLE_WORDS
            and ":" not in line.text
            and not NUMERIC.match(line.text)
        )

    above = [line for line in lines if is_title(line)]
    return replace(table, title=above[0]) if len(above) == 1 else table


def _with_header(table: Table, words: Sequence[Word]) -> Table:
    """Mark the first full row as the header if it names what stands in columns below."""
    header = 1
    while any(m.row == header and m.column_span == table.columns for m in table.merges):
        header += 1
    columns = range(1, table.columns + 1)
    names, *body = (
        [text_of(inside(table.cell(row, column), words)) for column in columns]
        for row in range(min(header, table.rows), table.rows + 1)
    )
    named = [name for name in names if name]
    if not body or len(named) < NAMED * table.columns or any(map(NUMERIC.match, named)):
        return table
    has_gaps = len(named) == table.columns and any("" in row for row in body)
    has_numbers = any(_is_numeric(column) for column in zip(*body, strict=True))
    return replace(table, header_rows=header) if has_gaps or has_numbers else table


def _is_numeric(column: Sequence[str]) -> bool:
    filled = [text for text in column if text]
    return 2 * sum(bool(NUMERIC.match(text)) for text in filled) > len(filled)
