"""Decodes hostile bytes in processes of their own: one that hangs or dies costs a refusal."""

from __future__ import annotations

import atexit
import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing.connection import Connection, Pipe
from queue import LifoQueue
from typing import Concatenate, ParamSpec, TypeVar

from local.textract.engine.errors import BAD, UnreadableDocument

SECONDS = 30.0  # a dense page needs 1, on a busy machine 10
MOST_STOPS = 3  # pages that may hang before the rest of the document is refused unseen
DECODERS = max(1, min(4, os.cpu_count() or 1))  # as many as pages are read at a time

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """A document's bytes."""

    data: bytes = field(repr=False)

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def decode(
    function: Callable[Concatenate[bytes, P], T], source: Source, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Call a module's function with the bytes; raises UnreadableDocument, also if it never ends."""
    if _stops[source.digest] >= MOST_STOPS:
        raise UnreadableDocument(BAD, "The document's pages take too long to decode")
    decoder = _idle.get()
    try:
        return decoder.call(source, function, args, kwargs)
    except EOFError as error:
        _stops[source.digest] += 1
        message = f"The document cannot be decoded within {SECONDS:g} seconds and safely"
        raise UnreadableDocument(BAD, message) from error
    finally:
        _idle.put(decoder)


class _Decoder:
    """A process that keeps the document it was last asked for; started when it is needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._held = ""

    def call(self, source: Source, function: Callable[..., T], *arguments: object) -> T:
        """Raise EOFError if the process does not live to answer."""
        if self._process is None:
            self._start()
        try:
            if self._held != source.digest:
                self._pipe.send(source.data)
                self._held = source.digest
            self._pipe.send((SECONDS, function, *arguments))
            answer: T | Exception = self._pipe.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise EOFError from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def stop(self) -> None:
        if self._process is not None:
            self._pipe.close()
            self._process.kill()
            self._process.wait()
        self._process, self._held = None, ""

    def _start(self) -> None:
        self._pipe: Connection
        self._pipe, theirs = Pipe()
        command = f"from {__package__}.decoder import serve; serve({theirs.fileno()})"
        path = os.pathsep.join(sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", command],
            env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        try:
            self._pipe.recv()
        except EOFError as error:
            raise RuntimeError("The process that decodes documents does not start") from error


_idle: LifoQueue[_Decoder] = LifoQueue()
"""The one used last is used next: who reads page by page needs only one."""
_stops: Counter[str] = Counter()
for _ in range(DECODERS):
    _idle.put(_Decoder())


@atexit.register
def _stop() -> None:
    while not _idle.empty():
        _idle.get().stop()
