"""Loan packages: which type of document a page is, and what is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local.textract.engine import lending_result, open_document, part
from tests.local.textract.engine import sheets
from tests.local.textract.engine.sheets import Sheet

SAMPLES = Path(__file__).parents[4] / "samples"


def read(name: str, page: int = 1) -> dict[str, Any]:
    return lending_result(open_document((SAMPLES / name).read_bytes()), page)


def page_type(result: dict[str, Any]) -> str:
    value: str = result["PageClassification"]["PageType"][0]["Value"]
    return value


def fields(result: dict[str, Any]) -> dict[str, list[str]]:
    (extraction,) = result["Extractions"]
    return {
        field["Type"]: [value.get("Text", "") for value in field["ValueDetections"]]
        for field in extraction["LendingDocument"]["LendingFields"]
    }


@pytest.mark.parametrize(
    ("name", "kind", "extraction"),
    [
        ("statement.pdf", "BANK_STATEMENT", "LendingDocument"),
        ("invoice.pdf", "INVOICES", "ExpenseDocument"),
        ("receipt.jpg", "RECEIPTS", "ExpenseDocument"),
        ("licence.png", "IDENTITY_DOCUMENT", "IdentityDocument"),
    ],
)
def test_a_page_is_classified_and_read_as_what_it_is(name: str, kind: str, extraction: str) -> None:
    result = read(name)

    assert page_type(result) == kind
    assert [list(each) for each in result["Extractions"]] == [[extraction]]
    assert "Blocks" not in result["Extractions"][0][extraction]


def test_a_page_of_no_known_type_has_no_extraction() -> None:
    result = read("letter.png")

    assert page_type(result) == "UNCLASSIFIED"
    assert result["Extractions"] == []


def test_a_bank_statement_tells_bank_holder_period_and_balances() -> None:
    told = fields(read("statement.pdf"))

    assert told["BANK_NAME"] == ["First Example Bank"]
    assert told["BORROWER_NAME"] == ["Rosalind T. Abernathy"]
    assert told["BORROWER_ADDRESS"] == ["27 Imaginary Lane, Apt 4 Exampleville, XX 00000"]
    assert told["ACCOUNT_NUMBER"] == ["0000 0042 7716"]
    assert told["PERIOD_START_DATE"] == ["02/01/2026"]
    assert told["PERIOD_END_DATE"] == ["02/28/2026"]
    assert told["BEGINNING_BALANCE"] == ["$2,481.16"]
    assert told["TOTAL_DEPOSIT"] == ["$3,805.42"]
    assert told["TOTAL_WITHDRAWAL"] == ["$3,025.14"]
    assert told["ENDING_BALANCE"] == ["$3,261.44"]


def test_a_known_field_that_is_not_there_has_no_values() -> None:
    assert fields(read("statement.pdf"))["AVERAGE_BALANCE"] == []


def test_the_printed_page_number_is_told() -> None:
    numbers = [
        read("statement.pdf", page)["PageClassification"]["PageNumber"][0]["Value"]
        for page in (1, 2)
    ]

    assert numbers == ["1", "2"]
    unnumbered = read("receipt.jpg")["PageClassification"]["PageNumber"][0]["Value"]
    assert unnumbered == "undetected"


def test_a_payslip_tells_this_period_and_the_year_to_date() -> None:
    sheet = Sheet().text(80, 60, "Earnings Statement", size=40)
    sheet.text(80, 180, "Pay date:").text(330, 180, "07/25/2008")
    sheet.text(80, 240, "Gross Pay").text(330, 240, "452.43").text(600, 240, "23,526.80")
    sheet.text(80, 300, "Net Pay").text(330, 300, "291.90")
    result = lending_result(open_document(sheet.bytes()), 1)

    assert page_type(result) == "PAYSLIPS"
    told = fields(result)
    assert told["PAY_DATE"] == ["07/25/2008"]
    assert (told["CURRENT_GROSS_PAY"], told["YTD_GROSS_PAY"]) == (["452.43"], ["23,526.80"])
    assert told["CURRENT_NET_PAY"] == ["291.90"]


def test_a_blank_page_is_unclassified() -> None:
    assert page_type(lending_result(open_document(Sheet().bytes()), 1)) == "UNCLASSIFIED"


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_a_part_of_a_document_has_the_pages_that_were_named(kind: str) -> None:
    shown = [sheets.shown(100, 600, word) for word in ("first", "second", "third")]
    images = [Sheet().text(80, 80, word).image for word in ("first", "second", "third")]
    whole = sheets.pdf(*shown) if kind == "PDF" else sheets.saved(images[0], "TIFF", *images[1:])

    cut = open_document(part(open_document(whole), [2, 3]))

    assert (cut.kind, cut.page_count) == (kind, 2)


def test_the_whole_document_is_its_own_part() -> None:
    data = Sheet().bytes()

    assert part(open_document(data), [1]) == data
