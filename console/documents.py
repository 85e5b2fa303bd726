"""Documents as their owner sees them: put into the tray, watched, and their results taken out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from console.errors import CommandError
from console.folders import clear
from console.stack import Deployed
from console.terminal import printable
from lambdas.documents import OPEN, Document

POLL = 0.5  # seconds between looks at the table
BATCH = 100  # keys, DynamoDB quota of BatchGetItem

Client = Callable[[str], Any]
"""Makes a boto3 client for a service: of AWS, or of the local AWS."""


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """A local file that was put into the uploads bucket; `folder` is where its results go."""

    path: Path
    document_id: str
    folder: Path
    at: float


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a document; counts are 0 and `reason` is given where it failed."""

    submitted: Submitted
    status: str
    reason: str | None
    pages: int
    fields: int
    doubtful: int
    tables: int
    seconds: float

    @property
    def failed(self) -> bool:
        return self.status == "FAILED"


class Tray:
    """The deployed stack, from the outside."""

    def __init__(self, deployed: Deployed, client: Client) -> None:
        self._deployed = deployed
        self._s3 = client("s3")
        self._dynamodb = client("dynamodb")

    def submit(self, path: Path, key: str, folder: Path) -> Submitted:
        """Upload a file under `key`."""
        bucket = self._deployed.uploads_bucket
        self._s3.upload_file(str(path), bucket, key)
        head = self._s3.head_object(Bucket=bucket, Key=key)
        document = Document(
            bucket=bucket,
            key=key,
            version_id=head.get("VersionId"),
            etag=head["ETag"].strip('"'),
            size=head["ContentLength"],
        )
        return Submitted(
            path=path, document_id=document.document_id, folder=folder, at=time.monotonic()
        )

    def outcomes(self, submitted: Iterable[Submitted], *, within: float) -> Iterator[Outcome]:
        """Yield each document's outcome as it ends; raise where some have not after `within` s."""
        waiting = {each.document_id: each for each in submitted}
        deadline = time.monotonic() + within
        while waiting:
            for document_id, item in self._items(list(waiting)):
                if item["status"] not in OPEN:
                    yield _outcome(waiting.pop(document_id), item)
            if time.monotonic() > deadline:
                names = ", ".join(printable(str(each.path)) for each in waiting.values())
                raise CommandError(f"not done after {within:.0f} seconds: {names}")
            if waiting:
                time.sleep(POLL)

    def fetch(self, submitted: Submitted) -> None:
        """Copy a document's results into its folder, in place of those of an earlier run."""
        try:
            clear(submitted.folder)
            self._download(f"results/{submitted.document_id}/", submitted.folder)
        except OSError as error:
            name = printable(str(error.filename or submitted.folder))
            raise CommandError(f"{name}: {error.strerror}") from error

    def ended_since(self, moment: str) -> list[Mapping[str, Any]]:
        """Return the items of all documents that ended, or began to wait for people, after `moment`
        (ISO 8601), oldest first."""
        items: list[Mapping[str, Any]] = []
        for status in ("COMPLETED", "PARTIAL", "FAILED", "IN_REVIEW"):
            pages = self._dynamodb.get_paginator("query").paginate(
                TableName=self._deployed.table,
                IndexName="by-status",
                KeyConditionExpression="#status = :status AND updated_at > :moment",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":status": {"S": status}, ":moment": {"S": moment}},
            )
            items += (plain(item) for page in pages for item in page["Items"])
        return sorted(items, key=lambda item: str(item["updated_at"]))

    def _download(self, prefix: str, folder: Path) -> None:
        bucket = self._deployed.results_bucket
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for each in (each for page in pages for each in page.get("Contents", [])):
            target = folder / each["Key"].removeprefix(prefix)
            target.parent.mkdir(parents=True, exist_ok=True)
            self._s3.download_file(bucket, each["Key"], str(target))

    def _items(self, document_ids: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        table = self._deployed.table
        for start in range(0, len(document_ids), BATCH):
            keys = [
                {"document_id": {"S": each}, "item": {"S": "DOCUMENT"}}
                for each in document_ids[start : start + BATCH]
            ]
            answer = self._dynamodb.batch_get_item(RequestItems={table: {"Keys": keys}})
            for item in map(plain, answer["Responses"][table]):
                yield str(item["document_id"]), item


def upload_name(name: str) -> str:
    """Return a file's name as Textract takes an object's: without line breaks, and in Unicode."""
    return printable(os.fsencode(name).decode("utf-8", "backslashreplace"))


def _outcome(submitted: Submitted, item: Mapping[str, Any]) -> Outcome:
    return Outcome(
        submitted=submitted,
        status=item["status"],
        reason=item.get("reason"),
        pages=int(item.get("pages", 0)),
        fields=int(item.get("fields", 0)),
        doubtful=int(item.get("doubtful", 0)),
        tables=int(item.get("tables", 0)),
        seconds=time.monotonic() - submitted.at,
    )


_deserializer = TypeDeserializer()


def plain(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of DynamoDB's attributes."""
    return {name: _deserializer.deserialize(value) for name, value in item.items()}
