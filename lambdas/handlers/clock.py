"""The time that an invocation has left."""

from __future__ import annotations

from typing import Protocol

from lambdas.pipeline.patience import Patience


class Context(Protocol):
    """What we use of Lambda's context object."""

    def get_remaining_time_in_millis(self) -> int: ...


def patience(context: Context) -> Patience:
    return Patience(seconds_left=lambda: context.get_remaining_time_in_millis() / 1000)
