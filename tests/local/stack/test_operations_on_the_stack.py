"""Every operation of Textract on the deployed template, at once and in jobs, each with its role."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from trp.trp2_analyzeid import TAnalyzeIdDocumentSchema
from trp.trp2_expense import TAnalyzeExpenseDocumentSchema
from trp.trp2_lending import TFullLendingDocumentSchema

from console.documents import Outcome
from tests.documents import pdf, png
from tests.local.stack.conftest import Desk, without_nulls

pytestmark = pytest.mark.local

SAMPLES = Path(__file__).parents[3] / "samples"


def test_a_receipt_becomes_named_values_and_line_items(desk: Desk) -> None:
    before = calls(desk, "AnalyzeExpense")

    outcome = desk.read({"receipts/receipt.jpg": sample("receipt.jpg")})["receipts/receipt.jpg"]

    folder = outcome.submitted.folder
    document = result(folder)
    assert (document["operation"], document["profile"]) == ("AnalyzeExpense", "receipts")
    assert document["cost_usd"] == 0.01
    fields = {field["name"]: field for field in document["fields"]}
    assert fields["TOTAL"]["kind"] == "expense"
    assert fields["TOTAL"]["normalized"]["type"] == "amount"
    assert document["line_items"]
    assert (folder / "line_items.csv").read_text().startswith("page,record,group,row")
    assert calls(desk, "AnalyzeExpense") == before + 1


def test_invoices_in_one_file_are_read_in_a_job_each_with_its_record(desk: Desk) -> None:
    started = calls(desk, "StartExpenseAnalysis")

    outcome = desk.read({"receipts/two.pdf": twice("invoice.pdf")})["receipts/two.pdf"]

    document = result(outcome.submitted.folder)
    totals = [field for field in document["fields"] if field["name"] == "AMOUNT_DUE"]
    assert [(field["page"], field["record"]) for field in totals] == [(1, 1), (2, 2)]
    assert {field["value"] for field in totals} == {"$1,843.39"}
    assert (outcome.pages, document["cost_usd"]) == (2, 0.02)
    assert document["job_id"]
    assert calls(desk, "StartExpenseAnalysis") == started + 1


def test_a_licence_becomes_the_fields_of_a_person(desk: Desk) -> None:
    outcome = desk.read({"ids/licence.png": sample("licence.png")})["ids/licence.png"]

    document = result(outcome.submitted.folder)
    fields = {field["name"]: field for field in document["fields"]}
    assert len(fields) == 21
    assert fields["LAST_NAME"]["value"]
    assert fields["DATE_OF_BIRTH"]["normalized"]["type"] == "date"
    assert document["cost_usd"] == 0.025


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_front_and_back_are_two_pages_of_one_call(desk: Desk, kind: str) -> None:
    before = desk.local.aws.billed()
    key = f"ids/both.{kind.lower()}"

    outcome = desk.read({key: both_sides(kind)})[key]

    after = desk.local.aws.billed()
    document = result(outcome.submitted.folder)
    assert (outcome.status, outcome.pages, document["cost_usd"]) == ("COMPLETED", 2, 0.05)
    assert {field["record"] for field in document["fields"]} == {1, 2}
    assert after["calls"]["AnalyzeID"] == before["calls"].get("AnalyzeID", 0) + 1


def test_what_is_no_identity_document_is_refused_before_it_is_paid_for(desk: Desk) -> None:
    before = calls(desk, "AnalyzeID")

    outcome = desk.read({"ids/book.pdf": pdf(3)})["ids/book.pdf"]

    assert outcome.status == "FAILED"
    assert "The PDF has 3 pages; AnalyzeID reads one or two" in (outcome.reason or "")
    assert calls(desk, "AnalyzeID") == before


def test_a_loan_package_is_read_page_by_page_and_summed_up(desk: Desk) -> None:
    outcome = desk.read({"loans/package.pdf": sample("statement.pdf")})["loans/package.pdf"]

    folder = outcome.submitted.folder
    document = result(folder)
    kinds = [page["classification"]["page_types"][0]["value"] for page in document["pages"]]
    assert kinds == ["BANK_STATEMENT", "BANK_STATEMENT"]
    [group] = document["lending"]["groups"]
    assert (group["type"], group["documents"]) == (
        "BANK_STATEMENT",
        [{"index": 1, "pages": [1, 2]}],
    )
    assert (outcome.pages, document["cost_usd"]) == (2, 0.14)
    details, summary = (json.loads(gzip.decompress(each.read_bytes())) for each in raw(outcome))
    assert [page["Page"] for page in details["Results"]] == [1, 2]
    assert summary["Summary"]["DocumentGroups"][0]["Type"] == "BANK_STATEMENT"


def test_an_object_chooses_its_profile_and_asks_more(desk: Desk) -> None:
    outcome = desk.read(
        {"elsewhere/invoice.pdf": sample("invoice.pdf")},
        papertray_profile="invoices",
        papertray_queries='[{"text": "What is the invoice date?", "alias": "WHEN"}]',
    )["elsewhere/invoice.pdf"]

    document = result(outcome.submitted.folder)
    names = {field["name"] for field in document["fields"] if field["kind"] == "query"}
    assert document["profile"] == "invoices"
    assert names == {"INVOICE_NUMBER", "AMOUNT_DUE", "WHEN"}


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"papertray_profile": "nonesuch"}, "papertray-profile = 'nonesuch': use the name of"),
        ({"papertray_queries": "What is it?"}, "profile text asks no queries"),
    ],
)
def test_what_an_object_asks_in_vain_is_told(
    desk: Desk, metadata: dict[str, str], reason: str
) -> None:
    outcome = desk.read({"text/a.png": png("Hello")}, **metadata)["text/a.png"]

    assert outcome.status == "FAILED"
    assert reason in (outcome.reason or "")


def test_raw_results_load_in_the_library_that_people_have(desk: Desk) -> None:
    contents = {
        "receipts/two.pdf": twice("invoice.pdf"),
        "ids/licence.png": sample("licence.png"),
        "loans/package.pdf": sample("statement.pdf"),
    }
    outcomes = desk.read(contents)

    expense, identity, lending = (
        without_nulls(json.loads(gzip.decompress(raw(outcomes[key])[0].read_bytes())))
        for key in contents
    )
    invoices: Any = TAnalyzeExpenseDocumentSchema().load(expense)
    assert len(invoices.expenses_documents) == 2
    person: Any = TAnalyzeIdDocumentSchema().load(identity)
    assert len(person.identity_documents[0].identity_document_fields) == 21
    package: Any = TFullLendingDocumentSchema().load(lending)
    assert [page.page for page in package.lending_results] == [1, 2]


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def twice(name: str) -> bytes:
    """Return a PDF that holds a sample two times."""
    writer = PdfWriter()
    for _ in range(2):
        writer.append(io.BytesIO(sample(name)))
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def both_sides(kind: str) -> bytes:
    """Return the sample of a licence with a back, in one file."""
    file = io.BytesIO()
    with Image.open(SAMPLES / "licence.png") as licence:
        front = licence.convert("L")
        back = Image.new("L", front.size, 255)
        front.save(file, kind, save_all=True, append_images=[back], resolution=300)
    return file.getvalue()


def result(folder: Path) -> Any:  # noqa: ANN401  (JSON)
    return json.loads((folder / "document.json").read_bytes())


def raw(outcome: Outcome) -> list[Path]:
    return sorted((outcome.submitted.folder / "raw").iterdir())


def calls(desk: Desk, operation: str) -> int:
    return int(desk.local.aws.billed()["calls"].get(operation, 0))
