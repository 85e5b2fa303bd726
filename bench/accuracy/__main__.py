"""How well the local Textract reads, beside Amazon Textract's recorded answers.

Run as `python -m bench.accuracy [NAME...] [--against ENGINE] [--held-out | --tuned]`. Every engine
reads the pages of the corpus, those of the names if given, in a process of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile

import msgspec

from bench.accuracy.answers import reading
from bench.accuracy.engines import ENGINES, Operation, Task, is_installed
from bench.accuracy.figures import Row, Run
from bench.accuracy.measures import MEASURES, agreement, self_agreement
from bench.accuracy.report import report
from bench.accuracy.sheets import CORPUS, FEATURES, SHEETS, Sheet, recordings
from bench.accuracy.worker import Result

ROOT = Path(__file__).parents[2]
OURS = "papertray"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a document's name")
    peers = [engine for engine in ENGINES if engine != OURS]
    parser.add_argument("--against", action="append", choices=peers, default=[])
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--held-out", action="store_true", help="only the pages kept aside")
    part.add_argument("--tuned", action="store_true", help="only the others")
    options = parser.parse_args(arguments)
    if not CORPUS.exists():
        sys.exit(f"There are no recorded answers at {CORPUS}: nothing to compare with.")
    sheets = [
        sheet
        for sheet in SHEETS
        if not (options.held_out or options.tuned) or sheet.held_out == options.held_out
        if not options.names or any(name in sheet.document for name in options.names)
    ]
    if not sheets:
        sys.exit(f"No page's document is named like {' or '.join(options.names)}.")
    runs = [run(engine, sheets) for engine in _engines(options.against)]
    print(report([run for run in runs if run.rows], _ceiling(sheets)))


def run(engine: str, sheets: Sequence[Sheet]) -> Run:
    """Let an engine read the pages, and compare."""
    tasks = [(sheet, task) for sheet in sheets for task in _tasks(sheet, engine)]
    results: dict[str, list[Result]] = {}
    for (sheet, _), result in zip(tasks, _results(engine, [t for _, t in tasks]), strict=True):
        results.setdefault(sheet.name, []).append(result)
        print(f"{engine}: {sheet.name}, {result.seconds:.1f} s", file=sys.stderr)
    return Run(
        engine=engine,
        rows=[_row(sheet, results[sheet.name]) for sheet in sheets if sheet.name in results],
        peak=max((result.peak for found in results.values() for result in found), default=0),
    )


def _engines(peers: Sequence[str]) -> Iterator[str]:
    for engine in dict.fromkeys([OURS, *peers]):
        if is_installed(engine):
            yield engine
        else:
            print(f"{engine} is not installed: left out", file=sys.stderr)


def _tasks(sheet: Sheet, engine: str) -> Iterator[Task]:
    """Yield what to ask of a page: once all that was recorded, each operation by itself."""
    recorded = recordings()[sheet.document, sheet.page]
    features = frozenset[str]().union(*(each.features for each in recorded))
    questions = {question for each in recorded for question in each.reading.answers}
    asked: dict[Operation, bool] = {
        "AnalyzeDocument": bool(MEASURES["words"].told_by(recorded)),
        "AnalyzeExpense": engine == OURS and "AnalyzeExpense" in features,
        "AnalyzeID": engine == OURS and "AnalyzeID" in features,
    }
    for operation in (operation for operation, is_asked in asked.items() if is_asked):
        yield Task(
            path=str(CORPUS / "documents" / sheet.document),
            page=sheet.page,
            operation=operation,
            features=sorted(features & FEATURES),
            questions=sorted(questions),
        )


def _results(engine: str, tasks: Sequence[Task]) -> Iterator[Result]:
    command = [sys.executable, "-m", "bench.accuracy.worker", engine]
    with TemporaryFile() as asked:
        asked.write(msgspec.json.encode(tasks))
        asked.seek(0)
        with subprocess.Popen(command, cwd=ROOT, stdin=asked, stdout=subprocess.PIPE) as worker:
            for line in worker.stdout or ():
                yield msgspec.json.decode(line, type=Result)
    if worker.returncode:
        sys.exit(f"{engine} failed while it read the pages: see above.")


def _row(sheet: Sheet, results: Sequence[Result]) -> Row:
    """Compare one page; its time is that of the first operation, which looks for the most."""
    answer = {name: value for result in results for name, value in result.answer.items()}
    recorded = recordings()[sheet.document, sheet.page]
    return Row(
        sheet=sheet,
        agreement=agreement(reading(answer, sheet.page), recorded),
        seconds=results[0].seconds,
        cpu=results[0].cpu,
    )


def _ceiling(sheets: Sequence[Sheet]) -> list[Row]:
    return [
        Row(sheet=sheet, agreement=self_agreement(recordings()[sheet.document, sheet.page]))
        for sheet in sheets
    ]


if __name__ == "__main__":
    main()
