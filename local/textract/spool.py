"""Keeps a job's results on disk, so that a job of 3,000 pages needs no memory to speak of."""

from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from local.textract.recognition import Result

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(type=Result)


class ResultFile:
    """A growing sequence of results in a file, one JSON line each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ends = array("Q", [0])  # where result n ends, in bytes; 8 bytes per result

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[Result]:
        if len(self):
            with self._path.open("rb") as file:
                yield from map(_decoder.decode, file)

    def extend(self, results: Iterable[Result]) -> None:
        end = self._ends[-1]
        with self._path.open("ab") as file:
            for result in results:
                end += file.write(_encoder.encode(result) + b"\n")
                self._ends.append(end)

    def read(self, start: int, stop: int) -> list[Result]:
        """Return the results from start up to, not including, stop."""
        first, last = self._ends[start], self._ends[min(stop, len(self))]
        if first == last:
            return []
        with self._path.open("rb") as file:
            file.seek(first)
            return _decoder.decode_lines(file.read(last - first))

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)
