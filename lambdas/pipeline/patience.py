"""How a worker waits: the only true meter of Textract's quota is Textract's own answer."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from lambdas.errors import Busy, Throttled
from lambdas.observability import count

FIRST_WAIT = 0.5  # seconds, the mean of the first wait
LONGEST_WAIT = 10.0  # seconds
# What a worker needs at the end: one more call (Textract answers a page within seconds, 60 s at
# the very most) is not begun unless its result can still be saved.
RESERVE = 30.0  # seconds
OUTWAITED = 10.0  # seconds, enough for one more attempt of a person's function
GIVE_BACK = (20, 60)  # seconds until a message that was given back is tried again

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Patience:
    """The time that an invocation has left; `sleep` and `jitter` are arguments for the tests."""

    seconds_left: Callable[[], float]
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[float, float], float] = random.uniform

    def call(self, attempt: Callable[[], T]) -> T:
        """Repeat `attempt` while Textract throttles it and time is left; then raise Throttled."""
        longest = 2 * FIRST_WAIT
        while True:
            try:
                return attempt()
            except Throttled:
                count("Throttled")
                wait = self.jitter(0, longest)
                if self.seconds_left() < wait + RESERVE:
                    raise
                self.sleep(wait)
                longest = min(2 * longest, LONGEST_WAIT)

    def outwait(self, attempt: Callable[[], T]) -> T:
        """Repeat `attempt` while another worker has the document and time is left; then raise
        Busy."""
        while True:
            try:
                return attempt()
            except Busy:
                if self.seconds_left() < OUTWAITED:
                    raise
                self.sleep(FIRST_WAIT)

    def give_back_delay(self) -> int:
        """Return the seconds for which a throttled message stays away."""
        return round(self.jitter(*GIVE_BACK))
