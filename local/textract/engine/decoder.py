"""The process that decodes documents: it ends itself when a call takes too long."""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from local.textract.engine.errors import TOO_LARGE, UnreadableDocument

MEMORY = 3 << 30  # bytes of addresses: the libraries' 0.8 GB, a PDF of 500 MB, the largest picture


def serve(handle: int) -> None:
    """Answer calls that come over the pipe `handle` until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(ValueError, OSError):  # where the system has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    data = b""
    with Connection(handle) as pipe, suppress(EOFError, BrokenPipeError):
        pipe.send("ready")
        while True:
            asked = pipe.recv()
            if isinstance(asked, bytes):
                data = asked
            else:
                pipe.send(_answer(data, *asked))


def _answer(
    data: bytes,
    seconds: float,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> object:
    # The system ends the process when the time is up, whatever native code it is in by then.
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return function(data, *args, **kwargs)
    except MemoryError:
        return UnreadableDocument(TOO_LARGE, "The document takes too much memory to decode")
    except Exception as error:  # noqa: BLE001 (the one who asks shall know)
        return error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
