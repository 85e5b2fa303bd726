"""Blocks of a form, as AnalyzeDocument gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]


def a_pair(
    key: str,
    value: str,
    *,
    confidence: float = 99.0,
    words: float = 99.0,
    selected: bool | None = None,
) -> list[Block]:
    """Return a key, its value, and their words; `words` is the confidence of the value's words."""
    names = [_word(f"{key}-k{place}", text, 99.0) for place, text in enumerate(key.split())]
    values = [_word(f"{key}-v{place}", text, words) for place, text in enumerate(value.split())]
    marks = [] if selected is None else [_mark(f"{key}-s", selected=selected)]
    return [
        *names,
        *values,
        *marks,
        _half(f"{key}-key", "KEY", confidence, VALUE=[f"{key}-value"], CHILD=_ids(names)),
        _half(f"{key}-value", "VALUE", confidence, CHILD=_ids([*marks, *values])),
    ]


def _half(block_id: str, entity: str, confidence: float, **related: Sequence[str]) -> Block:
    return {
        "BlockType": "KEY_VALUE_SET",
        "Id": block_id,
        "Confidence": confidence,
        "EntityTypes": [entity],
        "Relationships": [{"Type": kind, "Ids": list(ids)} for kind, ids in related.items()],
        "Geometry": {"BoundingBox": {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.04}},
    }


def _word(block_id: str, text: str, confidence: float) -> Block:
    return {"BlockType": "WORD", "Id": block_id, "Text": text, "Confidence": confidence}


def _mark(block_id: str, *, selected: bool) -> Block:
    status = "SELECTED" if selected else "NOT_SELECTED"
    return {"BlockType": "SELECTION_ELEMENT", "Id": block_id, "SelectionStatus": status}


def _ids(blocks: Sequence[Block]) -> list[str]:
    return [block["Id"] for block in blocks]
