"""`document.json` read back page by page, in the memory of one page, however long it is.

`ResultFiles` writes what a page has of each array on a line of its own: so the arrays are read side
by side, and a page takes a line of each that has something of it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import IO, Generic, TypeVar

import msgspec
from msgspec import Struct

from lambdas.errors import PermanentError
from lambdas.extraction.extract import LATE_BLOCKS
from lambdas.extraction.files import ARRAYS, READ
from lambdas.extraction.model import (
    Content,
    Field,
    LineItem,
    Page,
    Signature,
    Table,
    Warning,
)
from lambdas.extraction.result_document import ResultHead

END = b"]}"
MAJOR = "1."  # whose minor versions only add members
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+":?|[{}\[\]]')

T = TypeVar("T", bound=Struct)
Spans = dict[str, tuple[int, int]]
"""Where the values of each array begin and end."""


class UnreadableResult(PermanentError):
    """What should be a `document.json` of this project is not one."""


class Written:
    """Reads a `document.json` that `ResultFiles` wrote, of any minor version.

    `file` can be gone back in; nobody else may move in it before the last page is read.
    """

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        first = file.readline()
        start = _pages_start(first)
        self.head = _head(first[: start - len(_begun("pages"))])
        """What `document.json` begins with, in this version's members."""
        spans = _spans(file, start)
        self._pages = _Lines(file, "pages", Page, spans)
        self._fields = _Lines(file, "fields", Field, spans)
        self._tables = _Lines(file, "tables", Table, spans)
        self._line_items = _Lines(file, "line_items", LineItem, spans)
        self._signatures = _Lines(file, "signatures", Signature, spans)
        self._warnings = _Lines(file, "warnings", Warning, spans)
        self._whole_document: list[Warning] = []

    def contents(self) -> Iterator[Content]:
        """Yield all that each page holds, once; raises UnreadableResult where it does not add up.

        In a document of version 1.0, the line items of what came late of a page are the page's own
        if that had none.
        """
        seen: set[int] = set()
        while self._pages.has_more:
            page = self._page()
            counts = page.counts
            yield Content(
                page=page,
                fields=self._fields.counted(counts.fields),
                tables=self._tables.counted(counts.tables),
                line_items=self._items_of(page),
                signatures=self._signatures.counted(counts.signatures),
                warnings=self._warnings_of(page.page, is_late=page.page in seen),
            )
            seen.add(page.page)
        self._whole_document = self._warnings.take() if self._warnings.has_more else []
        self._check_end()

    @property
    def warnings(self) -> list[Warning]:
        """Those about the document as a whole, complete when the pages are used up."""
        return self._whole_document

    def _page(self) -> Page:
        pages = self._pages.take()
        if len(pages) != 1:
            raise UnreadableResult(f"document.json: {len(pages)} pages on a line, instead of one")
        return pages[0]

    def _items_of(self, page: Page) -> list[LineItem]:
        if page.counts.line_items is not None:
            return self._line_items.counted(page.counts.line_items)
        following = self._line_items.peek()
        return self._line_items.take() if following and following[0].page == page.page else []

    def _warnings_of(self, page: int, *, is_late: bool) -> list[Warning]:
        """Return a page's warnings: those of what came late of it say so, and no others."""
        following = self._warnings.peek()
        told = LATE_BLOCKS in {warning.code for warning in following}
        is_own = {warning.page for warning in following} == {page} and told == is_late
        return self._warnings.take() if is_own else []

    def _check_end(self) -> None:
        arrays = (self._fields, self._tables, self._line_items, self._signatures, self._warnings)
        for lines in arrays:
            if lines.has_more:
                raise UnreadableResult(f"document.json: more {lines.name} than its pages count")


class _Lines(Generic[T]):
    """One of the arrays, line by line."""

    def __init__(self, file: IO[bytes], name: str, kind: type[T], spans: Spans) -> None:
        self.name = name
        self._file = file
        self._at, self._end = spans[name]
        self._decoder = msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]
        self._following: list[T] = []

    @property
    def has_more(self) -> bool:
        return bool(self._following) or self._at < self._end

    def peek(self) -> list[T]:
        """Return what the next line holds, and nothing after the last one."""
        if not self._following and self._at < self._end:
            self._file.seek(self._at)
            line = self._file.readline(self._end - self._at)
            self._at += len(line)
            self._following = self._decoded(line)
        return self._following

    def take(self) -> list[T]:
        """Return what the next line holds, and go on."""
        taken, self._following = self.peek(), []
        return taken

    def counted(self, count: int) -> list[T]:
        """Return what a page has, which counts them."""
        taken = self.take() if count else []
        if len(taken) != count:
            message = f"{len(taken)} {self.name} on a line, where a page counts {count}"
            raise UnreadableResult(f"document.json: {message}")
        return taken

    def _decoded(self, line: bytes) -> list[T]:
        values = line.removesuffix(b"\n").removesuffix(b",")
        try:
            return self._decoder.decode(b"[" + values + b"]")
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UnreadableResult(f"document.json: {self.name}: {error}") from error


def _begun(name: str) -> bytes:
    """Return what stands before an array, after the member before it."""
    return f',"{name}":['.encode()


def _pages_start(line: bytes) -> int:
    """Return where the pages begin, which is in the first line."""
    depth = 0
    for token in _TOKEN.finditer(line):
        match token[0]:
            case b"{" | b"[":
                depth += 1
            case b"}" | b"]":
                depth -= 1
            case b'"pages":' if depth == 1 and line[token.end() : token.end() + 1] == b"[":
                return token.end() + 1
    raise UnreadableResult("document.json is not as this project writes it: it has no pages")


def _head(begun: bytes) -> ResultHead:
    """Return the head of any minor version as one of ours."""
    try:
        members = msgspec.json.decode(begun + b"}", type=dict[str, object])
        version = str(members.pop("schema_version", None))
        if not version.startswith(MAJOR):
            raise UnreadableResult(f"document.json: schema_version {version} is not known")
        return msgspec.convert(members, ResultHead)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableResult(f"document.json: {error}") from error


def _spans(file: IO[bytes], start: int) -> Spans:
    """Find the arrays, each of which begins in the line in which the one before it ends."""
    spans: Spans = {}
    for name, following in pairwise(ARRAYS):
        mark = b"]" + _begun(following)
        end = _find(file, mark, start)
        spans[name] = start, end
        start = end + len(mark)
    return {**spans, ARRAYS[-1]: (start, _last(file))}


def _find(file: IO[bytes], mark: bytes, start: int) -> int:
    """Return where the first `mark` stands; no text holds one, for quotes are escaped there."""
    file.seek(start)
    kept = b""
    while block := file.read(READ):
        searched = kept + block
        if (found := searched.find(mark)) >= 0:
            return start + found
        kept = searched[1 - len(mark) :]
        start += len(searched) - len(kept)
    wanted = mark.decode().strip(',"[]:')
    raise UnreadableResult(f"document.json is not as this project writes it: it has no {wanted}")


def _last(file: IO[bytes]) -> int:
    """Return where the last array ends, with which the file does."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - len(END)))
    if file.read() != END:
        raise UnreadableResult("document.json does not end as this project writes it: it is cut")
    return size - len(END)
