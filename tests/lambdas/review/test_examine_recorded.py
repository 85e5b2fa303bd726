"""The rules on what Textract really said of invoices and receipts."""

from __future__ import annotations

import pytest

from lambdas.extraction.answers import decode_part
from lambdas.extraction.extract import Reader
from lambdas.extraction.result_document import Reason
from lambdas.review.examine import Examiner
from lambdas.review.rules import FieldRule, ReviewRules
from tests.lambdas.extraction.recordings import CORPUS

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="needs the recorded responses")

SUMS = ReviewRules(
    fields=(
        FieldRule(name="SUBTOTAL", sum_of="PRICE", at_most="TOTAL"),
        FieldRule(name="TOTAL", required=True, type="amount", sum_of="PRICE"),
    )
)


def reasons_in(name: str) -> list[Reason]:
    """Return what the rules find in a recorded response."""
    part = decode_part((CORPUS / "responses" / name).read_bytes())
    examiner = Examiner(SUMS, document_id=name)
    for content in Reader([part], min_confidence=80).pages():
        examiner.page(content)
    return examiner.reasons().found


def test_an_invoice_adds_up_to_its_subtotal_and_not_to_its_total() -> None:
    assert [
        each.message for each in reasons_in("invoice-js--trp--invoice-expense-response.json")
    ] == ['The line items\' PRICE add up to 6169.40, not to "$6231.09"']


def test_a_receipt_with_marks_behind_its_prices_adds_up() -> None:
    name = "mega-receipt--textractor--test_analyze_expense_from_image.json"

    assert [each.message for each in reasons_in(name)] == [
        'The line items\' PRICE add up to 1699.96, not to "$1810.46"'
    ]


def test_a_misread_price_is_found() -> None:
    name = "expense1-hospital--trp--test_trp2_expense_sample1.json"  # "300-00" for 300.00

    assert [each.message for each in reasons_in(name)] == [
        '1 of 21 line items\' PRICE cannot be read as a number, so that "$50.00" cannot be checked'
    ]
