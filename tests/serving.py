"""The review page on a port of this machine, for a browser of the tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from console.review.desk import Desk
from console.review.documents import Reviews
from console.review.guard import Guard
from console.review.server import make_app, make_listener


@contextmanager
def served(reviews: Reviews, desk: Desk) -> Iterator[str]:
    """Serve the page as `papertray console` does; yield the link to it."""
    listener = make_listener(0)
    guard = Guard(port=listener.port)
    listener.app = make_app(reviews, desk, guard)
    thread = threading.Thread(target=listener.serve_forever)
    thread.start()
    try:
        yield guard.link
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
