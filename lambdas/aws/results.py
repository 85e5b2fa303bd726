"""The results bucket: what Textract said, and what it means.

`jobs/<document_id>/<job_id>/<n>` is written by Textract; all under `results/<document_id>/` by us.
A lending job writes `detailedResponse/<n>`, `summaryResponse/<n>` and `splitDocuments/` instead.
What people said of a document lies in its `answers/`, the pictures that they were shown in its
`pages/`, each `document.json` from before a review in its `revisions/<n>/`. Amazon A2I writes below
`a2i/`.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from botocore.exceptions import ClientError

from lambdas.aws.at_once import at_once
from lambdas.errors import PermanentError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import GetObjectOutputTypeDef

CONTENT_TYPES = {
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gz": "application/gzip",
    "jpg": "image/jpeg",
    "png": "image/png",
}
UPLOADS_AT_ONCE = 8
PARTS_AT_ONCE = 4  # of about 1,000 blocks, 600 KB
SPOOLED = 8 << 20  # bytes of a `document.json` that are held in memory; a longer one is on disk
A2I = "a2i/"
A2I_MAX_BYTES = 64 << 20  # an input of 3 MB and three workers' answers are far less
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

    @contextmanager
    def document(self, document_id: str, *, revision: int | None = None) -> Iterator[IO[bytes]]:
        """Open `document.json`, or that of an earlier revision, as a file that can be gone back in.

        It is on disk where it is long. Raises PermanentError where it is gone.
        """
        place = _revision(revision) if revision else ""
        key = f"{result_prefix(document_id)}{place}document.json"
        with SpooledTemporaryFile(SPOOLED) as file:
            for chunk in self._kept(key, "document's result")["Body"].iter_chunks(SPOOLED):
                file.write(chunk)
            file.seek(0)
            yield file

    def keep_revision(self, document_id: str, revision: int) -> None:
        """Keep `document.json` as it is, before it is written anew; only the first time.

        Raises PermanentError where it is gone.
        """
        prefix = result_prefix(document_id)
        key = f"{prefix}{_revision(revision)}document.json"
        if key in self._keys(key):
            return
        source = f"{prefix}document.json"
        try:
            self._client.copy_object(
                Bucket=self._bucket, Key=key, CopySource={"Bucket": self._bucket, "Key": source}
            )
        except self._client.exceptions.NoSuchKey as error:
            raise PermanentError(f"The document's result is gone: {source}.") from error

    def save_answer(self, document_id: str, name: str, answer: bytes) -> str:
        """Keep what people said of a document, and return its key."""
        key = f"{result_prefix(document_id)}answers/{name}.json"
        self._put(key, answer)
        return key

    def answer(self, key: str) -> bytes:
        """Return an answer that was kept; raise PermanentError where it is gone."""
        return self._kept(key, "answer")["Body"].read()

    def save_picture(self, document_id: str, name: str, picture: bytes | IO[bytes]) -> str:
        """Keep the picture of a page for those who review it, and return its S3 URI."""
        key = f"{result_prefix(document_id)}pages/{name}"
        self._put(key, picture)
        return f"s3://{self._bucket}/{key}"

    def a2i_output(self, uri: str) -> bytes:
        """Return what Amazon A2I wrote; raise PermanentError where it is none of its answers."""
        ours = f"s3://{self._bucket}/"
        key = uri.removeprefix(ours)
        if not (uri.startswith(ours) and key.startswith(A2I)):
            raise PermanentError(f"The answers do not lie below {ours}{A2I}, but at {uri[:300]}.")
        answer = self._readable(key)
        if answer["ContentLength"] > A2I_MAX_BYTES:
            raise PermanentError(f"The answers of Amazon A2I are too large: {uri[:300]}.")
        return answer["Body"].read()

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

    def _kept(self, key: str, what: str) -> GetObjectOutputTypeDef:
        """Open what a person or an operator may have deleted; then no retry brings it back."""
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)
        except self._client.exceptions.NoSuchKey as error:
            raise PermanentError(f"The {what} is gone: {key}.") from error

    def _readable(self, key: str) -> GetObjectOutputTypeDef:
        """Open an answer of Amazon A2I; S3 says AccessDenied of what is not there, since we may not
        list what A2I writes."""
        try:
            return self._kept(key, "answer")
        except ClientError as error:
            if error.response["Error"]["Code"] != "AccessDenied":
                raise
            raise PermanentError(f"The answer is gone, or may not be read: {key}.") from error

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


def _revision(number: int) -> str:
    return f"revisions/{number}/"
