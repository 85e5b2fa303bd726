"""Small answers of Textract, in its own shape."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]

BOX = {"Left": 0.1, "Top": 0.1, "Width": 0.2, "Height": 0.02}


def form_page(name: str = "Total:", value: str = "12.50", *, page: int = 1) -> list[Block]:
    """A page with one line, `name value`, which is a key and its value."""
    words = {"name": name, "value": value}
    ids = {key: f"{key}-{page}" for key in ("page", "line", "key", "val", *words)}
    return [
        _block("PAGE", ids["page"], page, CHILD=[ids["line"], ids["key"], ids["val"]]),
        _block("LINE", ids["line"], page, f"{name} {value}", CHILD=[ids["name"], ids["value"]]),
        *(_block("WORD", ids[key], page, text) for key, text in words.items()),
        {
            **_block("KEY_VALUE_SET", ids["key"], page, VALUE=[ids["val"]], CHILD=[ids["name"]]),
            "EntityTypes": ["KEY"],
        },
        {
            **_block("KEY_VALUE_SET", ids["val"], page, CHILD=[ids["value"]]),
            "EntityTypes": ["VALUE"],
        },
    ]


def answer(*pages: list[Block], of: int | None = None) -> dict[str, Any]:
    """AnalyzeDocument's answer, `of` so many pages."""
    return {
        "DocumentMetadata": {"Pages": of or len(pages)},
        "Blocks": [block for page in pages for block in page],
        "AnalyzeDocumentModelVersion": "1.0",
    }


def part(*pages: list[Block], of: int, status: str = "SUCCEEDED") -> dict[str, Any]:
    """A part of a job's output: explicit nulls and all."""
    nothing = {"NextToken": None, "StatusMessage": None, "Warnings": None}
    return {**answer(*pages, of=of), "JobStatus": status, **nothing}


def _block(kind: str, id_: str, page: int, text: str | None = None, **related: list[str]) -> Block:
    return {
        "BlockType": kind,
        "Id": id_,
        "Page": page,
        "Confidence": 99.0,
        "Geometry": {"BoundingBox": BOX},
        **({"Text": text} if text else {}),
        "Relationships": [{"Type": name, "Ids": ids} for name, ids in related.items()],
    }
