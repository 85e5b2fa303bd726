"""Tables that go on over pages."""

from __future__ import annotations

import msgspec

from lambdas.extraction.model import Box, Content, Field, Table

FOOT = 0.75  # of the page: a table that goes on ends below this ...
HEAD = 0.35  # ... and begins above this on the next page, under a letterhead that is repeated
SAME_PLACE = 0.03  # of the page: columns, and key-values, so near to one another are the same

Header = list[list[str]]


class Tables:
    """Counts a document's tables, page after page, and tells which goes on from the page before.

    A table goes on if it is the lowest of its page and stands at its foot, and the next page's
    highest stands at its head, in the same columns at the same places, under the same header and
    title or none, and if no key-value above says that the page is about something else. (Textract
    does not list a page's tables from top to bottom.)
    """

    def __init__(self) -> None:
        self._count = 0
        self._page = 0
        self._lowest: Table | None = None
        self._fields: list[Field] = []
        self._number = 0
        self._header: Header = []

    def linked(self, content: Content) -> Content:
        """Return the page, its highest table with the number of the table that it continues."""
        tables, page = content.tables, content.page.page
        if not tables:
            self._lowest = None
            return content
        highest = min(range(len(tables)), key=lambda index: _top(tables[index].box))
        lowest = max(range(len(tables)), key=lambda index: _bottom(tables[index].box))
        continues = page == self._page + 1 and self._goes_on(tables[highest], content.fields)
        if continues:
            linked = msgspec.structs.replace(tables[highest], continues=self._number)
            tables = [*tables[:highest], linked, *tables[highest + 1 :]]
        if not continues or lowest != highest:
            self._header = _header(tables[lowest])
        self._page, self._fields, self._lowest = page, content.fields, tables[lowest]
        self._number = self._count + lowest + 1
        self._count += len(tables)
        return msgspec.structs.replace(content, tables=tables)

    def _goes_on(self, table: Table, fields: list[Field]) -> bool:
        return (
            self._lowest is not None
            and _bottom(self._lowest.box) >= FOOT
            and _top(table.box) <= HEAD
            and table.title in (None, self._lowest.title)
            and _header(table) in ([], self._header)
            and _same_columns(self._lowest, table)
            and not _differ(_named(self._fields, self._lowest), _named(fields, table))
        )


def _header(table: Table) -> Header:
    texts: dict[int, list[str]] = {row: [] for row in table.header_rows}
    for cell in table.cells:
        if cell.row in texts:
            texts[cell.row].append(cell.text)
    return [*texts.values()]


def _named(fields: list[Field], table: Table) -> dict[str, Field]:
    """Return by name the key-values above a table whose values have letters: numbers go on."""
    return {
        field.name: field
        for field in fields
        if field.kind == "key_value" and _top(field.box) < _top(table.box) and _letters(field)
    }


def _differ(named: dict[str, Field], others: dict[str, Field]) -> bool:
    """Say whether a name has other letters in its value at the same height of its page."""
    return any(
        _letters(named[name]) != _letters(others[name])
        and abs(_top(named[name].box) - _top(others[name].box)) <= SAME_PLACE
        for name in named.keys() & others.keys()
    )


def _letters(field: Field) -> str:
    return "".join(filter(str.isalpha, field.value)).casefold()


def _top(box: Box | None) -> float:
    return box.top if box else 1.0


def _bottom(box: Box | None) -> float:
    return box.top + box.height if box else 0.0


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
