"""One page of a document, asked for some feature types, as Textract's blocks."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from local.textract.engine.blocks import Block, wire_blocks
from local.textract.engine.checkboxes import checkboxes
from local.textract.engine.documents import Document
from local.textract.engine.findings import Answer, Checkbox, Findings, KeyValue, Query, Table
from local.textract.engine.forms import key_values
from local.textract.engine.geometry import shared_area
from local.textract.engine.layout import regions
from local.textract.engine.queries import answers
from local.textract.engine.reading import Page, read_page
from local.textract.engine.ruling import ruling
from local.textract.engine.signatures import signatures
from local.textract.engine.tables import tables
from local.textract.engine.text import Word
from local.textract.engine.typed_marks import typed_marks

LETTER = 0.5  # share of a square that a word covers: it is one of the word's letters


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
    """Look for what was asked; one feature type never changes what another finds."""
    if not feature_types or not page.lines:
        return Findings(answers=tuple(Answer(query=query) for query in queries))
    text_height = median(word.box.height for word in page.words)
    drawn = ruling(page.picture, [word.box for word in page.words], text_height)
    marks = [
        mark
        for mark in checkboxes(page.picture, text_height)
        if not any(is_read_as(word, mark) for word in page.words)
    ]
    marks += typed_marks(page.words)
    found_tables = tables(drawn, page.lines, marks, text_height)
    pairs = key_values(page.lines, marks, drawn, found_tables)
    shown_tables = found_tables if "TABLES" in feature_types else []
    shown_pairs = pairs if "FORMS" in feature_types else []
    return Findings(
        tables=tuple(shown_tables),
        key_values=tuple(shown_pairs),
        checkboxes=tuple(mark for mark in marks if _is_shown(mark, shown_tables, shown_pairs)),
        answers=tuple(answers(queries, pairs, found_tables, page.lines)),
        signatures=tuple(signatures(page.picture, page.lines, text_height))
        if "SIGNATURES" in feature_types
        else (),
        regions=tuple(regions(page.lines, found_tables, pairs, page.picture))
        if "LAYOUT" in feature_types
        else (),
    )


def is_read_as(word: Word, mark: Checkbox) -> bool:
    """Whether a square is a letter after all: checkboxes are painted over before we read."""
    return shared_area(word.box, mark.box) > LETTER * mark.box.area


def _is_shown(mark: Checkbox, tables: Sequence[Table], pairs: Sequence[KeyValue]) -> bool:
    """A SELECTION_ELEMENT belongs to a key or a cell, never to the page."""
    in_cell = any(table.box.holds_middle_of(mark.box) for table in tables)
    return in_cell or any(pair.checkbox is mark for pair in pairs)
