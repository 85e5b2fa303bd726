"""Tables that go on over pages."""

from __future__ import annotations

import msgspec

from lambdas.extraction.model import Box, Content, Table

FOOT = 0.75  # of the page: a table that goes on ends below this ...
HEAD = 0.35  # ... and begins above this on the next page, under a letterhead that is repeated
SAME_PLACE = 0.03  # of the page's width: columns that stand so near to one another are the same

Header = list[list[str]]


class Tables:
    """Counts a document's tables, page after page, and tells which goes on from the page before.

    A table goes on if it is the last of its page and stands at its foot, and the next page's first
    stands at its head, in the same columns at the same places, under the same header or none.
    """

    def __init__(self) -> None:
        self._count = 0
        self._page = 0
        self._last: Table | None = None
        self._header: Header = []

    def linked(self, content: Content) -> Content:
        """Return the page, its first table with the number of the table that it continues."""
        if not content.tables:
            self._last = None
            return content
        tables = content.tables
        if self._last and content.page.page == self._page + 1 and self._goes_on(tables[0]):
            tables = [msgspec.structs.replace(tables[0], continues=self._count), *tables[1:]]
        if len(tables) > 1 or tables[0].continues is None:
            self._header = _header(tables[-1])
        self._count += len(tables)
        self._page = content.page.page
        self._last = tables[-1]
        return msgspec.structs.replace(content, tables=tables)

    def _goes_on(self, table: Table) -> bool:
        return (
            self._last is not None
            and _at_the_edges(self._last.box, table.box)
            and _same_columns(self._last, table)
            and _header(table) in ([], self._header)
        )


def _header(table: Table) -> Header:
    return [[cell.text for cell in table.cells if cell.row == row] for row in table.header_rows]


def _at_the_edges(box: Box | None, other: Box | None) -> bool:
    return (
        box is not None and other is not None and box.top + box.height >= FOOT and other.top <= HEAD
    )


def _same_columns(table: Table, other: Table) -> bool:
    lefts, others = _lefts(table), _lefts(other)
    return lefts.keys() == others.keys() and all(
        abs(left - others[column]) <= SAME_PLACE for column, left in lefts.items()
    )


def _lefts(table: Table) -> dict[int, float]:
    """Return where each column begins, by the leftmost of its cells that are not merged."""
    lefts: dict[int, float] = {}
    for cell in table.cells:
        if cell.box and cell.column_span == 1:
            lefts[cell.column] = min(cell.box.left, lefts.get(cell.column, 1.0))
    return lefts
