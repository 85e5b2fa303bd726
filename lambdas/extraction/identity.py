"""Driver licences and passports: their named values."""

from __future__ import annotations

from lambdas.extraction.answers import IdentityDetection, IdentityDocument, IdentityField
from lambdas.extraction.blocks import Block
from lambdas.extraction.graph import confidence
from lambdas.extraction.model import Field, Normalized
from lambdas.extraction.normalize import normalized


def identity_fields(document: IdentityDocument, *, record: int, page: int) -> list[Field]:
    """Return every field in Textract's order, empty ones too; it gives no place to any."""
    found = document.identity_document_fields or []
    return [_field(field, record=record, page=page) for field in found]


def _field(field: IdentityField, *, record: int, page: int) -> Field:
    value = field.value_detection
    return Field(
        name=(field.type.text if field.type else None) or "",
        value=(value.text if value else None) or "",
        normalized=_normalized(value) if value else None,
        selected=None,
        confidence=confidence(Block(confidence=value.confidence)) if value else None,
        page=page,
        box=None,
        kind="identity",
        record=record,
    )


def _normalized(value: IdentityDetection) -> Normalized | None:
    """Return Textract's own reading, such as 2028-01-20T00:00:00; it has one of dates only."""
    stated = value.normalized_value
    return normalized(stated.value) if stated and stated.value else None
