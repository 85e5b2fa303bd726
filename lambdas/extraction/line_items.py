"""Line items as rows under columns, one for every type of value: in Markdown and in CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

import msgspec

from lambdas.extraction.csv_files import csv_bytes
from lambdas.extraction.expense import WHOLE_ROW
from lambdas.extraction.model import Field, LineItem

PLACE_COLUMNS = ("page", "record", "group", "row")
MOST_COLUMNS = 100  # of a table; Textract's types and an invoice's own columns are far fewer
MORE = "MORE"  # the column of what has none of its own, each value after its name

Values = dict[str, str]


def values_by_column(fields: Iterable[Field]) -> Values:
    """Return a row's values by column: the type, and for OTHER the printed label.

    What a row has twice, such as two of a type, gets a number: TOTAL, TOTAL 2.
    """
    values: Values = {}
    counts: dict[str, int] = {}
    for field in fields:
        name = f"OTHER ({field.label})" if field.name == "OTHER" and field.label else field.name
        column, count = name, counts.get(name, 1)
        while column in values:
            count += 1
            column = f"{name} {count}"
        counts[name] = count
        values[column] = field.value
    return values


def item_table(items: Iterable[LineItem]) -> list[list[str]]:
    """Return a header and the rows; columns without any value are left out.

    The last, of whole rows, is only filled where the other columns lack a word of it.
    """
    rows = []
    for item in items:
        row = values_by_column(item.fields)
        if _is_told(row, item.fields):
            row.pop(WHOLE_ROW, None)
        rows.append(row)
    filled = [{name: text for name, text in row.items() if text} for row in rows]
    shown = _Columns()
    for row in filled:
        shown.add(row)
    header = shown.header
    return [header, *map(shown.row, filled)] if header else []


class LineItemsCsv:
    """`line_items.csv`, whose columns are known only when the last page has been read.

    The rows wait in `spool`, an open file, so that a long document needs no memory.
    """

    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        self._columns = _Columns()

    def add(self, items: Iterable[LineItem]) -> None:
        for item in items:
            values = values_by_column(item.fields)
            self._columns.add(values)
            place = (item.page, item.record, item.group, item.row)
            self._spool.write(msgspec.json.encode((place, values)) + b"\n")

    def write(self, file: IO[bytes]) -> None:
        """Write a header and all rows."""
        file.write(csv_bytes([(*PLACE_COLUMNS, *self._columns.header)]))
        for place, values in self._rows():
            file.write(csv_bytes([(*map(str, place), *self._columns.row(values))]))

    def _rows(self) -> Iterator[tuple[tuple[int, int, int, int], Values]]:
        decoder = msgspec.json.Decoder(tuple[tuple[int, int, int, int], Values])
        self._spool.seek(0)
        return map(decoder.decode, self._spool)


class _Columns:
    """The columns of a table in the order in which its rows name them, the whole row's last.

    There are at most MOST_COLUMNS, and further values share one: a thousand rows with a type each
    would be a million cells.
    """

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        self._has_more = False
        self._has_whole = False

    def add(self, values: Values) -> None:
        """Make columns for a row's values."""
        for name in values:
            if name == WHOLE_ROW:
                self._has_whole = True
            elif len(self._names) < MOST_COLUMNS:
                self._names[name] = None
            elif name not in self._names:
                self._has_more = True

    @property
    def header(self) -> list[str]:
        return self._with_last([*self._names], MORE, WHOLE_ROW)

    def row(self, values: Values) -> list[str]:
        """Return a row's values in their columns."""
        more = [
            f"{name}: {text}"
            for name, text in values.items()
            if text and name not in self._names and name != WHOLE_ROW
        ]
        texts = [values.get(name, "") for name in self._names]
        return self._with_last(texts, "; ".join(more), values.get(WHOLE_ROW, ""))

    def _with_last(self, texts: list[str], more: str, whole: str) -> list[str]:
        return [*texts, *([more] if self._has_more else []), *([whole] if self._has_whole else [])]


def _is_told(row: Values, fields: Iterable[Field]) -> bool:
    """Say whether a row's other columns hold every word of its whole, or did as printed."""
    texts = [row[name] for name in row if name != WHOLE_ROW]
    texts += [field.printed for field in fields if field.name != WHOLE_ROW and field.reviewed]
    told = {word for text in texts for word in text.split()}
    return told.issuperset(row.get(WHOLE_ROW, "").split())
