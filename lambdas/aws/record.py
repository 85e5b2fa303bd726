"""A document's own item in the table, as the pipeline reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from lambdas.aws.items import from_item
from lambdas.documents import Document, Status


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
    """FAILED only because the sweep gave up: a redriven message may still bring it to its end."""
    pages: int = 0
    fields: int = 0
    doubtful: int = 0
    tables: int = 0
    cost_usd: float = 0

    @property
    def document(self) -> Document:
        return msgspec.convert(self, Document, from_attributes=True)


def record(item: Mapping[str, Any]) -> Record:
    """Return the record of DynamoDB's attributes."""
    return msgspec.convert(from_item(item), Record)
