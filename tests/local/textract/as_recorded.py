"""Whether blocks stand in the order, and lack the members, that every recorded answer shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

Block = Mapping[str, Any]

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

ORDER = {
    "PAGE": 0,
    "LINE": 1,
    "WORD": 2,
    "SELECTION_ELEMENT": 3,
    **dict.fromkeys(("TABLE", "CELL", "MERGED_CELL", "TABLE_TITLE", "TABLE_FOOTER"), 4),
    "KEY_VALUE_SET": 5,
    **dict.fromkeys(("QUERY", "QUERY_RESULT"), 6),
    "SIGNATURE": 7,
}
LAYOUT = 8  # every LAYOUT_* block
OF_PAGES = {"LINE", "TABLE", "KEY_VALUE_SET", "QUERY", "QUERY_RESULT", "SIGNATURE"}
"""What a PAGE has for children, beside LAYOUT_*."""

MUST_LACK = {
    "PAGE": {"Confidence", "Text", "TextType"},
    "LINE": {"TextType", "EntityTypes"},
    "WORD": {"Relationships", "EntityTypes"},
    "KEY_VALUE_SET": {"Text", "TextType"},
    "TABLE": {"Text", "RowIndex"},
    "CELL": {"Text"},
    "QUERY": {"Geometry", "Confidence", "Text"},
    "SIGNATURE": {"Relationships", "Text"},
}
MUST_HAVE = {
    "PAGE": {"Geometry"},
    "LINE": {"Confidence", "Text", "Geometry", "Relationships"},
    "WORD": {"Confidence", "Text", "TextType", "Geometry"},
    "KEY_VALUE_SET": {"EntityTypes", "Confidence", "Geometry"},
    "TABLE": {"EntityTypes", "Confidence", "Geometry"},
    "CELL": {"RowIndex", "ColumnIndex", "RowSpan", "ColumnSpan", "Confidence", "Geometry"},
    "QUERY": {"Query"},
    "SELECTION_ELEMENT": {"SelectionStatus", "Confidence", "Geometry"},
    "SIGNATURE": {"Confidence", "Geometry"},
}


def oddities(blocks: Sequence[Block]) -> list[str]:
    """Return what no recorded answer has, in the blocks of a whole answer."""
    rules: list[Callable[[Sequence[Block]], Iterator[str]]] = [
        _ids,
        _order,
        _members,
        _children_of_pages,
        _cells,
        _corners,
    ]
    return [oddity for rule in rules for oddity in rule(blocks)]


def _ids(blocks: Sequence[Block]) -> Iterator[str]:
    counts = Counter(block["Id"] for block in blocks)
    yield from (f"{each} is the id of several blocks" for each in counts if counts[each] > 1)
    yield from (f"{each} is no UUID of version 4" for each in counts if not UUID4.fullmatch(each))
    for block in blocks:
        yield from (f"{each} is no block" for each in _related(block) if each not in counts)


def _order(blocks: Sequence[Block]) -> Iterator[str]:
    places = [
        (block.get("Page", 1), ORDER.get(block["BlockType"], LAYOUT), block["BlockType"])
        for block in blocks
    ]
    for before, after in pairwise(places):
        if after[:2] < before[:2]:
            yield f"{after[2]} follows {before[2]} on page {after[0]}"


def _members(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        kind = block["BlockType"]
        if surplus := MUST_LACK.get(kind, set()) & block.keys():
            yield f"{kind} has {surplus}"
        if missing := MUST_HAVE.get(kind, set()) - block.keys():
            yield f"{kind} lacks {missing}"
        yield from (
            f"{kind} has an empty {relation['Type']}"
            for relation in block.get("Relationships", [{"Ids": [1]}])
            if not relation["Ids"]
        )


def _children_of_pages(blocks: Sequence[Block]) -> Iterator[str]:
    kinds = {block["Id"]: block["BlockType"] for block in blocks}
    for page in blocks:
        if page["BlockType"] == "PAGE":
            of_page = (kinds.get(each, "nothing") for each in _related(page))
            wrong = {each for each in of_page if each not in OF_PAGES and "LAYOUT_" not in each}
            yield from (f"PAGE has a child {each}" for each in wrong)


def _cells(blocks: Iterable[Block]) -> Iterator[str]:
    for cell in blocks:
        if cell["BlockType"] == "CELL" and (cell["RowSpan"], cell["ColumnSpan"]) != (1, 1):
            yield "a CELL spans: only MERGED_CELL does"


def _corners(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if "Geometry" in block and len(block["Geometry"]["Polygon"]) != 4:
            yield f"{block['BlockType']} has not four corners"


def _related(block: Block) -> Iterator[str]:
    for relation in block.get("Relationships", []):
        yield from relation["Ids"]
