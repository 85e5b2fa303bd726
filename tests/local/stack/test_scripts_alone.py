"""`papertray local textract` for whoever has a script: plain boto3, and Textractor's own client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from local.stack import LocalStack
from local.textract.validation import service_model
from tests.local.stack.alone import control, environment, printed, textract_alone

pytestmark = pytest.mark.local

BOTO3 = """
import time
from pathlib import Path

import boto3

textract = boto3.client("textract")
"""


@dataclass(frozen=True, kw_only=True)
class Script:
    """What a user runs, the operations that it calls, and what it prints, in part."""

    calls: tuple[str, ...]
    source: str
    says: str

    def __str__(self) -> str:
        return self.calls[0]


PAGES = [
    Script(
        calls=("DetectDocumentText",),
        source="""
document = {"Bytes": Path("letter.png").read_bytes()}
for block in textract.detect_document_text(Document=document)["Blocks"]:
    if block["BlockType"] == "LINE":
        print(block["Text"])
""",
        says="Tidemark Sample Historical Society\n",
    ),
    Script(
        calls=("AnalyzeDocument",),
        source="""
answer = textract.analyze_document(
    Document={"Bytes": Path("invoice.pdf").read_bytes()},
    FeatureTypes=["TABLES", "FORMS", "QUERIES", "SIGNATURES", "LAYOUT"],
    QueriesConfig={"Queries": [{"Text": "What is the invoice number?", "Alias": "NUMBER"}]},
)
kinds = [block["BlockType"] for block in answer["Blocks"]]
print(*(block["Text"] for block in answer["Blocks"] if block["BlockType"] == "QUERY_RESULT"))
print({"TABLE", "CELL", "KEY_VALUE_SET", "LAYOUT_TABLE"} <= set(kinds))
""",
        says="FPS-10482\nTrue\n",
    ),
    Script(
        calls=("AnalyzeExpense",),
        source="""
answer = textract.analyze_expense(Document={"Bytes": Path("receipt.jpg").read_bytes()})
for field in answer["ExpenseDocuments"][0]["SummaryFields"]:
    print(field["Type"]["Text"], field["ValueDetection"]["Text"])
""",
        says="TOTAL $53.93\n",
    ),
    Script(
        calls=("AnalyzeID",),
        source="""
answer = textract.analyze_id(DocumentPages=[{"Bytes": Path("licence.png").read_bytes()}])
for field in answer["IdentityDocuments"][0]["IdentityDocumentFields"]:
    print(field["Type"]["Text"], field["ValueDetection"]["Text"])
""",
        says="DOCUMENT_NUMBER S000-0000-0000\n",
    ),
]

UPLOADED = """
boto3.client("s3").upload_file("statement.pdf", "desk", "statement.pdf")
location = {"S3Object": {"Bucket": "desk", "Name": "statement.pdf"}}
"""
JOBS = [
    Script(
        calls=("StartDocumentTextDetection", "GetDocumentTextDetection"),
        source=UPLOADED
        + """
job = textract.start_document_text_detection(DocumentLocation=location)["JobId"]
while (answer := textract.get_document_text_detection(JobId=job))["JobStatus"] == "IN_PROGRESS":
    time.sleep(0.2)
print(answer["JobStatus"], answer["DocumentMetadata"]["Pages"])
""",
        says="SUCCEEDED 2\n",
    ),
    Script(
        calls=("StartDocumentAnalysis", "GetDocumentAnalysis"),
        source=UPLOADED
        + """
job = textract.start_document_analysis(
    DocumentLocation=location,
    FeatureTypes=["TABLES", "FORMS"],
    ClientRequestToken="statement-1",
    JobTag="statements",
)["JobId"]
while (answer := textract.get_document_analysis(JobId=job))["JobStatus"] == "IN_PROGRESS":
    time.sleep(0.2)
blocks = answer["Blocks"]
while token := answer.get("NextToken"):
    answer = textract.get_document_analysis(JobId=job, NextToken=token)
    blocks += answer["Blocks"]
print("tables:", any(block["BlockType"] == "TABLE" for block in blocks))
""",
        says="tables: True\n",
    ),
    Script(
        calls=("StartExpenseAnalysis", "GetExpenseAnalysis"),
        source="""
boto3.client("s3").upload_file("invoice.pdf", "desk", "invoice.pdf")
location = {"S3Object": {"Bucket": "desk", "Name": "invoice.pdf"}}
job = textract.start_expense_analysis(DocumentLocation=location)["JobId"]
while (answer := textract.get_expense_analysis(JobId=job))["JobStatus"] == "IN_PROGRESS":
    time.sleep(0.2)
for group in answer["ExpenseDocuments"][0]["LineItemGroups"]:
    print("items:", len(group["LineItems"]))
""",
        says="items: 7\n",
    ),
    Script(
        calls=("StartLendingAnalysis", "GetLendingAnalysis", "GetLendingAnalysisSummary"),
        source=UPLOADED
        + """
job = textract.start_lending_analysis(
    DocumentLocation=location, OutputConfig={"S3Bucket": "desk", "S3Prefix": "out"}
)["JobId"]
while (answer := textract.get_lending_analysis(JobId=job))["JobStatus"] == "IN_PROGRESS":
    time.sleep(0.2)
for result in answer["Results"]:
    print(result["Page"], result["PageClassification"]["PageType"][0]["Value"])
summary = textract.get_lending_analysis_summary(JobId=job)["Summary"]
for group in summary["DocumentGroups"]:
    print(group["Type"], [split["Pages"] for split in group["SplitDocuments"]])
parts = boto3.client("s3").list_objects_v2(Bucket="desk", Prefix=f"out/{job}/")["Contents"]
print(*sorted(part["Key"].removeprefix(f"out/{job}/") for part in parts))
""",
        says="1 BANK_STATEMENT\n2 BANK_STATEMENT\nBANK_STATEMENT [[1, 2]]\n"
        ".s3_access_check detailedResponse/1 splitDocuments/1 summaryResponse/1\n",
    ),
]

ADAPTERS = [
    Script(
        calls=("ListAdapters", "ListAdapterVersions"),
        source="""
for each in "list_adapters", "list_adapter_versions":
    print([*textract.get_paginator(each).paginate().build_full_result().values()])
""",
        says="[[]]\n[[]]\n",
    ),
    Script(
        calls=("CreateAdapter",),
        source="""
try:
    textract.create_adapter(AdapterName="invoices", FeatureTypes=["QUERIES"])
except textract.exceptions.ValidationException as error:
    print(error.response["Error"]["Message"])
""",
        says="This local Textract trains no adapters: use AWS for them.\n",
    ),
    Script(
        calls=(
            "GetAdapter",
            "UpdateAdapter",
            "DeleteAdapter",
            "CreateAdapterVersion",
            "GetAdapterVersion",
            "DeleteAdapterVersion",
            "TagResource",
            "UntagResource",
            "ListTagsForResource",
        ),
        source="""
adapter = {"AdapterId": "0123456789ab"}
version = {**adapter, "AdapterVersion": "1"}
resource = {"ResourceARN": "arn:aws:textract:us-east-1:123456789012:/adapters/0123456789ab"}
for call in (
    lambda: textract.get_adapter(**adapter),
    lambda: textract.update_adapter(**adapter, Description="Invoices"),
    lambda: textract.delete_adapter(**adapter),
    lambda: textract.create_adapter_version(
        **adapter, DatasetConfig={}, OutputConfig={"S3Bucket": "desk"}
    ),
    lambda: textract.get_adapter_version(**version),
    lambda: textract.delete_adapter_version(**version),
    lambda: textract.tag_resource(**resource, Tags={"team": "invoices"}),
    lambda: textract.untag_resource(**resource, TagKeys=["team"]),
    lambda: textract.list_tags_for_resource(**resource),
):
    try:
        call()
    except textract.exceptions.ResourceNotFoundException:
        print("not found", end=" ")
""",
        says=" ".join(["not found"] * 9),
    ),
]
SCRIPTS = [*PAGES, *JOBS, *ADAPTERS]

TEXTRACTOR = """
from textractor import Textractor
from textractor.data.constants import TextractFeatures

extractor = Textractor(region_name="us-east-1")
"""
WITH_TEXTRACTOR = [
    Script(
        calls=("DetectDocumentText",),
        source="""
print(extractor.detect_document_text(file_source="letter.png").lines[0].text)
""",
        says="Tidemark Sample Historical Society\n",
    ),
    Script(
        calls=("AnalyzeDocument",),
        source="""
document = extractor.analyze_document(
    file_source="form.png", features=[TextractFeatures.FORMS, TextractFeatures.TABLES]
)
print(*(" ".join(word.text for word in field.value.words) for field in document.get("last name")))
print(len(document.tables) > 0, len(document.checkboxes) > 0)
""",
        says="Delacroix\nTrue True\n",
    ),
    Script(
        calls=("AnalyzeExpense",),
        source="""
[receipt] = extractor.analyze_expense(file_source="receipt.jpg").expense_documents
print(receipt.summary_fields["TOTAL"][0].value.text, len(receipt.line_items_groups))
""",
        says="$53.93 1\n",
    ),
    Script(
        calls=("AnalyzeID",),
        source="""
[licence] = extractor.analyze_id(file_source="licence.png").identity_documents
print(licence.get("DATE_OF_BIRTH"), licence.get("ID_TYPE"))
""",
        says="08/23/1991 DRIVER LICENSE FRONT\n",
    ),
    Script(
        calls=("StartDocumentTextDetection", "GetDocumentTextDetection"),
        source="""
document = extractor.start_document_text_detection(
    file_source="statement.pdf", s3_upload_path="s3://desk/textractor", save_image=False
)
document.textract_polling_interval = 1
print(document.num_pages)
""",
        says="2\n",
    ),
    Script(
        calls=("StartDocumentAnalysis",),  # and it reads the parts in S3, for five seconds
        source="""
document = extractor.start_document_analysis(
    file_source="statement.pdf",
    features=[TextractFeatures.TABLES, TextractFeatures.LAYOUT],
    s3_upload_path="s3://desk/textractor",
    s3_output_path="s3://desk/out",
    save_image=False,
)
print(len(document.pages), len(document.tables) > 0)
""",
        says="2 True\n",
    ),
    Script(
        calls=("StartExpenseAnalysis", "GetExpenseAnalysis"),
        source="""
document = extractor.start_expense_analysis(
    file_source="invoice.pdf", s3_upload_path="s3://desk/textractor", save_image=False
)
document.textract_polling_interval = 1
print(len(document.expense_documents[0].line_items_groups[0].rows))
""",
        says="7\n",
    ),
]


@pytest.fixture(scope="module")
def environ(
    local: LocalStack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Return what a user exports: the local Textract, and a local AWS for the documents."""
    local.aws.client("s3").create_bucket(Bucket="desk")
    around = environment(local.aws.environ(), tmp_path_factory.mktemp("home"))
    with textract_alone(around) as url:
        yield {**around, "AWS_ENDPOINT_URL_TEXTRACT": url}


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_a_plain_script_runs_as_it_is(script: Script, environ: dict[str, str]) -> None:
    url = environ["AWS_ENDPOINT_URL_TEXTRACT"]
    control(url, "DELETE", "counts")

    assert script.says in printed(BOTO3 + script.source, environ)

    counts = control(url, "GET", "counts")
    assert set(counts["calls"]) == set(script.calls)


@pytest.mark.parametrize("script", WITH_TEXTRACTOR, ids=str)
def test_textractors_own_client_runs_as_it_is(script: Script, environ: dict[str, str]) -> None:
    url = environ["AWS_ENDPOINT_URL_TEXTRACT"]
    control(url, "DELETE", "counts")

    assert script.says in printed(TEXTRACTOR + script.source, environ)

    counts = control(url, "GET", "counts")
    assert set(counts["calls"]) == set(script.calls)
    assert counts["errors"] == {}


def test_every_operation_of_the_model_has_its_script() -> None:
    called = sorted(operation for script in SCRIPTS for operation in script.calls)

    assert called == sorted(service_model().operation_names)
    assert len(called) == 25
