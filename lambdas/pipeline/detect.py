"""One page's text blocks, without queue, table or bucket: for trying out and for scripts."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

from lambdas.errors import InvalidRequest
from lambdas.services import Services


class _Answer(Struct, rename="pascal"):
    blocks: Raw


class _S3Object(Struct, forbid_unknown_fields=True, omit_defaults=True, rename="pascal"):
    bucket: str
    name: str
    version: str | None = None


class _Event(Struct):
    image: str | None = None
    s3_object: _S3Object | None = msgspec.field(default=None, name="S3Object")


def source(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Textract `Document` that an invocation names."""
    try:
        asked = msgspec.convert(event, _Event)
    except msgspec.ValidationError as error:
        raise InvalidRequest(f"The event is not understood: {error}.") from error
    if asked.image is not None and asked.s3_object is None:
        return {"Bytes": _decoded(asked.image)}
    if asked.s3_object is not None and asked.image is None:
        return {"S3Object": msgspec.to_builtins(asked.s3_object)}
    raise InvalidRequest(
        'The event must hold either {"image": "<base64>"} or '
        '{"S3Object": {"Bucket": "...", "Name": "..."}}.'
    )


def detect(document: dict[str, Any], services: Services) -> str:
    """Return the blocks of a one-page document as JSON, as Textract wrote them."""
    answer = services.textract.detect(document)
    return bytes(msgspec.json.decode(answer, type=_Answer).blocks).decode()


def _decoded(image: str) -> bytes:
    try:
        return base64.b64decode(image, validate=True)
    except ValueError as error:  # binascii.Error, or characters that are not ASCII
        raise InvalidRequest(f'"image" is not base64: {error}.') from error
