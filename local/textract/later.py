"""Does things some time later, and none of them after the end."""

from collections.abc import Callable
from threading import Lock, Timer


class Later:
    """Work that waits, each piece with a thread of its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: set[Timer] = set()
        self._closed = False

    def run(self, seconds: float, work: Callable[[], None]) -> None:
        """Do the work after some seconds; here and now if there are none to wait."""
        if seconds <= 0:
            work()
            return
        timer = Timer(seconds, lambda: self._run(timer, work))
        timer.daemon = True
        with self._lock:
            if not self._closed:
                self._waiting.add(timer)
                timer.start()

    def close(self) -> None:
        """Drop what still waits."""
        with self._lock:
            self._closed = True
            for timer in self._waiting:
                timer.cancel()
            self._waiting.clear()

    def _run(self, timer: Timer, work: Callable[[], None]) -> None:
        with self._lock:
            if timer not in self._waiting:
                return
            self._waiting.discard(timer)
        work()
