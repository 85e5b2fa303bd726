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
    for label, value in _headed(rows) or _listed(rows):
        yield pair_of(label, value, TRUST)


def _headed(rows: Sequence[Sequence[Cell]]) -> list[Pair]:
    """A row of labels over one row of values, some of them figures."""
    if len(rows) != 2 or not all(cell and is_label(cell) for cell in rows[0]):
        return []
    pairs = [(label, value) for label, value in zip(*rows, strict=True) if value]
    return pairs if any(FIGURES.match(text_of(value)) for _, value in pairs) else []


def _listed(rows: Sequence[Sequence[Cell]]) -> list[Pair]:
    """Labels beside values of several kinds; or beside amounts, from the first that is a sum on."""
    columns = [
        column for column in zip(*rows, strict=True) if sum(map(bool, column)) >= FILLED * len(rows)
    ]
    if len(columns) % 2:
        return []
    lists = [
        [pair for pair in zip(labels, values, strict=True) if all(pair) and _is_pair(*pair)]
        for labels, values in zip(columns[::2], columns[1::2], strict=True)
    ]
    pairs = [pair for each in lists for pair in each]
    if len(pairs) < LABELS * sum(bool(value) for column in columns[1::2] for value in column):
        return []
    if _are_mixed(pairs):
        return pairs
    return [pair for each in lists for pair in dropwhile(_is_no_sum, each)]


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
