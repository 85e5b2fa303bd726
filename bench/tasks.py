"""One task on one answer in this process: `python -m bench.tasks SECONDS TASK PART...`.

Prints what it costs, or is stopped by the system after so many seconds of CPU. The libraries are
imported and the parts read into memory before anything is measured.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import msgspec
from msgspec import Struct

from bench.memory import forget_peak, peak_rss, rss

ENOUGH = 0.5  # seconds, after which a task is not repeated
MOST_RUNS = 30
MIN_CONFIDENCE = 80.0

Parts = list[bytes]
Task = Callable[[Parts], object]


class Cost(Struct, frozen=True, kw_only=True):
    """Seconds: of CPU in the mean, on the clock of the quickest run; of the first, bytes over idle.

    Some machines count CPU in steps longer than a run: only the mean of many says anything.
    """

    cpu: float
    wall: float
    peak: int


def json_kept() -> Task:
    return lambda parts: [json.loads(part) for part in parts]


def json_dropped() -> Task:
    def run(parts: Parts) -> None:
        for part in parts:
            json.loads(part)

    return run


def orjson_kept() -> Task:
    import orjson  # noqa: PLC0415  (a process imports only what it measures, here and below)

    return lambda parts: [orjson.loads(part) for part in parts]


def decoded() -> Task:
    from lambdas.extraction.answers import decode_part  # noqa: PLC0415

    def run(parts: Parts) -> None:
        for part in parts:
            decode_part(part)

    return run


def read() -> Task:
    pages = _pages()

    def run(parts: Parts) -> None:
        for _ in pages(parts):
            pass

    return run


def read_and_kept() -> Task:
    pages = _pages()
    return lambda parts: list(pages(parts))


def written() -> Task:
    """As `finish` does without a bucket and a table: every file, in a temporary folder."""
    from lambdas.extraction.answers import decode_part  # noqa: PLC0415
    from lambdas.extraction.extract import Reader  # noqa: PLC0415
    from lambdas.extraction.files import ResultFiles  # noqa: PLC0415

    def run(parts: Parts) -> None:
        reader = Reader(map(decode_part, parts), min_confidence=MIN_CONFIDENCE)
        with ResultFiles() as files:
            for content in reader.pages():
                files.add(content)
            for _ in files.finished(reader.head(), reader.warnings):
                pass

    return run


def response_parser_1() -> Task:
    from trp import Document  # noqa: PLC0415

    return lambda parts: Document(_whole(parts))


def response_parser_2() -> Task:
    from trp import trp2, trp2_analyzeid, trp2_expense, trp2_lending  # noqa: PLC0415

    schemas = {
        "Results": trp2_lending.TFullLendingDocumentSchema,
        "ExpenseDocuments": trp2_expense.TAnalyzeExpenseDocumentSchema,
        "IdentityDocuments": trp2_analyzeid.TAnalyzeIdDocumentSchema,
        "Blocks": trp2.TDocumentSchema,
    }

    def run(parts: Parts) -> object:
        whole = _whole(parts)
        return next(schemas[name] for name in schemas if name in whole)().load(whole)

    return run


def textractor() -> Task:
    from textractor.parsers.response_parser import parse  # noqa: PLC0415

    return lambda parts: parse(_whole(parts))


TASKS: dict[str, Callable[[], Task]] = {
    "json.loads": json_kept,
    "json.loads, part by part": json_dropped,
    "orjson.loads": orjson_kept,
    "typed decoding, part by part": decoded,
    "Papertray, page by page": read,
    "Papertray, all pages kept": read_and_kept,
    "Papertray, all files written": written,
    "response parser v1 + json.loads": response_parser_1,
    "response parser v2 + json.loads": response_parser_2,
    "Textractor + json.loads": textractor,
}


def cost(task: Task, parts: Parts) -> Cost:
    _forget()
    forget_peak()
    idle = rss()
    runs = [_timed(task, parts)]
    peak = peak_rss() - idle
    while len(runs) < MOST_RUNS and sum(wall for _, wall in runs) < ENOUGH:
        runs.append(_timed(task, parts))
    return Cost(cpu=fmean(cpu for cpu, _ in runs), wall=min(wall for _, wall in runs), peak=peak)


def _timed(task: Task, parts: Parts) -> tuple[float, float]:
    _forget()
    wall, cpu = time.perf_counter(), time.process_time()
    result = task(parts)
    seconds = time.process_time() - cpu, time.perf_counter() - wall
    del result  # letting go of it is not part of the task
    return seconds


def _forget() -> None:
    """Begin as with a document that is nothing like the one before: with empty caches."""
    gc.collect()
    for name, module in [*sys.modules.items()]:
        if name.startswith("lambdas."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def _pages() -> Callable[[Parts], Iterator[object]]:
    from lambdas.extraction.answers import decode_part  # noqa: PLC0415
    from lambdas.extraction.extract import Reader  # noqa: PLC0415

    return lambda parts: Reader(map(decode_part, parts), min_confidence=MIN_CONFIDENCE).pages()


def _whole(parts: Parts) -> dict[str, Any]:
    """Return one answer with the blocks of all, as the peers take it."""
    answers: list[dict[str, Any]] = [json.loads(part) for part in parts]
    if len(answers) == 1:
        return answers[0]
    return {**answers[0], "Blocks": [block for answer in answers for block in answer["Blocks"]]}


def main(arguments: Sequence[str]) -> None:
    limit, name, *paths = arguments
    resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1))
    task = TASKS[name]()
    parts = [Path(path).read_bytes() for path in paths]
    print(msgspec.json.encode(cost(task, parts)).decode())


if __name__ == "__main__":
    main(sys.argv[1:])
