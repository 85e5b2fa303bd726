"""The service with the real OCR engine: every answer is held against botocore's model."""

from __future__ import annotations

import io
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from local.textract.recognition import Engine
from local.textract.standalone import load_engine
from tests.local.textract.as_recorded import oddities
from tests.local.textract.started_jobs import ended

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

SAMPLES = Path(__file__).parents[3] / "samples"


@pytest.fixture
def engine() -> Engine:
    return load_engine()


@pytest.fixture
def gate() -> Event:
    return Event()


def page(*lines: str) -> Image.Image:
    image = Image.new("RGB", (800, 100 + 80 * len(lines)), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((60, 60 + 80 * number), line, fill="black", font=ImageFont.load_default(36))
    return image


def file(image: Image.Image, *others: Image.Image, kind: str) -> bytes:
    data = io.BytesIO()
    if others:
        image.save(data, kind, save_all=True, append_images=others)
    else:
        image.save(data, kind)
    return data.getvalue()


def test_all_that_an_analysis_finds_has_the_shape_of_the_model(textract: TextractClient) -> None:
    answer = textract.analyze_document(
        Document={"Bytes": file(page("Invoice number: 4711", "Total: 12.50"), kind="PNG")},
        FeatureTypes=["TABLES", "FORMS", "QUERIES", "SIGNATURES", "LAYOUT"],
        QueriesConfig={"Queries": [{"Text": "What is the total?", "Alias": "TOTAL"}]},
    )

    lines = [block["Text"] for block in answer["Blocks"] if block["BlockType"] == "LINE"]
    assert any("4711" in line for line in lines)


@pytest.mark.parametrize("name", ["form.png", "invoice.pdf"])
def test_blocks_have_the_order_and_the_members_of_recorded_ones(
    textract: TextractClient, name: str
) -> None:
    answer = textract.analyze_document(
        Document={"Bytes": (SAMPLES / name).read_bytes()},
        FeatureTypes=["TABLES", "FORMS", "QUERIES", "SIGNATURES", "LAYOUT"],
        QueriesConfig={"Queries": [{"Text": "What is the total?"}]},
    )

    assert oddities(answer["Blocks"]) == []


def test_a_job_reads_each_page_of_a_tiff(textract: TextractClient, s3: S3Client) -> None:
    tiff = file(page("first page"), page("second page"), kind="TIFF")
    s3.put_object(Bucket="documents", Key="a.tiff", Body=tiff)
    job_id = textract.start_document_text_detection(
        DocumentLocation={"S3Object": {"Bucket": "documents", "Name": "a.tiff"}}
    )["JobId"]

    answer = ended(textract.get_document_text_detection, job_id)

    lines = [(b["Page"], b["Text"]) for b in answer["Blocks"] if b["BlockType"] == "LINE"]
    assert lines == [(1, "first page"), (2, "second page")]


def test_an_unreadable_document_is_refused(textract: TextractClient) -> None:
    with pytest.raises(textract.exceptions.UnsupportedDocumentException):
        textract.detect_document_text(Document={"Bytes": b"plain text"})


def test_a_truncated_picture_is_refused_as_a_document_error(textract: TextractClient) -> None:
    whole = file(page("cut off"), kind="PNG")

    with pytest.raises(
        (
            textract.exceptions.BadDocumentException,
            textract.exceptions.UnsupportedDocumentException,
        )
    ):
        textract.detect_document_text(Document={"Bytes": whole[: len(whole) // 2]})


def test_an_expense_has_the_shape_of_the_model(textract: TextractClient) -> None:
    answer = textract.analyze_expense(
        Document={"Bytes": (SAMPLES / "invoice.pdf").read_bytes()},
    )

    (document,) = answer["ExpenseDocuments"]
    assert len(document["LineItemGroups"][0]["LineItems"]) == 7
    kinds = {field["Type"]["Text"] for field in document["SummaryFields"]}
    assert {"TOTAL", "VENDOR_NAME", "RECEIVER_ADDRESS", "OTHER"} <= kinds


def test_an_identity_document_has_the_shape_of_the_model(textract: TextractClient) -> None:
    side: Any = {"Bytes": (SAMPLES / "licence.png").read_bytes()}

    answer = textract.analyze_id(DocumentPages=[side, side])

    assert [len(each["IdentityDocumentFields"]) for each in answer["IdentityDocuments"]] == [21, 21]


def test_a_loan_package_has_the_shape_of_the_model(textract: TextractClient, s3: S3Client) -> None:
    s3.upload_file(str(SAMPLES / "statement.pdf"), "documents", "a.pdf")
    job_id = textract.start_lending_analysis(
        DocumentLocation={"S3Object": {"Bucket": "documents", "Name": "a.pdf"}},
        OutputConfig={"S3Bucket": "documents", "S3Prefix": "out"},
    )["JobId"]

    answer = ended(textract.get_lending_analysis, job_id)
    summary = textract.get_lending_analysis_summary(JobId=job_id)["Summary"]

    assert [result["Page"] for result in answer["Results"]] == [1, 2]
    (group,) = summary["DocumentGroups"]
    assert (group["Type"], group["SplitDocuments"]) == (
        "BANK_STATEMENT",
        [{"Index": 1, "Pages": [1, 2]}],
    )
    split = s3.get_object(Bucket="documents", Key=f"out/{job_id}/splitDocuments/1")
    assert split["Body"].read() == (SAMPLES / "statement.pdf").read_bytes()
