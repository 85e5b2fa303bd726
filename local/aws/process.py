"""A program of ours that runs beside us, says when it is ready, and never outlives us."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from lambdas.errors import PapertrayError
from local.aws import leash
from local.aws.environment import PROJECT

STARTS_WITHIN = 90.0  # seconds; a cold first import on a busy two-core machine takes 10
LOG_TAIL = 30  # lines shown of a program that did not start


class DidNotStart(PapertrayError):
    """A program ended, or said nothing, before it was ready."""


@contextmanager
def running(
    python: Path,
    module: str,
    arguments: Sequence[str] = (),
    *,
    environ: Mapping[str, str],
    log: Path,
    ready: re.Pattern[str],
    fds: Sequence[int] = (),
) -> Iterator[re.Match[str]]:
    """Run `python -m module`, yield the match of `ready` in its output, stop it at the end."""
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
    try:
        yield _said(ready, process, log, module)
    finally:
        _stop(process)


def _said(
    ready: re.Pattern[str], process: subprocess.Popen[bytes], log: Path, module: str
) -> re.Match[str]:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if match := ready.search(log.read_text(errors="replace")):
            return match
        if process.poll() is not None:
            break
        time.sleep(0.05)
    ended = process.poll() is not None
    why = f"ended with {process.returncode}" if ended else f"is silent after {STARTS_WITHIN:.0f} s"
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-LOG_TAIL:])
    raise DidNotStart(f"{module} {why}; the end of {log}:\n{tail}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()  # the leash
    try:
        process.wait(leash.GRACE + 1)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
