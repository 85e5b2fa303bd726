"""Texts of one line or several, as the operations beyond AnalyzeDocument tell them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from local.textract.engine.blocks import float32, geometry
from local.textract.engine.geometry import Box
from local.textract.engine.reading import Page
from local.textract.engine.text import Word, box_of, text_of


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Words that are one text, line by line."""

    lines: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> list[Word]:
        return [word for line in self.lines for word in line]

    @property
    def text(self) -> str:
        return "\n".join(map(text_of, self.lines))

    @cached_property
    def box(self) -> Box:
        return box_of(self.words)

    @property
    def confidence(self) -> float:
        """The mean of the words' own."""
        return sum(word.confidence for word in self.words) / len(self.words)


def passage(words: Sequence[Word]) -> Passage:
    """A text on one line."""
    return Passage(lines=(tuple(words),))


def passage_of(lines: Iterable[Sequence[Word]]) -> Passage:
    return Passage(lines=tuple(map(tuple, lines)))


def detection(page: Page, found: Passage, *, line_end: str = "\n") -> dict[str, Any]:
    """An ExpenseDetection, or a LendingDetection, whose lines end with spaces."""
    return {
        "Text": line_end.join(map(text_of, found.lines)),
        "Geometry": geometry(page, found.box.quad),
        "Confidence": float32(found.confidence),
    }
