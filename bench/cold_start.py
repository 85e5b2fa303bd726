"""Cold start: each function's imports and clients, against `import boto3` and the same clients.

Run as `python -m bench.cold_start [--rounds N] [--compile]`. Every start is a fresh interpreter.
The rounds are interleaved: a busy moment of the machine hits all of them alike.

Both sides find their bytecode compiled, as on a machine where they ran before. With --compile both
compile all that they import. A new Lambda instance is between the two: its layer and code hold only
sources, while Python's own library is compiled.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.memory import MB
from bench.table import markdown_table
from lambdas.settings import Settings

ROOT = Path(__file__).parent.parent
GOAL = 1.5  # times the CPU time of boto3 and the same clients

FIRST_INVOCATION = {  # a function: the rooms of AWS that it enters when all goes well
    "detect": ("textract",),
    "ingest": ("table", "uploads", "queues"),
    "start": ("table", "textract"),
    "analyze": ("table", "textract", "results", "events"),
    "collect": ("table", "results", "events"),
    "sweep": ("queues", "table"),
    "review": ("table", "results", "reviews", "queues"),
    "reconcile": ("reviews", "results", "table", "events"),
}
CLIENTS = {  # a room: the AWS client that it is made of
    "textract": "textract",
    "uploads": "s3",
    "results": "s3",
    "table": "dynamodb",
    "reviews": "dynamodb",
    "queues": "sqs",
    "events": "events",
}

OURS = """
import lambdas.handlers.{handler}
from lambdas.services import services
for room in {rooms}:
    getattr(services(), room)
"""
BARE = """
import boto3
for client in {clients}:
    boto3.client(client)
"""
MEASURED = """
import time
wall, cpu = time.perf_counter(), time.process_time()
{code}
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
from bench.memory import peak_rss
print(wall, cpu, peak_rss())
"""


@dataclass(frozen=True, kw_only=True)
class Start:
    """One start: seconds on the clock, seconds of CPU, and the peak of resident bytes."""

    wall: float
    cpu: float
    rss: int


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A function's starts, and those of boto3 with the same clients."""

    handler: str
    ours: list[Start]
    bare: list[Start]

    @property
    def ratio(self) -> float:
        return min(each.cpu for each in self.ours) / min(each.cpu for each in self.bare)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cold_start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--compile", action="store_true", help="find no bytecode")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as bytecode:
        variables = environment(bytecode, write=not chosen.compile)
        if not chosen.compile:
            print("compiling", file=sys.stderr)
            measure(1, variables)
        print(table(measure(chosen.rounds, variables)))


def measure(rounds: int, variables: Mapping[str, str]) -> list[Pair]:
    """Start every function, and boto3 with the same clients, `rounds` times in turn."""
    pairs = [Pair(handler=handler, ours=[], bare=[]) for handler in FIRST_INVOCATION]
    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        for pair in pairs:
            rooms = FIRST_INVOCATION[pair.handler]
            pair.bare.append(start(BARE.format(clients=clients(rooms)), variables))
            pair.ours.append(start(OURS.format(handler=pair.handler, rooms=rooms), variables))
    return pairs


def clients(rooms: Sequence[str]) -> list[str]:
    """Return the clients of some rooms, each once."""
    return list(dict.fromkeys(CLIENTS[room] for room in rooms))


def start(code: str, variables: Mapping[str, str]) -> Start:
    """Run `code` in a fresh interpreter; the interpreter's own start is not counted."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(code=code)],
        cwd=ROOT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    wall, cpu, rss = done.stdout.split()
    return Start(wall=float(wall), cpu=float(cpu), rss=int(rss))


def environment(bytecode: str, *, write: bool) -> dict[str, str]:
    """Return a function's environment: its settings name things that no start looks up.

    `bytecode` is the folder in which Python looks for compiled modules, its own too, and where it
    writes them, or not.
    """
    settings = Settings(
        **{
            **dict.fromkeys(Settings.__dataclass_fields__, "bench"),
            "operation_queue_urls": json.dumps({}),
        }
    )
    return {
        **settings.environ(),
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PYTHONPYCACHEPREFIX": bytecode,
        "PYTHONDONTWRITEBYTECODE": "" if write else "1",
    }


def table(pairs: Sequence[Pair]) -> str:
    header = [
        *("function", "clients", "CPU, ms: min / median", "boto3 and they", "ratio"),
        *("wall, ms: min / median", "boto3 and they", "memory, MB", "boto3 and they"),
    ]
    return markdown_table(header, [list(_row(pair)) for pair in pairs])


def _row(pair: Pair) -> Iterator[str]:
    yield pair.handler
    yield ", ".join(clients(FIRST_INVOCATION[pair.handler]))
    yield _milliseconds([each.cpu for each in pair.ours])
    yield _milliseconds([each.cpu for each in pair.bare])
    yield f"{pair.ratio:.2f}x" + ("" if pair.ratio <= GOAL else f" (over {GOAL}x)")
    yield _milliseconds([each.wall for each in pair.ours])
    yield _milliseconds([each.wall for each in pair.bare])
    yield f"{min(each.rss for each in pair.ours) / MB:.0f}"
    yield f"{min(each.rss for each in pair.bare) / MB:.0f}"


def _milliseconds(seconds: Sequence[float]) -> str:
    return f"{min(seconds) * 1000:.0f} / {median(seconds) * 1000:.0f}"


if __name__ == "__main__":
    main()
