"""Human loops: who was asked what, and what became of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Literal

from local.a2i.errors import (
    ConflictException,
    ResourceNotFoundException,
    ServiceQuotaExceededException,
    ValidationException,
)
from local.a2i.flows import FlowDefinition

Status = Literal["InProgress", "Stopping", "Stopped", "Completed", "Failed"]

MAX_IN_FLIGHT = 5_000  # A2I quota: loops of one flow definition, of private and vendor workforces
STOPPING_SECONDS = 0.2  # a loop that is told to stop does so a little later
ENDED = frozenset({"Completed", "Failed", "Stopped"})


@dataclass(frozen=True, kw_only=True)
class Managed:
    """What a loop has that AWS's own service started."""

    source: str
    context: dict[str, Any]
    """For the worker's page only: the keys that were missing."""


@dataclass(kw_only=True)
class Task:
    """One worker's part of a loop; `id` is in the address of its page."""

    worker: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    accepted_at: float | None = None
    submitted_at: float | None = None
    content: dict[str, Any] | None = None
    """The answerContent, once there is one."""


@dataclass(kw_only=True)
class HumanLoop:
    """One request to people."""

    name: str
    arn: str
    flow: FlowDefinition
    input: dict[str, Any]
    created_at: float
    expires_at: float
    managed: Managed | None
    tasks: list[Task]
    status: Status = "InProgress"
    stopping_since: float = 0
    failure_code: str | None = None
    failure_reason: str | None = None
    output_uri: str | None = None

    @property
    def is_active(self) -> bool:
        return self.status not in ENDED

    @property
    def answered(self) -> list[Task]:
        return [task for task in self.tasks if task.content is not None]


@dataclass(frozen=True, kw_only=True)
class Start:
    """A loop, as asked for."""

    name: str
    flow: FlowDefinition
    arn: str
    input: dict[str, Any]
    managed: Managed | None = None


class Loops:
    """The human loops of the account; each of its methods is one step, seen whole by others."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._loops: dict[str, HumanLoop] = {}
        self._lock = RLock()

    def start(self, asked: Start) -> HumanLoop:
        """Return the new loop, or the active one with this name and input."""
        with self._lock:
            if known := self._loops.get(asked.arn):
                return _same(known, asked)
            in_flight = sum(loop.is_active for loop in self.of(asked.flow.arn))
            if in_flight >= MAX_IN_FLIGHT:
                raise ServiceQuotaExceededException(
                    f"{asked.flow.name} has {MAX_IN_FLIGHT} human loops in flight."
                )
            workers = range(1, asked.flow.workers + 1)
            now = self._clock()
            loop = HumanLoop(
                name=asked.name,
                arn=asked.arn,
                flow=asked.flow,
                input=asked.input,
                created_at=now,
                expires_at=now + asked.flow.lifetime,
                managed=asked.managed,
                tasks=[Task(worker=f"worker-{number}") for number in workers],
            )
            self._loops[asked.arn] = loop
            return loop

    def find(self, arn: str) -> HumanLoop:
        with self._lock:
            if arn not in self._loops:
                name = arn.rpartition("/")[2]
                raise ResourceNotFoundException(f"HumanLoop '{name}' does not exist.")
            return self._loops[arn]

    def of(self, flow_arn: str) -> list[HumanLoop]:
        return [loop for loop in self.all() if loop.flow.arn == flow_arn]

    def all(self) -> list[HumanLoop]:
        with self._lock:
            return list(self._loops.values())

    def task(self, task_id: str) -> tuple[HumanLoop, Task] | None:
        for loop in self.all():
            for task in loop.tasks:
                if task.id == task_id:
                    return loop, task
        return None

    def stop(self, arn: str) -> None:
        with self._lock:
            loop = self.find(arn)
            if not loop.is_active:
                raise ValidationException(f"HumanLoop '{loop.name}' has ended: {loop.status}.")
            loop.status, loop.stopping_since = "Stopping", self._clock()

    def delete(self, arn: str) -> None:
        with self._lock:
            loop = self.find(arn)
            if loop.is_active:
                raise ValidationException(f"HumanLoop '{loop.name}' is in progress: stop it first.")
            del self._loops[arn]

    def submit(self, loop: HumanLoop, task: Task, content: dict[str, Any]) -> bool:
        """Take a worker's answer, once; return whether it was the loop's last."""
        with self._lock:
            if loop.status != "InProgress" or task.content is not None:
                raise ConflictException("This task has been answered, or its loop has ended.")
            now = self._clock()
            task.accepted_at = task.accepted_at or now
            task.submitted_at, task.content = now, content
            return len(loop.answered) == len(loop.tasks)

    def end(
        self, loop: HumanLoop, status: Status, *, code: str | None = None, reason: str | None = None
    ) -> None:
        with self._lock:
            loop.status, loop.failure_code, loop.failure_reason = status, code, reason

    def due(self) -> Iterator[HumanLoop]:
        """Yield the loops whose time has come: to have stopped, or to expire."""
        now = self._clock()
        for loop in self.all():
            stopped = loop.status == "Stopping" and now >= loop.stopping_since + STOPPING_SECONDS
            if stopped or (loop.status == "InProgress" and now >= loop.expires_at):
                yield loop


def _same(known: HumanLoop, asked: Start) -> HumanLoop:
    if not known.is_active:
        raise ValidationException(
            f"HumanLoop '{known.name}' already exists and is finished. To start a new HumanLoop, "
            "you can try your request again with a different HumanLoopName."
        )
    if known.flow.arn != asked.flow.arn or _text(known.input) != _text(asked.input):
        raise ConflictException(
            "Your request has the same name as another active human loop but has different input "
            "data. You cannot start two human loops with the same name and different input data."
        )
    return known


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True)
