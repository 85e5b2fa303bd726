"""A table as GitHub's Markdown."""

from __future__ import annotations

from lambdas.extraction.csv_files import grid
from lambdas.extraction.escape import inline, line
from lambdas.extraction.model import Table

EMPHASIZED = ("section_title", "summary")  # the roles of cells that are not like any other


def markdown_table(table: Table) -> str:
    """Return the table: a merged cell's text in its first cell, captions before and after.

    The header row is Textract's own; a table without one gets an empty header, which Markdown
    demands. Rows that only hold the title, last rows that only hold a footer, and single texts
    above the header row, are captions; empty rows and columns are left out. Captions that have no
    row stand in the text.
    """
    rows = {number: row for number, row in enumerate(grid(table), start=1) if any(row)}
    above, parts = min(table.header_rows, default=0), _parts(table.title)
    before = [number for number in rows if _is_title(_only(rows[number]), number < above, parts)]
    titles = [_only(rows.pop(number)) for number in before]
    footers = _footers(rows, _parts(table.footer))
    chunks = [
        *map(_bold, titles),
        pipe_table(_emphasized(table, rows), headed=next(iter(rows), 0) in table.header_rows),
        *(line(footer) for footer in footers),
    ]
    return "\n\n".join(filter(None, chunks))


def pipe_table(rows: list[list[str]], *, headed: bool) -> str:
    """Return rows of Markdown, without empty columns; unless `headed`, the header is empty."""
    filled = [column for column in zip(*rows, strict=True) if any(column)]
    kept = [list(row) for row in zip(*filled, strict=True)]
    if not kept:
        return ""
    nothing = [""] * len(filled)
    header, body = (kept[0], kept[1:]) if headed else (nothing, kept)
    return "\n".join(map(_row, [header, ["---"] * len(filled), *body]))


def _parts(caption: str | None) -> set[str]:
    """Return the texts of a title or footer that stands in several places."""
    return {*filter(None, caption.split("\n"))} if caption else set()


def _is_title(only: str, is_above: bool, parts: set[str]) -> bool:
    return bool(only) and (is_above or only in parts)


def _footers(rows: dict[int, list[str]], parts: set[str]) -> list[str]:
    """Take the last rows away, as far as they are footers, and return their texts."""
    footers: list[str] = []
    while rows and (only := _only(rows[next(reversed(rows))])) in parts:
        rows.popitem()
        footers.append(only)
    return footers[::-1]


def _only(row: list[str]) -> str:
    """Return the text of a row that holds a single text, else ""."""
    texts = [text for text in row if text]
    return texts[0] if len(texts) == 1 else ""


def _emphasized(table: Table, rows: dict[int, list[str]]) -> list[list[str]]:
    """Return rows in Markdown, sums and the titles of sections in bold."""
    roles = {(cell.row, cell.column): cell.role for cell in table.cells}
    return [
        [_shown(text, roles.get((number, column))) for column, text in enumerate(row, start=1)]
        for number, row in rows.items()
    ]


def _shown(text: str, role: str | None) -> str:
    return _bold(text) if role in EMPHASIZED else inline(text)


def _bold(text: str) -> str:
    return f"**{inline(text)}**" if text else ""


def _row(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"
