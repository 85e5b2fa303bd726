"""One page in, its blocks out."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from local.textract.server import Server

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

MEGABYTE = 1024 * 1024


def counts(server: Server) -> dict[str, dict[str, int]]:
    with urllib.request.urlopen(f"{server.url}/_papertray/counts") as response:  # noqa: S310
        answer: dict[str, dict[str, int]] = json.load(response)
    return answer


def asked(answer: Any) -> list[str]:  # noqa: ANN401
    return [block["Query"]["Text"] for block in answer["Blocks"] if "Query" in block]


def test_the_text_of_a_picture_is_detected(
    textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    answer = textract.detect_document_text(Document={"Bytes": a_document(words=2)})

    assert [block["BlockType"] for block in answer["Blocks"]] == ["PAGE", "WORD", "WORD"]
    assert answer["DocumentMetadata"] == {"Pages": 1}
    assert answer["DetectDocumentTextModelVersion"] == "1.0"


def test_a_document_in_s3_is_read(
    textract: TextractClient, s3: S3Client, a_document: Callable[..., bytes]
) -> None:
    s3.put_object(Bucket="documents", Key="in/a b+c ü.png", Body=a_document())

    answer = textract.analyze_document(
        Document={"S3Object": {"Bucket": "documents", "Name": "in/a b+c ü.png"}},
        FeatureTypes=["TABLES", "FORMS", "SIGNATURES", "LAYOUT"],
    )

    assert answer["Blocks"]
    assert answer["AnalyzeDocumentModelVersion"] == "1.0"


def test_the_named_version_of_an_object_is_read(
    textract: TextractClient, s3: S3Client, a_document: Callable[..., bytes]
) -> None:
    s3.put_bucket_versioning(Bucket="documents", VersioningConfiguration={"Status": "Enabled"})
    old = s3.put_object(Bucket="documents", Key="a.png", Body=a_document(words=1))
    s3.put_object(Bucket="documents", Key="a.png", Body=a_document(words=5))

    answer = textract.detect_document_text(
        Document={"S3Object": {"Bucket": "documents", "Name": "a.png", "Version": old["VersionId"]}}
    )

    assert len(answer["Blocks"]) == 2


def test_queries_are_asked_on_the_page(
    textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    answer = textract.analyze_document(
        Document={"Bytes": a_document()},
        FeatureTypes=["QUERIES"],
        QueriesConfig={
            "Queries": [{"Text": "Total?"}, {"Text": "Date?", "Alias": "DATE", "Pages": ["*"]}]
        },
    )

    assert asked(answer) == ["Total?", "Date?"]


@pytest.mark.parametrize(("queries", "accepted"), [(15, True), (16, False)])
def test_fifteen_queries_fit_a_page(
    textract: TextractClient, a_document: Callable[..., bytes], queries: int, accepted: bool
) -> None:
    def analyze() -> Any:  # noqa: ANN401
        return textract.analyze_document(
            Document={"Bytes": a_document()},
            FeatureTypes=["QUERIES"],
            QueriesConfig={"Queries": [{"Text": f"Question {n}?"} for n in range(queries)]},
        )

    if accepted:
        assert len(asked(analyze())) == queries
    else:
        with pytest.raises(textract.exceptions.InvalidParameterException):
            analyze()


def test_a_document_of_two_pages_is_not_supported(
    textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    with pytest.raises(
        textract.exceptions.UnsupportedDocumentException,
        match="Request has unsupported document format",
    ):
        textract.detect_document_text(Document={"Bytes": a_document(kind="PDF", pages=2)})


def test_an_unknown_format_is_not_supported(textract: TextractClient) -> None:
    with pytest.raises(textract.exceptions.UnsupportedDocumentException):
        textract.detect_document_text(Document={"Bytes": b"plain text"})


def test_a_damaged_page_is_a_bad_document(
    textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    with pytest.raises(textract.exceptions.BadDocumentException, match="this page is damaged"):
        textract.detect_document_text(Document={"Bytes": a_document(unreadable=[1])})


def test_bytes_over_5_mb_are_too_large(
    textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    textract.detect_document_text(Document={"Bytes": a_document(size=5 * MEGABYTE)})

    with pytest.raises(textract.exceptions.DocumentTooLargeException):
        textract.detect_document_text(Document={"Bytes": a_document(size=5 * MEGABYTE + 1)})


def test_an_object_over_10_mb_is_too_large(
    textract: TextractClient, s3: S3Client, a_document: Callable[..., bytes]
) -> None:
    s3.put_object(Bucket="documents", Key="a.png", Body=a_document(size=10 * MEGABYTE + 1))

    with pytest.raises(textract.exceptions.DocumentTooLargeException):
        textract.detect_document_text(
            Document={"S3Object": {"Bucket": "documents", "Name": "a.png"}}
        )


def test_an_empty_object_is_a_bad_document(textract: TextractClient, s3: S3Client) -> None:
    s3.put_object(Bucket="documents", Key="a.png", Body=b"")

    with pytest.raises(textract.exceptions.BadDocumentException):
        textract.detect_document_text(
            Document={"S3Object": {"Bucket": "documents", "Name": "a.png"}}
        )


@pytest.mark.parametrize("bucket", ["documents", "no-such-bucket"])
def test_an_object_that_is_not_there_is_reported_in_aws_words(
    textract: TextractClient, s3: S3Client, bucket: str
) -> None:
    with pytest.raises(
        textract.exceptions.InvalidS3ObjectException,
        match=r"Unable to get object metadata from S3\. Check object key, region and/or access",
    ):
        textract.detect_document_text(
            Document={"S3Object": {"Bucket": bucket, "Name": "missing.png"}}
        )


def test_a_crash_of_the_engine_tells_nothing_of_the_document(
    textract: TextractClient, a_document: Callable[..., bytes], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(textract.exceptions.InternalServerError) as error:
        textract.detect_document_text(Document={"Bytes": a_document(crashing=[1])})

    assert "secret" not in str(error.value) + caplog.text
    assert "unexpected RuntimeError" in caplog.text


def test_calls_are_counted_and_only_successful_pages_are_paid(
    textract: TextractClient, server: Server, a_document: Callable[..., bytes]
) -> None:
    textract.detect_document_text(Document={"Bytes": a_document()})
    with pytest.raises(textract.exceptions.UnsupportedDocumentException):
        textract.detect_document_text(Document={"Bytes": b"plain text"})

    assert counts(server) == {
        "calls": {"DetectDocumentText": 2},
        "pages": {"DetectDocumentText": 1},
        "throttles": {},
        "errors": {"DetectDocumentText": {"UnsupportedDocumentException": 1}},
        "notices": {},
    }
