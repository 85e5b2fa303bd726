"""What is compared of a page, with whichever of its recordings tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.accuracy.answers import KeyValue, Reading, Values
from bench.accuracy.metrics import (
    Score,
    answers_score,
    character_error_rate,
    pairs_score,
    tables_score,
    texts_score,
    values_score,
)
from bench.accuracy.sheets import Recording


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A comparison of two readings, for pages of which Textract was asked for `feature`."""

    feature: str | None
    score: Callable[[Reading, Reading], Score]

    def told_by(self, recorded: Iterable[Recording]) -> list[Reading]:
        """Return the readings that this can be compared with."""
        return [
            recording.reading
            for recording in recorded
            if (self.feature in recording.features if self.feature else recording.reading.words)
        ]


def _checkboxes(pairs: Iterable[KeyValue]) -> list[KeyValue]:
    return [pair for pair in pairs if pair.state]


def _filled(pairs: Iterable[KeyValue]) -> list[KeyValue]:
    return [pair for pair in pairs if pair.value or pair.state]


def _known(fields: Values) -> Values:
    """Leave out what Textract has no type for."""
    return Values({field: count for field, count in fields.items() if field[0] != "OTHER"})


MEASURES = {
    "words": Measure(feature=None, score=lambda a, b: texts_score(a.words, b.words)),
    "lines": Measure(feature=None, score=lambda a, b: texts_score(a.lines, b.lines)),
    "cells": Measure(
        feature="TABLES", score=lambda a, b: tables_score(a.tables, b.tables, shifted=True)
    ),
    "cells, unshifted": Measure(
        feature="TABLES", score=lambda a, b: tables_score(a.tables, b.tables, shifted=False)
    ),
    "key-values": Measure(
        feature="FORMS", score=lambda a, b: pairs_score(a.key_values, b.key_values)
    ),
    "key-values, filled": Measure(
        feature="FORMS",
        score=lambda a, b: pairs_score(_filled(a.key_values), _filled(b.key_values)),
    ),
    "checkboxes": Measure(
        feature="FORMS",
        score=lambda a, b: pairs_score(_checkboxes(a.key_values), _checkboxes(b.key_values)),
    ),
    "summary fields": Measure(
        feature="AnalyzeExpense",
        score=lambda a, b: values_score(_known(a.expense_fields), _known(b.expense_fields)),
    ),
    "line items": Measure(
        feature="AnalyzeExpense", score=lambda a, b: values_score(a.line_items, b.line_items)
    ),
    "identity fields": Measure(
        feature="AnalyzeID", score=lambda a, b: values_score(a.identity_fields, b.identity_fields)
    ),
}


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far a reading of one page agrees with what was recorded."""

    scores: dict[str, Score]
    errors: float | None
    """Edits per character, in reading order; None where no text was recorded."""


def agreement(reading: Reading, recorded: Sequence[Recording]) -> Agreement:
    """Compare with the first recording that tells of each thing, and with all their answers."""
    scores = {
        name: measure.score(reading, told[0])
        for name, measure in MEASURES.items()
        if (told := measure.told_by(recorded))
    }
    if questions := _questions(recorded):
        scores["answers"] = answers_score(reading.answers, questions)
    lines = [told.lines for told in MEASURES["lines"].told_by(recorded)]
    errors = character_error_rate(reading.lines, lines[0]) if lines else None
    return Agreement(scores=scores, errors=errors)


def self_agreement(recorded: Sequence[Recording]) -> Agreement:
    """Compare Textract's second recording of each thing with its first."""
    scores = {
        name: measure.score(told[1], told[0])
        for name, measure in MEASURES.items()
        if len(told := measure.told_by(recorded)) > 1
    }
    lines = [told.lines for told in MEASURES["lines"].told_by(recorded)]
    errors = character_error_rate(lines[1], lines[0]) if len(lines) > 1 else None
    return Agreement(scores=scores, errors=errors)


def _questions(recorded: Sequence[Recording]) -> dict[str, str]:
    """Return all questions that were asked of a page, in whichever recording, with the answers."""
    return {
        question: answer
        for recording in recorded
        for question, answer in recording.reading.answers.items()
    }
