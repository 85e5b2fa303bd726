"""Tables and fields as CSV (RFC 4180) that a spreadsheet opens without running anything.

A text that a spreadsheet would take for a formula, whatever unseen stands before it, gets an
apostrophe in front; a plain number, with its sign, currency, separators and percent sign, is left
as it is: `-12.50` stays, `-1+A1` does not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from lambdas.extraction.model import Box, Field, Reviewed, Table

# OWASP, "CSV injection"; the last four are the full-width forms that East Asian Excel also takes
_FORMULA = frozenset("=+-@＝＋－＠")  # noqa: RUF001 (they are what is looked for)
_BREAKS = frozenset("\t\r\n")  # in front of a text, they may part it from what stands before it
_NUMBER = re.compile(r"[+-]? ?[$€£¥₹]? ?\d[\d., ]*%?|[+-]? ?[.,]\d+%?|-+")

FIELD_COLUMNS = (
    *("page", "kind", "name", "value", "normalized", "normalized_type", "currency", "selected"),
    *("signed", "confidence", "source", "label", "record", "left", "top", "width", "height"),
    *("reviewed_by", "reviewed_at", "previous_value"),
)


def grid(table: Table) -> list[list[str]]:
    """Return the texts of all rows and columns, a merged cell's in its first one.

    Where several cells stand at one place, their texts follow one another.
    """
    rows = [[""] * table.columns for _ in range(table.rows)]
    several: dict[tuple[int, int], list[str]] = {}
    for cell in table.cells:
        row, column = rows[cell.row - 1], cell.column - 1
        if row[column] and cell.text:
            several.setdefault((cell.row - 1, column), [row[column]]).append(cell.text)
        row[column] = row[column] or cell.text
    for (place, column), texts in several.items():
        rows[place][column] = " ".join(texts)
    return rows


def body_rows(table: Table) -> list[list[str]]:
    """Return the rows below a table's header."""
    header = set(table.header_rows)
    return [row for number, row in enumerate(grid(table), start=1) if number not in header]


def field_row(field: Field) -> list[str]:
    """Return what FIELD_COLUMNS name; what is not known is empty."""
    normalized = field.normalized
    return [
        str(field.page),
        field.kind,
        field.name,
        field.value,
        _plain(normalized.value) if normalized else "",
        normalized.type if normalized else "",
        (normalized.currency or "") if normalized else "",
        _plain(field.selected),
        _plain(field.signed or None),
        "" if field.confidence is None else f"{field.confidence:g}",
        field.source,
        field.label or "",
        _plain(field.record),
        *_place(field.box),
        *_review(field.reviewed),
    ]


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV in UTF-8, with nothing in them that a spreadsheet would run."""
    file = io.StringIO()
    csv.writer(file).writerows([safe(text) for text in row] for row in rows)
    return file.getvalue().encode()


def safe(text: str) -> str:
    """Return the text, not to be taken for a formula."""
    if not text or text[0].isalnum():
        return text
    first = next((sign for sign in text if sign.isprintable() and sign != " "), "")
    runs = text[0] in _BREAKS or first in _FORMULA
    return f"'{text}" if runs and not _NUMBER.fullmatch(text.strip(" ")) else text


def _plain(value: str | int | None) -> str:
    """Return true and false as JSON writes them, and nothing for nothing."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _review(reviewed: Reviewed | None) -> list[str]:
    """Return who reviewed a value, when, and what stood there before, be it only a checkbox."""
    if reviewed is None:
        return [""] * 3
    before = reviewed.previous_value or _plain(reviewed.previous_selected)
    return ["; ".join(reviewed.by), reviewed.at, before]


def _place(box: Box | None) -> list[str]:
    if box is None:
        return [""] * 4
    return [f"{fraction:.5f}" for fraction in (box.left, box.top, box.width, box.height)]
