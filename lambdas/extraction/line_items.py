"""Line items as rows under columns, one for every type of value: in Markdown and in CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

import msgspec

from lambdas.extraction.csv_files import csv_bytes
from lambdas.extraction.expense import WHOLE_ROW
from lambdas.extraction.model import Field, LineItem

PLACE_COLUMNS = ("page", "record", "group", "row")


def columns(fields: Iterable[Field]) -> dict[str, str]:
    """Return a row's values by column: the type, and for OTHER the printed label.

    What a row has twice, such as two of a type, gets a number: TOTAL, TOTAL 2.
    """
    values: dict[str, str] = {}
    for field in fields:
        name = f"OTHER ({field.label})" if field.name == "OTHER" and field.label else field.name
        column, count = name, 1
        while column in values:
            count += 1
            column = f"{name} {count}"
        values[column] = field.value
    return values


def item_table(items: Iterable[LineItem]) -> list[list[str]]:
    """Return a header and the rows; columns without any value are left out.

    The last, of whole rows, is only filled where the other columns lack a word of it.
    """
    rows = [columns(item.fields) for item in items]
    for row in rows:
        if _is_told(row):
            row.pop(WHOLE_ROW, None)
    names = list(dict.fromkeys(name for row in rows for name in row if row[name]))
    names.sort(key=lambda name: name == WHOLE_ROW)
    return [names, *([row.get(name, "") for name in names] for row in rows)] if names else []


class LineItemsCsv:
    """`line_items.csv`, whose columns are known only when the last page has been read.

    The rows wait in `spool`, an open file, so that a long document needs no memory.
    """

    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        self._columns: dict[str, None] = {}

    def add(self, items: Iterable[LineItem]) -> None:
        for item in items:
            values = columns(item.fields)
            self._columns.update(dict.fromkeys(values))
            place = (item.page, item.record, item.group, item.row)
            self._spool.write(msgspec.json.encode((place, values)) + b"\n")

    def write(self, file: IO[bytes]) -> None:
        """Write a header and all rows; the column of whole rows is the last."""
        names = sorted(self._columns, key=lambda name: name == WHOLE_ROW)
        file.write(csv_bytes([(*PLACE_COLUMNS, *names)]))
        for place, values in self._rows():
            file.write(csv_bytes([(*map(str, place), *(values.get(name, "") for name in names))]))

    def _rows(self) -> Iterator[tuple[tuple[int, int, int, int], dict[str, str]]]:
        decoder = msgspec.json.Decoder(tuple[tuple[int, int, int, int], dict[str, str]])
        self._spool.seek(0)
        return map(decoder.decode, self._spool)


def _is_told(row: dict[str, str]) -> bool:
    """Say whether a row's other columns hold every word of its whole."""
    told = {word for name in row if name != WHOLE_ROW for word in row[name].split()}
    return told.issuperset(row.get(WHOLE_ROW, "").split())
