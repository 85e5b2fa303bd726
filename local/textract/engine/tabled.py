"""Pairs of tables that list labels and values, or name the values of a single row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from local.textract.engine.cells import placed
from local.textract.engine.findings import KeyValue, Table
from local.textract.engine.labels import FIGURES, LABEL_WORDS, is_label, pair_of
from local.textract.engine.sums import SUM
from local.textract.engine.text import Word, text_of

TRUST = 0.85  # on top of the confidence of the words that were read
SAME_KIND = 0.75  # share of the values that may be alike in a form
LABELS = 0.8  # share of the rows of a list that have a label and a value
FILLED = 0.5  # share of its rows: what fills fewer stands beside the list
COLUMNS = 3  # of a header over one row: two may be a small table of goods
VALUE_WORDS = 6

Cell = Sequence[Word]
Pair = tuple[Cell, Cell]


def of_table(table: Table, words: Sequence[Word]) -> Iterator[KeyValue]:
    """The pairs of a table of two rows, or of one or two columns of labels with their values."""
    cells = placed(table, words)
    rows = [
        [cells.get((row, column), []) for column in range(1, table.columns + 1)]
        for row in range(1, table.rows + 1)
    ]
    names = text_of(word for cell in rows[0] for word in cell)
    is_named = bool(table.header_rows) and not any(map(str.isdigit, names))
    for label, value in _headed(rows) or _listed(rows, is_named=is_named):
        yield pair_of(label, value, TRUST)


def _headed(rows: Sequence[Sequence[Cell]]) -> list[Pair]:
    """A row of labels over one row of values, some of them figures."""
    named = len(rows[0]) >= COLUMNS and all(cell and is_label(cell) for cell in rows[0])
    if len(rows) != 2 or not named:
        return []
    pairs = [(label, value) for label, value in zip(*rows, strict=True) if value]
    return pairs if any(FIGURES.match(text_of(value)) for _, value in pairs) else []


def _listed(rows: Sequence[Sequence[Cell]], *, is_named: bool) -> list[Pair]:
    """Labels beside values of several kinds; or beside amounts, from the first that is a sum on.

    Where the two columns have names, it is a table of other things.
    """
    columns = [
        column for column in zip(*rows, strict=True) if sum(map(bool, column)) >= FILLED * len(rows)
    ]
    if len(columns) % 2 or (is_named and len(columns) == 2):
        return []
    lists: list[list[Pair]] = []
    for labels, values in zip(columns[::2], columns[1::2], strict=True):
        pairs = [pair for pair in zip(labels, values, strict=True) if all(pair)]
        lists.append([pair for pair in pairs if _is_pair(*pair)])
        if len(lists[-1]) < LABELS * sum(map(bool, values)):
            return []
    body = [[pair for pair in each if not is_named or pair[0] not in rows[0]] for each in lists]
    all_of_them = any(map(_are_mixed, body))
    return [p for each in lists for p in (each if all_of_them else dropwhile(_is_no_sum, each))]


def _is_pair(label: Cell, value: Cell) -> bool:
    named = text_of(label)[:1].isupper() and not any("," in word.text for word in label)
    return named and len(label) <= LABEL_WORDS and len(value) <= VALUE_WORDS


def _is_no_sum(pair: Pair) -> bool:
    return not SUM.fullmatch(text_of(pair[0]))


def _are_mixed(pairs: Sequence[Pair]) -> bool:
    """Whether values are of several kinds: those of a table's column are of one."""
    kinds = Counter(kind(text_of(value)) for _, value in pairs)
    return max(kinds.values(), default=0) < SAME_KIND * len(pairs)


def kind(value: str) -> str:
    """What a value is made of, roughly: "$84.12" and "1,200" are the same, "03/01/2026" is not."""
    return re.sub(r"[A-Za-z ]+", "a", re.sub(r"[$€£¥+-]*\d[\d,]*(\.\d+)?", "0", value))
