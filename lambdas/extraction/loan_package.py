"""What a loan package is as a whole, as `document.json` holds it: its documents by their types."""

from __future__ import annotations

from msgspec import Struct


class SplitDocument(Struct, frozen=True, kw_only=True, gc=False):
    """One document of a loan package: `index` counts those of its group from 1."""

    index: int
    pages: list[int]


class DocumentGroup(Struct, frozen=True, kw_only=True, gc=False):
    """The documents of one type in a loan package, and the pages that are signed or ought to be."""

    type: str
    documents: list[SplitDocument]
    signed_pages: list[int]
    unsigned_pages: list[int]


class LendingSummary(Struct, frozen=True, kw_only=True, gc=False):
    """What Analyze Lending says of a loan package as a whole."""

    groups: list[DocumentGroup]
    undetected_types: list[str]
