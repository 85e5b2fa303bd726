"""A document's own item in the table, as the pipeline reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from lambdas.aws.items import from_item
from lambdas.documents import Document, ReviewBy, Status


class Record(Struct, frozen=True, kw_only=True):
    """What the pipeline needs of the item; times are ISO 8601, UTC."""

    document_id: str
    status: Status
    bucket: str
    key: str
    etag: str
    size: int
    updated_at: str
    version_id: str | None = None
    work: str | None = None
    """The message on the operation's queue, from QUEUED on."""
    job_id: str | None = None
    lease_until: float = 0
    attempts: int = 0
    sweeps: int = 0
    profile: str
    reason: str | None = None
    gave_up: bool = False
    """FAILED only because the sweep gave up: a redriven message may still bring it to its end, be
    it one to Textract or one about its review."""
    pages: int = 0
    fields: int = 0
    doubtful: int = 0
    tables: int = 0
    cost_usd: float = 0
    review_by: ReviewBy | None = None
    review_reasons: int = 0
    review_rules: list[str] = []
    review_requested_at: str | None = None
    review_due_at: str | None = None
    review_loop_arn: str | None = None
    claimed_by: str | None = None
    """The session of the reviewer who has, or had, the document before them."""
    claimed_reviewer: str | None = None
    claimed_until: str | None = None
    answered_at: str | None = None
    answer: str | None = None
    """Where in the results bucket the answer lies that counts."""
    unanswered: bool = False
    """FAILED only because nobody answered: a reviewer may still take it up."""
    review_status: str | None = None
    """How it ended, as in `document.json`."""
    reviewers: list[str] = []
    confirmed: int = 0
    corrected: int = 0
    added: int = 0
    revision: int = 1

    @property
    def document(self) -> Document:
        return msgspec.convert(self, Document, from_attributes=True)


def record(item: Mapping[str, Any]) -> Record:
    """Return the record of DynamoDB's attributes."""
    return msgspec.convert(from_item(item), Record)
