"""Forms drawn as grids: a small caption at the top of each cell, larger text below it, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from statistics import median

from local.textract.engine.cells import inside, whole_cells
from local.textract.engine.findings import KeyValue
from local.textract.engine.geometry import Box
from local.textract.engine.labels import LARGER, holds_fields, print_size, sureness, unnumbered
from local.textract.engine.ruling import Grid
from local.textract.engine.text import Word, box_of, rows, split_at_gaps

TRUST = 0.93  # on top of the confidence of the words that were read
MAX_CELLS = 300  # of a form drawn as a grid; more are a table's
CAPTION_WORDS = 20  # tax forms say whose name, street, city and telephone number they ask for
VALUE_ROWS = 5  # a name and an address
ROOM = 1.2  # text heights below the caption of an empty cell: to write in
APART = 3.0  # text heights of white between captions of which each has its own value
LEAST = 3  # filled cells with captions: fewer may be chance
NUMBERED = 4  # cells with numbers before their text
FORM = 0.5  # share of the cells with text that have captions, from which a grid is a form


def captions(grids: Iterable[Grid], words: Sequence[Word]) -> Iterator[KeyValue]:
    """The pairs of captioned cells, in tables too; empty ones where enough others are filled."""
    for grid in grids:
        pairs = [pair for _, pair in _cells(grid, words) if pair]
        filled = [pair for pair in pairs if pair.value]
        yield from pairs if len(filled) >= LEAST else filled


def is_captioned(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether a grid is a form: its cells are numbered, or most have captions and some a value."""
    cells = [(own, pair) for own, pair in _cells(grid, words) if own]
    pairs = [pair for _, pair in cells if pair]
    filled = sum(bool(pair.value) for pair in pairs)
    return _are_numbered([own for own, _ in cells]) or (
        filled >= LEAST and len(pairs) >= FORM * len(cells)
    )


def _are_numbered(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether texts in several columns begin with numbers, no two with the same."""
    numbered = [own[0] for own in cells if unnumbered(own) is not own and own[1].text[:1].isalpha()]
    apart = len({round(word.box.left / word.box.height) for word in numbered}) > 1
    return len(numbered) >= NUMBERED and apart and len({w.text for w in numbered}) == len(numbered)


def _cells(grid: Grid, words: Sequence[Word]) -> list[tuple[list[Word], KeyValue | None]]:
    cells = list(islice(whole_cells(grid), MAX_CELLS + 1))
    if len(cells) > MAX_CELLS:
        return []
    near = [word for word in words if grid.box.holds_middle_of(word.box)]
    return [(own, _captioned(cell, own)) for cell in cells for own in [inside(cell, near)]]


def _captioned(cell: Box, words: Sequence[Word]) -> KeyValue | None:
    page = rows(words)
    if not page or not any(c.isalpha() for word in page[0] for c in word.text):
        return None
    largest = LARGER * print_size(page[0])
    label_rows = list(takewhile(lambda row: print_size(row) < largest, page))
    label = [word for row in label_rows for word in row]
    value = [word for row in page[len(label_rows) :] for word in row]
    low = box_of(label).bottom
    fits = len(label) <= CAPTION_WORDS and len(page) - len(label_rows) <= VALUE_ROWS
    larger = not value or LARGER * print_size(label) < print_size(value)
    fits = fits and not holds_fields(words, label) and len(split_at_gaps(page[0], gap=APART)) == 1
    if not (fits and larger and (value or _has_room(cell, label))):
        return None
    return KeyValue(
        key=tuple(label),
        value=tuple(value),
        value_box=replace(cell, top=min(low, cell.bottom)),
        confidence=sureness(TRUST, [*label, *value]),
    )


def _has_room(cell: Box, label: Sequence[Word]) -> bool:
    """Whether a text stands at the top of its cell, with room below it."""
    box, height = box_of(label), median(word.box.height for word in label)
    return box.top - cell.top < height and cell.bottom - box.bottom > ROOM * height
