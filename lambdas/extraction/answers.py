"""Textract's answers as typed values: blocks, and the named values of invoices, identity documents
and loan packages.

As in `blocks`, only the members that we read; any of them may be absent or null.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from lambdas.errors import PermanentError
from lambdas.extraction.blocks import Block
from lambdas.extraction.what_fits import lenient_json, what_fits


class UnreadableAnswer(PermanentError):
    """What should be an answer of Textract is not one."""


Detection = Block  # a text or checkbox with its place has the members of a block, without an id


class FieldType(Struct, gc=False, rename="pascal"):
    text: str | None = None
    confidence: float | None = None


class Currency(Struct, gc=False, rename="pascal"):
    code: str | None = None
    confidence: float | None = None


class GroupProperty(Struct, gc=False, rename="pascal"):
    types: list[str] | None = None
    id: str | None = None


class ExpenseField(Struct, gc=False, rename="pascal"):
    type: FieldType | None = None
    label_detection: Detection | None = None
    value_detection: Detection | None = None
    page_number: int | None = None
    currency: Currency | None = None
    group_properties: list[GroupProperty] | None = None


class ExpenseRow(Struct, gc=False, rename="pascal"):
    """One of Textract's LineItems."""

    line_item_expense_fields: list[ExpenseField] | None = None


class LineItemGroup(Struct, gc=False, rename="pascal"):
    line_item_group_index: int | None = None
    line_items: list[ExpenseRow] | None = None


class ExpenseDocument(Struct, gc=False, rename="pascal"):
    expense_index: int | None = None
    summary_fields: list[ExpenseField] | None = None
    line_item_groups: list[LineItemGroup] | None = None
    blocks: list[Block] | None = None


class NormalizedValue(Struct, gc=False, rename="pascal"):
    value: str | None = None


class IdentityDetection(Struct, gc=False, rename="pascal"):
    text: str | None = None
    normalized_value: NormalizedValue | None = None
    confidence: float | None = None


class IdentityField(Struct, gc=False, rename="pascal"):
    type: IdentityDetection | None = None
    value_detection: IdentityDetection | None = None


class IdentityDocument(Struct, gc=False, rename="pascal"):
    document_index: int | None = None
    identity_document_fields: list[IdentityField] | None = None
    blocks: list[Block] | None = None


class LendingField(Struct, gc=False, rename="pascal"):
    type: str | None = None
    key_detection: Detection | None = None
    value_detections: list[Detection] | None = None


class LendingDocument(Struct, gc=False, rename="pascal"):
    lending_fields: list[LendingField] | None = None
    signature_detections: list[Detection] | None = None


class LendingExtraction(Struct, gc=False, rename="pascal"):
    """What a page of a loan package was read as: one of the three."""

    lending_document: LendingDocument | None = None
    expense_document: ExpenseDocument | None = None
    identity_document: IdentityDocument | None = None


class Guess(Struct, gc=False, rename="pascal"):
    """One of Textract's Predictions."""

    value: str | None = None
    confidence: float | None = None


class PageClassification(Struct, gc=False, rename="pascal"):
    page_type: list[Guess] | None = None
    page_number: list[Guess] | None = None


class LendingResult(Struct, gc=False, rename="pascal"):
    """One page of a loan package."""

    page: int | None = None
    page_classification: PageClassification | None = None
    extractions: list[LendingExtraction] | None = None


class SignedPage(Struct, gc=False, rename="pascal"):
    page: int | None = None


class SplitPages(Struct, gc=False, rename="pascal"):
    """One of Textract's SplitDocuments."""

    index: int | None = None
    pages: list[int] | None = None


class GroupOfDocuments(Struct, gc=False, rename="pascal"):
    """One of Textract's DocumentGroups."""

    type: str | None = None
    split_documents: list[SplitPages] | None = None
    detected_signatures: list[SignedPage] | None = None
    undetected_signatures: list[SignedPage] | None = None


class Summary(Struct, gc=False, rename="pascal"):
    document_groups: list[GroupOfDocuments] | None = None
    undetected_document_types: list[str] | None = None


class DocumentMetadata(Struct, gc=False, rename="pascal"):
    pages: int | None = None


class PartWarning(Struct, gc=False, rename="pascal"):
    """Textract's own warning about some pages of a job."""

    error_code: str | None = None
    pages: list[int] | None = None


class Part(Struct, gc=False, rename="pascal"):
    """One answer of Textract, or one part that it wrote to OutputConfig.

    `misfits` is ours: the names of members that were left out, because they had another type.
    """

    blocks: list[Block] | None = None
    expense_documents: list[ExpenseDocument] | None = None
    identity_documents: list[IdentityDocument] | None = None
    results: list[LendingResult] | None = None
    summary: Summary | None = None
    document_metadata: DocumentMetadata | None = None
    job_status: str | None = None
    status_message: str | None = None
    warnings: list[PartWarning] | None = None
    next_token: str | None = None
    detect_document_text_model_version: str | None = None
    analyze_document_model_version: str | None = None
    analyze_expense_model_version: str | None = None
    analyze_id_model_version: str | None = msgspec.field(default=None, name="AnalyzeIDModelVersion")
    analyze_lending_model_version: str | None = None
    misfits: list[str] = []

    @property
    def has_content(self) -> bool:
        """Whether there is anything about a page in it, or about the document as a whole."""
        return bool(
            self.blocks
            or self.expense_documents
            or self.identity_documents
            or self.results
            or self.summary
        )

    @property
    def model_version(self) -> str | None:
        return (
            self.analyze_document_model_version
            or self.detect_document_text_model_version
            or self.analyze_expense_model_version
            or self.analyze_id_model_version
            or self.analyze_lending_model_version
        )


_decoder = msgspec.json.Decoder(Part)


def decode_part(data: bytes) -> Part:
    """Decode one answer; raise UnreadableAnswer, saying where and why, when it is none.

    Members of another type than Textract's, or with a number that no float can hold, are left out
    and named in `misfits`.
    """
    try:
        part = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        fitting = _fitting(data)
        if fitting is None:
            raise UnreadableAnswer(f"Textract's answer cannot be read: {error}") from error
        return fitting
    else:
        part.misfits = []  # whatever an answer calls so
        return part


def _fitting(data: bytes) -> Part | None:
    """Return what fits of an answer that does not decode; None where that says nothing."""
    misfits: dict[str, None] = {}
    try:
        part = what_fits(lenient_json(data), Part, misfits)
    except (ValueError, RecursionError):
        return None
    if not isinstance(part, Part):
        return None
    if not (part.has_content or (part.job_status and not misfits)):
        return None
    part.misfits = list(misfits)
    return part
