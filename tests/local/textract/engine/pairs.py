"""What is found on a drawn page: its pairs and its tables, as texts."""

from __future__ import annotations

from typing import Any

from local.textract.engine import open_document, page_blocks
from tests.local.textract.engine.sheets import pdf

Pairs = list[tuple[str, str]]


def box(x: int, y: int, width: int, height: int) -> str:
    return f"{x} {y} {width} {height} re S\n"


def rule(x: int, y: int, right: int) -> str:
    return f"{x} {y} m {right} {y} l S\n"


def found(content: str) -> tuple[Pairs, list[list[str]]]:
    """The pairs of a page with this content, and the rows of its tables."""
    document = open_document(pdf(content))
    blocks = page_blocks(document, 1, feature_types=frozenset({"TABLES", "FORMS"}))
    by_id = {block["Id"]: block for block in blocks}

    def related(block: dict[str, Any], kind: str) -> list[dict[str, Any]]:
        links = (link for link in block.get("Relationships", []) if link["Type"] == kind)
        return [by_id[id_] for link in links for id_ in link["Ids"]]

    def text(block: dict[str, Any]) -> str:
        return " ".join(
            child.get("Text") or child["SelectionStatus"] for child in related(block, "CHILD")
        )

    keys = [block for block in blocks if block.get("EntityTypes") == ["KEY"]]
    rows: dict[int, list[str]] = {}
    for cell in (block for block in blocks if block["BlockType"] == "CELL"):
        rows.setdefault(cell["RowIndex"], []).append(text(cell))
    return [(text(key), text(related(key, "VALUE")[0])) for key in keys], list(rows.values())
