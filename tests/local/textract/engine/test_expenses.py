"""Invoices and receipts: what the project's own samples say, and what drawn bills say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local.textract.engine import expense_document, open_document
from local.textract.engine.expense_labels import meaning
from tests.local.textract.engine.sheets import Sheet

SAMPLES = Path(__file__).parents[4] / "samples"
ExpenseDocument = dict[str, Any]


def read(data: bytes) -> ExpenseDocument:
    return expense_document(open_document(data), 1)


@pytest.fixture(scope="module")
def receipt() -> ExpenseDocument:
    return read((SAMPLES / "receipt.jpg").read_bytes())


@pytest.fixture(scope="module")
def invoice() -> ExpenseDocument:
    return read((SAMPLES / "invoice.pdf").read_bytes())


def fields(document: ExpenseDocument, kind: str) -> list[str]:
    return [
        field["ValueDetection"]["Text"]
        for field in document["SummaryFields"]
        if field["Type"]["Text"] == kind
    ]


def labelled(document: ExpenseDocument) -> dict[str, tuple[str, str]]:
    """What each label of the summary means, and its value."""
    return {
        field["LabelDetection"]["Text"]: (field["Type"]["Text"], field["ValueDetection"]["Text"])
        for field in document["SummaryFields"]
        if "LabelDetection" in field
    }


def line_items(document: ExpenseDocument) -> list[dict[str, str]]:
    (group,) = document["LineItemGroups"]
    return [
        {
            field["Type"]["Text"]: field["ValueDetection"]["Text"]
            for field in item["LineItemExpenseFields"]
        }
        for item in group["LineItems"]
    ]


def test_a_receipt_tells_who_sold_and_where(receipt: ExpenseDocument) -> None:
    assert fields(receipt, "VENDOR_NAME") == ["SAMPLE BEAN"]
    assert fields(receipt, "VENDOR_PHONE") == ["(555) 555-0117"]
    assert fields(receipt, "VENDOR_URL") == ["www.example.com"]
    assert fields(receipt, "STREET") == ["27 Placeholder Plaza"]
    assert fields(receipt, "ZIP_CODE") == ["00000"]


def test_a_receipt_tells_what_was_paid_and_when(receipt: ExpenseDocument) -> None:
    told = labelled(receipt)

    assert told["Receipt"] == ("INVOICE_RECEIPT_ID", "004217")
    assert told["Date"] == ("INVOICE_RECEIPT_DATE", "03/14/2026")
    assert told["Subtotal"] == ("SUBTOTAL", "50.40")
    assert told["Tax 7.00%"] == ("TAX", "3.53")
    assert told["TOTAL"] == ("TOTAL", "$53.93")
    assert told["Cash"] == ("AMOUNT_PAID", "60.00")
    assert told["Change"] == ("OTHER", "6.07")
    assert told["Cashier"] == ("OTHER", "Dana")


def test_a_receipt_lists_its_items_with_counts_and_prices(receipt: ExpenseDocument) -> None:
    items = line_items(receipt)

    assert [(item["QUANTITY"], item["ITEM"], item["PRICE"]) for item in items] == [
        ("2", "Oat Latte 12oz", "9.50"),
        ("1", "Drip Coffee 16oz", "3.25"),
        ("3", "Almond Croissant", "13.50"),
        ("1", "House Blend 1 lb", "16.95"),
        ("2", "Blueberry Scone", "7.20"),
    ]
    assert items[0]["EXPENSE_ROW"] == "2 Oat Latte 12oz 9.50"


def test_a_currency_is_told_where_a_sign_says_it(receipt: ExpenseDocument) -> None:
    currencies = {
        field["Type"]["Text"]: field.get("Currency") for field in receipt["SummaryFields"]
    }

    assert currencies["TOTAL"] == {"Code": "USD"}
    assert currencies["TAX"] is None


def test_an_invoice_tells_its_numbers_dates_and_amounts(invoice: ExpenseDocument) -> None:
    told = labelled(invoice)

    assert told["Invoice number"] == ("INVOICE_RECEIPT_ID", "FPS-10482")
    assert told["Invoice date"] == ("INVOICE_RECEIPT_DATE", "March 12, 2026")
    assert told["Due date"] == ("DUE_DATE", "April 11, 2026")
    assert told["PO number"] == ("PO_NUMBER", "QP-7731")
    assert told["Terms"] == ("PAYMENT_TERMS", "Net 30")
    assert told["Subtotal"] == ("SUBTOTAL", "$1,933.85")
    assert told["Sales tax (8.25%)"] == ("TAX", "$159.54")
    assert told["Total"] == ("TOTAL", "$2,093.39")
    assert told["Deposit received"] == ("AMOUNT_PAID", "-$250.00")
    assert told["Amount due"] == ("AMOUNT_DUE", "$1,843.39")


def test_an_invoice_tells_sender_and_receivers_apart(invoice: ExpenseDocument) -> None:
    parts: dict[str, dict[str, str]] = {}
    for field in invoice["SummaryFields"]:
        for group in field.get("GroupProperties", []):
            of_party = parts.setdefault(group["Types"][0], {"Id": group["Id"]})
            assert of_party["Id"] == group["Id"]
            of_party[field["Type"]["Text"]] = field["ValueDetection"]["Text"]

    assert parts["VENDOR"]["NAME"] == "Fernhollow Paper Supply Co."
    assert parts["VENDOR"]["ADDRESS"] == "410 Sample Street, Suite 12\nAnytown, XX 00000"
    assert parts["RECEIVER_BILL_TO"]["NAME"] == "Inkwell Sample Press LLC"
    assert parts["RECEIVER_BILL_TO"]["STREET"] == "88 Placeholder Avenue"
    assert parts["RECEIVER_SHIP_TO"]["STREET"] == "92 Placeholder Avenue"
    assert fields(invoice, "VENDOR_PHONE") == ["(555) 555-0142"]


def test_an_invoices_columns_say_what_its_items_are(invoice: ExpenseDocument) -> None:
    items = line_items(invoice)

    assert len(items) == 7
    assert items[0] == {
        "PRODUCT_CODE": "LP-2401",
        "ITEM": "Letterpress cotton paper, 300 gsm, 12 x 18 in",
        "QUANTITY": "40",
        "UNIT_PRICE": "18.50",
        "PRICE": "740.00",
        "EXPENSE_ROW": "LP-2401 Letterpress cotton paper, 300 gsm, 12 x 18 in 40 18.50 740.00",
    }
    (first, *_) = invoice["LineItemGroups"][0]["LineItems"]
    labels = [f.get("LabelDetection", {}).get("Text") for f in first["LineItemExpenseFields"]]
    assert labels == ["Item", "Description", "Qty", "Unit price", "Amount", None]


def test_every_value_has_its_place_and_its_page(invoice: ExpenseDocument) -> None:
    for field in invoice["SummaryFields"]:
        box = field["ValueDetection"]["Geometry"]["BoundingBox"]
        assert 0 <= box["Left"] <= box["Left"] + box["Width"] <= 1
        assert 0 < box["Height"] < 0.2
        assert 0 < field["ValueDetection"]["Confidence"] <= 100
        assert 0 < field["Type"]["Confidence"] <= 100
        assert field["PageNumber"] == 1


def test_the_words_of_the_page_come_along(receipt: ExpenseDocument) -> None:
    kinds = {block["BlockType"] for block in receipt["Blocks"]}

    assert kinds == {"PAGE", "LINE", "WORD"}


def test_a_total_beside_a_grand_total_is_the_sum_before_tax() -> None:
    sheet = Sheet().text(80, 60, "Oldcastle Hardware", size=44)
    rows = [("Hinges", "12.00"), ("Total", "12.00"), ("Tax", "1.20"), ("Grand Total", "13.20")]
    for number, (label, amount) in enumerate(rows):
        sheet.text(80, 200 + 60 * number, label).text(600, 200 + 60 * number, amount)

    told = labelled(read(sheet.bytes()))

    assert told["Total"] == ("SUBTOTAL", "12.00")
    assert told["Grand Total"] == ("TOTAL", "13.20")


def test_a_date_without_a_label_is_the_bills_where_no_other_is() -> None:
    sheet = Sheet().text(80, 60, "Oldcastle Hardware", size=44).text(80, 160, "12/07/2019")
    sheet.text(80, 260, "TOTAL").text(600, 260, "$13.20")

    assert fields(read(sheet.bytes()), "INVOICE_RECEIPT_DATE") == ["12/07/2019"]


def test_a_blank_page_is_an_expense_without_fields() -> None:
    document = read(Sheet().bytes())

    assert (document["SummaryFields"], document["LineItemGroups"]) == ([], [])
    assert [block["BlockType"] for block in document["Blocks"]] == ["PAGE"]


@pytest.mark.parametrize(
    ("label", "value", "type_"),
    [
        ("INVOICE #", "123PQR456", "INVOICE_RECEIPT_ID"),
        ("P.O. #", "098ZYX7654", "PO_NUMBER"),
        ("VAT ID:", "12-3456789", "TAX_PAYER_ID"),
        ("Date", "01-Jan-2021", "INVOICE_RECEIPT_DATE"),
        ("Date", "see above", None),
        ("Sales tax (8.25%)", "$159.54", "TAX"),
        ("Total", "of all things", None),
        ("Totally", "12.00", None),
        ("Tel:", "+1 333-333-3333", "VENDOR_PHONE"),
    ],
)
def test_a_label_means_something_with_a_value_of_its_kind(
    label: str, value: str, type_: str | None
) -> None:
    assert meaning(label, value) == type_
