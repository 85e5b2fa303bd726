"""A function that dies: from one AWS call on, nothing that it does reaches AWS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.model import OperationModel


class PowerCut(BaseException):
    """No `except Exception` of ours sees it."""


class Power:
    """Listens to botocore's `before-call`; on until a test lets it fail."""

    def __init__(self) -> None:
        self._fails_at: str | None = None
        self._calls_before = 0
        self._off = False

    def __call__(self, model: OperationModel, **_: object) -> None:
        if model.name == self._fails_at:
            self._off |= self._calls_before == 0
            self._calls_before -= 1
        if self._off:
            raise PowerCut(model.name)

    @contextmanager
    def failing_at(self, operation: str, *, after: int = 0) -> Iterator[None]:
        """Cut the power at a call of `operation`, `after` so many; it is back in the end."""
        self._fails_at, self._calls_before = operation, after
        try:
            with pytest.raises(PowerCut):
                yield
        finally:
            self._fails_at, self._off = None, False
