"""`document.json`: a document as a whole, and all that its pages became."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from lambdas.documents import Adapter, FeatureType, Kind, Operation, ReviewBy, Status
from lambdas.extraction.loan_package import LendingSummary
from lambdas.extraction.model import Field, LineItem, Page, Signature, Table, Warning


class DocumentIdentity(Struct, frozen=True, kw_only=True, gc=False):
    """Which object the document was; `size` in bytes."""

    document_id: str
    bucket: str
    key: str
    version_id: str | None
    etag: str
    size: int
    kind: Kind


Rule = Literal[
    "min_confidence",
    "required",
    "pattern",
    "type",
    "equals",
    "at_least",
    "at_most",
    "sum_of",
    "sample",
]


class Reason(Struct, frozen=True, kw_only=True, gc=False):
    """Why people are asked: which rule of papertray.toml, in words, and of which value.

    `index` counts the document's `fields` from 0; null where a rule is about no single field that
    is there. `field` is the name that the rule or the field has.
    """

    rule: Rule
    message: str
    field: str | None = None
    index: int | None = None
    page: int | None = None


class Note(Struct, frozen=True, kw_only=True, gc=False):
    """What a reviewer remarked of the document as a whole."""

    by: str
    at: str
    note: str


class Review(Struct, frozen=True, kw_only=True, gc=False):
    """A document's review by people: what they were asked, by when, and how it ended.

    `reasons` are the first ones, `reason_count` counts all. `why` says what went wrong where it
    ended without an answer. `ends_as` is the document's status once people have answered. Times are
    ISO 8601, UTC. `reviewers` are those who answered.
    """

    by: ReviewBy
    status: Literal["WAITING", "ANSWERED", "FAILED", "STOPPED", "EXPIRED"] = "WAITING"
    reasons: list[Reason]
    reason_count: int
    requested_at: str
    due_at: str
    loop_arn: str | None = None
    ended_at: str | None = None
    why: str | None = None
    ends_as: Status | None = None
    reviewers: list[str] = []
    confirmed: int = 0
    corrected: int = 0
    added: int = 0
    notes: list[Note] = []


class ResultHead(Struct, frozen=True, kw_only=True, gc=False):
    """What is known of a document as a whole; what `document.json` begins with.

    `document`, `profile` and `cost_usd` are null where an answer was read that did not come through
    the pipeline; so is `operation` where the answer does not tell. `status` is IN_REVIEW while
    people are asked, and FAILED where they did not answer. `revision` is 1 for what
    Textract said, and one more with every review; the earlier ones stay beside it.
    """

    schema_version: Literal["1.0", "1.1"] = "1.1"
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
    revision: int = 1
    review: Review | None = None


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
