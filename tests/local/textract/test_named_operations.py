"""Invoices, identity documents and loan packages: one call or one job each, told in parts."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from local.textract.server import Server
from tests.local.textract.started_jobs import LOCATION, Upload, ended

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

OUTPUT: Any = {"S3Bucket": "documents", "S3Prefix": "out"}


def paid(server: Server) -> Any:  # noqa: ANN401
    with urllib.request.urlopen(f"{server.url}/_papertray/counts") as response:  # noqa: S310
        return json.load(response)["pages"]


def written(s3: S3Client, job_id: str) -> dict[str, bytes]:
    listing = s3.list_objects_v2(Bucket="documents", Prefix=f"out/{job_id}/")
    return {
        item["Key"].removeprefix(f"out/{job_id}/"): s3.get_object(
            Bucket="documents", Key=item["Key"]
        )["Body"].read()
        for item in listing["Contents"]
    }


def test_a_page_is_one_expense_document(
    textract: TextractClient, server: Server, a_document: Callable[..., bytes]
) -> None:
    answer = textract.analyze_expense(Document={"Bytes": a_document()})

    (document,) = answer["ExpenseDocuments"]
    assert document["SummaryFields"][0]["ValueDetection"]["Text"] == "1.00"
    assert answer["DocumentMetadata"] == {"Pages": 1}
    assert paid(server) == {"AnalyzeExpense": 1}


def test_a_document_of_two_pages_is_no_synchronous_expense(
    textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    with pytest.raises(textract.exceptions.UnsupportedDocumentException):
        textract.analyze_expense(Document={"Bytes": a_document(kind="PDF", pages=2)})


def test_each_side_of_an_identity_document_is_read_and_paid(
    textract: TextractClient, server: Server, s3: S3Client, a_document: Callable[..., bytes]
) -> None:
    s3.put_object(Bucket="documents", Key="back.png", Body=a_document(kind="TIFF"))

    answer = textract.analyze_id(
        DocumentPages=[
            {"Bytes": a_document(kind="PNG")},
            {"S3Object": {"Bucket": "documents", "Name": "back.png"}},
        ]
    )

    sides = [
        (each["DocumentIndex"], each["IdentityDocumentFields"][0]["ValueDetection"]["Text"])
        for each in answer["IdentityDocuments"]
    ]
    assert sides == [(1, "PNG"), (2, "TIFF")]
    assert [each["Blocks"][0]["Page"] for each in answer["IdentityDocuments"]] == [1, 2]
    assert answer["DocumentMetadata"] == {"Pages": 2}
    assert answer["AnalyzeIDModelVersion"] == "1.0"
    assert paid(server) == {"AnalyzeID": 2}


def test_a_side_of_two_pages_is_refused_and_nothing_is_paid(
    textract: TextractClient, server: Server, a_document: Callable[..., bytes]
) -> None:
    sides: Any = [{"Bytes": a_document()}, {"Bytes": a_document(kind="PDF", pages=2)}]

    with pytest.raises(textract.exceptions.UnsupportedDocumentException):
        textract.analyze_id(DocumentPages=sides)

    assert paid(server) == {}


def test_an_identity_document_has_at_most_two_sides(
    textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    side: Any = {"Bytes": a_document()}
    for sides in [], [side] * 3:
        with pytest.raises(textract.exceptions.InvalidParameterException):
            textract.analyze_id(DocumentPages=sides)


def test_expense_documents_are_told_in_twenties(
    textract: TextractClient, server: Server, upload: Upload
) -> None:
    upload(pages=45)
    job_id = textract.start_expense_analysis(DocumentLocation=LOCATION)["JobId"]

    pages = [ended(textract.get_expense_analysis, job_id, MaxResults=1000)]
    while token := pages[-1].get("NextToken"):
        pages.append(textract.get_expense_analysis(JobId=job_id, NextToken=token))

    told = [[each["ExpenseIndex"] for each in page["ExpenseDocuments"]] for page in pages]
    assert told == [[*range(1, 21)], [*range(21, 41)], [*range(41, 46)]]
    assert pages[0]["AnalyzeExpenseModelVersion"] == "1.0"
    assert paid(server) == {"StartExpenseAnalysis": 45}


def test_expense_parts_hold_twenty_documents_and_name_what_is_absent(
    textract: TextractClient, s3: S3Client, upload: Upload
) -> None:
    upload(pages=21)
    job_id = textract.start_expense_analysis(DocumentLocation=LOCATION, OutputConfig=OUTPUT)[
        "JobId"
    ]
    ended(textract.get_expense_analysis, job_id)

    parts = written(s3, job_id)

    assert set(parts) == {".s3_access_check", "1", "2"}
    first, second = json.loads(parts["1"]), json.loads(parts["2"])
    assert (len(first["ExpenseDocuments"]), len(second["ExpenseDocuments"])) == (20, 1)
    total = second["ExpenseDocuments"][0]["SummaryFields"][0]
    assert total["Type"] == {"Text": "TOTAL", "Confidence": None}
    assert total["LabelDetection"] is total["GroupProperties"] is second["NextToken"] is None
    assert second["ExpenseDocuments"][0]["LineItemGroups"] is None


def test_loan_packages_are_told_in_thirties(
    textract: TextractClient, server: Server, upload: Upload
) -> None:
    upload(pages=31)
    job_id = textract.start_lending_analysis(DocumentLocation=LOCATION)["JobId"]

    first = ended(textract.get_lending_analysis, job_id)
    second = textract.get_lending_analysis(JobId=job_id, NextToken=first["NextToken"])

    assert [result["Page"] for result in first["Results"]] == list(range(1, 31))
    assert [result["Page"] for result in second["Results"]] == [31]
    assert "NextToken" not in second
    assert second["AnalyzeLendingModelVersion"] == "1.0"
    assert paid(server) == {"StartLendingAnalysis": 31}


def test_the_summary_tells_the_documents_of_a_package(
    textract: TextractClient, upload: Upload
) -> None:
    upload(pages=5)
    job_id = textract.start_lending_analysis(DocumentLocation=LOCATION)["JobId"]

    answer = ended(textract.get_lending_analysis_summary, job_id)

    payslips, unclassified = answer["Summary"]["DocumentGroups"]
    assert payslips == {
        "Type": "PAYSLIPS",
        "SplitDocuments": [{"Index": 1, "Pages": [1, 2]}, {"Index": 2, "Pages": [4, 5]}],
        "DetectedSignatures": [{"Page": 1}],
        "UndetectedSignatures": [],
    }
    assert unclassified["Type"] == "UNCLASSIFIED"
    assert unclassified["SplitDocuments"] == [{"Index": 1, "Pages": [3]}]
    undetected = answer["Summary"]["UndetectedDocumentTypes"]
    assert "W_2" in undetected
    assert "PAYSLIPS" not in undetected


def test_lending_output_lies_in_three_folders(
    textract: TextractClient, s3: S3Client, upload: Upload
) -> None:
    upload(pages=31)
    job_id = textract.start_lending_analysis(DocumentLocation=LOCATION, OutputConfig=OUTPUT)[
        "JobId"
    ]
    told = ended(textract.get_lending_analysis_summary, job_id)

    parts = written(s3, job_id)

    detailed = [json.loads(parts[f"detailedResponse/{n}"]) for n in (1, 2)]
    assert [len(part["Results"]) for part in detailed] == [30, 1]
    assert json.loads(parts["summaryResponse/1"])["Summary"] == told["Summary"]
    assert parts["splitDocuments/1"] == b"PDF [1, 2]"
    assert parts["splitDocuments/2"] == b"PDF [3]"
    assert parts[".s3_access_check"] == b""
    assert "detailedResponse/3" not in parts


def test_an_unreadable_page_is_left_out_and_not_paid(
    textract: TextractClient, server: Server, upload: Upload
) -> None:
    upload(pages=3, unreadable=[2])
    job_id = textract.start_lending_analysis(DocumentLocation=LOCATION)["JobId"]

    answer = ended(textract.get_lending_analysis, job_id)
    summary = textract.get_lending_analysis_summary(JobId=job_id)

    assert answer["JobStatus"] == "PARTIAL_SUCCESS"
    assert [result["Page"] for result in answer["Results"]] == [1, 3]
    assert summary["Warnings"] == [{"ErrorCode": "BadDocumentException", "Pages": [2]}]
    assert paid(server) == {"StartLendingAnalysis": 2}


def test_a_job_answers_only_to_the_operations_of_its_kind(
    textract: TextractClient, upload: Upload
) -> None:
    upload()
    job_id = textract.start_expense_analysis(DocumentLocation=LOCATION)["JobId"]

    for get in textract.get_lending_analysis, textract.get_lending_analysis_summary:
        with pytest.raises(textract.exceptions.InvalidJobIdException):
            get(JobId=job_id)


def test_a_failed_package_has_no_summary(textract: TextractClient, s3: S3Client) -> None:
    s3.put_object(Bucket="documents", Key="a.pdf", Body=b"plain text")
    job_id = textract.start_lending_analysis(DocumentLocation=LOCATION)["JobId"]

    answer = ended(textract.get_lending_analysis_summary, job_id)

    assert answer["JobStatus"] == "FAILED"
    assert "Summary" not in answer
    assert answer["StatusMessage"] == "Request has unsupported document format"


def test_a_token_starts_one_job_of_an_operation(textract: TextractClient, upload: Upload) -> None:
    upload()
    request: Any = {"DocumentLocation": LOCATION, "ClientRequestToken": "t"}

    first, again = (textract.start_expense_analysis(**request)["JobId"] for _ in range(2))
    other = textract.start_lending_analysis(**request)["JobId"]

    assert first == again != other
