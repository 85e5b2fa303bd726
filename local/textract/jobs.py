"""The jobs of the last seven days: who may start one, and which one an id or a token means."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Literal

from local.identity import Identity
from local.textract.errors import (
    IdempotentParameterMismatchException,
    InvalidJobIdException,
    LimitExceededException,
)
from local.textract.requests import StartRequest
from local.textract.spool import ResultFile

JOB_LIFETIME = 7 * 24 * 3600  # seconds; Textract keeps results and tokens for 7 days
JOB_ID_BYTES = 32  # real job ids are 64 hex digits


@dataclass(frozen=True, kw_only=True)
class PageWarning:
    """What went wrong on which pages of a job that did not fail."""

    error_code: str
    pages: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a job ended."""

    status: Literal["SUCCEEDED", "PARTIAL_SUCCESS", "FAILED"]
    page_count: int = 0
    warnings: tuple[PageWarning, ...] = ()
    status_message: str | None = None


@dataclass(kw_only=True, eq=False)
class Job:
    """A job and what it has found; it is in progress until it has an outcome."""

    id: str
    request: StartRequest
    caller: Identity
    channel: Identity
    started: float  # seconds since the epoch
    results: ResultFile
    outcome: Outcome | None = None


class Jobs:
    """All jobs, by id and by client request token."""

    def __init__(self, *, directory: Path, clock: Callable[[], float]) -> None:
        self._directory = directory
        self._clock = clock
        self._lock = Lock()
        self._jobs: dict[str, Job] = {}  # oldest first
        self._by_token: dict[tuple[str, str, str], Job] = {}

    def started_with(self, request: StartRequest, *, region: str) -> Job | None:
        """Return the job that a request's token has started already, if any."""
        with self._lock:
            return self._replayed(request, region)

    def open(
        self, request: StartRequest, *, caller: Identity, channel: Identity, max_open: float
    ) -> tuple[Job, bool]:
        """Return a job and whether it is new: another call with this token may have been faster."""
        with self._lock:
            if job := self._replayed(request, caller.region):
                return job, False
            if sum(job.outcome is None for job in self._jobs.values()) >= max_open:
                raise LimitExceededException
            return self._new(request, caller=caller, channel=channel), True

    def discard(self, job: Job) -> None:
        """Forget a job that could not be started after all."""
        with self._lock:
            self._forget(job)

    def find(self, job_id: str, *, operation: str, region: str) -> Job:
        """Return a job that this Start operation has started in this region."""
        with self._lock:
            self._forget_expired()
            job = self._jobs.get(job_id)
        if job is None or (job.request.operation, job.caller.region) != (operation, region):
            raise InvalidJobIdException
        return job

    def _replayed(self, request: StartRequest, region: str) -> Job | None:
        self._forget_expired()
        job = self._by_token.get((region, request.operation, request.token or ""))
        if job is not None and job.request.fingerprint != request.fingerprint:
            raise IdempotentParameterMismatchException
        return job

    def _new(self, request: StartRequest, *, caller: Identity, channel: Identity) -> Job:
        job_id = secrets.token_hex(JOB_ID_BYTES)
        job = Job(
            id=job_id,
            request=request,
            caller=caller,
            channel=channel,
            started=self._clock(),
            results=ResultFile(self._directory / job_id),
        )
        self._jobs[job_id] = job
        if request.token:
            self._by_token[caller.region, request.operation, request.token] = job
        return job

    def _forget_expired(self) -> None:
        oldest = self._clock() - JOB_LIFETIME
        expired = []
        for job in self._jobs.values():
            if job.started > oldest:
                break
            expired.append(job)
        for job in expired:
            self._forget(job)

    def _forget(self, job: Job) -> None:
        self._jobs.pop(job.id, None)
        self._by_token.pop(
            (job.caller.region, job.request.operation, job.request.token or ""), None
        )
        job.results.remove()
