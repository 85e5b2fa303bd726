"""Tables and fields as CSV (RFC 4180) that a spreadsheet opens without running anything.

A text that a spreadsheet would take for a formula gets an apostrophe in front; a plain number, with
its sign, currency, separators and percent sign, is left as it is: `-12.50` stays, `-1+A1` does not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from lambdas.extraction.model import Box, Field, Table

# OWASP, "CSV injection"; the last four are the full-width forms that East Asian Excel also takes
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 (they are what is looked for)
_NUMBER = re.compile(r"[+-]? ?[$€£¥₹]? ?\d[\d., ]*%?|[+-]? ?[.,]\d+%?|-+")

FIELD_COLUMNS = (
    *("page", "kind", "name", "value", "selected", "confidence", "source"),
    *("left", "top", "width", "height"),
)


def table_csv(table: Table) -> str:
    """Return the table's rows; a merged cell's text stands in its first cell."""
    return _csv([_safe(text) for text in row] for row in grid(table))


def fields_csv(fields: Iterable[Field]) -> str:
    """Return a header and a row for each field; what is not known is empty."""
    return _csv([FIELD_COLUMNS, *map(_field_row, fields)])


def grid(table: Table) -> list[list[str]]:
    """Return the texts of all rows and columns, "" where a merged cell goes on."""
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row - 1][cell.column - 1] = cell.text or rows[cell.row - 1][cell.column - 1]
    return rows


def _field_row(field: Field) -> list[str]:
    selected = "" if field.selected is None else str(field.selected).lower()
    confidence = "" if field.confidence is None else f"{field.confidence:g}"
    texts = [_safe(field.name), _safe(field.value)]
    place = _place(field.box)
    return [str(field.page), field.kind, *texts, selected, confidence, field.source, *place]


def _place(box: Box | None) -> list[str]:
    if box is None:
        return [""] * 4
    return [f"{fraction:.6f}" for fraction in (box.left, box.top, box.width, box.height)]


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _csv(rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()
