"""Keeps what was made with much work, for those who ask for the same again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """The values that were asked for last, up to a total weight; safe for threads."""

    def __init__(self, *, most: int, weight: Callable[[V], int]) -> None:
        self._most = most
        self._weight = weight
        self._lock = Lock()
        self._values: dict[Hashable, Future[V]] = {}  # those asked for last at the end

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return the value, made only if there is none; who asks meanwhile waits for it."""
        with self._lock:
            known = self._values.pop(key, None)
            value = known or Future()
            self._values[key] = value
        if known is None:
            self._fill(key, value, make)
        return value.result()

    def _fill(self, key: Hashable, value: Future[V], make: Callable[[], V]) -> None:
        try:
            value.set_result(make())
        except BaseException as error:
            with self._lock:
                self._values.pop(key, None)  # another time it may succeed
            value.set_exception(error)
            raise
        with self._lock:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        weights = {k: self._weight(v.result()) for k, v in self._values.items() if v.done()}
        total = sum(weights.values())
        for key, weight in weights.items():
            if total <= self._most:
                break
            del self._values[key]
            total -= weight
