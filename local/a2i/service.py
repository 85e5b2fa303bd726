"""The local A2I: what its doors share, and the lives of its loops."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from local.a2i import output
from local.a2i.errors import not_a_customer
from local.a2i.flows import Flows
from local.a2i.loops import HumanLoop, Loops, Status, Task
from local.a2i.outside import NotDoneError, Outside
from local.serving import log_unexpected

log = logging.getLogger(__name__)

TICK = 0.2  # seconds between looks at what is due


class A2I:
    """Flow definitions, loops, and what happens to them as time goes by."""

    def __init__(
        self, outside: Outside, *, account: str, clock: Callable[[], float] = time.time
    ) -> None:
        """`clock` tells seconds since the epoch."""
        self.outside = outside
        self.customer = True  # until somebody says otherwise: then nothing can be made here
        self.clock = clock
        self.flows = Flows(account=account, clock=clock)
        self.loops = Loops(clock=clock)
        self._untold = SimpleQueue[HumanLoop]()
        self._ending = Lock()
        self._stopping = Event()

    def run(self) -> None:
        """Look after the loops, in a thread of its own, until closed."""
        Thread(target=self._run, name="a2i", daemon=True).start()

    def close(self) -> None:
        self._stopping.set()

    def check_customer(self) -> None:
        """Raise what an account that is not an A2I customer is told."""
        if not self.customer:
            raise not_a_customer()

    def submit(self, loop: HumanLoop, task: Task, content: dict[str, Any]) -> None:
        """Take a worker's answer; the last one ends the loop."""
        if self.loops.submit(loop, task, content):
            self._complete(loop)

    def fail(self, loop: HumanLoop, *, code: str, reason: str) -> None:
        self._end(loop, "Failed", code=code, reason=reason)

    def tell_again(self, loop: HumanLoop) -> None:
        """EventBridge delivers at least once."""
        self._untold.put(loop)

    def tick(self) -> None:
        """Do what is due, and tell of the loops that have ended."""
        for loop in self.loops.due():
            if loop.status == "Stopping":
                self._end(loop, "Stopped")
            elif loop.answered:
                self._complete(loop)
            else:
                self._end(loop, "Failed", code="Expired", reason="No worker answered in time.")
        self._tell()

    def _complete(self, loop: HumanLoop) -> None:
        with self._ending:
            if not loop.is_active:
                return
            bucket, key = output.place(loop)
            try:
                self.outside.write(bucket, key, output.document(loop), flow=loop.flow)
            except NotDoneError as error:
                log.warning("loop %s: %s", loop.name, error)
                self._ended(loop, "Failed", code="ValidationError", reason=str(error))
            else:
                loop.output_uri = f"s3://{bucket}/{key}"
                self._ended(loop, "Completed")

    def _end(
        self, loop: HumanLoop, status: Status, *, code: str | None = None, reason: str | None = None
    ) -> None:
        with self._ending:
            if loop.is_active:
                self._ended(loop, status, code=code, reason=reason)

    def _ended(
        self, loop: HumanLoop, status: Status, *, code: str | None = None, reason: str | None = None
    ) -> None:
        self.loops.end(loop, status, code=code, reason=reason)
        log.info("loop %s %s", loop.name, status)
        self._untold.put(loop)

    def _tell(self) -> None:
        later: list[HumanLoop] = []
        while True:
            try:
                loop = self._untold.get_nowait()
            except Empty:
                break
            try:
                self.outside.tell(output.event(loop), region=loop.flow.region)
            except NotDoneError as error:
                log.warning("loop %s: %s", loop.name, error)
                later.append(loop)
        for loop in later:
            self._untold.put(loop)

    def _run(self) -> None:
        while not self._stopping.wait(TICK):
            try:
                self.tick()
            except Exception as error:  # noqa: BLE001 (the loops after this one go on)
                log_unexpected(error)
