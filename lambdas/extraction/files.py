"""The files of a result, written page by page, however long the document is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from io import BufferedReader, BytesIO
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO, Self

import msgspec

from lambdas.extraction.csv_files import FIELD_COLUMNS, body_rows, csv_bytes, field_row, grid
from lambdas.extraction.joined import Joined
from lambdas.extraction.lending_markdown import loan_package
from lambdas.extraction.line_items import LineItemsCsv
from lambdas.extraction.markdown import page_markdown
from lambdas.extraction.model import Content, Table, Warning
from lambdas.extraction.result_document import ResultDocument, ResultHead

ARRAYS = tuple(
    name for name in ResultDocument.__struct_fields__ if name not in ResultHead.__struct_fields__
)
PAGE_BREAK = "\f"  # before every page's text but the first, as pdftotext and less know it
SPOOLED = 1 << 20  # bytes of each file that are held in memory; the rest goes to disk
READ = 1 << 16  # bytes of `document.json` that are read at once


class ResultFiles:
    """Takes a document's pages one by one and gives its files; a context that ends with them.

    with ResultFiles() as files:
        for content in reader.pages():
            files.add(content)
        for name, file in files.finished(head, reader.warnings):
            ...
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._arrays = {name: self._spool() for name in ARRAYS}
        self._lengths = dict.fromkeys(ARRAYS, 0)
        self._text = self._spool()
        self._markdown = self._spool()
        self._fields = self._spool()
        self._fields.write(csv_bytes([FIELD_COLUMNS]))
        self._line_items = LineItemsCsv(self._spool())
        self._tables = self._spool()
        self._first_tables: dict[int, int] = {}
        self._table_pieces: dict[int, list[tuple[int, int]]] = {}
        self._first: Content | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @property
    def lengths(self) -> dict[str, int]:
        """How many of each there are: pages, fields, tables, line items, signatures, warnings."""
        return self._lengths

    def add(self, content: Content) -> None:
        """Write down what a page holds."""
        page_break = PAGE_BREAK if self._lengths["pages"] else ""
        self._text.write(f"{page_break}{content.page.text}\n".encode())
        self._fields.write(csv_bytes(map(field_row, content.fields)))
        self._line_items.add(content.line_items)
        for number, table in enumerate(content.tables, start=self._lengths["tables"] + 1):
            self._add_table(number, table)
        self._add_markdown(content)
        self._extend("pages", [content.page])
        for name in ARRAYS[1:]:
            self._extend(name, getattr(content, name))

    def finished(
        self, head: ResultHead, warnings: Sequence[Warning]
    ) -> Iterator[tuple[str, IO[bytes]]]:
        """Yield every file by its name, ready to be read; `warnings` are the whole document's."""
        self._extend("warnings", warnings)
        if self._first:
            self._append_markdown(page_markdown(self._first, titled=False))
        if head.lending:
            self._append_markdown(loan_package(head.lending))
        yield "document.json", _rewound(self._document(head))
        yield "text.txt", _rewound(self._text)
        yield "document.md", _rewound(self._markdown)
        yield "fields.csv", _rewound(self._fields)
        if self._lengths["line_items"]:
            file = self._spool()
            self._line_items.write(file)
            yield "line_items.csv", _rewound(file)
        for number, pieces in self._table_pieces.items():
            yield f"tables/{number}.csv", _rewound(self._table_csv(pieces))

    def _document(self, head: ResultHead) -> IO[bytes]:
        """Return `document.json`: the head's members, then the arrays, which are not copied."""
        begun = msgspec.json.encode(head).removesuffix(b"}")
        files: list[IO[bytes]] = []
        for name, array in self._arrays.items():
            files += [BytesIO(begun + f',"{name}":['.encode()), array]
            begun = b"]"
        return self._open.enter_context(BufferedReader(Joined([*files, BytesIO(b"]}")]), READ))

    def _extend(self, name: str, values: Sequence[msgspec.Struct]) -> None:
        """Write values to one of the arrays of `document.json`, a page's on a line."""
        if not values:
            return
        separator = b",\n" if self._lengths[name] else b""
        self._arrays[name].write(separator + msgspec.json.encode(values)[1:-1])
        self._lengths[name] += len(values)

    def _add_table(self, number: int, table: Table) -> None:
        """Write a table's CSV; where it continues another, it is a piece of the first one's too."""
        piece = self._table_piece(grid(table))
        self._table_pieces[number] = [piece]
        first = self._first_tables.get(table.continues or 0, number)
        self._first_tables[number] = first
        if first != number:
            if table.header_rows:  # the first one's again
                piece = self._table_piece(body_rows(table))
            self._table_pieces[first].append(piece)

    def _table_piece(self, rows: Iterable[list[str]]) -> tuple[int, int]:
        """Write rows, and return where they begin and end."""
        start = self._tables.tell()
        self._tables.write(csv_bytes(rows))
        return start, self._tables.tell()

    def _table_csv(self, pieces: Iterable[tuple[int, int]]) -> IO[bytes]:
        file = BytesIO()
        for start, end in pieces:
            self._tables.seek(start)
            file.write(self._tables.read(end - start))
        return file

    def _add_markdown(self, content: Content) -> None:
        """Write a page's Markdown; the first page waits, as it has a heading only if more come."""
        if not self._lengths["pages"]:
            self._first = content
            return
        if self._first:
            self._append_markdown(page_markdown(self._first, titled=True))
            self._first = None
        self._append_markdown(page_markdown(content, titled=True))

    def _append_markdown(self, text: str) -> None:
        if text:
            separator = "\n" if self._markdown.tell() else ""
            self._markdown.write(f"{separator}{text}\n".encode())

    def _spool(self) -> IO[bytes]:
        return self._open.enter_context(SpooledTemporaryFile(SPOOLED))


def _rewound(file: IO[bytes]) -> IO[bytes]:
    file.seek(0)
    return file
