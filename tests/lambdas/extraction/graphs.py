"""Well-formed pages as Textract gives them, drawn at random; and answers of any shape at all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

import msgspec
from hypothesis import strategies as st

from tests.lambdas.extraction.builders import Json, block, checkbox

Draw = Callable[[st.SearchStrategy[Any]], Any]

SIGNS = "ab1é *_`~|<>[]()#+-=.!&;:\\'\"@\t\n"
TEXTS = st.text(SIGNS, min_size=1, max_size=8) | st.text(min_size=1, max_size=8)
FRACTIONS = st.integers(0, 90).map(lambda hundredth: hundredth / 100)
PLACES = st.none() | st.tuples(FRACTIONS, FRACTIONS, st.just(0.1), st.just(0.02))
LAYOUTS = [f"LAYOUT_{kind}" for kind in ("TITLE", "SECTION_HEADER", "TEXT", "KEY_VALUE", "TABLE")]
ROLES = [None, "COLUMN_HEADER", "TABLE_SECTION_TITLE", "TABLE_SUMMARY", "TABLE_TITLE"]


class PageMaker:
    """Draws one page's blocks, each with an id that no other page has."""

    def __init__(self, draw: Draw, page: int) -> None:
        self._draw = draw
        self._page = page
        self._ids = (f"{page}-{number}" for number in count())
        self.blocks: list[Json] = []

    def some(self, most: int) -> range:
        """Return a range to count up to a drawn number."""
        return range(self._draw(st.integers(0, most)))

    def add(self, block_type: str, **more: object) -> str:
        """Add a block at a drawn place and return its id."""
        at = self._draw(PLACES)
        made = block(block_type, next(self._ids), at=at, Page=self._page, **more)
        self.blocks.append({**made, "Confidence": self._draw(st.floats(0, 100))})
        return str(made["Id"])

    def words(self, most: int = 2) -> list[str]:
        """Add words and checkboxes and return their ids."""
        ids = [
            self.add("WORD", Text=self._draw(TEXTS), TextType="PRINTED") for _ in self.some(most)
        ]
        if self._draw(st.booleans()) and self._draw(st.booleans()):
            made = checkbox(next(self._ids), selected=self._draw(st.booleans()))
            self.blocks.append({**made, "Page": self._page})
            ids.append(str(made["Id"]))
        return ids

    def lines(self) -> None:
        """Add lines, and LAYOUT over all or some of them."""
        ids = [self.add("LINE", Text=self._draw(TEXTS), CHILD=self.words()) for _ in self.some(4)]
        if not self._draw(st.booleans()):
            return
        if ids and self._draw(st.booleans()):
            item = self.add("LAYOUT_TEXT", CHILD=[ids.pop()])
            self.add("LAYOUT_LIST", CHILD=[item])
        while ids:
            self.add(self._draw(st.sampled_from(LAYOUTS)), CHILD=[ids.pop()])
        self.add("LAYOUT_FIGURE")

    def pair(self) -> None:
        value = self.add("KEY_VALUE_SET", EntityTypes=["VALUE"], CHILD=self.words())
        self.add("KEY_VALUE_SET", EntityTypes=["KEY"], CHILD=self.words(), VALUE=[value])

    def question(self) -> None:
        answers = [self.add("QUERY_RESULT", Text=self._draw(TEXTS)) for _ in self.some(2)]
        self.add("QUERY", Query={"Text": self._draw(TEXTS)}, ANSWER=answers)

    def table(self) -> None:
        """Add a table; its first row may be one merged cell, and it may have captions."""
        size = st.integers(1, 3)
        rows, columns = self._draw(size), self._draw(size)
        cells = [
            [self._cell(row, column) for column in range(1, columns + 1)]
            for row in range(1, rows + 1)
        ]
        merged = [self._merged(cells[0])] if columns > 1 and self._draw(st.booleans()) else []
        self.add(
            "TABLE",
            EntityTypes=["STRUCTURED_TABLE"],
            CHILD=[id_ for row in cells for id_ in row],
            MERGED_CELL=merged,
            TABLE_TITLE=[self.add("TABLE_TITLE", CHILD=self.words()) for _ in self.some(1)],
            TABLE_FOOTER=[self.add("TABLE_FOOTER", CHILD=self.words()) for _ in self.some(1)],
        )

    def _cell(self, row: int, column: int) -> str:
        role = self._draw(st.sampled_from(ROLES))
        return self.add(
            "CELL",
            RowIndex=row,
            ColumnIndex=column,
            RowSpan=1,
            ColumnSpan=1,
            EntityTypes=[role] if role else None,
            CHILD=self.words(),
        )

    def _merged(self, cells: list[str]) -> str:
        return self.add(
            "MERGED_CELL",
            RowIndex=1,
            ColumnIndex=1,
            RowSpan=1,
            ColumnSpan=len(cells),
            CHILD=cells,
        )


@st.composite
def pages(draw: Draw, most: int = 3) -> list[list[Json]]:
    """Draw the blocks of some pages, page by page."""
    return [_page(draw, page) for page in range(1, draw(st.integers(1, most)) + 1)]


def _page(draw: Draw, page: int) -> list[Json]:
    maker = PageMaker(draw, page)
    maker.add("PAGE")
    maker.lines()
    for make in (maker.pair, maker.question, maker.table):
        for _ in maker.some(2):
            make()
    for _ in maker.some(2):
        maker.add("SIGNATURE")
    return maker.blocks


def any_json_of(kind: object) -> st.SearchStrategy[Any]:
    """Return JSON of a type: of a struct its members, any of them absent, null or beyond reason."""
    if get_origin(kind) is UnionType:
        inner = next(each for each in get_args(kind) if each is not NoneType)
        return st.none() | any_json_of(inner)
    if get_origin(kind) is list:
        return st.lists(st.deferred(lambda: any_json_of(get_args(kind)[0])), max_size=2)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        members = {f.encode_name: f.type for f in msgspec.structs.fields(kind)}
        optional = {name: any_json_of(type_) for name, type_ in members.items()}
        return st.fixed_dictionaries({}, optional=optional)
    return SCALARS[kind]


SCALARS: dict[object, st.SearchStrategy[Any]] = {
    str: st.sampled_from(["a", "b", "VALUE", "SELECTED", "12.50", "2026-03-18"]) | TEXTS,
    int: st.integers(-2, 5) | st.integers(),
    float: st.floats(-1, 2) | st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
}
