"""Means over pages of a kind, and sums over all that stands on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import mean, median

from bench.accuracy.measures import Agreement
from bench.accuracy.metrics import NOTHING, Score
from bench.accuracy.sheets import Kind, Sheet


@dataclass(frozen=True, kw_only=True)
class Row:
    """One page as an engine read it; without a time where the answer was recorded."""

    sheet: Sheet
    agreement: Agreement
    seconds: float = 0.0
    cpu: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Run:
    """An engine's pages, and the most bytes that it held."""

    engine: str
    rows: list[Row]
    peak: int


@dataclass(frozen=True)
class Figures:
    """What some pages' scores come to; None where no page tells."""

    scores: list[Score]

    @cached_property
    def telling(self) -> list[float]:
        """F1 of the pages where Textract found something; the others count in `pooled` only."""
        return [score.f1 for score in self.scores if score.told]

    @property
    def mean(self) -> float | None:
        return mean(self.telling) if self.telling else None

    @property
    def median(self) -> float | None:
        return median(self.telling) if self.telling else None

    @property
    def pooled(self) -> Score | None:
        """All pages as if they were one."""
        pooled = sum(self.scores, NOTHING)
        return pooled if pooled.found or pooled.told else None

    @property
    def pooled_f1(self) -> float | None:
        return self.pooled.f1 if self.pooled else None


@dataclass(frozen=True, kw_only=True)
class Group:
    """What is measured on which pages, and which F1 is aimed at."""

    title: str
    measure: str
    goal: float | None = None
    chosen: Callable[[Sheet], bool] = lambda _: True

    def figures(self, rows: Iterable[Row]) -> Figures:
        return Figures(
            [
                row.agreement.scores[self.measure]
                for row in rows
                if self.chosen(row.sheet) and self.measure in row.agreement.scores
            ]
        )


def _of(kind: Kind) -> Callable[[Sheet], bool]:
    return lambda sheet: sheet.kind == kind


def _is_picture(sheet: Sheet) -> bool:
    return sheet.kind != Kind.DIGITAL


TEXTS = (
    Group(title="words, scans and photos", measure="words", goal=0.95, chosen=_of(Kind.SCAN)),
    Group(title="words, renders", measure="words", chosen=_of(Kind.RENDER)),
    Group(title="words, all pictures", measure="words", goal=0.95, chosen=_is_picture),
    Group(title="words, digital PDFs", measure="words", goal=0.99, chosen=_of(Kind.DIGITAL)),
    Group(title="lines, all pictures", measure="lines", goal=0.85, chosen=_is_picture),
    Group(title="lines, digital PDFs", measure="lines", goal=0.85, chosen=_of(Kind.DIGITAL)),
)
STRUCTURES = (
    Group(title="cells, ruled", measure="cells", goal=0.88, chosen=lambda sheet: sheet.ruled),
    Group(title="cells, not ruled", measure="cells", chosen=lambda sheet: not sheet.ruled),
    Group(title="cells, all", measure="cells", goal=0.62),
    Group(title="cells, all, unshifted", measure="cells, unshifted"),
    Group(title="key-values", measure="key-values", goal=0.60),
    Group(title="key-values, filled", measure="key-values, filled"),
    Group(title="checkboxes", measure="checkboxes", goal=0.75),
    Group(title="answers", measure="answers"),
    Group(title="summary fields of bills", measure="summary fields"),
    Group(title="line items of bills", measure="line items"),
    Group(title="identity fields", measure="identity fields"),
)
