"""Textract's blocks as typed values: only the members that we read, the rest is skipped unparsed.

Live answers, OutputConfig parts (explicit nulls, extra members) and console downloads all decode.
Structs without cyclic garbage collection make this several times cheaper than `json.loads`.
"""

from __future__ import annotations

from math import nan

from msgspec import Struct


class BoundingBox(Struct, gc=False, rename="pascal"):
    """Fractions of the page; not a number where Textract does not say."""

    left: float = nan
    top: float = nan
    width: float = nan
    height: float = nan


class Geometry(Struct, gc=False, rename="pascal"):
    bounding_box: BoundingBox | None = None


class Relationship(Struct, gc=False, rename="pascal"):
    type: str | None = None
    ids: list[str] | None = None


class QueryText(Struct, gc=False, rename="pascal"):
    text: str | None = None
    alias: str | None = None


class Block(Struct, gc=False, rename="pascal"):
    """One node of Textract's graph; any member may be absent or null."""

    block_type: str | None = None
    id: str | None = None
    page: int | None = None
    text: str | None = None
    text_type: str | None = None
    confidence: float | None = None
    geometry: Geometry | None = None
    relationships: list[Relationship] | None = None
    entity_types: list[str] | None = None
    selection_status: str | None = None
    row_index: int | None = None
    column_index: int | None = None
    row_span: int | None = None
    column_span: int | None = None
    query: QueryText | None = None


def related(block: Block, relationship: str) -> list[str]:
    """Return the ids that a block names in one kind of relationship."""
    found: list[str] = []
    is_ours = False
    for each in block.relationships or ():
        if each.type == relationship and each.ids:
            if is_ours:
                found.extend(each.ids)
            else:
                is_ours = bool(found)
                found = [*found, *each.ids] if found else each.ids
    return found
