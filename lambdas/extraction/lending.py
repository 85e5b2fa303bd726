"""Loan packages: what each page is, its fields and signatures, and the package's summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lambdas.documents import DateOrder
from lambdas.extraction.answers import (
    Detection,
    GroupOfDocuments,
    Guess,
    LendingDocument,
    LendingField,
    PageClassification,
    SignedPage,
    Summary,
)
from lambdas.extraction.blocks import Block
from lambdas.extraction.graph import box, checked, confidence
from lambdas.extraction.loan_package import DocumentGroup, LendingSummary, SplitDocument
from lambdas.extraction.model import Classification, Field, Prediction, Signature
from lambdas.extraction.named import typed

NO_VALUE = Detection()
STATES = {"SELECTED": True, "NOT_SELECTED": False}


def classification(found: PageClassification | None) -> Classification | None:
    """Return what a page is taken for, the likeliest first."""
    if found is None:
        return None
    return Classification(
        page_types=_predictions(found.page_type or ()),
        page_numbers=_predictions(found.page_number or ()),
    )


def lending_fields(
    document: LendingDocument, *, page: int, date_order: DateOrder | None = None
) -> Iterator[Field]:
    """Yield a field for every value, and an empty one for a type that Textract found no value of.

    Several values of one type are as many places that the page prints it in, or as many telephone
    numbers: each has its own text, place and confidence, so joining them would lose what is whose.
    """
    for field in document.lending_fields or ():
        for value in field.value_detections or [NO_VALUE]:
            yield _field(field, value, page, date_order)


def lending_signatures(document: LendingDocument, *, page: int) -> list[Signature]:
    return [
        Signature(page=page, confidence=confidence(found), box=box(found))
        for found in document.signature_detections or ()
    ]


def lending_summary(summary: Summary) -> LendingSummary:
    """Return the documents that a package holds by type."""
    return LendingSummary(
        groups=[_group(group) for group in summary.document_groups or ()],
        undetected_types=summary.undetected_document_types or [],
    )


def _field(field: LendingField, value: Detection, page: int, date_order: DateOrder | None) -> Field:
    """Return a field whose confidence is that of the value as read; without a value it has none."""
    name, label = field.type or "", field.key_detection
    text, selected = _printed(value)
    return Field(
        name=name,
        value=text,
        normalized=typed(name, text, selected=selected, date_order=date_order),
        selected=selected,
        confidence=confidence(value),
        page=page,
        box=box(value) or (box(label) if label else None),
        kind="lending",
        label=label.text if label else None,
    )


def _printed(value: Detection) -> tuple[str, bool | None]:
    """Return a value's text and the state of its checkbox, which Textract may give as its text."""
    if value.selection_status:
        return value.text or "", checked(value)
    if value.text in STATES:
        return "", STATES[value.text]
    return value.text or "", None


def _predictions(guesses: Iterable[Guess]) -> list[Prediction]:
    likeliest = sorted(guesses, key=lambda guess: -(guess.confidence or 0.0))
    return [
        Prediction(
            value=guess.value or "", confidence=confidence(Block(confidence=guess.confidence))
        )
        for guess in likeliest
    ]


def _group(group: GroupOfDocuments) -> DocumentGroup:
    return DocumentGroup(
        type=group.type or "",
        documents=[
            SplitDocument(index=split.index or place, pages=split.pages or [])
            for place, split in enumerate(group.split_documents or (), start=1)
        ],
        signed_pages=_pages(group.detected_signatures or ()),
        unsigned_pages=_pages(group.undetected_signatures or ()),
    )


def _pages(signed: Iterable[SignedPage]) -> list[int]:
    return [each.page for each in signed if each.page is not None]
