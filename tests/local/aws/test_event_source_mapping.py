"""SQS calls a function: batches, partial failures, redrive, concurrency, time."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from local.aws.local_aws import LocalAws

pytestmark = pytest.mark.local

VISIBILITY = 2  # seconds, of a queue without a function
MAX_RECEIVES = 2


def test_messages_arrive_in_batches(
    queue: Callable[[str], Any], run: str, notes: Callable[..., Any]
) -> None:
    queue("Batches").send(*[{"run": run} for _ in range(10)])

    seen = notes("ended", 10)

    assert len({note["message"] for note in seen}) == len(seen) == 10
    assert max(note["batch"] for note in seen) > 1


def test_only_the_message_that_failed_comes_back(
    queue: Callable[[str], Any], run: str, notes: Callable[..., Any]
) -> None:
    queue("Batches").send({"run": run}, {"run": run, "fail": True}, {"run": run})

    seen = notes("ended", 4)

    times = Counter(note["message"] for note in seen)
    assert sorted(times.values()) == [1, 1, MAX_RECEIVES]
    (failed,) = [message for message, count in times.items() if count == MAX_RECEIVES]
    assert [note["receives"] for note in seen if note["message"] == failed] == [1, 2]


def test_a_message_that_never_succeeds_moves_to_the_dead_letter_queue(
    queue: Callable[[str], Any], run: str, notes: Callable[..., Any]
) -> None:
    queue("Batches").send({"run": run, "fail": True})

    dead = _dead(queue, run)

    assert dead == {"run": run, "fail": True}
    assert len(notes("ended", MAX_RECEIVES)) == MAX_RECEIVES


@pytest.mark.parametrize("identifier", ["", None], ids=["empty", "null"])
def test_an_answer_that_names_no_message_fails_the_whole_batch(
    queue: Callable[[str], Any], run: str, notes: Callable[..., Any], identifier: str | None
) -> None:
    queue("Batches").send({"run": run, "identifier": identifier})

    assert len(notes("ended", MAX_RECEIVES)) == MAX_RECEIVES


@pytest.mark.parametrize("how", [{"raise": "boom"}, {"exit": 1}, {"sleep": 30}], ids=str)
def test_a_function_that_raises_dies_or_takes_too_long_fails_its_message(
    queue: Callable[[str], Any], run: str, notes: Callable[..., Any], how: dict[str, Any]
) -> None:
    queue("Singles").send({"run": run, **how})

    dead = _dead(queue, run)

    assert dead == {"run": run, **how}
    assert [note["receives"] for note in notes("started", MAX_RECEIVES)] == [1, 2]
    assert notes("ended", 0) == []


def test_no_more_batches_run_at_once_than_maximum_concurrency(
    queue: Callable[[str], Any], run: str, notes: Callable[..., Any]
) -> None:
    queue("Singles").send(*[{"run": run, "sleep": 0.5} for _ in range(8)])

    ended = notes("ended", 8)
    started = notes("started", 8)

    assert len(ended) == 8
    assert _most_at_once(started, ended) == 2


def test_a_delayed_message_waits(
    queue: Callable[[str], Any], run: str, notes: Callable[..., Any]
) -> None:
    sent = time.time()
    queue("Batches").send({"run": run}, delay=3)

    (note,) = notes("ended", 1)

    assert note["at"] - sent >= 3


def test_a_received_message_is_invisible_for_the_visibility_it_is_given(
    queue: Callable[[str], Any], aws: LocalAws, run: str
) -> None:
    plain, sqs = queue("Plain"), aws.client("sqs")
    plain.send({"run": run})
    (message,) = plain.receive()
    changed = time.monotonic()
    sqs.change_message_visibility(
        QueueUrl=plain.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=4
    )

    (again,) = plain.receive()
    assert time.monotonic() - changed >= 4
    assert again["MessageId"] == message["MessageId"]
    assert again["Attributes"]["ApproximateReceiveCount"] == "2"
    sqs.delete_message(QueueUrl=plain.url, ReceiptHandle=again["ReceiptHandle"])
    assert plain.receive(wait=VISIBILITY + 1) == []


def _dead(queue: Callable[[str], Any], run: str) -> Any:  # noqa: ANN401 - a message's body
    """Return the first message of this run on the dead-letter queue."""
    while messages := queue("Dead").take():
        for message in messages:
            if message["run"] == run:
                return message
    return None


def _most_at_once(started: list[dict[str, Any]], ended: list[dict[str, Any]]) -> int:
    steps = [(note["at"], 1) for note in started] + [(note["at"], -1) for note in ended]
    return max(itertools.accumulate(step for _, step in sorted(steps)))
