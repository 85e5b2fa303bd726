"""What the rows of a table are, beside its body: title, header, titles of sections, totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from local.textract.engine.findings import Merge, Table

NAMED = 0.6  # share of the columns that a header names
NUMERIC = re.compile(r"^[^A-Za-z]*\d[^A-Za-z]*$")
YEAR = re.compile(r"^(?:19|20)\d\d$")
TOTAL = re.compile(r"^(?:sub-?|grand )?totals?\b", re.IGNORECASE)

Texts = Sequence[Sequence[str]]
"""The text of each cell, row by row."""


def with_kinds(table: Table, texts: Texts) -> Table:
    """Tell the title within the table, the header below it, and what parts the body."""
    titles = 0
    while titles < table.rows and _is_one(table, titles + 1):
        titles += 1
    if titles == table.rows:
        return table
    header = titles + int(_is_header(texts[titles], texts[titles + 1 :]))
    sections = [row for row in range(header + 1, table.rows) if _is_section(texts, row)]
    totals = [
        row for row in range(header + 1, table.rows + 1) if TOTAL.match(_first(texts[row - 1]))
    ]
    kinds = {
        **dict.fromkeys(range(1, titles + 1), "TABLE_TITLE"),
        **dict.fromkeys(range(titles + 1, header + 1), "COLUMN_HEADER"),
        **dict.fromkeys(sections, "TABLE_SECTION_TITLE"),
        **dict.fromkeys(totals, "TABLE_SUMMARY"),
    }
    whole = tuple(_whole(table, sections))
    return replace(
        table,
        header_rows=header if header > titles else 0,
        kinds=kinds,
        merges=table.merges + whole,
    )


def _is_one(table: Table, row: int) -> bool:
    """Whether all cells of a row are one."""
    return any(m.row == row and m.column_span == table.columns for m in table.merges)


def _is_header(names: Sequence[str], body: Texts) -> bool:
    """Whether a full row names what stands in columns below."""
    named = [name for name in names if name]
    if not body or len(named) < NAMED * len(names):
        return False
    if not names[0] and all(map(YEAR.match, named)):
        return True
    if any(map(NUMERIC.match, named)):
        return False
    has_gaps = len(named) == len(names) and any("" in row for row in body)
    return has_gaps or any(_is_numeric(column) for column in zip(*body, strict=True))


def _is_numeric(column: Sequence[str]) -> bool:
    filled = [text for text in column if text]
    return 2 * sum(bool(NUMERIC.match(text)) for text in filled) > len(filled)


def _is_section(texts: Texts, row: int) -> bool:
    """Whether a lone text stands above a row of several."""
    lone, below = texts[row - 1], texts[row]
    return bool(lone[0]) and not any(lone[1:]) and sum(map(bool, below)) > 1


def _first(texts: Sequence[str]) -> str:
    return next(filter(None, texts), "")


def _whole(table: Table, rows: Sequence[int]) -> Iterator[Merge]:
    """Merge the cells of rows that are not merged yet."""
    merged = {row for m in table.merges for row in range(m.row, m.row + m.row_span)}
    for row in rows:
        if row not in merged:
            yield Merge(row=row, column=1, row_span=1, column_span=table.columns)
