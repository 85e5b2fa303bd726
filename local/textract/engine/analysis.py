"""One page of a document, asked for some feature types, as Textract's blocks."""

from __future__ import annotations

from collections.abc import Sequence

from local.textract.engine.blocks import Block, wire_blocks
from local.textract.engine.documents import Document
from local.textract.engine.findings import Findings, Query
from local.textract.engine.reading import Page, read_page


def page_blocks(
    document: Document,
    page: int,
    *,
    feature_types: frozenset[str] = frozenset(),
    queries: Sequence[Query] = (),
) -> list[Block]:
    """Read a page (from 1) and return its blocks; raises UnreadableDocument."""
    read = read_page(document, page)
    return wire_blocks(read, page, findings(read, feature_types, queries))


def findings(page: Page, feature_types: frozenset[str], queries: Sequence[Query]) -> Findings:
    return Findings()
