"""Several files as one, without a copy of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO


class Joined(io.RawIOBase):
    """Reads files one after the other as if they were one, which can be gone back in.

    The files are its own to read: nobody else may move in them. Closing it leaves them open.
    """

    def __init__(self, files: Sequence[IO[bytes]]) -> None:
        self._files = files
        self._ends: list[int] = []
        end = 0
        for file in files:
            end += file.seek(0, io.SEEK_END)
            self._ends.append(end)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        size = self._ends[-1] if self._ends else 0
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # a narrower type
        start = 0
        for file, end in zip(self._files, self._ends, strict=True):
            if self._at < end:
                file.seek(self._at - start)
                data = file.read(len(buffer))
                buffer[: len(data)] = data
                self._at += len(data)
                return len(data)
            start = end
        return 0
