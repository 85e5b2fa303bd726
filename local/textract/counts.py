"""Counts calls and paid pages by operation, so that a test can say what would have been billed."""

from collections import Counter
from threading import Lock


class Counts:
    """How often each operation was called, and for how many pages it was paid."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: Counter[str] = Counter()
        self._pages: Counter[str] = Counter()

    def called(self, operation: str) -> None:
        with self._lock:
            self._calls[operation] += 1

    def paid(self, operation: str, pages: int) -> None:
        with self._lock:
            self._pages[operation] += pages

    def snapshot(self) -> dict[str, dict[str, int]]:
        with self._lock:
            return {"calls": dict(self._calls), "pages": dict(self._pages)}
