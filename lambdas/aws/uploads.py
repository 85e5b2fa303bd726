"""Reads the uploaded documents."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.documents import Document
from lambdas.errors import UnreadableDocument

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BLOCK = 1024 * 1024  # bytes a request: a page count touches few places of a file
BLOCKS_KEPT = 8


class Uploads:
    """The uploaded objects as seekable files."""

    def __init__(self, client: S3Client) -> None:
        self._client = client

    def open(self, document: Document) -> Upload:
        """Return `document` as a file; only what is read of it is fetched."""
        return Upload(_S3File(self._client, document))


class Upload(io.BufferedReader):
    """An uploaded object as a seekable file, with what its uploader said of it."""

    def __init__(self, file: _S3File) -> None:
        super().__init__(file)
        self._file = file

    @property
    def metadata(self) -> Mapping[str, str]:
        """The object's own metadata, names in small letters; it comes with the first block."""
        self.peek()
        return self._file.metadata


class _S3File(io.RawIOBase):
    """One version of an object, fetched in blocks."""

    def __init__(self, client: S3Client, document: Document) -> None:
        self._client = client
        self._document = document
        self._position = 0
        self.metadata: dict[str, str] = {}
        self._block = lru_cache(maxsize=BLOCKS_KEPT)(self._fetch)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._document.size}
        self._position = max(0, base[whence] + offset)
        return self._position

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (Buffer has a name from 3.12 on)
        if self._position >= self._document.size:
            return 0
        index, start = divmod(self._position, BLOCK)
        chunk = self._block(index)[start : start + len(buffer)]
        buffer[: len(chunk)] = chunk
        self._position += len(chunk)
        return len(chunk)

    def _fetch(self, index: int) -> bytes:
        document = self._document
        last = min((index + 1) * BLOCK, document.size) - 1
        version: Any = {"VersionId": document.version_id} if document.version_id else {}
        try:
            answer = self._client.get_object(
                Bucket=document.bucket,
                Key=document.key,
                IfMatch=document.etag,
                Range=f"bytes={index * BLOCK}-{last}",
                **version,
            )
        except ClientError as error:
            raise _gone(error) from error
        self.metadata = {name.lower(): value for name, value in answer["Metadata"].items()}
        return answer["Body"].read()


def _gone(error: ClientError) -> Exception:
    match error.response["Error"]["Code"]:
        case "NoSuchKey" | "NoSuchVersion" | "404":
            return UnreadableDocument("The object was deleted before it could be read.")
        case "PreconditionFailed" | "412":
            return UnreadableDocument("The object was overwritten before it could be read.")
        case _:
            return error
