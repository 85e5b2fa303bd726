"""Small made-up answers of Textract, in its own JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from lambdas.extraction.answers import Part, decode_part
from lambdas.extraction.extract import Reader
from lambdas.extraction.files import ARRAYS, ResultFiles
from lambdas.extraction.loan_package import LendingSummary
from lambdas.extraction.model import Field, LineItem, Page, Signature, Table, Warning
from lambdas.extraction.result_document import ResultDocument

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


@dataclass(frozen=True, kw_only=True)
class Extraction:
    """All that a document's answers mean, and its files by their names."""

    pages: list[Page]
    fields: list[Field]
    tables: list[Table]
    line_items: list[LineItem]
    signatures: list[Signature]
    warnings: list[Warning]
    page_count: int
    job_status: str | None
    model_version: str | None
    lending: LendingSummary | None
    files: dict[str, str]

    @property
    def markdown(self) -> str:
        return self.files["document.md"]

    @property
    def text(self) -> str:
        return self.files["text.txt"]


def extract(parts: Iterable[Part], *, min_confidence: float = 90.0) -> Extraction:
    """Return everything that the reader finds, as it is read back from `document.json`."""
    reader = Reader(parts, min_confidence=min_confidence)
    with ResultFiles() as files:
        for content in reader.pages():
            files.add(content)
        written = {
            name: file.read() for name, file in files.finished(reader.head(), reader.warnings)
        }
    document = msgspec.json.decode(written["document.json"], type=ResultDocument)
    return Extraction(
        **{name: getattr(document, name) for name in ARRAYS},
        page_count=reader.page_count,
        job_status=reader.job_status,
        model_version=reader.model_version,
        lending=document.lending,
        files={name: content.decode() for name, content in written.items()},
    )


def extraction(*blocks: Json, min_confidence: float = 90.0, **answer: object) -> Extraction:
    """Return what one answer with these blocks means."""
    part = decode_part(json.dumps({"Blocks": blocks, **answer}).encode())
    return extract([part], min_confidence=min_confidence)


def read(*answers: Json) -> Extraction:
    """Return what the answers of one job mean."""
    return extract([decode_part(json.dumps(answer).encode()) for answer in answers])


def codes(found: Extraction) -> list[str]:
    return [warning.code for warning in found.warnings]
