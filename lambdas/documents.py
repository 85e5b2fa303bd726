"""The values that travel through the pipeline: a document, a request to Textract, the work."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

Kind = Literal["JPEG", "PNG", "PDF", "TIFF"]
FeatureType = Literal["TABLES", "FORMS", "QUERIES", "SIGNATURES", "LAYOUT"]

DateOrder = Literal["DMY", "MDY"]
ReviewBy = Literal["builtin", "a2i", "a2i-textract"]
"""Where people look at a document: the console's page, or Amazon A2I with a task type of ours, or
with Textract's own."""

MAX_PAGES = 3000  # Textract quota: PDF and TIFF, asynchronous

# Textract quotas of synchronous operations, which read one page
SYNC_MAX_BYTES = 10 * 1024 * 1024
SYNC_MAX_QUERIES = 15


class Operation(StrEnum):
    """What is asked of Textract; `synchronous`, `start` and `get` name the calls that it has.

    AnalyzeLending is our name: a loan package is only ever read by StartLendingAnalysis.
    """

    DETECT_DOCUMENT_TEXT = "DetectDocumentText"
    ANALYZE_DOCUMENT = "AnalyzeDocument"
    ANALYZE_EXPENSE = "AnalyzeExpense"
    ANALYZE_ID = "AnalyzeID"
    ANALYZE_LENDING = "AnalyzeLending"

    @property
    def synchronous(self) -> str | None:
        return None if self is Operation.ANALYZE_LENDING else self.value

    @property
    def start(self) -> str | None:
        return f"Start{_JOBS[self]}" if self in _JOBS else None

    @property
    def get(self) -> str | None:
        return f"Get{_JOBS[self]}" if self in _JOBS else None

    @property
    def calls(self) -> list[str]:
        """The calls that exist, the synchronous one first."""
        return [call for call in (self.synchronous, self.start, self.get) if call]


_JOBS = {
    Operation.DETECT_DOCUMENT_TEXT: "DocumentTextDetection",
    Operation.ANALYZE_DOCUMENT: "DocumentAnalysis",
    Operation.ANALYZE_EXPENSE: "ExpenseAnalysis",
    Operation.ANALYZE_LENDING: "LendingAnalysis",
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


class Adapter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A version of an adapter, trained on the user's own documents, and the pages it reads."""

    id: str
    version: str
    pages: tuple[str, ...] = ()


Paged = TypeVar("Paged", Query, Adapter)


class Request(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is asked of Textract about one document."""

    operation: Operation
    feature_types: tuple[FeatureType, ...] = ()
    queries: tuple[Query, ...] = ()
    adapters: tuple[Adapter, ...] = ()

    @property
    def of_one_page(self) -> Request:
        """The same of a document of one page: what concerns only other pages is left out, for
        Textract may refuse a request that names pages which do not exist."""
        if not (queries := _of_one_page(self.queries)):
            features = tuple(each for each in self.feature_types if each != "QUERIES")
            return Request(operation=self.operation, feature_types=features)
        return msgspec.structs.replace(self, queries=queries, adapters=_of_one_page(self.adapters))


class Work(Struct, frozen=True, kw_only=True):
    """The message on an operation's queue; `pages` is 0 where only Textract can tell."""

    document: Document
    kind: Kind
    pages: int
    profile: str
    min_confidence: float
    date_order: DateOrder | None = None
    request: Request

    @property
    def api(self) -> str:
        """The call that does it: synchronous wherever that exists and takes the document."""
        operation = self.request.operation
        at_once = (
            self.pages == 1
            and self.document.size <= SYNC_MAX_BYTES
            and len(self.request.queries) <= SYNC_MAX_QUERIES
        )
        preferred = [operation.synchronous, operation.start]
        return next(call for call in (preferred if at_once else preferred[::-1]) if call)

    @property
    def client_request_token(self) -> str:
        """Same document and same question: the same job. Another question: another job.

        Where the answer goes (topic, role, key) is left out on purpose. A deployment may change it
        between a start that crashed before it was noted and its retry: Textract then refuses the
        token, where a new one would start, and bill, the document's job a second time.
        """
        return _digest([self.document.document_id, msgspec.json.encode(self.request).decode()])


def _of_one_page(paged: tuple[Paged, ...]) -> tuple[Paged, ...]:
    first = (each for each in paged if names_page(1, each.pages))
    return tuple(dict.fromkeys(msgspec.structs.replace(each, pages=()) for each in first))


def names_page(page: int, patterns: Sequence[str]) -> bool:
    """Return whether Textract's patterns name `page`; without any, they name the first."""
    return any(first <= page <= last for first, last in map(page_range, patterns or ("1",)))


def page_range(pattern: str) -> tuple[int, float]:
    """Return the first and the last page of "2", "2-5", "3-*" or "*"."""
    first, _, last = ("1-*" if pattern == "*" else pattern).partition("-")
    return int(first), math.inf if last == "*" else int(last or first)


def _digest(parts: list[str]) -> str:
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()
