"""What Textract refuses although boto3 lets it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_textract import TextractClient

IMAGE = {"Bytes": b"x"}
OBJECT = {"Bucket": "documents", "Name": "a.pdf"}
IN_S3 = {"S3Object": OBJECT}
QUERIES = ["QUERIES"]

INVALID: list[tuple[str, dict[str, Any]]] = [
    ("detect_document_text", {}),
    ("detect_document_text", {"Document": {}}),
    ("detect_document_text", {"Document": {**IMAGE, **IN_S3}}),
    ("detect_document_text", {"Document": {"S3Object": {"Bucket": "documents"}}}),
    ("detect_document_text", {"Document": {"S3Object": {"Bucket": "a:b", "Name": "a.pdf"}}}),
    ("detect_document_text", {"Document": {"S3Object": {"Bucket": "documents", "Name": " "}}}),
    ("detect_document_text", {"Document": {"Bytes": b""}}),
    ("detect_document_text", {"Document": {"Bytes": b"x" * (10 * 1024 * 1024 + 1)}}),
    ("analyze_document", {"Document": IMAGE}),
    ("analyze_document", {"Document": IMAGE, "FeatureTypes": []}),
    ("analyze_document", {"Document": IMAGE, "FeatureTypes": ["Forms"]}),
    ("analyze_document", {"Document": IMAGE, "FeatureTypes": QUERIES}),
    (
        "analyze_document",
        {
            "Document": IMAGE,
            "FeatureTypes": ["FORMS"],
            "HumanLoopConfig": {"HumanLoopName": "a", "FlowDefinitionArn": "arn"},
        },
    ),
    (
        "analyze_document",
        {
            "Document": IMAGE,
            "FeatureTypes": QUERIES,
            "QueriesConfig": {"Queries": [{"Text": "Total?"}]},
            "AdaptersConfig": {"Adapters": [{"AdapterId": "a" * 12, "Version": "1"}]},
        },
    ),
    (
        "analyze_document",
        {
            "Document": IMAGE,
            "FeatureTypes": ["FORMS"],
            "QueriesConfig": {"Queries": [{"Text": "Total?"}]},
        },
    ),
    (
        "analyze_document",
        {"Document": IMAGE, "FeatureTypes": QUERIES, "QueriesConfig": {"Queries": []}},
    ),
    ("analyze_expense", {"Document": {}}),
    ("analyze_id", {"DocumentPages": [{}]}),
    ("detect_document_text", {"Document": {"S3Object": {"Name": "a.pdf"}}}),
    ("detect_document_text", {"Document": {"S3Object": {**OBJECT, "Version": ""}}}),
    ("detect_document_text", {"Document": {"S3Object": {**OBJECT, "Name": "a" * 1025}}}),
    ("detect_document_text", {"Document": {"S3Object": {**OBJECT, "Bucket": "ab"}}}),
    ("start_document_text_detection", {"DocumentLocation": {}}),
    ("start_expense_analysis", {"DocumentLocation": {}}),
    ("start_lending_analysis", {"DocumentLocation": {}}),
    ("start_document_analysis", {"DocumentLocation": IN_S3, "FeatureTypes": QUERIES}),
    ("start_document_text_detection", {"DocumentLocation": IN_S3, "KMSKeyId": "/key"}),
    ("start_document_text_detection", {"DocumentLocation": IN_S3, "KMSKeyId": "k" * 2049}),
    ("start_document_text_detection", {"DocumentLocation": IN_S3, "ClientRequestToken": ""}),
    ("start_document_text_detection", {"DocumentLocation": IN_S3, "ClientRequestToken": "t" * 65}),
    (
        "start_document_text_detection",
        {"DocumentLocation": IN_S3, "OutputConfig": {"S3Bucket": "documents", "S3Prefix": " "}},
    ),
    (
        "start_document_text_detection",
        {
            "DocumentLocation": IN_S3,
            "NotificationChannel": {"SNSTopicArn": "arn:aws:sns:us-east-1:123456789012:topic"},
        },
    ),
    (
        "start_document_text_detection",
        {
            "DocumentLocation": IN_S3,
            "NotificationChannel": {
                "SNSTopicArn": "arn:aws:sqs:us-east-1:123456789012:queue",
                "RoleArn": "arn:aws:iam::123456789012:role/publisher",
            },
        },
    ),
    ("start_document_text_detection", {"DocumentLocation": IN_S3, "JobTag": "a b"}),
    ("start_document_text_detection", {"DocumentLocation": IN_S3, "JobTag": "a" * 65}),
    ("start_document_text_detection", {"DocumentLocation": IN_S3, "ClientRequestToken": "ä"}),
    (
        "start_document_text_detection",
        {
            "DocumentLocation": IN_S3,
            "NotificationChannel": {
                "SNSTopicArn": "arn:aws:sns:us-east-1:123456789012:topic",
                "RoleArn": "arn:aws:iam::123456789012:root",
            },
        },
    ),
    ("start_document_text_detection", {"DocumentLocation": IN_S3, "OutputConfig": {}}),
    ("start_document_analysis", {"DocumentLocation": IN_S3}),
    ("get_document_analysis", {"JobId": "no spaces"}),
    ("get_document_analysis", {"JobId": "a" * 65}),
    ("get_document_analysis", {"JobId": ""}),
    ("get_document_analysis", {"JobId": "a", "MaxResults": 0}),
    ("get_document_analysis", {"JobId": "a", "NextToken": " "}),
    ("get_document_analysis", {"JobId": "a", "NextToken": "t" * 1025}),
    ("get_expense_analysis", {}),
    ("get_lending_analysis", {"JobId": "a", "MaxResults": -1}),
    ("get_lending_analysis_summary", {}),
]


@pytest.mark.parametrize(("operation", "parameters"), INVALID)
def test_an_invalid_request_is_refused(
    textract: TextractClient, operation: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(ClientError) as refusal:
        getattr(textract, operation)(**parameters)

    assert refusal.value.response["Error"] == {
        "Code": "InvalidParameterException",
        "Message": "Request has invalid parameters",
    }


@pytest.mark.parametrize(
    "query",
    [
        {"Text": "Größe?"},
        {"Text": "a" * 201},
        {"Text": "Total?", "Pages": ["0"]},
        {"Text": "Total?", "Pages": ["2"]},
        {"Text": "Total?", "Pages": ["1", "*"]},
        {"Text": "Total?", "Pages": ["3-2"]},
        {"Text": "Total?", "Pages": ["-1"]},
        {"Text": "Total?", "Pages": ["1-2-3"]},
        {"Text": "Total?", "Pages": ["one"]},
        {"Text": "Total?", "Pages": []},
    ],
)
def test_a_query_that_cannot_be_asked_is_refused(
    textract: TextractClient, a_document: Callable[..., bytes], query: dict[str, Any]
) -> None:
    with pytest.raises(textract.exceptions.InvalidParameterException):
        textract.analyze_document(
            Document={"Bytes": a_document()},
            FeatureTypes=["QUERIES"],
            QueriesConfig={"Queries": [query]},  # type: ignore[list-item]
        )
