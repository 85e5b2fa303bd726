"""The engine reads real documents as Amazon Textract does: the words, and their order."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from local.textract.engine import (
    expense_document,
    identity_document,
    open_document,
    page_blocks,
)

CORPUS = Path(__file__).parents[5] / "shared" / "corpus"
PAIRS = {
    "central-bank-table--in-table-title.png": "in-table-title.png.json",
    "employmentapp--default_document_4.png": "trp--test-response.json",
    "mega-receipt--receipt.jpg": "document_to_html_receipt.jpg.json",
    "multicol-1--multicol-test-document.png": "test-multicol-response.json",
    "patient-intake--multi_page_tiff.tiff": "textractor--multi_page_example_file.json",
    "reading-order--reading_order.pdf": "test_word_ordering_in_cell.json",
    "textractor-test-doc--textractor-multipage-doc.pdf": "start_document_text_detection.json",
}
LEAST = 0.88  # F1 of words on the hardest of these pages (handwriting) ...
MEAN = 0.93  # ... and on average: Textract agrees with itself to 0.977

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the recorded answers are not here")


def recorded(document: str, ending: str) -> dict[str, Any]:
    manifest = json.loads((CORPUS / "manifest.json").read_text())
    name = next(
        name
        for name, entry in manifest.items()
        if entry["document"] == document and name.endswith(ending)
    )
    answer: dict[str, Any] = json.loads((CORPUS / "responses" / name).read_text())
    return answer


def words(blocks: list[dict[str, Any]]) -> Counter[tuple[int, str]]:
    found = (block for block in blocks if block["BlockType"] == "WORD")
    return Counter((block.get("Page", 1), block["Text"].lower()) for block in found)


def f1(ours: Counter[tuple[int, str]], theirs: Counter[tuple[int, str]]) -> float:
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def test_words_agree_with_the_recordings() -> None:
    scores = {}
    for name, ending in PAIRS.items():
        theirs = words(recorded(name, ending)["Blocks"])
        document = open_document((CORPUS / "documents" / name).read_bytes())
        pages = sorted({page for page, _ in theirs})
        ours = words([block for page in pages for block in page_blocks(document, page)])
        scores[name] = f1(ours, theirs)

    assert min(scores.values()) > LEAST, scores
    assert sum(scores.values()) / len(scores) > MEAN, scores


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    name = "multicol-1--multicol-test-document.png"
    document = open_document((CORPUS / "documents" / name).read_bytes())
    blocks = page_blocks(document, 1, feature_types=frozenset({"LAYOUT"}))
    by_id = {block["Id"]: block for block in blocks}
    layout = [block for block in blocks if block["BlockType"].startswith("LAYOUT_")]
    links = [link for block in layout for link in block["Relationships"]]
    text = " ".join(by_id[id_]["Text"] for link in links for id_ in link["Ids"])

    assert layout[0]["BlockType"] == "LAYOUT_TITLE"
    assert {block["BlockType"] for block in layout[1:]} == {"LAYOUT_TEXT"}
    assert "column fully before starting the right. The left column contains" in text
    assert "within one paragraph. A horizontally separate right column." in text


Values = Counter[tuple[str, str]]


def squeezed(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def summary(expense: dict[str, Any]) -> Values:
    """The fields of a type of their own, with their values."""
    return Counter(
        (field["Type"]["Text"], squeezed(field["ValueDetection"]["Text"]))
        for field in expense["SummaryFields"]
        if field["Type"]["Text"] != "OTHER"
    )


def line_items(expense: dict[str, Any]) -> Values:
    return Counter(
        (field["Type"]["Text"], squeezed(field["ValueDetection"]["Text"]))
        for group in expense["LineItemGroups"]
        for item in group["LineItems"]
        for field in item["LineItemExpenseFields"]
        if field["ValueDetection"]["Text"]
    )


@pytest.mark.parametrize(
    ("name", "ending", "least"),
    [
        ("mega-receipt--receipt.jpg", "test_analyze_expense_from_image.json", 0.55),
        ("invoice-js--default_invoice_1.png", "invoice-expense-response.json", 0.85),
    ],
)
def test_bills_agree_with_the_recordings(name: str, ending: str, least: float) -> None:
    (theirs,) = recorded(name, ending)["ExpenseDocuments"]
    ours = expense_document(open_document((CORPUS / "documents" / name).read_bytes()), 1)

    found, told = summary(theirs) & summary(ours), summary(theirs)
    assert found.total() >= least * told.total(), told - found
    assert line_items(ours) == line_items(theirs)


def test_a_licence_agrees_with_the_recording() -> None:
    name = "mass-licence--fake_id.png"
    (theirs,) = recorded(name, "test_analyze_id_from_image.json")["IdentityDocuments"]
    ours = identity_document(open_document((CORPUS / "documents" / name).read_bytes()), 1)

    told, found = (
        {f["Type"]["Text"]: f["ValueDetection"]["Text"] for f in each["IdentityDocumentFields"]}
        for each in (theirs, ours)
    )
    assert list(found) == list(told)
    assert {field for field, text in told.items() if found[field] != text} == {"ENDORSEMENTS"}
