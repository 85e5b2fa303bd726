"""What tests of jobs share: where their document is, and waiting for the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

LOCATION: Any = {"S3Object": {"Bucket": "documents", "Name": "a.pdf"}}
PATIENCE = 30  # seconds

Upload = Callable[..., None]
"""Puts a document of the stand-in engine at LOCATION."""


def until(condition: Callable[[], object], *, wanted: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE} s: {wanted}"
        time.sleep(0.01)


def ended(get: Callable[..., Any], job_id: str, **paging: Any) -> Any:  # noqa: ANN401
    """Return a Get operation's answer once the job has ended."""
    answers: list[Any] = []

    def is_over() -> object:
        answers.append(get(JobId=job_id, **paging))
        return answers[-1]["JobStatus"] != "IN_PROGRESS"

    until(is_over, wanted="the job ends")
    return answers[-1]
