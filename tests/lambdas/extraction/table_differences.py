"""What we find in the recorded responses' tables against what an independent reader found."""

from __future__ import annotations

from collections.abc import Callable

from lambdas.extraction.model import Cell, Table
from tests.lambdas.extraction.builders import Extraction
from tests.lambdas.extraction.recordings import Compared, Expected, bare, states

KINDS = {
    "STRUCTURED_TABLE": "structured",
    "STRUCTURED": "structured",
    "SEMI_STRUCTURED_TABLE": "semi_structured",
}
ROLES = {
    "TABLE_SECTION_TITLE": "section_title",
    "TABLE_SUMMARY": "summary",
    "TABLE_TITLE": "title",
    "TABLE_FOOTER": "footer",
    "TITLE": "title",  # in the preview of 2022
}


def _tables(found: Extraction, expected: Expected) -> Compared:
    ours = [
        {
            "page": table.page,
            "size": (table.rows, table.columns),
            "titles": table.title.split("\n") if table.title else [],
            "footers": table.footer.split("\n") if table.footer else [],
            "kind": table.kind,
        }
        for table in found.tables
    ]
    theirs = [
        {
            "page": table["page"],
            "size": (table["rows"], table["cols"]),
            "titles": table.get("titles", []),
            "footers": table.get("footers", []),
            "kind": KINDS.get(*table.get("entity_types", [""])),
        }
        for table in expected["tables"]
    ]
    return ours, theirs


def _cells(found: Extraction, expected: Expected) -> Compared:
    """Compare the texts of the cells that are not merged."""
    ours = [{_at(c): bare(c) for c in t.cells if not _is_merged(c)} for t in found.tables]
    return ours, [_their_cells(table) for table in expected["tables"]]


def _their_cells(table: Expected) -> dict[str, str]:
    covered = {
        f"{row},{column}"
        for merged in table.get("merged", [])
        for row in range(merged["row"], merged["row"] + merged["rowspan"])
        for column in range(merged["col"], merged["col"] + merged["colspan"])
    }
    return {at: text for at, text in table["grid"].items() if at not in covered}


def _checkboxes(found: Extraction, expected: Expected) -> Compared:
    ours = [{_at(c): states(c) for c in table.cells if states(c)} for table in found.tables]
    return ours, [table.get("cell_selection", {}) for table in expected["tables"]]


def _at(cell: Cell) -> str:
    return f"{cell.row},{cell.column}"


def _is_merged(cell: Cell) -> bool:
    return (cell.row_span, cell.column_span) != (1, 1)


def _merged(found: Extraction, expected: Expected) -> Compared:
    return (
        [
            sorted(
                (c.row, c.column, c.row_span, c.column_span, c.text)
                for c in table.cells
                if _is_merged(c)
            )
            for table in found.tables
        ],
        [
            sorted(
                (m["row"], m["col"], m["rowspan"], m["colspan"], m["text"])
                for m in table.get("merged", [])
            )
            for table in expected["tables"]
        ],
    )


def _headers(found: Extraction, expected: Expected) -> Compared:
    cells = [table.get("cell_entity_types", {}) for table in expected["tables"]]
    rows = [{int(at.split(",")[0]) for at in each.get("COLUMN_HEADER", [])} for each in cells]
    return [table.header_rows for table in found.tables], [sorted(each) for each in rows]


def _roles(found: Extraction, expected: Expected) -> Compared:
    cells = [table.get("cell_entity_types", {}) for table in expected["tables"]]
    theirs = [
        {at: role for kind, role in ROLES.items() for at in each.get(kind, [])} for each in cells
    ]
    return [_our_roles(table) for table in found.tables], theirs


def _our_roles(table: Table) -> dict[str, str]:
    """Return the role of every place; a merged cell stands for all that it covers."""
    return {
        f"{row},{column}": cell.role
        for cell in table.cells
        if cell.role
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }


TABLE_ASPECTS: dict[str, Callable[[Extraction, Expected], Compared]] = {
    "tables": _tables,
    "cells": _cells,
    "checkboxes in cells": _checkboxes,
    "merged cells": _merged,
    "header rows": _headers,
    "roles of cells": _roles,
}
