"""What can be found on a page beside its text, as values in level pixels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from local.textract.engine.geometry import Box, union
from local.textract.engine.text import Line, Word


@dataclass(frozen=True)
class Query:
    """A question to the page; the alias names the answer."""

    text: str
    alias: str | None = None


@dataclass(frozen=True, kw_only=True)
class Checkbox:
    box: Box
    selected: bool
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Signature:
    box: Box
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Cells of a table that are one; row and column count from 1."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, kw_only=True)
class Table:
    """A grid of columns between `xs` and rows between `ys`."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    merges: tuple[Merge, ...] = ()
    header_rows: int = 0
    """The number of the header's last row, or 0: a title may stand above the header."""
    kinds: Mapping[int, str] = field(default_factory=dict, hash=False)
    """What rows are that are not of the body, as Textract's entity types."""
    title: Line | None = None
    footer: Line | None = None
    confidence: float

    @cached_property
    def box(self) -> Box:
        return Box(left=self.xs[0], top=self.ys[0], right=self.xs[-1], bottom=self.ys[-1])

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def place(self, box: Box) -> tuple[int, int] | None:
        """Return the row and the column of the cell that holds the middle of a box."""
        if not self.box.holds_middle_of(box):
            return None
        row, column = bisect_right(self.ys, box.y), bisect_right(self.xs, box.x)
        return min(row, self.rows), min(column, self.columns)

    def cell(self, row: int, column: int, row_span: int = 1, column_span: int = 1) -> Box:
        return Box(
            left=self.xs[column - 1],
            top=self.ys[row - 1],
            right=self.xs[column - 1 + column_span],
            bottom=self.ys[row - 1 + row_span],
        )


@dataclass(frozen=True, kw_only=True)
class KeyValue:
    """A label and what stands for it: words, a checkbox, or nothing at `value_box`."""

    key: tuple[Word, ...]
    value: tuple[Word, ...] = ()
    checkbox: Checkbox | None = None
    value_box: Box
    confidence: float

    @cached_property
    def box(self) -> Box:
        """Around label and value."""
        words = [word.box for word in (*self.key, *self.value)]
        return union([*words, self.checkbox.box] if self.checkbox else words)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A query and the words that answer it; no words: nothing was found."""

    query: Query
    words: tuple[Word, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Region:
    """A part of the page's layout: kind is the block type, LAYOUT_TEXT and so on."""

    kind: str
    box: Box
    lines: tuple[Line, ...]
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Findings:
    tables: tuple[Table, ...] = ()
    key_values: tuple[KeyValue, ...] = ()
    checkboxes: tuple[Checkbox, ...] = ()
    answers: tuple[Answer, ...] = ()
    signatures: tuple[Signature, ...] = ()
    regions: tuple[Region, ...] = field(default=())
