"""The only module that calls S3 and SNS: always with somebody's rights."""

import logging
import os
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from local.identity import Identity, session
from local.textract.errors import (
    DocumentTooLargeException,
    InternalServerError,
    InvalidKMSKeyException,
    InvalidS3ObjectException,
    TextractError,
)
from local.textract.requests import Output, S3Object

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sns import SNSClient

log = logging.getLogger(__name__)

CLIENTS_KEPT = 32  # roles rotate their keys: old ones fall out
ELSEWHERE = (301, 400)  # how S3 answers for a bucket of another region, with the region's name
SERVER_ERROR = 500  # HTTP: from here on the fault is not the caller's

_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=5, read_timeout=60
)


_NO_S3 = (
    "This local Textract reads S3 only where AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL says, and it "
    "was started without either: set one for it, or send the document as Bytes"
)


def object_size(source: S3Object, *, identity: Identity) -> int:
    """Return an object's size in bytes, which also proves that it can be read."""
    try:
        return _s3(identity).head_object(**_source(source))["ContentLength"]
    except (ClientError, BotoCoreError) as error:
        _raise_ours(error)


def read_object(source: S3Object, *, identity: Identity, max_bytes: int) -> bytes:
    """Return an object's bytes; raise before reading one that is too large."""
    try:
        response = _s3(identity).get_object(**_source(source))
        with response["Body"] as body:
            if response["ContentLength"] > max_bytes:
                raise DocumentTooLargeException(detail=f"over {max_bytes} bytes")
            return body.read()
    except (ClientError, BotoCoreError) as error:
        _raise_ours(error)


def write_object(key: str, data: bytes, *, output: Output, identity: Identity) -> None:
    """Write an object under the output's bucket, encrypted with its key where it names one."""
    encryption: dict[str, Any] = (
        {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": output.kms_key_id}
        if output.kms_key_id
        else {}
    )
    try:
        _s3(identity).put_object(Bucket=output.bucket, Key=key, Body=data, **encryption)
    except (ClientError, BotoCoreError) as error:
        _raise_ours(error)


def publish(topic_arn: str, message: str, *, identity: Identity) -> bool:
    """Publish a message, and return whether that was possible; Textract tells nobody if not."""
    address = _address("SNS")
    if not address:
        log.warning("notice lost topic=%s reason=AWS_ENDPOINT_URL_SNS is not set", topic_arn)
        return False
    try:
        _sns(identity, address).publish(TopicArn=topic_arn, Message=message)
    except (ClientError, BotoCoreError) as error:
        log.warning("notice lost topic=%s reason=%s", topic_arn, _reason(error))
        return False
    return True


def _s3(identity: Identity) -> "S3Client":
    address = _address("S3")
    if not address:
        raise InvalidS3ObjectException(_NO_S3)
    return _s3_client(identity, address)


@lru_cache(CLIENTS_KEPT)
def _s3_client(identity: Identity, address: str) -> "S3Client":
    client = session(identity).client("s3", endpoint_url=address, config=_CONFIG)
    client.meta.events.register_first("needs-retry.s3", _refusing_regions_but(identity.region))
    return client


@lru_cache(CLIENTS_KEPT)
def _sns(identity: Identity, address: str) -> "SNSClient":
    return session(identity).client("sns", endpoint_url=address, config=_CONFIG)


def _address(service: str) -> str | None:
    """Return where the environment says that a service is; without, boto3 would go to AWS."""
    names = (f"AWS_ENDPOINT_URL_{service}", "AWS_ENDPOINT_URL")
    return next(filter(None, map(os.environ.get, names)), None)


def _refusing_regions_but(own: str) -> Callable[..., None]:
    """Return a handler of S3's answers that refuses buckets of other regions.

    Textract reads its own region's only; boto3 would follow S3 to another one.
    """

    def refuse(response: tuple[Any, Any] | None = None, **_: object) -> None:
        if not response or response[0].status_code not in ELSEWHERE:
            return
        region = response[0].headers.get("x-amz-bucket-region", own)
        if region != own:
            raise InvalidS3ObjectException(detail=f"the bucket is in {region}")

    return refuse


def _source(source: S3Object) -> dict[str, Any]:
    version = {"VersionId": source.version} if source.version else {}
    return {"Bucket": source.bucket, "Key": source.name, **version}


def _raise_ours(error: ClientError | BotoCoreError) -> NoReturn:
    raise _error_class(error)(detail=f"S3: {_reason(error)}") from error


def _error_class(error: ClientError | BotoCoreError) -> type[TextractError]:
    if isinstance(error, NoCredentialsError):
        return InvalidS3ObjectException
    if not isinstance(error, ClientError):
        return InternalServerError
    if error.response["Error"]["Code"].startswith("KMS."):
        return InvalidKMSKeyException
    if error.response["ResponseMetadata"]["HTTPStatusCode"] >= SERVER_ERROR:
        return InternalServerError
    return InvalidS3ObjectException


def _reason(error: ClientError | BotoCoreError) -> str:
    if isinstance(error, ClientError):
        return error.response["Error"]["Code"]
    return type(error).__name__
