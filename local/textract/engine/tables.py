"""Find tables: ruled grids, and what of them is a table rather than a form."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from local.textract.engine.aligned import aligned_tables
from local.textract.engine.captioned import is_captioned
from local.textract.engine.captions import with_captions
from local.textract.engine.cells import drawn_cells, inside, placed
from local.textract.engine.findings import Checkbox, Merge, Table
from local.textract.engine.geometry import Box
from local.textract.engine.labels import unnumbered
from local.textract.engine.open_rows import with_open_rows
from local.textract.engine.ruling import Grid, Ruling
from local.textract.engine.stacked import captioned
from local.textract.engine.table_rows import with_kinds
from local.textract.engine.text import Line, Word, rows, text_of

RULED_CONFIDENCE = 95.0
MIN_SIDE = 2  # rows with text in so many cells: less is a frame around other things
FRAMED_ROWS = 3  # of text, that a frame parts from what is around it
FORM = 0.5  # share of filled cells with a label of their own, and ...
IRREGULAR = 0.5  # ... share of rows that lack a rule of others: both together, a form
FIELD_ROWS = 3  # of text in a form field, its label included
MAX_DRAWN = 300  # grids, and rules that stand alone, on a page: more are a hatched picture's
SEPARATE = 1.0  # text heights between the texts of cells that no rule parts


def tables(
    drawn: Ruling, lines: Sequence[Line], marks: Sequence[Checkbox], text_height: float
) -> list[Table]:
    """Return the page's tables from top to bottom."""
    grids = sorted(drawn.grids, key=lambda grid: -grid.box.area)[:MAX_DRAWN]
    alone = drawn.rules if len(drawn.rules) <= MAX_DRAWN else ()
    words = [word for line in lines for word in line.words]
    found = [
        ruled_table(with_open_rows(grid, words), words, text_height)
        for grid in grids
        if is_table(grid, words)
    ]
    framing = [is_frame(grid, words) for grid in grids]
    ruled = [grid.box for grid, frame in zip(grids, framing, strict=True) if not frame]
    frames = [grid for grid, frame in zip(grids, framing, strict=True) if frame]
    rules = [*alone, *(edge for frame in frames for edge in _edges(frame))]
    loose = [
        word
        for word in words
        if not any(box.holds_middle_of(word.box) for box in ruled) and not _is_choice(word, marks)
    ]
    fields = {word for label, value in captioned(loose) for word in (*label, *value)}
    loose = [word for word in loose if word not in fields]
    for group in _framed(loose, [frame.box for frame in frames]):
        found += aligned_tables(group, rules)
    told = [
        with_captions(with_kinds(table, _texts(table, words)), lines, text_height)
        for table in found
    ]
    return sorted(told, key=lambda table: (table.box.top, table.box.left))


def _is_choice(word: Word, marks: Iterable[Checkbox]) -> bool:
    """Whether a word stands on a row of checkboxes: a question of a form, where no rule says
    otherwise."""
    return any(mark.box.top <= word.box.y <= mark.box.bottom for mark in marks)


def _texts(table: Table, words: Iterable[Word]) -> list[list[str]]:
    cells = placed(table, words)
    return [
        [text_of(cells.get((row, column), ())) for column in range(1, table.columns + 1)]
        for row in range(1, table.rows + 1)
    ]


def is_table(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether a grid is more than a frame, and its cells are not form fields."""
    filled = _filled(grid, words)
    if _rows_side_by_side(filled) < MIN_SIDE or is_captioned(grid, words):
        return False
    fields = sum(is_field(own) for _, own in filled)
    irregular = sum(not row[1:-1].all() for row in grid.down)
    return fields < FORM * len(filled) or irregular < IRREGULAR * len(grid.down)


def is_frame(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether rules go around text but part hardly any: a box, or the boards below a photo."""
    return _rows_side_by_side(_filled(grid, words)) < MIN_SIDE


def _edges(frame: Grid) -> list[Box]:
    """The rules across a frame, or around a header's dark band: they part rows like others."""
    left, right = frame.xs[0], frame.xs[-1]
    return [Box(left=left, top=y, right=right, bottom=y) for y in frame.ys]


def _framed(words: Sequence[Word], frames: Sequence[Box]) -> Iterator[list[Word]]:
    """Yield the words in each frame, the inner frames first, then the others.

    A frame around a row or two is a header's band, and parts nothing.
    """
    rest = list(words)
    for frame in sorted(frames, key=lambda frame: frame.area):
        own = [word for word in rest if frame.holds_middle_of(word.box)]
        if len(rows(own)) >= FRAMED_ROWS:
            yield own
            rest = [word for word in rest if not frame.holds_middle_of(word.box)]
    yield rest


def _filled(grid: Grid, words: Sequence[Word]) -> list[tuple[int, list[Word]]]:
    by_row = _by_row(grid, words)
    return [(row, own) for row, cell in drawn_cells(grid) if (own := inside(cell, by_row[row]))]


def _by_row(grid: Grid, words: Sequence[Word]) -> list[list[Word]]:
    """The words in each row of a grid: a hostile one has too many cells to try all in each."""
    by_row: list[list[Word]] = [[] for _ in grid.ys]
    for word in words:
        if grid.box.holds_middle_of(word.box):
            by_row[bisect_right(grid.ys, word.box.y) - 1].append(word)
    return by_row


def _rows_side_by_side(filled: Iterable[tuple[int, list[Word]]]) -> int:
    in_row = Counter(row for row, _ in filled)
    return sum(count >= MIN_SIDE for count in in_row.values())


def is_field(words: Sequence[Word]) -> bool:
    """Whether a cell reads like a label and its value: a colon, or a second row of text."""
    lines = rows(words)
    colon = any(word.text.endswith(":") for word in lines[0])
    figures = any(char.isdigit() for word in unnumbered(lines[0]) for char in word.text)
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
    by_row = _by_row(grid, words)
    row_count, column_count = grid.down.shape[0], grid.across.shape[1]
    for row in range(row_count):
        for column in range(column_count):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < column_count and _flows(grid, row, right, by_row[row], text_height):
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
