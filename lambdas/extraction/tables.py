"""Tables: cells with their spans, header rows, title and footer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from lambdas.extraction.blocks import Block, related
from lambdas.extraction.graph import EMPTY, Content, Graph, box, confidence
from lambdas.extraction.model import Cell, Table

MAX_INDEX = 2_000  # rows of the smallest readable text (15 px) on the largest page are fewer
PLACES = 1_000  # of rows and columns that any table may have, and ...
PLACES_PER_CELL = 50  # ... more for each cell: Textract names nearly all, merged ones in one
Role = Literal["section_title", "summary", "title", "footer"]

_ROLES: Final[dict[str, Role]] = {
    "TABLE_TITLE": "title",
    "TABLE_FOOTER": "footer",
    "TABLE_SECTION_TITLE": "section_title",
    "TABLE_SUMMARY": "summary",
    "TITLE": "title",  # in the preview of 2022
    "FOOTER": "footer",
}
_SEMI = "SEMI_STRUCTURED_TABLE"
_STRUCTURED = frozenset({"STRUCTURED_TABLE", "STRUCTURED"})  # the latter in the preview of 2022


def tables(graph: Graph) -> list[Table]:
    """Return the page's tables in Textract's order; one without cells is a warning.

    What several tables name, a cell or a caption, is the first one's: it is printed once.
    """
    found = []
    claimed: set[int] = set()
    for block in graph.of("TABLE"):
        cells = _cells(graph, block, claimed)
        if cells:
            found.append(_table(graph, block, cells, claimed))
        else:
            graph.warn("TABLE_WITHOUT_CELLS", "a table without cells was skipped")
    return found


def _claim(blocks: Iterable[Block], claimed: set[int]) -> list[Block]:
    """Return the blocks that have not been claimed, each once, and claim them."""
    own = [*{id(block): block for block in blocks if id(block) not in claimed}.values()]
    claimed.update(map(id, own))
    return own


def _table(graph: Graph, block: Block, cells: list[Cell], claimed: set[int]) -> Table:
    rows, columns = _size(cells)
    return Table(
        page=graph.page,
        rows=rows,
        columns=columns,
        cells=cells,
        header_rows=sorted({row for cell in cells if cell.header for row in _rows(cell)}),
        title=_caption(graph, block, claimed, "TABLE_TITLE", "TITLE"),
        footer=_caption(graph, block, claimed, "TABLE_FOOTER", "FOOTER"),
        confidence=confidence(block),
        box=box(block),
        kind=_kind(block.entity_types or ()),
    )


def _rows(cell: Cell) -> range:
    return range(cell.row, cell.row + cell.row_span)


def _kind(entity_types: Iterable[str]) -> Literal["structured", "semi_structured"] | None:
    if _SEMI in entity_types:
        return "semi_structured"
    return "structured" if _STRUCTURED.intersection(entity_types) else None


def _caption(graph: Graph, block: Block, claimed: set[int], *relationships: str) -> str | None:
    ids = [id_ for relationship in relationships for id_ in related(block, relationship)]
    parts = _claim(graph.resolve(ids), claimed)
    return "\n".join(graph.content(related(part, "CHILD")).text for part in parts) or None


def _cells(graph: Graph, block: Block, claimed: set[int]) -> list[Cell]:
    plain = _placed(graph, _own(graph, block, "CHILD", "CELL", claimed))
    contents = {id(cell): graph.content(related(cell, "CHILD")) for cell in plain}
    covered: set[int] = set()
    cells = []
    for merged in _placed(graph, _own(graph, block, "MERGED_CELL", "MERGED_CELL", claimed)):
        parts = graph.resolve(related(merged, "CHILD"))
        parts = [part for part in parts if id(part) in contents and id(part) not in covered]
        covered.update(map(id, parts))
        cells.append(_merged(merged, parts, [contents[id(part)] for part in parts]))
    cells += [_plain(cell, contents[id(cell)]) for cell in plain if id(cell) not in covered]
    cells.sort(key=_position)
    return _in_reach(graph, cells)


def _in_reach(graph: Graph, cells: list[Cell]) -> list[Cell]:
    """Return the cells but those so far out that nearly all of the table would be empty."""
    most = PLACES + PLACES_PER_CELL * len(cells)
    rows, columns = _size(cells)
    if rows * columns <= most:
        return cells
    rows = columns = 0
    kept = []
    for cell in sorted(cells, key=_reach):
        bottom, right = _size([cell])
        bottom, right = max(rows, bottom), max(columns, right)
        if bottom * right <= most:
            rows, columns = bottom, right
            kept.append(cell)
    _warn_of_places(graph, len(cells) - len(kept))
    return sorted(kept, key=_position)


def _reach(cell: Cell) -> int:
    rows, columns = _size([cell])
    return rows * columns


def _size(cells: list[Cell]) -> tuple[int, int]:
    """Return the rows and columns that hold all of the cells."""
    rows = [cell.row + cell.row_span for cell in cells]
    columns = [cell.column + cell.column_span for cell in cells]
    return max(rows, default=1) - 1, max(columns, default=1) - 1


def _position(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _own(
    graph: Graph, block: Block, relationship: str, block_type: str, claimed: set[int]
) -> list[Block]:
    """Return a table's blocks of one type but those that are an earlier table's."""
    children = graph.resolve(dict.fromkeys(related(block, relationship)))
    cells = [child for child in children if child.block_type == block_type]
    own = _claim(cells, claimed)
    if len(own) < len(cells):
        message = f"{len(cells) - len(own)} cells of an earlier table were skipped"
        graph.warn("CELL_OF_ANOTHER_TABLE", message)
    return own


def _placed(graph: Graph, cells: list[Block]) -> list[Block]:
    """Return the cells that say where they stand."""
    placed = [cell for cell in cells if _is_placed(cell)]
    if len(placed) < len(cells):
        _warn_of_places(graph, len(cells) - len(placed))
    return placed


def _warn_of_places(graph: Graph, count: int) -> None:
    graph.warn("CELL_OUT_OF_RANGE", f"{count} cells without a sound place were skipped")


def _is_placed(cell: Block) -> bool:
    row, column = cell.row_index or 0, cell.column_index or 0
    return (
        0 < row <= row + _span(cell.row_span) - 1 <= MAX_INDEX
        and 0 < column <= column + _span(cell.column_span) - 1 <= MAX_INDEX
    )


def _span(span: int | None) -> int:
    return span if span and span > 0 else 1


def _plain(cell: Block, content: Content) -> Cell:
    return Cell(
        row=cell.row_index or 1,
        column=cell.column_index or 1,
        row_span=_span(cell.row_span),
        column_span=_span(cell.column_span),
        text=content.printed,
        confidence=confidence(cell),
        box=box(cell),
        header=_is_header(cell),
        role=_role(cell),
        selected=content.selected,
    )


def _merged(merged: Block, parts: list[Block], contents: list[Content]) -> Cell:
    """Return one cell for several; it stands where they stand, whatever it says itself."""
    states = [state for content in contents for state in content.states]
    cell = _plain(merged, EMPTY)
    row, row_span = _extent([part.row_index or 1 for part in parts] or [*_rows(cell)])
    columns = range(cell.column, cell.column + cell.column_span)
    column, column_span = _extent([part.column_index or 1 for part in parts] or [*columns])
    return msgspec.structs.replace(
        cell,
        row=row,
        column=column,
        row_span=row_span,
        column_span=column_span,
        text=" ".join([content.printed for content in contents if content.printed]),
        header=cell.header or any(map(_is_header, parts)),
        role=cell.role or next(filter(None, map(_role, parts)), None),
        selected=states[0] if len(states) == 1 else None,
    )


def _extent(indexes: list[int]) -> tuple[int, int]:
    return min(indexes), max(indexes) - min(indexes) + 1


def _is_header(cell: Block) -> bool:
    return cell.entity_types is not None and "COLUMN_HEADER" in cell.entity_types


def _role(cell: Block) -> Role | None:
    if cell.entity_types is None:
        return None
    return next(filter(None, map(_ROLES.get, cell.entity_types)), None)
