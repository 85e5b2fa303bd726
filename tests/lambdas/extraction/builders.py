"""Small made-up answers of Textract, in its own JSON."""

from __future__ import annotations

import json
from typing import Any

from lambdas.extraction.answers import decode_part
from lambdas.extraction.extract import extract
from lambdas.extraction.model import Extraction

Json = dict[str, Any]
Place = tuple[float, float, float, float]  # left, top, width, height

RELATIONSHIPS = ("CHILD", "VALUE", "ANSWER", "MERGED_CELL", "TABLE_TITLE", "TABLE_FOOTER")


def block(block_type: str | None, id_: str, *, at: Place | None = None, **more: object) -> Json:
    """Return a block; CHILD and so on give relationships."""
    relationships = [
        {"Type": kind, "Ids": more.pop(kind)} for kind in RELATIONSHIPS if kind in more
    ]
    made: Json = {"BlockType": block_type, "Id": id_, "Confidence": 99.0, **more}
    if relationships:
        made["Relationships"] = relationships
    if at:
        names = ("Left", "Top", "Width", "Height")
        made["Geometry"] = {"BoundingBox": dict(zip(names, at, strict=True))}
    return made


def line(text: str, *, at: Place | None = None, **more: object) -> Json:
    return block("LINE", f"line {text}", at=at, Text=text, **more)


def word(text: str, *, at: Place | None = None, **more: object) -> Json:
    return block("WORD", f"word {text}", at=at, Text=text, **more)


def checkbox(id_: str, *, selected: bool, at: Place | None = None) -> Json:
    status = "SELECTED" if selected else "NOT_SELECTED"
    return block("SELECTION_ELEMENT", id_, at=at, SelectionStatus=status)


def key_value(key: Json, value: Json | None) -> list[Json]:
    """Return a KEY and its VALUE, each from a block that gives its id, children and so on."""
    blocks = [{**key, "EntityTypes": ["KEY"]}]
    if value:
        blocks[0]["Relationships"] = [
            {"Type": "VALUE", "Ids": [value["Id"]]},
            *key.get("Relationships", []),
        ]
        blocks.append({**value, "EntityTypes": ["VALUE"]})
    return blocks


def table(
    rows: list[list[str]], *, header: bool = False, at: Place | None = None, **more: object
) -> list[Json]:
    """Return a TABLE with its CELLs and their WORDs; cells are named like `1,2`."""
    blocks: list[Json] = []
    cells: list[Json] = []
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            words = [block("WORD", f"{row},{column},{w}", Text=w) for w in text.split()]
            blocks += words
            cells.append(
                block(
                    "CELL",
                    f"{row},{column}",
                    RowIndex=row,
                    ColumnIndex=column,
                    RowSpan=1,
                    ColumnSpan=1,
                    CHILD=[w["Id"] for w in words],
                    EntityTypes=["COLUMN_HEADER"] if header and row == 1 else None,
                )
            )
    ids = [cell["Id"] for cell in cells]
    return [*blocks, block("TABLE", "table", at=at, CHILD=ids, **more), *cells]


def extraction(*blocks: Json, min_confidence: float = 90.0, **answer: object) -> Extraction:
    """Return what one answer with these blocks means."""
    part = decode_part(json.dumps({"Blocks": blocks, **answer}).encode())
    return extract([part], min_confidence=min_confidence)


def codes(found: Extraction) -> list[str]:
    return [warning.code for warning in found.warnings]
