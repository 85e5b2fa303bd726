"""`papertray read`: what Textract's answers mean, without AWS."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import IO, Literal, Protocol

import click
import msgspec

from console.answers import Answer, answers
from console.contents import STANDARD_INPUT
from console.errors import CommandError
from console.folders import NO_FOLDERS, Folders, clear, not_writable
from console.pieces import TOO_LARGE
from console.terminal import printable
from console.told import Told
from lambdas.documents import DateOrder
from lambdas.extraction.csv_files import csv_bytes
from lambdas.extraction.extract import Reader
from lambdas.extraction.files import ResultFiles
from lambdas.extraction.model import Warning

Format = Literal["json", "text", "markdown", "csv"]
Files = Iterable[tuple[str, IO[bytes]]]

FILES: dict[Format, str] = {
    "json": "document.json",
    "text": "text.txt",
    "markdown": "document.md",
    "csv": "fields.csv",
}
LONGEST_FIELD = 2**31 - 1  # characters, the most that Python's csv takes everywhere
ENDINGS = re.compile(r"(\.json)?(\.gz)?$", re.IGNORECASE)
HYPHENS = re.compile("-(?=-)")  # two in a row may end a comment
CUT = Warning(
    code="CONTINUATION_MISSING",
    message="More follows by the answer's NextToken, and it was not given: name its files in order",
)


class Output(Protocol):
    """Where results go."""

    def put(self, answer: Answer, files: Files) -> None:
        """Take the files that one answer became; they are gone when this returns."""


def read(
    paths: Sequence[Path],
    output: Output,
    *,
    min_confidence: float,
    date_order: DateOrder | None,
) -> bool:
    """Read the answers that the paths hold; return whether all could be read."""
    csv.field_size_limit(LONGEST_FIELD)
    all_read = True
    for _, of_one_path in groupby(answers(paths), attrgetter("number")):
        failures = [
            failure
            for answer in of_one_path
            if (failure := _failure(answer, output, min_confidence, date_order))
        ]
        if failures:
            others = f" (and {len(failures) - 1} more in it)" if failures[1:] else ""
            CommandError(failures[0] + others).show()
            all_read = False
    return all_read


def _failure(
    answer: Answer, output: Output, min_confidence: float, date_order: DateOrder | None
) -> str | None:
    """Read an answer; return why it cannot be read, which is kept without what it refers to."""
    reader = Reader(answer.parts(), min_confidence=min_confidence, date_order=date_order)
    try:
        _read(answer, reader, output)
    except CommandError as error:
        return error.message
    except MemoryError:
        return f"{_label(answer)}: {TOO_LARGE}"
    return None


def _read(answer: Answer, reader: Reader, output: Output) -> None:
    told, is_blank = Told(), True
    with ResultFiles() as files:
        for content in reader.pages():
            files.add(content)
            told.add(content.warnings)
            is_blank &= not any(msgspec.structs.astuple(content.page.counts))
        warnings = [*reader.warnings, *([CUT] if answer.is_cut else [])]
        told.add(warnings)
        lines = [printable(line) for line in told.lines()]
        if is_blank and "UNKNOWN_BLOCK_TYPE" in told:
            raise CommandError(f"{_label(answer)}: nothing of it is known: {'; '.join(lines)}")
        output.put(answer, files.finished(reader.head(is_cut=answer.is_cut), warnings))
    for line in lines:
        click.echo(f"papertray: {_label(answer)}: warning: {line}", err=True)


class Shown:
    """Standard output, in one format; `several` answers are told apart."""

    def __init__(self, form: Format, *, several: bool) -> None:
        self._form = form
        self._several = several
        self._begun = False

    def put(self, answer: Answer, files: Files) -> None:
        self._several |= answer.place > 1 or not answer.is_last
        file = next(file for name, file in files if name == FILES[self._form])
        _print(self._printed(_label(answer), file))
        self._begun = True

    def _printed(self, label: str, file: IO[bytes]) -> Iterator[bytes]:
        match self._form:
            case "json":
                yield from (line.rstrip(b"\n") for line in file)
                yield b"\n"
            case "csv" if self._several:
                yield from self._rows(label, file)
            case _:
                yield from self._titled(label, file)

    def _rows(self, label: str, file: IO[bytes]) -> Iterator[bytes]:
        """Yield the rows with the answer's name in front, under one header."""
        rows = csv.reader(line.decode() for line in file)
        header = next(rows)
        if not self._begun:
            yield csv_bytes([["document", *header]])
        for row in rows:
            yield csv_bytes([[label, *row]])

    def _titled(self, label: str, file: IO[bytes]) -> Iterator[bytes]:
        if self._several:
            gap = "\n" if self._begun else ""
            if self._form == "markdown":
                title = f"<!-- {HYPHENS.sub('- ', label)} -->\n"
            else:
                title = f"==> {label} <=="  # as `head` does
            yield f"{gap}{title}\n".encode()
        yield from file


class Kept:
    """A folder for each answer, with all files; in place of those of an earlier run."""

    def __init__(self, paths: Sequence[Path], out: Path) -> None:
        self._homes = Folders(out, paths)
        self._folders = [self._homes.choose(_name(path)) for path in paths]

    def put(self, answer: Answer, files: Files) -> None:
        is_first = answer.place == 1
        folder = (
            self._folders[answer.number] if is_first else self._homes.choose(_name(answer.path))
        )
        try:
            clear(folder)
            for name, file in files:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as copy:
                    shutil.copyfileobj(file, copy)
        except OSError as error:
            raise not_writable(folder, error) from error
        click.echo(f"{_label(answer)}: {printable(str(folder))}")


def _print(texts: Iterable[bytes]) -> None:
    """Write to standard output; to a terminal only what it cannot take for a command."""
    if not sys.stdout.isatty():
        for text in texts:
            sys.stdout.buffer.write(text)
        return
    for text in texts:
        lines = text.decode().replace("\r\n", "\n").split("\n")
        click.echo("\n".join(map(printable, lines)), nl=False)


def _label(answer: Answer) -> str:
    """Return what tells an answer apart: its path, and its place where that holds several."""
    place = f"#{answer.place}" if answer.place > 1 else ""
    return printable(f"{answer.path}{place}")


def _name(path: Path) -> str:
    """Return the name of an answer's folder: a file's without its ending."""
    if path == STANDARD_INPUT:
        return "standard-input"
    name = path.name if path.name not in NO_FOLDERS else path.resolve().name
    without_ending = ENDINGS.sub("", name)
    return name if without_ending in NO_FOLDERS else without_ending
