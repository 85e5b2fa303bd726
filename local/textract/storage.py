"""The only module that calls S3 and SNS: always with somebody's rights."""

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from local.textract.errors import (
    DocumentTooLargeException,
    InternalServerError,
    InvalidKMSKeyException,
    InvalidS3ObjectException,
    TextractError,
)
from local.textract.identity import Identity
from local.textract.requests import Output, S3Object

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sns import SNSClient

log = logging.getLogger(__name__)

CLIENTS_KEPT = 32  # roles rotate their keys: old ones fall out
SERVER_ERROR = 500  # HTTP: from here on the fault is not the caller's

_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=5, read_timeout=60
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
    try:
        _sns(identity).publish(TopicArn=topic_arn, Message=message)
    except (ClientError, BotoCoreError) as error:
        log.warning("notice lost topic=%s reason=%s", topic_arn, _reason(error))
        return False
    return True


@lru_cache(CLIENTS_KEPT)
def _s3(identity: Identity) -> "S3Client":
    return _session(identity).client("s3", config=_CONFIG)


@lru_cache(CLIENTS_KEPT)
def _sns(identity: Identity) -> "SNSClient":
    return _session(identity).client("sns", config=_CONFIG)


def _session(identity: Identity) -> boto3.Session:
    keys = identity.credentials
    if keys is None:
        return boto3.Session(region_name=identity.region)
    return boto3.Session(
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
        aws_session_token=keys.session_token,
        region_name=identity.region,
    )


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
