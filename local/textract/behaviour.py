"""A plan at work: who may call now, what goes wrong, which answers are recorded."""

from collections.abc import Callable

from local.textract.answers import Answers
from local.textract.faults import Fate, Faults
from local.textract.plan import Plan
from local.textract.quotas import Limiter


class Behaviour:
    """What a plan says, and what has been used up of its quotas and faults."""

    def __init__(self, plan: Plan, *, clock: Callable[[], float]) -> None:
        """`clock` tells seconds and never goes back; raise PlanError where answers are missing."""
        self.plan = plan
        self.answers = Answers(plan.answers) if plan.answers else None
        self._limiter = Limiter(plan.quotas, clock=clock)
        self._faults = Faults(plan)

    @property
    def max_open_jobs(self) -> float:
        return self.plan.quotas.max_open_jobs

    @property
    def page_seconds(self) -> float:
        """What a page takes beyond the time for reading it."""
        return self.plan.page_milliseconds / 1000

    def admit(self, operation: str, *, region: str) -> None:
        """Let a call pass, or raise the error that is its answer."""
        self._limiter.check(operation, region=region)
        if error := self._faults.error(operation):
            raise error

    def fate(self, operation: str) -> Fate:
        """Return what becomes of a new job."""
        return self._faults.fate(operation)
