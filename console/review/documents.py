"""The documents that wait for people, read with the operator's own credentials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Any
from weakref import finalize

from console.documents import Client, plain
from console.errors import CommandError
from console.review.pictures import Pictures
from console.stack import Deployed
from lambdas.extraction.written import UnreadableResult, Written

OPEN_DOCUMENTS = 2  # whose results and pictures are kept; a PDF may have 500 MB
MOST_UNANSWERED = 1_000  # failed documents that are looked through for reviews without an answer


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A document that waits for people, or waited in vain; times are ISO 8601, UTC."""

    document_id: str
    key: str
    profile: str
    by: str
    pages: int
    reasons: int
    rules: list[str]
    """The names of the rules that gave the reasons."""
    requested_at: str
    due_at: str
    held_by: str | None
    held_by_session: str | None
    held_until: str | None
    answered: bool
    unanswered: bool
    """Its review ended without an answer, and may be taken up again."""
    why: str | None

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Waiting:
        return cls(
            document_id=item["document_id"],
            key=item["key"],
            profile=item["profile"],
            by=item.get("review_by", "builtin"),
            pages=int(item.get("pages", 0)),
            reasons=int(item.get("review_reasons", 0)),
            rules=list(item.get("review_rules", ())),
            requested_at=item.get("review_requested_at", item["updated_at"]),
            due_at=item.get("review_due_at", ""),
            held_by=item.get("claimed_reviewer"),
            held_by_session=item.get("claimed_by"),
            held_until=item.get("claimed_until"),
            answered="answered_at" in item,
            unanswered=bool(item.get("unanswered")),
            why=item.get("reason"),
        )


class _Result:
    """A document's `document.json`, in a file that has no name and so outlives nothing."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.turn = Lock()
        """Held by whoever reads: nobody else may move in the file."""
        finalize(self, file.close)


class Reviews:
    """What waits in the deployed stack."""

    def __init__(self, deployed: Deployed, client: Client) -> None:
        self._deployed = deployed
        self._s3 = client("s3")
        self._dynamodb = client("dynamodb")
        self._opened = lru_cache(maxsize=OPEN_DOCUMENTS)(self._pictures)
        self._fetched = lru_cache(maxsize=OPEN_DOCUMENTS)(self._result)

    def waiting(self) -> list[Waiting]:
        """Return the documents that wait for an answer on this page, the oldest first."""
        found = (Waiting.of(item) for item in self._of_status("IN_REVIEW"))
        ours = (each for each in found if each.by == "builtin" and not each.answered)
        return sorted(ours, key=lambda each: each.requested_at)

    def unanswered(self) -> list[Waiting]:
        """Return the documents that failed because nobody answered, the newest first."""
        items = self._of_status("FAILED", newest_first=True)
        seen = (item for item, _ in zip(items, range(MOST_UNANSWERED), strict=False))
        return [Waiting.of(item) for item in seen if item.get("unanswered")]

    def one(self, document_id: str) -> Waiting:
        return Waiting.of(self._item(document_id))

    @contextmanager
    def result(self, document_id: str) -> Iterator[Written]:
        """Open a document's `document.json`, to be read page by page."""
        bucket, key = self._deployed.results_bucket, f"results/{document_id}/document.json"
        etag = self._s3.head_object(Bucket=bucket, Key=key)["ETag"]
        fetched = self._fetched(bucket, key, etag)
        try:
            with fetched.turn:
                yield Written(fetched.file)
        except UnreadableResult as error:
            raise CommandError(str(error)) from error

    def picture(self, document_id: str, page: int) -> bytes:
        """Return a page of the document as it was uploaded, as a JPEG file."""
        return self._opened(document_id).page(page)

    def _result(self, bucket: str, key: str, _etag: str) -> _Result:
        """Fetch a result, whose ETag tells it from that of an earlier revision."""
        result = _Result(TemporaryFile())  # noqa: SIM115 (closed with the result)
        self._s3.download_fileobj(bucket, key, result.file)
        return result

    def _pictures(self, document_id: str) -> Pictures:
        item = self._item(document_id)
        version = {"VersionId": item["version_id"]} if item.get("version_id") else {}
        found = self._s3.get_object(Bucket=item["bucket"], Key=item["key"], **version)
        return Pictures(found["Body"].read(), item["kind"])

    def _item(self, document_id: str) -> Mapping[str, Any]:
        key = {"document_id": {"S": document_id}, "item": {"S": "DOCUMENT"}}
        answer = self._dynamodb.get_item(TableName=self._deployed.table, Key=key)
        if "Item" not in answer:
            raise CommandError(f"there is no document {document_id}")
        return plain(answer["Item"])

    def _of_status(self, status: str, *, newest_first: bool = False) -> Iterator[Mapping[str, Any]]:
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._deployed.table,
            IndexName="by-status",
            KeyConditionExpression="#status = :status",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":status": {"S": status}},
            ScanIndexForward=not newest_first,
        )
        return (plain(item) for page in pages for item in page["Items"])
