"""The values that travel through the pipeline: a document, a request to Textract, the work."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Literal

import msgspec
from msgspec import Struct

Kind = Literal["JPEG", "PNG", "PDF", "TIFF"]
FeatureType = Literal["TABLES", "FORMS", "QUERIES", "SIGNATURES", "LAYOUT"]

# Textract quotas of synchronous operations, which read one page
SYNC_MAX_BYTES = 10 * 1024 * 1024
SYNC_MAX_QUERIES = 15


class Operation(StrEnum):
    """A Textract operation by its synchronous name; `start` and `get` are its twins' names."""

    DETECT_DOCUMENT_TEXT = "DetectDocumentText"
    ANALYZE_DOCUMENT = "AnalyzeDocument"

    @property
    def start(self) -> str:
        return _TWINS[self][0]

    @property
    def get(self) -> str:
        return _TWINS[self][1]


_TWINS = {
    Operation.DETECT_DOCUMENT_TEXT: ("StartDocumentTextDetection", "GetDocumentTextDetection"),
    Operation.ANALYZE_DOCUMENT: ("StartDocumentAnalysis", "GetDocumentAnalysis"),
}


class Status(StrEnum):
    """Where a document is; every transition is one conditional write."""

    RECEIVED = "RECEIVED"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    IN_REVIEW = "IN_REVIEW"
    COMPLETED = "COMPLETED"
    PARTIAL = "PARTIAL"
    FAILED = "FAILED"


OPEN = (Status.RECEIVED, Status.QUEUED, Status.RUNNING)


class Document(Struct, frozen=True, kw_only=True):
    """One version of one uploaded object; `etag` is without quotes, `size` in bytes."""

    bucket: str
    key: str
    version_id: str | None
    etag: str
    size: int

    @property
    def document_id(self) -> str:
        """32 hex characters: fits JobTag (64), ClientRequestToken (64) and HumanLoopName (63)."""
        return _digest([self.bucket, self.key, self.version_id or self.etag])


class Query(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question to Textract. `pages` are Textract's own patterns: "1", "1-3", "*"."""

    text: str
    alias: str | None = None
    pages: tuple[str, ...] = ()


class Request(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is asked of Textract about one document."""

    operation: Operation
    feature_types: tuple[FeatureType, ...] = ()
    queries: tuple[Query, ...] = ()


class Work(Struct, frozen=True, kw_only=True):
    """The message on an operation's queue; `pages` is 0 where only Textract can tell."""

    document: Document
    kind: Kind
    pages: int
    profile: str
    min_confidence: float
    request: Request

    @property
    def api(self) -> str:
        """The Textract operation that does it: synchronous wherever that takes the document."""
        operation = self.request.operation
        synchronous = (
            self.pages == 1
            and self.document.size <= SYNC_MAX_BYTES
            and len(self.request.queries) <= SYNC_MAX_QUERIES
        )
        return operation if synchronous else operation.start

    @property
    def client_request_token(self) -> str:
        """Same document and same question: the same job. Another question: another job."""
        return _digest([self.document.document_id, msgspec.json.encode(self.request).decode()])


def _digest(parts: list[str]) -> str:
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()
