"""The tables that are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from bench.accuracy.measures import Agreement
from bench.accuracy.metrics import NOTHING, Score
from bench.accuracy.sheets import Kind, Sheet
from bench.memory import MB
from bench.table import markdown_table

Chosen = Callable[[Sheet], bool]
STRUCTURES = ("cells", "cells, unshifted", "key-values", "checkboxes", "answers")
NAMED = ("summary fields", "line items", "identity fields")


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


@dataclass(frozen=True, kw_only=True)
class Group:
    """Pages that one figure is the mean of; `pooled` counts things instead of pages."""

    title: str
    measure: str
    chosen: Chosen


def _any(_: Sheet) -> bool:
    return True


def _of(kind: Kind) -> Chosen:
    return lambda sheet: sheet.kind == kind


def _is_picture(sheet: Sheet) -> bool:
    return sheet.kind != Kind.DIGITAL


GROUPS = (
    Group(title="words, scans and photos", measure="words", chosen=_of(Kind.SCAN)),
    Group(title="words, renders", measure="words", chosen=_of(Kind.RENDER)),
    Group(title="words, all pictures", measure="words", chosen=_is_picture),
    Group(title="words, digital PDFs", measure="words", chosen=_of(Kind.DIGITAL)),
    Group(title="lines, all pictures", measure="lines", chosen=_is_picture),
    Group(title="lines, digital PDFs", measure="lines", chosen=_of(Kind.DIGITAL)),
    Group(title="cells, ruled tables", measure="cells", chosen=lambda sheet: sheet.ruled),
    Group(title="cells, other tables", measure="cells", chosen=lambda sheet: not sheet.ruled),
    Group(title="cells, all tables", measure="cells", chosen=_any),
    Group(title="cells, all, unshifted", measure="cells, unshifted", chosen=_any),
    *(Group(title=name, measure=name, chosen=_any) for name in STRUCTURES[2:] + NAMED),
)


def report(runs: Sequence[Run], ceiling: Sequence[Row]) -> str:
    """Return Markdown: the first run page by page and summed up, then all runs side by side."""
    ours = runs[0]
    parts = [
        _titled(f"Text, {ours.engine}", *_texts(ours.rows)),
        _titled(f"What the text means, {ours.engine}", *_structures(ours.rows)),
        _titled("F1 by kind of page", *_summary(ours.rows, ceiling)),
        _titled("Engines", *_engines(runs, ceiling)),
    ]
    return "\n\n".join(parts)


def _titled(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f"### {title}\n\n{markdown_table(header, rows)}"


Shown = tuple[list[str], list[list[str]]]


def _texts(rows: Sequence[Row]) -> Shown:
    header = ["page", "kind", "words: P", "R", "F1", "lines: F1", "CER", "s", "CPU, s"]
    shown = []
    for row in rows:
        scores = row.agreement.scores
        words, lines = scores.get("words"), scores.get("lines")
        told = (
            (words.precision, words.recall, words.f1, lines.f1) if words and lines else [None] * 4
        )
        figures = [_figure(value) for value in (*told, row.agreement.errors)]
        times = [f"{row.seconds:.2f}", f"{row.cpu:.2f}"]
        shown.append([_name(row.sheet), row.sheet.kind, *figures, *times])
    return header, shown


def _structures(rows: Sequence[Row]) -> Shown:
    header = ["page", *STRUCTURES, *NAMED]
    shown = [[_name(row.sheet), *(_counted(row, name) for name in header[1:])] for row in rows]
    return header, shown


def _summary(rows: Sequence[Row], ceiling: Sequence[Row]) -> Shown:
    header = ["", "pages", "mean", "median", "pooled: P", "R", "F1"]
    header += ["mean, tuned", "mean, held out", "pooled, tuned", "pooled, held out"]
    header += ["Textract: mean", "pooled"]
    shown = []
    for group in GROUPS:
        found = _scores(rows, group)
        parts = [
            _scores((r for r in rows if r.sheet.held_out == out), group) for out in (False, True)
        ]
        again = _scores(ceiling, group)
        pooled = _pooled(found)
        whole = (
            _mean(found),
            _median(found),
            *((pooled.precision, pooled.recall, pooled.f1) if found else [None] * 3),
        )
        figures = [
            *whole,
            *map(_mean, parts),
            *map(_pooled_f1, parts),
            _mean(again),
            _pooled_f1(again),
        ]
        shown.append([group.title, str(len(_telling(found))), *map(_figure, figures)])
    return header, shown


def _engines(runs: Sequence[Run], ceiling: Sequence[Row]) -> Shown:
    texts = GROUPS[:6]
    header = [
        "",
        *(group.title for group in texts),
        "CER: mean",
        "median",
        "s a page: mean",
        "median",
        "most",
        "CPU, s",
        "peak, MB",
    ]
    shown = []
    for run in runs:
        seconds = [row.seconds for row in run.rows]
        cost = [mean(seconds), median(seconds), max(seconds), mean(row.cpu for row in run.rows)]
        shown.append(
            [
                run.engine,
                *_text_figures(run.rows),
                *(f"{value:.2f}" for value in cost),
                f"{run.peak / MB:,.0f}",
            ]
        )
    shown.append(["Textract, once more", *_text_figures(ceiling), *[""] * 5])
    return header, shown


def _text_figures(rows: Sequence[Row]) -> list[str]:
    errors = [row.agreement.errors for row in rows if row.agreement.errors is not None]
    figures = [_mean(_scores(rows, group)) for group in GROUPS[:6]]
    rates = (mean(errors), median(errors)) if errors else (None, None)
    return [_figure(value) for value in (*figures, *rates)]


def _scores(rows: Iterable[Row], group: Group) -> list[Score]:
    return [
        row.agreement.scores[group.measure]
        for row in rows
        if group.chosen(row.sheet) and group.measure in row.agreement.scores
    ]


def _telling(scores: Sequence[Score]) -> list[Score]:
    """Leave out pages where there was nothing to find: they count in what is pooled."""
    return [score for score in scores if score.told]


def _mean(scores: Sequence[Score]) -> float | None:
    return mean(score.f1 for score in told) if (told := _telling(scores)) else None


def _median(scores: Sequence[Score]) -> float | None:
    return median(score.f1 for score in told) if (told := _telling(scores)) else None


def _pooled(scores: Sequence[Score]) -> Score:
    return sum(scores, NOTHING)


def _pooled_f1(scores: Sequence[Score]) -> float | None:
    return _pooled(scores).f1 if scores else None


def _name(sheet: Sheet) -> str:
    return f"{sheet.name} *" if sheet.held_out else sheet.name


def _counted(row: Row, measure: str) -> str:
    """Return F1, and how many were the same of those found and those told."""
    score = row.agreement.scores.get(measure)
    if score is None or not (score.found or score.told):
        return ""
    return f"{score.f1:.2f} ({score.same} of {score.found}, {score.told})"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
