"""Answers that were recorded are given for the same bytes and the same question, without OCR."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from local.textract.plan import PlanError, plan
from tests.local.textract.started_jobs import LOCATION, ended

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

Control = Callable[..., tuple[int, Any]]

DOCUMENT = b"\x89PNG, as far as a recorded answer is concerned"


def page(number: int, *words: str) -> list[dict[str, Any]]:
    """Return the blocks of a page; the page is only named from the second one on."""
    named = {"Page": number} if number > 1 else {}
    return [
        {"BlockType": "PAGE", "Id": f"page-{number}", **named},
        *({"BlockType": "WORD", "Id": word, "Text": word, **named} for word in words),
    ]


def response(*pages: list[dict[str, Any]]) -> dict[str, Any]:
    blocks = [block for each in pages for block in each]
    return {"DocumentMetadata": {"Pages": len(pages)}, "Blocks": blocks}


class Folder:
    """A folder of recorded answers to questions about DOCUMENT."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries: list[dict[str, Any]] = []

    def add(self, api: str, *responses: object, document: bytes = DOCUMENT, **asked: Any) -> None:  # noqa: ANN401
        names = [f"{len(self._entries)}-{number}.json" for number in range(len(responses))]
        for name, each in zip(names, responses, strict=True):
            (self.path / name).write_text(json.dumps(each))
        sha256 = hashlib.sha256(document).hexdigest()
        self._entries.append({"sha256": sha256, "api": api, "files": names, **asked})
        (self.path / "answers.json").write_text(json.dumps({"answers": self._entries}))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    path = tmp_path / "recorded"
    path.mkdir()
    return Folder(path)


@pytest.fixture
def use(control: Control, folder: Folder) -> Callable[..., None]:
    """Return a function that lets the service answer from the folder."""

    def use(**options: Any) -> None:  # noqa: ANN401
        answers = {"folder": str(folder.path), **options}
        plan = {"answers": answers, "quotas": {"enforced": False}}
        status, told = control("PUT", "plan", plan)
        assert status == 200, told

    return use


Use = Callable[..., None]


def words(answer: Any) -> list[str]:  # noqa: ANN401
    return [block["Text"] for block in answer["Blocks"] if block["BlockType"] == "WORD"]


def test_a_known_document_gets_its_answer_as_it_was_recorded(
    textract: TextractClient, folder: Folder, use: Use
) -> None:
    folder.add("DetectDocumentText", response(page(1, "recorded")))
    use()

    answer = textract.detect_document_text(Document={"Bytes": DOCUMENT})

    assert answer["Blocks"] == page(1, "recorded")


def test_an_unknown_document_is_read(
    textract: TextractClient, folder: Folder, use: Use, a_document: Callable[..., bytes]
) -> None:
    folder.add("DetectDocumentText", response(page(1, "recorded")))
    use()

    assert words(textract.detect_document_text(Document={"Bytes": a_document()})) == ["w0", "w1"]


def test_an_unknown_document_is_refused_where_only_recorded_answers_count(
    textract: TextractClient, folder: Folder, use: Use, a_document: Callable[..., bytes]
) -> None:
    folder.add("DetectDocumentText", response(page(1, "recorded")))
    use(only=True)

    with pytest.raises(
        textract.exceptions.UnsupportedDocumentException,
        match="No recorded answer fits this document and AnalyzeDocument with FORMS, TABLES",
    ):
        textract.analyze_document(
            Document={"Bytes": a_document()}, FeatureTypes=["TABLES", "FORMS"]
        )


def test_the_answer_must_be_one_to_these_features(
    textract: TextractClient, folder: Folder, use: Use
) -> None:
    folder.add("AnalyzeDocument", response(page(1, "forms")), feature_types=["FORMS"])
    folder.add("AnalyzeDocument", response(page(1, "both")), feature_types=["TABLES", "FORMS"])
    use(only=True)

    def analyze(*features: Any) -> Any:  # noqa: ANN401
        return textract.analyze_document(Document={"Bytes": DOCUMENT}, FeatureTypes=list(features))

    assert words(analyze("FORMS")) == ["forms"]
    assert words(analyze("FORMS", "TABLES")) == ["both"]
    with pytest.raises(textract.exceptions.UnsupportedDocumentException):
        analyze("TABLES")
    with pytest.raises(textract.exceptions.UnsupportedDocumentException):
        textract.detect_document_text(Document={"Bytes": DOCUMENT})


def test_the_answer_must_be_one_to_these_queries(
    textract: TextractClient, folder: Folder, use: Use
) -> None:
    query = {"BlockType": "QUERY", "Id": "q", "Query": {"Text": "Total?", "Alias": "T"}}
    folder.add("AnalyzeDocument", response([*page(1), query]), feature_types=["QUERIES"])
    use(only=True)

    def ask(**query: str) -> Any:  # noqa: ANN401
        config: Any = {"Queries": [query]}
        return textract.analyze_document(
            Document={"Bytes": DOCUMENT}, FeatureTypes=["QUERIES"], QueriesConfig=config
        )

    assert ask(Text="Total?", Alias="T")["Blocks"][-1]["Id"] == "q"
    for other in {"Text": "Total?"}, {"Text": "Date?", "Alias": "T"}:
        with pytest.raises(textract.exceptions.UnsupportedDocumentException):
            ask(**other)


def test_an_answer_that_was_written_anew_is_given_with_the_next_plan(
    textract: TextractClient, folder: Folder, use: Use
) -> None:
    def words() -> list[str]:
        blocks = textract.detect_document_text(Document={"Bytes": DOCUMENT})["Blocks"]
        return [block["Text"] for block in blocks if block["BlockType"] == "WORD"]

    folder.add("DetectDocumentText", response(page(1, "old")))
    use()
    assert words() == ["old"]

    (folder.path / "0-0.json").write_text(json.dumps(response(page(1, "new"))))
    use()
    assert words() == ["new"]


def test_a_job_is_answered_whole_and_cut_anew(
    textract: TextractClient, s3: S3Client, folder: Folder, use: Use
) -> None:
    s3.put_object(Bucket="documents", Key="a.pdf", Body=DOCUMENT)
    parts = [
        {**response(page(1, "a", "b")), "NextToken": None, "DocumentMetadata": {"Pages": 2}},
        {**response(page(2, "c")), "Warnings": None, "DocumentMetadata": {"Pages": 2}},
    ]
    folder.add("DetectDocumentText", *parts)
    use(only=True)
    job_id = textract.start_document_text_detection(
        DocumentLocation=LOCATION, OutputConfig={"S3Bucket": "documents", "S3Prefix": "out"}
    )["JobId"]

    get = textract.get_document_text_detection
    first = ended(get, job_id, MaxResults=4)
    rest = ended(get, job_id, NextToken=first["NextToken"])

    assert first["DocumentMetadata"] == {"Pages": 2}
    assert [block["Page"] for block in first["Blocks"]] == [1, 1, 1, 2]
    assert words(rest) == ["c"]
    written = s3.get_object(Bucket="documents", Key=f"out/{job_id}/1")["Body"].read()
    assert words(json.loads(written)) == ["a", "b", "c"]


def test_a_recorded_page_may_be_left_out_as_planned(
    textract: TextractClient, s3: S3Client, folder: Folder, control: Control
) -> None:
    s3.put_object(Bucket="documents", Key="a.pdf", Body=DOCUMENT)
    folder.add("DetectDocumentText", response(page(1, "a"), page(2, "b")))
    fault = {"fault": "partial-job", "pages": [1], "first": 1}
    control("PUT", "plan", {"answers": {"folder": str(folder.path)}, "faults": [fault]})
    job_id = textract.start_document_text_detection(DocumentLocation=LOCATION)["JobId"]

    answer = ended(textract.get_document_text_detection, job_id)

    assert (answer["JobStatus"], words(answer)) == ("PARTIAL_SUCCESS", ["b"])


def test_many_pages_are_no_answer_to_a_synchronous_call(
    textract: TextractClient, folder: Folder, use: Use
) -> None:
    folder.add("DetectDocumentText", response(page(1, "a"), page(2, "b")))
    use(only=True)

    with pytest.raises(
        textract.exceptions.UnsupportedDocumentException, match="Request has unsupported"
    ):
        textract.detect_document_text(Document={"Bytes": DOCUMENT})


def test_bills_identity_documents_and_loan_packages_are_recorded_by_page(
    textract: TextractClient, s3: S3Client, folder: Folder, use: Use
) -> None:
    s3.put_object(Bucket="documents", Key="a.pdf", Body=DOCUMENT)
    field = {"Type": {"Text": "TOTAL"}, "ValueDetection": {"Text": "1.00"}, "PageNumber": 2}
    bills = [{"ExpenseIndex": 1}, {"ExpenseIndex": 2, "SummaryFields": [field]}]
    folder.add("AnalyzeExpense", {"DocumentMetadata": {"Pages": 2}, "ExpenseDocuments": bills})
    side = {"DocumentIndex": 1, "IdentityDocumentFields": []}
    folder.add("AnalyzeID", {"DocumentMetadata": {"Pages": 1}, "IdentityDocuments": [side]})
    kind = [{"Value": "PAYSLIPS", "Confidence": 99.0}]
    loan = {
        "Page": 1,
        "PageClassification": {"PageType": kind, "PageNumber": kind},
        "Extractions": [],
    }
    folder.add("AnalyzeLending", {"DocumentMetadata": {"Pages": 1}, "Results": [loan]})
    use(only=True)

    bill = textract.start_expense_analysis(DocumentLocation=LOCATION)["JobId"]
    package = textract.start_lending_analysis(DocumentLocation=LOCATION)["JobId"]
    person = textract.analyze_id(DocumentPages=[{"Bytes": DOCUMENT}, {"Bytes": DOCUMENT}])

    assert ended(textract.get_expense_analysis, bill)["ExpenseDocuments"] == bills
    assert ended(textract.get_lending_analysis, package)["Results"] == [loan]
    assert [each["DocumentIndex"] for each in person["IdentityDocuments"]] == [1, 2]


SHA256 = "a" * 64


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "answers.json cannot be read (No such file or directory)"),
        ({"answers.json": "{"}, "answers.json: Input data was truncated"),
        ({"answers.json": '{"answers": [{"sha256": "A", "api": "X"}]}'}, "answers[0].sha256"),
        (
            {"answers.json": {"sha256": SHA256, "api": "Detect", "files": ["1.json"]}},
            "Invalid enum value 'Detect' - at `$.answers[0].api`",
        ),
        (
            {"answers.json": {"sha256": SHA256, "api": "AnalyzeID", "files": ["1.json"]}},
            "answers.json: files: '1.json' is no file in",
        ),
        (
            {
                "answers.json": {"sha256": SHA256, "api": "AnalyzeID", "files": ["../1.json"]},
                "../1.json": "{}",
            },
            "answers.json: files: '../1.json' is no file in",
        ),
        (
            {
                "answers.json": {"sha256": SHA256, "api": "AnalyzeID", "files": ["1.json"]},
                "1.json": '{"Blocks": []}',
            },
            "1.json: no recorded answer: it has no list of IdentityDocuments",
        ),
        (
            {
                "answers.json": {"sha256": SHA256, "api": "AnalyzeID", "files": ["1.json"]},
                "1.json": "<html>",
            },
            "1.json: no recorded answer: JSON is malformed",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_folder_that_cannot_be_used_is_told_when_it_is_named(
    folder: Folder, control: Control, files: dict[str, Any], said: str
) -> None:
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps({"answers": [content]})
        (folder.path / name).write_text(text)

    status, answer = control("PUT", "plan", {"answers": {"folder": str(folder.path)}})

    assert status == 400
    assert said in answer["message"]


def test_a_folder_without_a_name_is_no_folder() -> None:
    with pytest.raises(PlanError, match=r"answers\.folder"):
        plan({"answers": {"folder": ""}}, name="plan")
