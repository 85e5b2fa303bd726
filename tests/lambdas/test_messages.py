"""What AWS tells us is decoded once; what it never says is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from lambdas.documents import Document, Work
from lambdas.messages import (
    AnswerGiven,
    Completion,
    HumanLoopEnded,
    LoopOutput,
    ReviewLost,
    ReviewNotice,
    ReviewOverdue,
    ReviewReopened,
    UnknownMessage,
    decode,
    encode,
    review_message,
    review_notice,
    upload_message,
    uploaded,
)


def object_created(key: str, **changes: Any) -> str:  # noqa: ANN401
    """S3's event as EventBridge hands it to a queue (S3 user guide, "EventBridge")."""
    event = {
        "version": "0",
        "id": "17793124-05d4-b198-2fde-7ededc63b103",
        "detail-type": "Object Created",
        "source": "aws.s3",
        "account": "111122223333",
        "time": "2021-11-12T00:00:00Z",
        "region": "ca-central-1",
        "resources": ["arn:aws:s3:::uploads"],
        "detail": {
            "version": "0",
            "bucket": {"name": "uploads"},
            "object": {
                "key": key,
                "size": 5,
                "etag": "b1946ac92492d2347c6235b4d2611184",
                "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
                "sequencer": "00617F08299329D189",
                **changes,
            },
            "request-id": "N4N7GDK58NMKJ12R",
            "requester": "123456789012",
            "source-ip-address": "1.2.3.4",
            "reason": "PutObject",
        },
    }
    return json.dumps(event)


@pytest.mark.parametrize(
    "key",
    [
        "a.pdf",
        "my scans/a b.pdf",
        "a+b.pdf",
        "100%25.pdf",
        "%2F.pdf",
        "Übersicht/日本 🧾.pdf",
        "a&b=c",
    ],
)
def test_a_key_is_taken_as_it_is_spaces_plus_signs_and_all(key: str) -> None:
    assert uploaded(object_created(key)) == Document(
        bucket="uploads",
        key=key,
        version_id="IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
        etag="b1946ac92492d2347c6235b4d2611184",
        size=5,
    )


def test_a_bucket_without_versions_tells_none() -> None:
    event = json.loads(object_created("a.pdf"))
    del event["detail"]["object"]["version-id"]

    assert uploaded(json.dumps(event)).version_id is None


def test_quotes_around_an_etag_are_not_part_of_it() -> None:
    assert uploaded(object_created("a.pdf", etag='"abc"')).etag == "abc"


@pytest.mark.parametrize("version_id", ["v1", None])
def test_our_own_word_of_an_upload_says_what_s3s_said(version_id: str | None) -> None:
    document = Document(bucket="b", key="ä +", version_id=version_id, etag="e", size=3)

    assert uploaded(upload_message(document)) == document


def test_a_completion_is_textracts_notice() -> None:
    notice = {
        "JobId": "642492aea78a86a40665555dc375ee97bc963f342b29cd05030f19bd8fd1bc5f",
        "Status": "SUCCEEDED",
        "API": "StartDocumentTextDetection",
        "JobTag": "Receipt",
        "Timestamp": 1543599965969,
        "DocumentLocation": {"S3ObjectName": "document", "S3Bucket": "bucket"},
    }

    completion = decode(json.dumps(notice), Completion)

    assert (completion.job_id, completion.job_tag) == (notice["JobId"], "Receipt")
    assert (completion.status, completion.api) == ("SUCCEEDED", "StartDocumentTextDetection")
    assert decode(encode(completion), Completion) == completion


@pytest.mark.parametrize(
    "body",
    [
        "",
        "hello",
        "null",
        "[]",
        "{}",
        '{"detail": {}}',
        '{"detail": {"bucket": {"name": "b"}, "object": {"key": 1, "size": 1, "etag": "e"}}}',
        object_created("a.pdf", size="big"),
        '{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}',
        '{"detail": "\ud800"}',
        '{"x": ' + "[" * 100_000,
    ],
    ids=lambda body: body[:25].encode("ascii", "replace").decode(),
)
@pytest.mark.parametrize(
    "read",
    [uploaded, lambda body: decode(body, Completion), lambda body: decode(body, Work)],
    ids=["upload", "completion", "work"],
)
def test_rubbish_is_an_unknown_message(body: str, read: Callable[[str], object]) -> None:
    with pytest.raises(UnknownMessage, match="not a message of this queue"):
        read(body)


def test_an_unknown_message_says_what_is_wrong_with_it() -> None:
    with pytest.raises(UnknownMessage, match=r"Expected `int`, got `str` - at `\$.detail.object"):
        uploaded(object_created("a.pdf", size="big"))


DOCUMENT_ID = "0123456789abcdef0123456789abcdef"
NOTICES: list[ReviewNotice] = [
    AnswerGiven(document_id=DOCUMENT_ID, answer="results/x/answers/1.json"),
    ReviewOverdue(document_id=DOCUMENT_ID),
    ReviewLost(document_id=DOCUMENT_ID, why="Nobody hears of it."),
    ReviewReopened(document_id=DOCUMENT_ID),
    HumanLoopEnded(human_loop_name=DOCUMENT_ID, human_loop_status="Stopped"),
    HumanLoopEnded(
        human_loop_name=DOCUMENT_ID,
        human_loop_status="Completed",
        human_loop_output=LoopOutput(uri="s3://results/a2i/output.json"),
    ),
]


@pytest.mark.parametrize("notice", NOTICES)
def test_what_is_told_of_a_review_is_decoded_as_it_was_told(notice: ReviewNotice) -> None:
    assert review_notice(review_message(notice)) == notice


def test_amazon_a2is_event_is_decoded_with_what_it_leaves_out() -> None:
    """Developer guide, "Use Amazon CloudWatch Events in Amazon Augmented AI"."""
    detail = {
        "creationTime": "2019-11-14T17:37:36.740Z",
        "failureCode": None,
        "failureReason": None,
        "flowDefinitionArn": "arn:aws:sagemaker:us-east-1:111111111111:flow-definition/f",
        "humanLoopArn": f"arn:aws:sagemaker:us-east-1:111111111111:human-loop/{DOCUMENT_ID}",
        "humanLoopName": DOCUMENT_ID,
        "humanLoopOutput": {"outputS3Uri": "s3://results/a2i/output.json"},
        "humanLoopStatus": "Completed",
    }
    event = {"source": "aws.sagemaker", "region": "us-east-1", "detail": detail}

    assert review_notice(json.dumps(event)) == NOTICES[-1]
    assert NOTICES[-1].document_id == DOCUMENT_ID


@pytest.mark.parametrize(
    "body",
    ["", "{}", "[]", '{"document_id": "x"}', '{"expired": true}', '{"detail": {}}', "\ud800"],
)
def test_what_tells_of_no_review_is_refused(body: str) -> None:
    with pytest.raises(UnknownMessage):
        review_notice(body)
