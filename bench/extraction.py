"""What it costs to read Textract's answers: Papertray beside JSON parsers and its peers.

Run as `python -m bench.extraction [--long] [RESPONSE.json ...]`. Each task reads each answer in a
process of its own. Without responses of yours, some of the project's recorded ones are read, where
they are at hand; made-up documents of 10, 100 and 1,000 pages always.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.made_up import FORM, LETTER, PAYSLIP, Shape, write_parts
from bench.memory import MB
from bench.table import markdown_table
from bench.tasks import TASKS, Cost

ROOT = Path(__file__).parent.parent
RECORDED = ROOT.parent / "shared" / "corpus" / "responses"
SAMPLE = (
    "textractor-test-doc--textractor--test_detect_document_text.json",
    "paystub--textractor--test_layout.json",
    "paystub--trp--paystub-response.json",
    "lending-33p--trp--lending-doc-output.json",
)
SHORT: tuple[tuple[Shape, int], ...] = ((FORM, 1), (LETTER, 10), (LETTER, 100), (LETTER, 1000))
LONG: tuple[tuple[Shape, int], ...] = ((LETTER, 3000), (PAYSLIP, 1000))
TIME_LIMIT = 60  # seconds of CPU for a task on an answer; whoever needs more is left out
ROUNDS = 3  # of what is quick, so that no task has the machine's one busy moment to itself
QUICK = 5  # seconds on the clock
BASE = "json.loads"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer's name, and its parts in their order."""

    name: str
    parts: list[Path]

    @property
    def title(self) -> str:
        size = sum(part.stat().st_size for part in self.parts) / MB
        parts = f", {len(self.parts)} parts" if len(self.parts) > 1 else ""
        return f"{self.name} ({size:,.2f} MB{parts})"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.extraction", description=__doc__)
    parser.add_argument("responses", nargs="*", type=Path, metavar="RESPONSE.json")
    parser.add_argument("--long", action="store_true", help="also 3,000 pages, and 662,000 blocks")
    parser.add_argument("--time-limit", type=int, default=TIME_LIMIT, metavar="SECONDS")
    chosen = parser.parse_args(arguments)
    for path in chosen.responses or recorded():
        compare(Answer(name=path.name, parts=[path]), time_limit=chosen.time_limit)
    for shape, pages in SHORT + (LONG if chosen.long else ()):
        with tempfile.TemporaryDirectory() as folder:
            print(f"making up {pages} pages", file=sys.stderr)
            compare(_made_up(Path(folder), shape, pages), time_limit=chosen.time_limit)


def recorded() -> list[Path]:
    return [RECORDED / name for name in SAMPLE if (RECORDED / name).exists()]


def compare(answer: Answer, *, time_limit: int) -> None:
    """Measure all tasks on an answer, in interleaved rounds, and print them side by side."""
    costs: dict[str, list[Cost | str]] = {name: [] for name in TASKS}
    for number in range(1, ROUNDS + 1):
        for name, found in costs.items():
            if number == 1 or _is_quick(found[0]):
                print(f"{answer.name}: {name}, round {number}", file=sys.stderr)
                found.append(measured(name, answer.parts, time_limit=time_limit))
    quickest = {name: _quickest(found) for name, found in costs.items()}
    header = ["task", "CPU, ms", "wall, ms", f"x {BASE}", "peak over idle, MB"]
    rows = [[name, *_row(cost, quickest[BASE])] for name, cost in quickest.items()]
    print(f"\n### {answer.title}\n\n{markdown_table(header, rows)}", flush=True)


def measured(task: str, parts: Sequence[Path], *, time_limit: int) -> Cost | str:
    """Return what a task costs in a fresh process, or why it cannot be done."""
    paths = [str(part.resolve()) for part in parts]
    command = [sys.executable, "-m", "bench.tasks", str(time_limit), task, *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == -signal.SIGXCPU:
        return f"skipped: more than {time_limit} s"
    if done.returncode:
        return "fails: " + _shortened((done.stderr.splitlines() or ["without a word"])[-1])
    return msgspec.json.decode(done.stdout, type=Cost)


def _made_up(folder: Path, shape: Shape, pages: int) -> Answer:
    parts = write_parts(folder, shape, pages=pages)
    blocks = pages * shape.blocks
    plural = "s" if pages > 1 else ""
    return Answer(name=f"made up: {pages:,} page{plural}, {blocks:,} blocks", parts=parts)


def _is_quick(cost: Cost | str) -> bool:
    return isinstance(cost, Cost) and cost.wall < QUICK


def _quickest(costs: Sequence[Cost | str]) -> Cost | str:
    done = [cost for cost in costs if isinstance(cost, Cost)]
    return min(done, key=lambda cost: cost.wall) if done else costs[0]


def _row(cost: Cost | str, base: Cost | str) -> Iterator[str]:
    if isinstance(cost, str):
        yield from (cost, "", "", "")
        return
    yield f"{cost.cpu * 1000:,.2f}"
    yield f"{cost.wall * 1000:,.2f}"
    yield "" if isinstance(base, str) else f"{cost.wall / base.wall:.2f}x"
    yield f"{cost.peak / MB:,.1f}"


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."


if __name__ == "__main__":
    main()
