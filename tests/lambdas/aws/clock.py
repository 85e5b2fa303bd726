"""A clock that stands until a test moves it."""

from __future__ import annotations


class At:
    """Seconds since the epoch, which pass only as a test says."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.5  # 2027-01-15T08:00:00.500Z

    def __call__(self) -> float:
        return self.now
