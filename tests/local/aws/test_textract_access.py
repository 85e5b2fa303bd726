"""Who may use Textract: checked by the local AWS before the Textract process sees a request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.aws.local_aws import LocalAws

pytestmark = pytest.mark.local

Invoke = Callable[[str, dict[str, Any]], Any]
ClientWith = Callable[[str, dict[str, Any]], Any]


def _detect() -> dict[str, Any]:
    return {"call": ["textract", "get_document_text_detection"], "with": {"JobId": "1"}}


def _start(stack: dict[str, str], role: str) -> dict[str, Any]:
    document = {"S3Object": {"Bucket": stack["Uploads"], "Name": "in/x.pdf"}}
    channel = {"SNSTopicArn": stack["JobsTopic"], "RoleArn": stack[role]}
    return {
        "call": ["textract", "start_document_text_detection"],
        "with": {"DocumentLocation": document, "NotificationChannel": channel},
    }


def test_an_operation_needs_its_own_permission(invoke: Invoke, stack: dict[str, str]) -> None:
    assert invoke("Worker", _detect()) == "AccessDeniedException"
    assert invoke("Worker", _start(stack, "ChannelArn")) == "allowed"


def test_a_channel_needs_permission_to_pass_its_role(invoke: Invoke, stack: dict[str, str]) -> None:
    assert invoke("Worker", _start(stack, "StrangerRoleArn")) == "AccessDeniedException"


def test_a_channels_role_must_trust_textract(aws: LocalAws, stack: dict[str, str]) -> None:
    with pytest.raises(ClientError, match="cannot assume the role"):
        aws.client("textract").start_document_text_detection(
            **_start(stack, "StrangerRoleArn")["with"]
        )


def test_a_denial_is_worded_as_textract_words_it(
    reader: dict[str, Any], client_with: ClientWith
) -> None:
    user = client_with("sts", reader).get_caller_identity()["Arn"]

    with pytest.raises(ClientError) as denied:
        client_with("textract", reader).detect_document_text(Document={"Bytes": b"x"})

    assert denied.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert denied.value.response["Error"] == {
        "Code": "AccessDeniedException",
        "Message": f"User: {user} is not authorized to perform: textract:DetectDocumentText"
        " because no identity-based policy allows the textract:DetectDocumentText action",
    }


def test_textract_acts_with_the_callers_rights_and_the_channels(
    aws: LocalAws, stack: dict[str, str], client_with: ClientWith
) -> None:
    told = _told(aws, _start(stack, "ChannelArn")["with"])

    assert told["Caller"]["AccessKeyId"] == aws.environ()["AWS_ACCESS_KEY_ID"]
    sns = client_with("sns", told["Channel"])
    assert sns.publish(TopicArn=stack["JobsTopic"], Message="done")["MessageId"]
    with pytest.raises(ClientError, match="AccessDenied"):
        client_with("s3", told["Channel"]).list_buckets()


def test_credentials_in_a_clients_own_headers_are_not_passed_on(aws: LocalAws) -> None:
    document = {"S3Object": {"Bucket": "bbb", "Name": "x"}}
    forged = {"x-papertray-channel": "e30="}

    assert _told(aws, {"DocumentLocation": document}, forged)["Channel"] is None


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("textract", "get_document_analysis", {"JobId": "1"}),
        ("s3", "list_buckets", {}),
        ("sqs", "list_queues", {}),
    ],
)
@pytest.mark.parametrize("key", ["test", "000000000000", "AKIAIOSFODNN7EXAMPLE"])
def test_nobody_else_is_the_administrator(
    client_with: ClientWith, service: str, operation: str, arguments: dict[str, str], key: str
) -> None:
    stranger = client_with(service, {"AccessKeyId": key, "SecretAccessKey": "test"})

    with pytest.raises(ClientError, match=r"UnrecognizedClient|InvalidAccessKeyId|InvalidClient"):
        getattr(stranger, operation)(**arguments)


def test_a_wrong_secret_is_refused(reader: dict[str, Any], client_with: ClientWith) -> None:
    forged = client_with("textract", reader | {"SecretAccessKey": "guessed"})

    with pytest.raises(ClientError, match="InvalidSignatureException"):
        forged.detect_document_text(Document={"Bytes": b"x"})


def _told(
    aws: LocalAws, request: dict[str, Any], headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return what the Textract process was told, of which boto3 keeps what it knows only."""
    textract, told = aws.client("textract"), dict[str, Any]()

    def add_headers(request: Any, **_: object) -> None:  # noqa: ANN401 - botocore's AWSRequest
        for name, value in (headers or {}).items():
            request.headers[name] = value

    def keep(http_response: Any, **_: object) -> None:  # noqa: ANN401 - botocore's AWSResponse
        told.update(json.loads(http_response.content))

    textract.meta.events.register("before-sign", add_headers)
    textract.meta.events.register("after-call", keep)
    textract.start_document_text_detection(**request)
    return told
