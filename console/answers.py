"""Textract's answers as people keep them: files, lists, compressed or not, and folders of parts."""

from __future__ import annotations

import codecs
import gzip
import re
import sys
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import IO

import msgspec

from console.errors import CommandError
from console.terminal import printable
from lambdas.extraction.answers import Part, UnreadableAnswer, decode_part

STANDARD_INPUT = Path("-")
GZIP = b"\x1f\x8b"
# What Textract writes to OutputConfig; of a loan package the summary comes behind the details
PART_FOLDERS = ("", "detailedResponse", "summaryResponse")
PART = re.compile(r"([0-9]+)(?:\.json)?(?:\.gz)?", re.ASCII)
CONTENTS = ("Blocks", "ExpenseDocuments", "IdentityDocuments", "Results", "Summary", "JobStatus")
LONGEST = 2 << 30  # bytes: 3,000 pages of forms, as much as a job may have, are 1.8 GB
READ = 1 << 20  # bytes that are read at once
SHOWN = 10  # members of what is no answer


class Answer:
    """One answer: a file, the parts in a folder, or a file that goes on in the files after it.

    `following` are the paths after `path`; those that the answer goes on in are taken from it.
    `number` is the path's, from 0.
    """

    def __init__(self, path: Path, number: int, following: deque[Path]) -> None:
        self.path = path
        self.number = number
        self.is_cut = False
        """Whether more ought to follow, and does not; known when the parts are used up."""
        self._following = following

    def parts(self) -> Iterator[Part]:
        """Yield the answer's parts, one in memory at a time; raise CommandError at what is none."""
        parts, seen = _parts(self.path), _Seen()
        while True:
            for part in parts:
                seen.add(part)
                yield part
            if not seen.more_follows:
                return
            continuation = self._continuation(seen)
            if continuation is None:
                self.is_cut = True
                return
            parts = continuation

    def _continuation(self, seen: _Seen) -> Iterator[Part] | None:
        """Take the next path, if it goes on with this answer."""
        if not self._following:
            return None
        parts = _parts(self._following[0])
        try:
            first = next(parts, None)
        except CommandError:  # will be told when it is read for itself
            return None
        if first is None or not seen.goes_on_with(first):
            return None
        self._following.popleft()
        return chain([first], parts)


class _Seen:
    """What the parts of an answer have told so far, to know its continuation by."""

    def __init__(self) -> None:
        self.more_follows = False
        self._pages: set[int] = set()
        self._page_count: int | None = None

    def add(self, part: Part) -> None:
        self.more_follows = bool(part.next_token)
        self._pages |= _pages_begun(part)
        self._page_count = _page_count(part)

    def goes_on_with(self, part: Part) -> bool:
        """Whether a part may be of the same job: no page begins twice, and all count them alike."""
        return self._pages.isdisjoint(_pages_begun(part)) and self._page_count == _page_count(part)


def _pages_begun(part: Part) -> set[int]:
    blocks = (block.page for block in part.blocks or () if block.block_type == "PAGE")
    results = (result.page for result in part.results or ())
    return {page or 1 for page in chain(blocks, results)}


def _page_count(part: Part) -> int | None:
    return part.document_metadata.pages if part.document_metadata else None


def answers(paths: Sequence[Path]) -> Iterator[Answer]:
    """Yield the answers that the paths hold; use up the parts of one before asking for the next."""
    remaining = deque(paths)
    while remaining:
        number = len(paths) - len(remaining)
        yield Answer(remaining.popleft(), number, remaining)


def _parts(path: Path) -> Iterator[Part]:
    for file in _files(path):
        name = printable(str(file))
        for text in _texts(_content(file, name)):
            yield _part(text, name)


def _files(path: Path) -> list[Path]:
    """Return the parts in a folder in their order, "2" before "10"; else the path itself."""
    if not path.is_dir():
        return [path]
    numbered = [
        (order, int(match[1]), file)
        for order, folder in enumerate(PART_FOLDERS)
        if (path / folder).is_dir()
        for file in (path / folder).iterdir()
        if (match := PART.fullmatch(file.name))
    ]
    if not numbered:
        raise CommandError(
            f"{printable(str(path))}: no parts of a job (1, 2, 3, ...) in this folder; name the"
            " files, or the folder that is named like the job"
        )
    return [file for _, _, file in sorted(numbered)]


def _content(file: Path, name: str) -> bytes:
    try:
        with nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else file.open("rb") as opened:
            content = _all_of(opened, f"{name}: has more than {LONGEST:,} bytes")
        if content.startswith(GZIP):
            packed = gzip.GzipFile(fileobj=BytesIO(content))
            content = _all_of(packed, f"{name}: has more than {LONGEST:,} bytes when decompressed")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CommandError(f"{name}: cannot be decompressed: {error}") from error
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error
    return content


def _all_of(file: IO[bytes] | gzip.GzipFile, too_long: str) -> bytes:
    """Return what a file holds; raise CommandError at more than LONGEST bytes."""
    content = BytesIO()
    while chunk := file.read(READ):
        content.write(chunk)
        if content.tell() > LONGEST:
            raise CommandError(too_long)
    return content.getvalue()


def _texts(content: bytes) -> Iterator[bytes | msgspec.Raw]:
    """Yield the answer, or the answers of a list, as JSON in UTF-8.

    Windows PowerShell writes a command's output as UTF-16.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    content = content.removeprefix(codecs.BOM_UTF8)
    if not content.lstrip().startswith(b"["):
        yield content
        return
    try:
        yield from msgspec.json.decode(content, type=list[msgspec.Raw])
    except msgspec.DecodeError:
        yield content  # whose decoding tells what is wrong


def _part(text: bytes | msgspec.Raw, name: str) -> Part:
    try:
        part = decode_part(bytes(text))
    except UnreadableAnswer as error:
        raise CommandError(f"{name}: {printable(str(error))}") from error
    if part.job_status == "IN_PROGRESS":
        raise CommandError(f"{name}: the job was still running; get its result when it has ended")
    if part.job_status == "FAILED":
        reason = printable(part.status_message or "Textract gives no reason")
        raise CommandError(f"{name}: the job failed: {reason}")
    if not _says_something(part):
        raise CommandError(f"{name}: no answer of Textract: {_instead(text)}")
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


def _instead(text: bytes | msgspec.Raw) -> str:
    """Return what a JSON object holds, and what was expected."""
    found = list(msgspec.json.decode(text, type=dict[str, msgspec.Raw]))
    if found == ["JobId"]:
        return "it only names a job; get the job's result, or its parts from OutputConfig"
    names = printable(", ".join(found[:SHOWN])) + (", ..." if len(found) > SHOWN else "")
    return f"it holds {names or 'nothing'}; expected one of {', '.join(CONTENTS)}"
