"""Reads pages with one engine, in a process of its own that shows what they cost.

Run as `python -m bench.accuracy.worker ENGINE`, the tasks on the standard input.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import msgspec
import numpy as np
from msgspec import Struct

from bench.accuracy.engines import ENGINES, Task
from bench.memory import peak_rss
from local.textract.engine import open_document


class Result(Struct, frozen=True, kw_only=True):
    """An answer, what it cost in seconds, and the most bytes that the process had so far.

    `cpu` is of all threads, and of the programs that the engine started.
    """

    answer: dict[str, Any]
    seconds: float
    cpu: float
    peak: int


def main(arguments: Sequence[str]) -> None:
    (engine,) = arguments
    tasks = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Task])
    for result in results(engine, tasks):
        print(msgspec.json.encode(result).decode(), flush=True)


def results(engine: str, tasks: Sequence[Task]) -> Iterator[Result]:
    """Yield the answers in order; the engine has read something before, so its models are there."""
    with TemporaryDirectory() as folder:
        _read(engine, _some_page(Path(folder)))
    for task in tasks:
        yield _read(engine, task)


def _read(engine: str, task: Task) -> Result:
    began, cpu = time.perf_counter(), _cpu()
    answer = ENGINES[engine](open_document(Path(task.path).read_bytes()), task)
    return Result(
        answer=answer,
        seconds=time.perf_counter() - began,
        cpu=_cpu() - cpu,
        peak=max(peak_rss(), _peak_of_programs()),
    )


def _some_page(folder: Path) -> Task:
    """Return a page with a little text, to load the models with."""
    paper = np.full((200, 600, 3), 255, dtype=np.uint8)
    cv2.putText(paper, "Some text to begin with", (30, 100), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0))
    path = folder / "page.png"
    cv2.imwrite(str(path), paper)
    return Task(path=str(path), page=1, operation="AnalyzeDocument")


def _peak_of_programs() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _cpu() -> float:
    times = os.times()
    return sum(times[:4])


if __name__ == "__main__":
    main(sys.argv[1:])
