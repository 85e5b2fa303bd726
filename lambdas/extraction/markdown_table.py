"""A table as GitHub's Markdown."""

from __future__ import annotations

from lambdas.extraction.csv_files import grid
from lambdas.extraction.escape import inline, line
from lambdas.extraction.model import Table


def markdown_table(table: Table) -> str:
    """Return the table: a merged cell's text in its first cell, captions before and after.

    The header row is Textract's own; a table without one gets an empty header, which Markdown
    demands. Rows that only hold the title or a footer, and single texts above the header row, are
    captions; empty rows are left out.
    """
    rows = {number: row for number, row in enumerate(grid(table), start=1) if any(row)}
    before = [number for number in rows if _is_title(table, rows[number], number)]
    titles = [_only(rows.pop(number)) for number in before]
    after = [number for number in rows if _only(rows[number]) in _parts(table.footer)]
    footers = [_only(rows.pop(number)) for number in after]
    chunks = [
        *(f"**{inline(title)}**" for title in titles),
        _grid(list(rows.values()), headed=next(iter(rows), 0) in table.header_rows),
        *(line(footer) for footer in footers),
    ]
    return "\n\n".join(filter(None, chunks))


def _is_title(table: Table, row: list[str], number: int) -> bool:
    only = _only(row)
    above_header = bool(table.header_rows) and number < table.header_rows[0]
    return bool(only) and (above_header or only in _parts(table.title))


def _only(row: list[str]) -> str:
    """Return the text of a row that holds a single text, else ""."""
    texts = [text for text in row if text]
    return texts[0] if len(texts) == 1 else ""


def _parts(caption: str | None) -> list[str]:
    return caption.split("\n") if caption else []


def _grid(rows: list[list[str]], *, headed: bool) -> str:
    if not rows:
        return ""
    columns = len(rows[0])
    header, body = (rows[0], rows[1:]) if headed else ([""] * columns, rows)
    return "\n".join([_row(header), _row(["---"] * columns, raw=True), *map(_row, body)])


def _row(texts: list[str], *, raw: bool = False) -> str:
    return f"| {' | '.join(texts if raw else map(inline, texts))} |"
