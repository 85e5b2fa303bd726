"""A program of ours that runs beside us, says when it is ready, and never outlives us."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lambdas.errors import PapertrayError
from local.aws import leash
from local.aws.environment import PROJECT

STARTS_WITHIN = 90.0  # seconds; a cold first import on a busy two-core machine takes 10
LOG_TAIL = 30  # lines shown of a program that did not start


class DidNotStart(PapertrayError):
    """A program ended, or said nothing, before it was ready."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """A program of ours that was started."""

    module: str
    process: subprocess.Popen[bytes]
    log: Path

    def hang_up(self) -> None:
        """Tell it to end, without waiting for that."""
        if self.process.stdin:
            self.process.stdin.close()  # the leash

    def says(self, ready: re.Pattern[str]) -> re.Match[str]:
        """Return the match of `ready` in its output once it is there, or raise DidNotStart."""
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            if match := ready.search(self.log.read_text(errors="replace")):
                return match
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        code = self.process.poll()
        why = f"is silent after {STARTS_WITHIN:.0f} s" if code is None else f"ended with {code}"
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-LOG_TAIL:])
        raise DidNotStart(f"{self.module} {why}; the end of {self.log}:\n{tail}")


@contextmanager
def running(
    python: Path,
    module: str,
    arguments: Sequence[str] = (),
    *,
    environ: Mapping[str, str],
    log: Path,
    fds: Sequence[int] = (),
) -> Iterator[Program]:
    """Run `python -m module`, and stop it at the end."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [python, "-m", leash.__name__, module, *arguments],
            cwd=PROJECT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=fds,
            start_new_session=True,  # Ctrl-C is for us; we stop it in order
        )
    program = Program(module=module, process=process, log=log)
    try:
        yield program
    finally:
        program.hang_up()
        _wait_for(process)


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(leash.GRACE + 1)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
