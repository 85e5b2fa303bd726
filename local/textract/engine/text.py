"""Words and lines as values, and how words make rows and lines."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Protocol, TypeVar

from local.textract.engine.geometry import Box, Matrix, Quad, around, overlap_y, transformed, union

LINE_GAP = 1.15  # of the text height: a wider gap ends a line (measured on digital PDFs)
FOLDED = str.maketrans(
    {0x2013: "-", 0x2014: "-", 0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"'}
)
"""Dashes and quotes that Textract answers in ASCII."""
SAME_ROW = 0.5  # of the lower height must be shared for two texts to stand in one row


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word and where it stands, in pixels; confidence from 0 to 100."""

    text: str
    quad: Quad
    confidence: float

    @cached_property
    def box(self) -> Box:
        return around(self.quad)


@dataclass(frozen=True, kw_only=True)
class Line:
    """Words that read as one line; the quad may be larger than its words."""

    words: tuple[Word, ...]
    quad: Quad

    @cached_property
    def box(self) -> Box:
        return around(self.quad)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        return sum(word.confidence for word in self.words) / len(self.words)


class Boxed(Protocol):
    @property
    def box(self) -> Box: ...


B = TypeVar("B", bound=Boxed)


def text_of(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def box_of(boxed: Sequence[Boxed]) -> Box:
    return union([each.box for each in boxed])


def rows(boxed: Iterable[B]) -> list[list[B]]:
    """Group into rows from top to bottom, each from left to right."""
    found: list[list[B]] = []
    for each in sorted(boxed, key=lambda b: b.box.y):
        # Only rows close above can take it: rows are found from top to bottom.
        home = next((row for row in found[:-6:-1] if _in_row(each.box, row)), None)
        if home is None:
            found.append([each])
        else:
            insort(home, each, key=_left)
    return sorted(found, key=lambda row: median(b.box.y for b in row))


def _left(boxed: Boxed) -> float:
    return boxed.box.left


def _in_row(box: Box, row: Sequence[Boxed]) -> bool:
    """Whether a box stands level with its neighbour in a row that is sorted by `_left`."""
    after = bisect(row, box.left, key=_left)
    neighbours = row[max(after - 1, 0) : after + 1]
    nearest = min(neighbours, key=lambda b: max(b.box.left - box.right, box.left - b.box.right))
    shared = overlap_y(box, nearest.box)
    return shared >= SAME_ROW * max(min(box.height, nearest.box.height), 1e-6)


def row_wise(boxed: Iterable[B]) -> list[B]:
    """Textract's order of LINE and WORD blocks: row by row over the whole width of the page."""
    return [each for row in rows(boxed) for each in row]


def split_at_gaps(row: Sequence[Word], *, gap: float = LINE_GAP) -> list[list[Word]]:
    """Cut a row where the space is wider than `gap` times the text height."""
    parts: list[list[Word]] = []
    for word in row:
        last = parts[-1][-1] if parts else None
        if last is not None and word.box.left - last.box.right <= gap * _lower(last, word):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _lower(one: Word, other: Word) -> float:
    """The lower height of two words; a dash has none to speak of."""
    heights = [w.box.height for w in (one, other) if any(c.isalnum() for c in w.text)]
    return max(min(heights, default=max(one.box.height, other.box.height)), 1e-6)


def line_of(words: Sequence[Word]) -> Line:
    return Line(words=tuple(words), quad=box_of(words).quad)


def lines_of(words: Iterable[Word], *, gap: float = LINE_GAP) -> list[Line]:
    """Make lines of loose words, in Textract's order."""
    return [line_of(part) for row in rows(words) for part in split_at_gaps(row, gap=gap)]


def moved(line: Line, matrix: Matrix) -> Line:
    words = tuple(
        Word(text=word.text, quad=transformed(word.quad, matrix), confidence=word.confidence)
        for word in line.words
    )
    return Line(words=words, quad=transformed(line.quad, matrix))
