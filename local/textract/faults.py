"""Which calls and jobs a plan's faults strike: the same ones each time that the plan is set."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar, cast

from local.textract.errors import ERRORS, TextractError
from local.textract.plan import (
    DuplicateNotice,
    Error,
    FailedJob,
    Fault,
    JobFault,
    LateNotice,
    LostNotice,
    NoticeFault,
    PartialJob,
    Plan,
)

_F = TypeVar("_F", bound=Fault)


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What a plan has in store for one job."""

    mishap: JobFault | None = None
    notice: NoticeFault | None = None


class Faults:
    """Counts the calls that each fault of a plan may strike, and says which it does strike."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lock = Lock()
        self._seen = [0] * len(plan.faults)

    def error(self, operation: str) -> TextractError | None:
        """Return the error that is the answer to a call, if any."""
        fault = self._next(operation, Error)
        return ERRORS[fault.code](detail="planned") if fault else None

    def fate(self, operation: str) -> Fate:
        """Return what becomes of the next job of an operation."""
        mishap = self._next(operation, FailedJob, PartialJob)
        told = self._next(operation, LostNotice, DuplicateNotice, LateNotice)
        return Fate(mishap=cast(JobFault | None, mishap), notice=cast(NoticeFault | None, told))

    def _next(self, operation: str, *kinds: type[_F]) -> _F | None:
        """Return the first fault of these kinds that strikes; those after it miss the call."""
        with self._lock:
            for index, fault in enumerate(self._plan.faults):
                if isinstance(fault, kinds) and fault.strikes(operation):
                    self._seen[index] += 1
                    if self._strikes(fault, index):
                        return fault
        return None

    def _strikes(self, fault: Fault, index: int) -> bool:
        number = self._seen[index]
        if fault.first is not None:
            return number <= fault.first
        return _fraction(f"{self._plan.seed}:{index}:{number}") < (fault.share or 0)


def _fraction(text: str) -> float:
    """Return a number from 0 up to 1 that only depends on the text."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64
