"""The documents' table: one conditional write for every step that a document takes.

Items of a document share its `document_id`; `item` tells them apart: DOCUMENT, PAGE#0001,
FIELD#00001. A late or repeated message can never move a document backwards, because each write
names the statuses that it may leave.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from lambdas.aws.batch_write import batch_write
from lambdas.aws.items import to_item
from lambdas.aws.moves import ITEM, Moves, Refused, iso, key
from lambdas.aws.record import Record, record
from lambdas.documents import OPEN, Document, Status, Work
from lambdas.errors import Busy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BY_STATUS = "by-status"
DAY = 24 * 3600


class Table:
    """The one table of the stack."""

    def __init__(
        self,
        client: DynamoDBClient,
        name: str,
        *,
        keep_days: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._name = name
        self._keep_days = keep_days
        self._clock = clock
        self._moves = Moves(client, name, clock)

    def receive(self, document: Document, *, profile: str) -> bool:
        """Write a new document down; return False where it was known already."""
        now = self._moves.now()
        values = {
            **msgspec.structs.asdict(document),
            "document_id": document.document_id,
            "item": ITEM,
            "status": Status.RECEIVED.value,
            "profile": profile,
            "received_at": now,
            "updated_at": now,
            "expires_at": self._expiry(),
        }
        try:
            self._client.put_item(
                TableName=self._name,
                Item=to_item(values),
                ConditionExpression="attribute_not_exists(document_id)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def get(self, document_id: str) -> Record | None:
        answer = self._client.get_item(
            TableName=self._name, Key=key(document_id), ConsistentRead=True
        )
        return record(answer["Item"]) if "Item" in answer else None

    def change_profile(self, document_id: str, profile: str) -> None:
        """Note that the document goes by another profile than its prefix says."""
        self._move_if_open(document_id, None, {"profile": profile})

    def queue(self, work: Work) -> None:
        """Note what is asked of Textract; a worker may have been faster than this note."""
        values: dict[str, object] = {
            "kind": work.kind,
            "pages": work.pages or None,
            "operation": work.request.operation.value,
            "feature_types": list(work.request.feature_types) or None,
            "work": msgspec.json.encode(work).decode(),
        }
        try:
            self._moves.move(
                work.document.document_id, Status.QUEUED, values, leaving=[Status.RECEIVED]
            )
        except Refused:
            values["pages"] = None  # Textract's own count, where there is one, stands
            self._moves.move(work.document.document_id, None, values, leaving=Status)

    def claim(self, document_id: str, *, seconds: float) -> Record | None:
        """Take the document for `seconds`; return None where there is nothing left to do.

        Raises Busy while another worker holds it.
        """
        now = self._clock()
        try:
            return self._moves.move(
                document_id,
                Status.RUNNING,
                {"lease_until": now + seconds, "gave_up": False},
                leaving=OPEN,
                or_given_up=True,
                free_at=now,
                counting="attempts",
            )
        except Refused as refused:
            held = refused.record
            if held is None or not (held.status in OPEN or held.gave_up):
                return None
            raise Busy(retry_in=held.lease_until - now) from None

    def release(self, document_id: str) -> None:
        """Give a claimed document back, to be claimed again."""
        self._move_if_open(document_id, None, {"lease_until": 0})

    def started(self, document_id: str, job_id: str) -> None:
        """Note the document's job, and let go of it until its completion."""
        self._move_if_open(document_id, None, {"job_id": job_id, "lease_until": 0})

    def sweep(self, document_id: str) -> None:
        """Count that the sweep has looked after the document."""
        try:
            self._moves.move(document_id, None, {}, leaving=OPEN, counting="sweeps")
        except Refused:
            return

    def finish(
        self, document_id: str, status: Status, values: Mapping[str, object]
    ) -> Record | None:
        """Close the document; return None where it was closed already."""
        closed = {**values, "completed_at": self._moves.now(), "lease_until": 0}
        return self._move_if_open(document_id, status, closed)

    def save_items(self, document_id: str, items: Iterable[Mapping[str, object]]) -> None:
        """Write the document's pages and values as they come; each has its own `item` key."""
        common = {"document_id": document_id, "expires_at": self._expiry()}
        batch_write(self._client, self._name, (to_item({**common, **item}) for item in items))

    def touch(self, document_id: str) -> None:
        """Note that the document was looked after and needs nothing."""
        self._move_if_open(document_id, None, {})

    def untouched_since(self, status: Status, moment: float) -> Iterator[Record]:
        """Yield documents of `status` that have not moved since `moment`, the oldest first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._name,
            IndexName=BY_STATUS,
            KeyConditionExpression="#status = :status AND updated_at < :moment",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={
                ":status": {"S": status.value},
                ":moment": {"S": iso(moment)},
            },
        )
        for page in pages:
            yield from map(record, page["Items"])

    def _move_if_open(
        self, document_id: str, to: Status | None, values: Mapping[str, object]
    ) -> Record | None:
        try:
            return self._moves.move(document_id, to, values, leaving=OPEN)
        except Refused:
            return None

    def _expiry(self) -> int | None:
        return int(self._clock()) + self._keep_days * DAY if self._keep_days else None
