"""Textract's answers as people keep them: files, lists, compressed or not, and folders of parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import NoReturn

import msgspec

from console.contents import content
from console.dialects import CONTENTS, Text, texts
from console.errors import CommandError
from console.remedies import what_is_wrong, what_it_holds
from console.terminal import printable
from lambdas.extraction.answers import Part, UnreadableAnswer, decode_part

TOO_LARGE = "takes more memory than there is"
# What Textract writes to OutputConfig; of a loan package the summary comes behind the details
PART_FOLDERS = ("", "detailedResponse", "summaryResponse")
PART = re.compile(r"([0-9]+)(?:\.json)?(?:\.gz)?", re.ASCII)


class Piece:
    """What may be a part of an answer: the content of a file, or a member of the list in it.

    `number` is that of the path, from 0. `is_joined` says that it is of the same job as the piece
    before it, `is_last` that nothing follows in the same path, nor in a numbered file beside it.
    """

    def __init__(
        self,
        path: Path,
        number: int,
        read: Callable[[], Part],
        *,
        is_joined: bool = False,
        is_last: bool = True,
    ) -> None:
        self.path = path
        self.number = number
        self.is_joined = is_joined
        self.is_last = is_last
        self._read = read

    @cached_property
    def part(self) -> Part:
        """The part; raises CommandError where it is none."""
        return self._read()


def pieces(paths: Sequence[Path]) -> Iterator[Piece]:
    """Yield what the paths hold, one file in memory at a time."""
    for run in _runs(paths):
        for number, path in run:
            is_last = (number, path) == run[-1]
            try:
                files = _files(path)
            except CommandError as error:
                yield Piece(path, number, partial(_fail, error), is_last=is_last)
            else:
                yield from _pieces(path, number, files, is_last=is_last)


def _runs(paths: Sequence[Path]) -> Iterator[list[tuple[int, Path]]]:
    """Yield each path with its number; what a shell made of a job's folder is one run, in order.

    The shell puts "10" before "2".
    """

    def folder(numbered: tuple[int, Path]) -> Path | int:
        number, path = numbered
        return path.parent if _place(path) is not None and not path.is_dir() else number

    for _, run in groupby(enumerate(paths), folder):
        yield sorted(run, key=lambda each: _place(each[1]) or 0)


def _place(path: Path) -> int | None:
    """Return which part of a job a file's name says that it is."""
    match = PART.fullmatch(path.name)
    return int(match[1]) if match else None


def _pieces(path: Path, number: int, files: Sequence[Path], *, is_last: bool) -> Iterator[Piece]:
    is_joined = False
    for file in files:
        readers = _readers(file)
        for read in readers:
            ends = is_last and file is files[-1] and read is readers[-1]
            yield Piece(path, number, read, is_joined=is_joined, is_last=ends)
            is_joined = file is not path  # but in a folder


def _readers(file: Path) -> list[Callable[[], Part]]:
    """Return what reads each of the parts in a file, or tells why there is none."""
    name = printable(str(file))
    try:
        return [partial(_part, text, name) for text in texts(content(file, name))]
    except CommandError as error:
        return [partial(_fail, error)]
    except MemoryError:
        return [partial(_fail, CommandError(f"{name}: {TOO_LARGE}"))]


def _fail(error: CommandError) -> NoReturn:
    raise error


def _files(path: Path) -> list[Path]:
    """Return the parts in a folder in their order, "2" before "10"; else the path itself."""
    if not path.is_dir():
        return [path]
    numbered = [
        (order, place, file)
        for order, folder in enumerate(PART_FOLDERS)
        if (path / folder).is_dir()
        for file in (path / folder).iterdir()
        if (place := _place(file)) is not None
    ]
    if not numbered:
        raise CommandError(
            f"{printable(str(path))}: no parts of a job (1, 2, 3, ...) in this folder; name the"
            " files, or the folder that is named like the job"
        )
    return [file for _, _, file in sorted(numbered)]


def _part(text: Text, name: str) -> Part:
    try:
        part = decode_part(bytes(text))
    except UnreadableAnswer as error:
        raise CommandError(f"{name}: {printable(what_is_wrong(bytes(text), error))}") from error
    if part.job_status == "IN_PROGRESS":
        raise CommandError(f"{name}: the job was still running; get its result when it has ended")
    if part.job_status == "FAILED":
        reason = printable(part.status_message or "Textract gives no reason")
        raise CommandError(f"{name}: the job failed: {reason}")
    if not _says_something(part):
        names = [*msgspec.json.decode(text, type=dict[str, msgspec.Raw])]
        reason = printable(what_it_holds(names, CONTENTS))
        raise CommandError(f"{name}: no answer of Textract: {reason}")
    return part


def _says_something(part: Part) -> bool:
    members = (
        part.blocks,
        part.expense_documents,
        part.identity_documents,
        part.results,
        part.summary,
        part.job_status,
        part.document_metadata,
        part.model_version,
    )
    return any(member is not None for member in members)
