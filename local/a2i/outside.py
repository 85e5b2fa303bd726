"""What the local A2I does elsewhere: S3 with the flow definition's role, and EventBridge."""

from __future__ import annotations

import json
import logging
import re
import urllib.request
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from local.a2i.flows import FlowDefinition
from local.identity import Identity, session
from local.paths import EVENTS, EVENTS_TOKEN

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

log = logging.getLogger(__name__)

TIMEOUT = 10.0  # seconds, for an event
READ_ACCESS_SECONDS = 3600  # AWS says "short-lived"
CLIENTS_KEPT = 32


class NotDoneError(Exception):
    """Somebody else refused, or did not answer."""


@dataclass(frozen=True, kw_only=True)
class Outside:
    """The AWS around the local A2I; `token` proves to it that an event comes from a service."""

    endpoint_url: str
    token: str = field(repr=False)

    @property
    def origin(self) -> str:
        """Where pictures come from."""
        parts = urlsplit(self.endpoint_url)
        return f"{parts.scheme}://{parts.netloc}"

    def write(self, bucket: str, key: str, data: bytes, *, flow: FlowDefinition) -> None:
        """Write an object with the flow definition's role, or raise NotDoneError."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - starts faster

        key_id = flow.output.get("KmsKeyId")
        encryption: dict[str, Any] = (
            {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key_id} if key_id else {}
        )
        try:
            self._s3(flow).put_object(
                Bucket=bucket, Key=key, Body=data, ContentType="application/json", **encryption
            )
        except (ClientError, BotoCoreError) as error:
            raise NotDoneError(f"s3://{bucket}/{key} could not be written: {error}") from error

    def readable(self, uri: str, *, flow: FlowDefinition) -> str:
        """Return a URL that reads an object with the flow definition's role for a while.

        A URI that is none of S3's is returned as it is.
        """
        place = _object(uri)
        if place is None:
            return uri
        bucket, key = place
        return self._s3(flow).generate_presigned_url(
            "get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=READ_ACCESS_SECONDS
        )

    def tell(self, entry: dict[str, Any], *, region: str) -> None:
        """Put an event on the default bus in AWS's own name, or raise NotDoneError."""
        body = json.dumps({"Region": region, "Entries": [entry]}).encode()
        request = urllib.request.Request(  # noqa: S310 - our own loopback
            f"{self.endpoint_url}{EVENTS}", data=body, headers={EVENTS_TOKEN: self.token}
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                answer.read()
        except OSError as error:
            raise NotDoneError(f"the event was not taken: {error}") from error

    def _s3(self, flow: FlowDefinition) -> S3Client:
        identity = Identity(region=flow.region, credentials=flow.role)
        return _s3_client(identity, self.endpoint_url)


@lru_cache(CLIENTS_KEPT)
def _s3_client(identity: Identity, endpoint_url: str) -> S3Client:
    from botocore.config import Config  # noqa: PLC0415 - starts faster

    config = Config(s3={"addressing_style": "path"}, signature_version="s3v4")
    return session(identity).client("s3", config=config, endpoint_url=endpoint_url)


_PATH_STYLE = re.compile(r"s3[.-].*amazonaws\.com|s3\.amazonaws\.com")


def _object(uri: str) -> tuple[str, str] | None:
    """Return bucket and key of s3://bucket/key, or of S3's address with the bucket in its path."""
    scheme, _, rest = uri.partition("://")
    if scheme in ("http", "https"):
        host, _, rest = rest.partition("/")
        if not _PATH_STYLE.fullmatch(host):
            return None
    elif scheme != "s3":
        return None
    bucket, _, key = rest.partition("/")
    return (bucket, key) if bucket and key else None
