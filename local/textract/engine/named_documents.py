"""A page as AnalyzeExpense, AnalyzeID and Analyze Lending tell it."""

from __future__ import annotations

from typing import Any

from local.textract.engine.analysis import findings
from local.textract.engine.blocks import Block, float32, geometry, wire_blocks
from local.textract.engine.documents import Document
from local.textract.engine.expense import expense_fields
from local.textract.engine.findings import Findings
from local.textract.engine.identity import identity_fields
from local.textract.engine.lending_fields import lending_fields
from local.textract.engine.page_types import UNCLASSIFIED, page_type
from local.textract.engine.reading import Page, read_page

LOOKED_FOR = frozenset({"TABLES", "FORMS", "SIGNATURES"})
EXPENSES = ("INVOICES", "RECEIPTS")
UNNUMBERED = "undetected"  # in Textract's own words

Result = dict[str, Any]


def expense_document(document: Document, page: int) -> Result:
    """Read a page (from 1) as one invoice or receipt, which Textract takes each page for."""
    read, found = _read(document, page)
    fields = expense_fields(read, page, found)
    return {"ExpenseIndex": page, **fields, "Blocks": _text_blocks(read, page)}


def identity_document(document: Document, page: int) -> Result:
    """Read a page (from 1) as one side of a licence, or a passport."""
    read, found = _read(document, page)
    fields = identity_fields(read.lines, found.key_values)
    return {"IdentityDocumentFields": fields, "Blocks": _text_blocks(read, page)}


def lending_result(document: Document, page: int) -> Result:
    """Classify a page (from 1) and extract what its type of document says.

    As in recorded answers, a page without a type has no extraction, and none has blocks.
    """
    read, found = _read(document, page)
    kind = page_type(read.lines)
    sure = float32(kind.confidence)
    return {
        "Page": page,
        "PageClassification": {
            "PageType": [{"Value": kind.name, "Confidence": sure}],
            "PageNumber": [{"Value": kind.number or UNNUMBERED, "Confidence": sure}],
        },
        "Extractions": _extractions(read, page, found, kind.name),
    }


def _read(document: Document, page: int) -> tuple[Page, Findings]:
    read = read_page(document, page)
    return read, findings(read, LOOKED_FOR, ())


def _text_blocks(read: Page, page: int) -> list[Block]:
    return wire_blocks(read, page, Findings())


def _extractions(read: Page, page: int, found: Findings, kind: str) -> list[Result]:
    if kind == UNCLASSIFIED:
        return []
    if kind in EXPENSES:
        return [{"ExpenseDocument": expense_fields(read, page, found)}]
    if kind == "IDENTITY_DOCUMENT":
        fields = identity_fields(read.lines, found.key_values)
        return [{"IdentityDocument": {"IdentityDocumentFields": fields}}]
    signed = [
        {"Confidence": float32(each.confidence), "Geometry": geometry(read, each.box.quad)}
        for each in found.signatures
    ]
    fields = lending_fields(read, found, kind)
    return [{"LendingDocument": {"LendingFields": fields, "SignatureDetections": signed}}]
