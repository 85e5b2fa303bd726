"""How many calls a second, and how many open jobs, an account has: Textract's own figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from threading import Lock
from typing import Annotated

import msgspec

from local.textract.errors import ProvisionedThroughputExceededException

PER_SECOND = {
    "AnalyzeDocument": 10,
    "AnalyzeExpense": 5,
    "AnalyzeID": 5,
    "DetectDocumentText": 25,
    "StartDocumentAnalysis": 10,
    "StartDocumentTextDetection": 15,
    "StartExpenseAnalysis": 5,
    "StartLendingAnalysis": 5,
    "GetDocumentAnalysis": 10,
    "GetDocumentTextDetection": 25,
    "GetExpenseAnalysis": 5,
    "GetLendingAnalysis": 25,
    "GetLendingAnalysisSummary": 5,
}
"""Calls a second of one account in us-east-1, by AWS's General Reference ("Amazon Textract
endpoints and quotas", 2026). Other regions have less; adapter operations have no figure there."""

OPEN_JOBS = (
    600  # jobs in progress of one account in us-east-1, all operations together; same source
)
BURST_SECONDS = 1.0  # how much unused quota is kept; AWS does not publish it

Positive = Annotated[float, msgspec.Meta(gt=0)]


class Quotas(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an account may ask of Textract; AWS's own figures unless it says otherwise."""

    enforced: bool = True
    scale: Positive = 1.0
    """What AWS's calls a second are multiplied by."""
    per_second: dict[str, Positive] = {}
    """Calls a second of single operations, instead of AWS's figures and not multiplied."""
    open_jobs: Annotated[int, msgspec.Meta(ge=1)] = OPEN_JOBS

    def __post_init__(self) -> None:
        for operation in self.per_second.keys() - PER_SECOND.keys():
            known = ", ".join(PER_SECOND)
            raise ValueError(f"per_second: no operation {operation!r} has a quota; use {known}")

    @property
    def max_open_jobs(self) -> float:
        return self.open_jobs if self.enforced else math.inf

    def rate(self, operation: str) -> float | None:
        """Return the calls a second of an operation; None: as many as may come."""
        if not self.enforced or operation not in PER_SECOND:
            return None
        return self.per_second.get(operation, self.scale * PER_SECOND[operation])


class Limiter:
    """Lets calls pass at the rate of their operation, each region for itself."""

    def __init__(self, quotas: Quotas, *, clock: Callable[[], float]) -> None:
        """`clock` tells seconds, from any start, and never goes back."""
        self._quotas = quotas
        self._clock = clock
        self._lock = Lock()
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def check(self, operation: str, *, region: str) -> None:
        """Take one call from the operation's quota; raise if there is none left."""
        rate = self._quotas.rate(operation)
        if rate is None:
            return
        now = self._clock()
        with self._lock:
            bucket = self._buckets.setdefault((operation, region), _Bucket(rate, now))
            if not bucket.take(now):
                raise ProvisionedThroughputExceededException(
                    detail=f"{operation}: {rate:g} a second"
                )


class _Bucket:
    """A token bucket that holds a second's calls, and never less than one."""

    def __init__(self, rate: float, now: float) -> None:
        self._rate = rate
        self._size = max(1.0, rate * BURST_SECONDS)
        self._tokens = self._size
        self._filled = now

    def take(self, now: float) -> bool:
        self._tokens = min(self._size, self._tokens + (now - self._filled) * self._rate)
        self._filled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
