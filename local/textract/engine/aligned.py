"""Find tables that no rules draw: rows of text whose parts stand in columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from local.textract.engine.findings import Table
from local.textract.engine.geometry import Box, overlap_x, union
from local.textract.engine.lettering import baseline, type_size
from local.textract.engine.text import Word, box_of, rows, split_at_gaps, text_of

CONFIDENCE = 85.0
PART_GAP = 1.0  # text heights of white between the parts of a row
SPACE = 1.8  # widths of a letter: a typewriter's space and the white beside an I or a 1
ROW_GAP = 2.2  # text heights of white that end a table
ACROSS = 0.8  # of a row's width: a rule so long parts rows
MIN_ROWS = 4
WIDE = 3  # columns from which any number in a column is enough to call it a table
NUMERIC_SHARE = 0.6  # of a column's parts that hold a number
MONEY_SHARE = 0.8  # of the last column's parts that are amounts, when there are two columns only
OUT_OF_STEP = 0.15  # type sizes by which the rows of a table are seldom out of line
LONG = 7  # words: a part so long is prose
NUMBER = re.compile(r"^[^A-Za-z]{0,3}\d[\d.,:/%()\- ]*[A-Za-z%]{0,3}$")
MONEY = re.compile(r"^[-(+]?\s?(?:[A-Z]{0,3}\s?[$€£¥])?\s?[-(]?\d[\d,. ]*[.,]\d\d\)?\s?[A-Z*-]?$")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Words of a row that stand together."""

    words: tuple[Word, ...]
    box: Box

    @property
    def text(self) -> str:
        return text_of(self.words)


Row = list[Part]


def aligned_tables(words: Iterable[Word], rules: Sequence[Box]) -> list[Table]:
    """Return the tables among these words; `rules` are the strokes drawn across the page."""
    found, run = [], list[Row]()
    for row in _rows(words):
        if run and not (_follows(run[-1], row) and _fits(run, row)):
            found.append(run)
            run = []
        run.append(row)
    found.append(run)
    parts = [part for each in found for part in _parted(each, rules)]
    return [table for part in parts if (table := _table(_trimmed(part)))]


def _parted(run: Sequence[Row], rules: Sequence[Box]) -> list[list[Row]]:
    """Two columns cut at the rules across them, which part the items of a bill from its totals.

    In a wider table rules part the header and the totals from the body, and belong to it.
    """
    if len(_columns(run)) != 2:
        return [list(run)]
    parts: list[list[Row]] = []
    for row in run:
        above = parts[-1][-1] if parts else None
        if above is None or any(_parts(rule, box_of(above), box_of(row)) for rule in rules):
            parts.append([])
        parts[-1].append(row)
    return parts


def _parts(rule: Box, above: Box, below: Box) -> bool:
    across = overlap_x(rule, union([above, below]))
    return above.y < rule.y < below.y and across > ACROSS * max(above.width, below.width)


def _rows(words: Iterable[Word]) -> list[Row]:
    return [
        [Part(words=tuple(part), box=box_of(part)) for part in _apart(row)] for row in rows(words)
    ]


def _apart(row: Sequence[Word]) -> list[list[Word]]:
    """Cut a row at wide gaps; one space of a typewriter, as wide as its letters, is none."""
    letter = median(word.box.width / len(word.text) for word in row)
    parts: list[list[Word]] = []
    for part in split_at_gaps(row, gap=PART_GAP):
        if parts and part[0].box.left - parts[-1][-1].box.right < SPACE * letter:
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _follows(above: Row, below: Row) -> bool:
    upper, lower = box_of(above), box_of(below)
    height = min(part.box.height for part in (*above, *below))
    return lower.top - upper.bottom < ROW_GAP * height


def _fits(run: Sequence[Row], row: Row) -> bool:
    """Whether no part of the row stands in two of the run's columns, nor two in one."""
    columns = _columns(run)
    homes = [
        [i for i, column in enumerate(columns) if overlap_x(part.box, column) > 0] for part in row
    ]
    inner = [home[0] for home in homes if len(home) == 1]
    return all(len(home) <= 1 for home in homes) and len(inner) == len(set(inner))


def _columns(run: Iterable[Row]) -> list[Box]:
    """The horizontal extents of the columns that the parts make."""
    columns: list[Box] = []
    for box in sorted((part.box for row in run for part in row), key=lambda box: box.left):
        if columns and overlap_x(columns[-1], box) > 0:
            last = columns[-1]
            columns[-1] = Box(left=last.left, top=0, right=max(last.right, box.right), bottom=0)
        else:
            columns.append(Box(left=box.left, top=0, right=box.right, bottom=0))
    return columns


def _trimmed(run: Sequence[Row]) -> Sequence[Row]:
    """Without lone texts above and below: they are titles and notes."""
    full = [i for i, row in enumerate(run) if len(row) > 1]
    return run[full[0] : full[-1] + 1] if full else []


def _table(run: Sequence[Row]) -> Table | None:
    columns = _columns(run)
    full = [row for row in run if len(row) > 1]
    if len(full) < MIN_ROWS or not _is_tabular(full, columns) or not _in_step(full, columns):
        return None
    boxes = [box_of(row) for row in run]
    xs = [(one.right + other.left) / 2 for one, other in pairwise(columns)]
    ys = [(one.bottom + other.top) / 2 for one, other in pairwise(boxes)]
    return Table(
        xs=(columns[0].left, *xs, columns[-1].right),
        ys=(boxes[0].top, *ys, boxes[-1].bottom),
        confidence=CONFIDENCE,
    )


def _is_tabular(rows_: Sequence[Row], columns: Sequence[Box]) -> bool:
    texts: list[list[str]] = [[] for _ in columns]
    for row in rows_:
        for part in row:
            home = next(i for i, column in enumerate(columns) if overlap_x(part.box, column) > 0)
            texts[home].append(part.text)
    if any(len(text.split()) > LONG for column in texts[1:] for text in column):
        return False
    if len(columns) >= WIDE:
        return any(_share(NUMBER, column) >= NUMERIC_SHARE for column in texts[1:])
    return len(columns) == 2 and _share(MONEY, texts[1]) >= MONEY_SHARE


def _in_step(rows_: Sequence[Row], columns: Sequence[Box]) -> bool:
    """Whether the columns go down at one pace: texts that only stand side by side seldom do."""
    offsets: list[list[float]] = [[] for _ in columns]
    for row in rows_:
        first = row[0].words[0]
        for part in row[1:]:
            home = next(i for i, column in enumerate(columns) if overlap_x(part.box, column) > 0)
            drop = baseline(part.words[0]) - baseline(first)
            offsets[home].append(drop / type_size(first))
    return all(_is_steady(each) for each in offsets if each)


def _is_steady(offsets: Sequence[float]) -> bool:
    usual = median(offsets)
    return median(abs(offset - usual) for offset in offsets) < OUT_OF_STEP


def _share(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    return sum(bool(pattern.match(text)) for text in texts) / max(len(texts), 1)
