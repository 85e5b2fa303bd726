"""How long a worker waits for its quota."""

from __future__ import annotations

import pytest

from lambdas.errors import Busy, Throttled, TransientError
from lambdas.pipeline.patience import GIVE_BACK, LONGEST_WAIT, OUTWAITED, RESERVE, Patience
from tests.lambdas.world import Clock


class Quota:
    """Throttles so many times, then answers."""

    def __init__(self, refusals: int) -> None:
        self.left = refusals
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        self.left -= 1
        if self.left >= 0:
            raise Throttled
        return "answer"


def patience(clock: Clock, waits: list[float]) -> Patience:
    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock.sleep(seconds)

    return Patience(
        seconds_left=clock.seconds_left, sleep=sleep, jitter=lambda _low, high: float(high)
    )


def test_an_answer_at_once_is_not_waited_for() -> None:
    waits: list[float] = []

    assert patience(Clock(now=0, ends=60), waits).call(Quota(0)) == "answer"
    assert waits == []


def test_waits_grow_to_a_limit() -> None:
    waits: list[float] = []

    assert patience(Clock(now=0, ends=900), waits).call(Quota(7)) == "answer"
    assert waits == [1, 2, 4, 8, *[LONGEST_WAIT] * 3]


def test_no_wait_goes_into_the_time_that_saving_needs() -> None:
    clock = Clock(now=0, ends=100)

    with pytest.raises(Throttled):
        patience(clock, []).call(Quota(1000))

    assert RESERVE <= clock.seconds_left() < RESERVE + LONGEST_WAIT


def test_even_an_impatient_worker_asks_once() -> None:
    quota = Quota(1000)

    with pytest.raises(Throttled):
        patience(Clock(now=0, ends=1), []).call(quota)

    assert quota.asked == 1


def test_other_errors_are_not_waited_out() -> None:
    def fail() -> None:
        raise TransientError

    waits: list[float] = []
    with pytest.raises(TransientError):
        patience(Clock(now=0, ends=900), waits).call(fail)
    assert waits == []


def test_work_that_is_given_back_stays_away_for_a_random_while() -> None:
    delays = {Patience(seconds_left=lambda: 0).give_back_delay() for _ in range(50)}

    assert len(delays) > 5
    assert all(GIVE_BACK[0] <= delay <= GIVE_BACK[1] for delay in delays)


def test_another_worker_is_outwaited_while_there_is_time() -> None:
    clock = Clock(now=0, ends=30)
    waits: list[float] = []

    def attempt() -> str:
        if clock.now < free_at:
            raise Busy(retry_in=free_at - clock.now)
        return "answer"

    free_at = 2.0
    assert patience(clock, waits).outwait(attempt) == "answer"
    assert clock.now == free_at
    free_at = 1000.0
    with pytest.raises(Busy):
        patience(clock, waits).outwait(attempt)
    assert clock.seconds_left() < OUTWAITED
