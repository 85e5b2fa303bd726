"""The tables that are printed."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median

from bench.accuracy.figures import STRUCTURES, TEXTS, Group, Row, Run
from bench.accuracy.metrics import Score
from bench.accuracy.sheets import Sheet
from bench.memory import MB
from bench.table import markdown_table

PAGE = ("page", "kind", "words: P", "R", "F1", "lines: F1", "CER", "s", "CPU, s")
SUMMARY = ("F1", "goal", "pages", "mean", "median", "all: P", "R", "F1")
PARTS = ("tuned: mean", "all", "held out: mean", "all", "Textract: mean", "all")
COST = ("CER: mean", "median", "s a page: mean", "median", "most", "CPU, s", "peak, MB")

Cells = list[str]


def report(runs: Sequence[Run], ceiling: Sequence[Row]) -> str:
    """Return Markdown: the first run page by page and summed up, then all runs side by side.

    `ceiling` is how far Textract agrees with itself.
    """
    rows = runs[0].rows
    measures = [name for name in dict.fromkeys(g.measure for g in STRUCTURES) if _told(rows, name)]
    groups = [group for group in TEXTS + STRUCTURES if group.figures(rows).scores]
    texts = [group for group in TEXTS if group in groups]
    engines = [_engine(run, texts) for run in runs]
    again = ["Textract again", *_text_figures(ceiling, texts), *[""] * 5]
    return "\n\n".join(
        (
            _titled("Text", PAGE, [_text(row) for row in rows]),
            _titled(
                "What the text means: F1 (same of found, told)",
                ("page", *measures),
                [[_name(row.sheet), *(_counted(row, name) for name in measures)] for row in rows],
            ),
            _titled(
                "Summary",
                (*SUMMARY, *PARTS),
                [_summed_up(group, rows, ceiling) for group in groups],
            ),
            _titled("Engines", ("", *(g.title for g in texts), *COST), [*engines, again]),
        )
    )


def _titled(title: str, header: Sequence[str], rows: Sequence[Cells]) -> str:
    return f"### {title}\n\n{markdown_table(header, rows)}"


def _text(row: Row) -> Cells:
    scores = row.agreement.scores
    words, lines = scores.get("words"), scores.get("lines")
    figures = [*_parts(words), lines.f1 if lines else None, row.agreement.errors]
    times = [f"{row.seconds:.2f}", f"{row.cpu:.2f}"]
    return [_name(row.sheet), row.sheet.kind, *map(_figure, figures), *times]


def _counted(row: Row, measure: str) -> str:
    score = row.agreement.scores.get(measure)
    if score is None or not (score.found or score.told):
        return ""
    return f"{score.f1:.2f} ({score.same} of {score.found}, {score.told})"


def _summed_up(group: Group, rows: Sequence[Row], ceiling: Sequence[Row]) -> Cells:
    found = group.figures(rows)
    tuned, aside = (
        group.figures(row for row in rows if row.sheet.held_out == held_out)
        for held_out in (False, True)
    )
    parts = [
        figure
        for figures in (tuned, aside, group.figures(ceiling))
        for figure in (figures.mean, figures.pooled_f1)
    ]
    goal = f"{group.goal:.2f}" if group.goal else ""
    figures = [found.mean, found.median, *_parts(found.pooled), *parts]
    return [group.title, goal, str(len(found.telling)), *map(_figure, figures)]


def _engine(run: Run, groups: Sequence[Group]) -> Cells:
    seconds = [row.seconds for row in run.rows]
    cpu = mean(row.cpu for row in run.rows)
    times = [f"{value:.2f}" for value in (mean(seconds), median(seconds), max(seconds), cpu)]
    return [run.engine, *_text_figures(run.rows, groups), *times, f"{run.peak / MB:,.0f}"]


def _text_figures(rows: Sequence[Row], groups: Sequence[Group]) -> Cells:
    errors = [row.agreement.errors for row in rows if row.agreement.errors is not None]
    rates = [mean(errors), median(errors)] if errors else [None, None]
    return [_figure(value) for value in (*(g.figures(rows).mean for g in groups), *rates)]


def _told(rows: Sequence[Row], measure: str) -> bool:
    return any(_counted(row, measure) for row in rows)


def _parts(score: Score | None) -> tuple[float | None, ...]:
    return (score.precision, score.recall, score.f1) if score else (None, None, None)


def _name(sheet: Sheet) -> str:
    return f"{sheet.name} *" if sheet.held_out else sheet.name


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
