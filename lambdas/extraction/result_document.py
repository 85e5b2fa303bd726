"""`document.json`: a document as a whole, and all that its pages became."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from lambdas.documents import Adapter, FeatureType, Kind, Operation, Status
from lambdas.extraction.model import (
    Field,
    LendingSummary,
    LineItem,
    Page,
    Signature,
    Table,
    Warning,
)


class DocumentIdentity(Struct, frozen=True, kw_only=True, gc=False):
    """Which object the document was; `size` in bytes."""

    document_id: str
    bucket: str
    key: str
    version_id: str | None
    etag: str
    size: int
    kind: Kind


class ResultHead(Struct, frozen=True, kw_only=True, gc=False):
    """What is known of a document as a whole; what `document.json` begins with.

    `document`, `profile` and `cost_usd` are null where an answer was read that did not come through
    the pipeline; so is `operation` where the answer does not tell.
    """

    schema_version: Literal["1.0"] = "1.0"
    document: DocumentIdentity | None
    profile: str | None
    operation: Operation | None
    feature_types: tuple[FeatureType, ...]
    adapters: tuple[Adapter, ...] = ()
    status: Status
    job_id: str | None
    model_version: str | None
    min_confidence: float
    page_count: int
    cost_usd: float | None
    lending: LendingSummary | None = None


class ResultDocument(ResultHead, frozen=True, kw_only=True, gc=False):
    """`document.json`: all that is known about one document.

    A minor version adds members; whoever reads it ignores those it does not know.
    """

    pages: list[Page]
    fields: list[Field]
    tables: list[Table]
    line_items: list[LineItem]
    signatures: list[Signature]
    warnings: list[Warning]
