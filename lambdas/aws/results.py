"""The results bucket: what Textract said, and what it means.

`jobs/<document_id>/<job_id>/<n>` is written by Textract; all under `results/<document_id>/` by us.
A lending job writes `detailedResponse/<n>`, `summaryResponse/<n>` and `splitDocuments/` instead.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from lambdas.aws.at_once import at_once

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONTENT_TYPES = {
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gz": "application/gzip",
}
UPLOADS_AT_ONCE = 8
PARTS_AT_ONCE = 4  # of about 1,000 blocks, 600 KB
COMPRESSION = 6  # twice as fast as gzip's 9, and 1% larger
PART = re.compile(r"(|detailedResponse/|summaryResponse/)([0-9]+)", re.ASCII)


def job_prefix(document_id: str) -> str:
    """Return the OutputConfig prefix of a document's jobs."""
    return f"jobs/{document_id}"


def result_prefix(document_id: str) -> str:
    return f"results/{document_id}/"


class Results:
    """The results bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    @property
    def bucket(self) -> str:
        return self._bucket

    def save(self, document_id: str, files: Iterable[tuple[str, IO[bytes]]]) -> None:
        """Write `files`, by their name below the document's prefix, a few of them open at once."""
        prefix = result_prefix(document_id)

        def put(named: tuple[str, IO[bytes]]) -> None:
            name, file = named
            self._put(prefix + name, file)

        for _ in at_once(put, files, most=UPLOADS_AT_ONCE):
            pass

    def save_raw(self, document_id: str, number: int, answer: bytes) -> None:
        """Keep one of Textract's answers as it came, compressed; `number` counts from 1."""
        # No time stamp in the gzip header: the same answer gives the same object.
        self._put(_raw(document_id, number), gzip.compress(answer, COMPRESSION, mtime=0))

    def raw(self, document_id: str) -> bytes | None:
        """Return the synchronous answer that an earlier attempt paid for and kept, if any."""
        key = _raw(document_id, 1)
        return gzip.decompress(self._get(key)) if key in self._keys(key) else None

    def job_parts(self, document_id: str, job_id: str) -> Iterator[bytes]:
        """Yield the parts of a job's output, in Textract's order, each kept on its way.

        A few are fetched and kept ahead of the reader, and no more are in memory.
        """
        prefix = f"{job_prefix(document_id)}/{job_id}/"
        parts = map(PART.fullmatch, (key.removeprefix(prefix) for key in self._keys(prefix)))
        # `.s3_access_check` lies beside the parts, and "10" must not come before "2"; a summary
        # comes after the details, by the alphabet as by its meaning.
        names = sorted((part[1], int(part[2])) for part in parts if part)

        def kept(part: tuple[int, tuple[str, int]]) -> bytes:
            place, (folder, number) = part
            data = self._get(f"{prefix}{folder}{number}")
            self.save_raw(document_id, place, data)
            return data

        yield from at_once(kept, enumerate(names, start=1), most=PARTS_AT_ONCE)

    def _keys(self, prefix: str) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        for page in pages:
            for each in page.get("Contents", []):
                yield each["Key"]

    def _get(self, key: str) -> bytes:
        return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def _put(self, key: str, content: bytes | IO[bytes]) -> None:
        self._client.put_object(
            Bucket=self._bucket,
            Key=key,
            Body=content,
            ContentType=CONTENT_TYPES[key.rpartition(".")[2]],
        )


def _raw(document_id: str, number: int) -> str:
    return f"{result_prefix(document_id)}raw/{number}.json.gz"
