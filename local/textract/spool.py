"""Keeps a job's blocks on disk, so that a job of 3,000 pages needs no memory to speak of."""

from array import array
from collections.abc import Iterable
from pathlib import Path

import msgspec

from local.textract.recognition import Block

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(type=Block)


class BlockFile:
    """A growing sequence of blocks in a file, one JSON line each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ends = array("Q", [0])  # where block n ends, in bytes; 8 bytes per block

    def __len__(self) -> int:
        return len(self._ends) - 1

    def extend(self, blocks: Iterable[Block]) -> None:
        end = self._ends[-1]
        with self._path.open("ab") as file:
            for block in blocks:
                end += file.write(_encoder.encode(block) + b"\n")
                self._ends.append(end)

    def read(self, start: int, stop: int) -> list[Block]:
        """Return the blocks from start up to, not including, stop."""
        first, last = self._ends[start], self._ends[min(stop, len(self))]
        if first == last:
            return []
        with self._path.open("rb") as file:
            file.seek(first)
            return _decoder.decode_lines(file.read(last - first))

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)
