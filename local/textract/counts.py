"""Counts what was asked, refused, told and billed, so that a test can say what a user would pay."""

from collections import Counter, defaultdict
from threading import Lock
from typing import Literal

from local.textract.errors import THROTTLES

Notice = Literal["sent", "lost", "duplicate", "late", "undelivered"]


class Counts:
    """By operation: calls, paid pages, throttles, errors by code, notices by their fate."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self._calls: Counter[str] = Counter()
            self._pages: Counter[str] = Counter()
            self._throttles: Counter[str] = Counter()
            self._errors: defaultdict[str, Counter[str]] = defaultdict(Counter)
            self._notices: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def called(self, operation: str) -> None:
        with self._lock:
            self._calls[operation] += 1

    def refused(self, operation: str, code: str) -> None:
        """Count the error of a call that was counted; throttles are errors too."""
        with self._lock:
            if operation not in self._calls:
                return  # what is no operation has no count: its name is the caller's invention
            self._errors[operation][code] += 1
            if code in THROTTLES:
                self._throttles[operation] += 1

    def paid(self, operation: str, pages: int) -> None:
        with self._lock:
            self._pages[operation] += pages

    def told(self, operation: str, notice: Notice) -> None:
        with self._lock:
            self._notices[operation][notice] += 1

    def snapshot(self) -> dict[str, dict[str, int] | dict[str, dict[str, int]]]:
        with self._lock:
            return {
                "calls": dict(self._calls),
                "pages": dict(self._pages),
                "throttles": dict(self._throttles),
                "errors": {name: dict(codes) for name, codes in self._errors.items()},
                "notices": {name: dict(kinds) for name, kinds in self._notices.items()},
            }
