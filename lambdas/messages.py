"""The messages that AWS sends us: S3's word of an upload, and Textract's of a completed job."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import Struct

from lambdas.documents import Document
from lambdas.errors import PapertrayError

T = TypeVar("T")


class UnknownMessage(PapertrayError):
    """Not a message that belongs on this queue; it ends in the DLQ, where a person sees it."""


class Completion(Struct, frozen=True, kw_only=True, rename="pascal"):
    """Textract's completion notice, as SNS delivers it raw (developer guide, "Getting the
    completion status"). `status` is SUCCEEDED, FAILED or ERROR."""

    job_id: str
    status: str
    api: str = msgspec.field(name="API")
    job_tag: str


class _Bucket(Struct):
    name: str


class _Object(Struct, rename="kebab", omit_defaults=True):
    key: str
    size: int
    etag: str
    version_id: str | None = None


class _Detail(Struct):
    bucket: _Bucket
    object: _Object


class _Uploaded(Struct):
    """EventBridge's "Object Created": only what we read. Its key is not URL-encoded."""

    detail: _Detail


def uploaded(body: str) -> Document:
    """Decode S3's word of an upload."""
    detail = decode(body, _Uploaded).detail
    return Document(
        bucket=detail.bucket.name,
        key=detail.object.key,
        version_id=detail.object.version_id,
        etag=detail.object.etag.strip('"'),
        size=detail.object.size,
    )


def upload_message(document: Document) -> str:
    """Encode what `uploaded` decodes."""
    uploaded_object = _Object(
        key=document.key,
        size=document.size,
        etag=document.etag,
        version_id=document.version_id,
    )
    return encode(_Uploaded(_Detail(_Bucket(document.bucket), uploaded_object)))


def encode(message: Struct) -> str:
    return msgspec.json.encode(message).decode()


def decode(body: str, kind: type[T]) -> T:
    """Decode a message of ours or of AWS; raise UnknownMessage, which names what is wrong."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UnknownMessage(f"not a message of this queue: {error}") from error
