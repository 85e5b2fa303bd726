"""A few calls at once, in order, and never more of them in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from lambdas.aws.at_once import at_once


def test_answers_come_in_the_order_of_the_items() -> None:
    assert list(at_once(str, range(100), most=7)) == [str(number) for number in range(100)]


def test_as_many_calls_as_allowed_are_under_way_together() -> None:
    together = threading.Barrier(3, timeout=10)  # broken, if ever fewer are

    assert len(list(at_once(lambda _: together.wait(), range(9), most=3))) == 9


def test_items_are_taken_only_when_there_is_room_for_them() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    for done, _ in enumerate(at_once(abs, items(), most=4)):
        assert len(taken) <= done + 4


def test_what_goes_wrong_with_one_is_raised() -> None:
    with pytest.raises(ValueError, match="'x'"):
        list(at_once(int, ["1", "2", "x", "4"], most=2))
