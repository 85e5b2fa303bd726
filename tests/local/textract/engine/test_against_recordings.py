"""The engine reads real documents as Amazon Textract does: the words, and their order."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from local.textract.engine import open_document, page_blocks

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


def recorded(document: str, ending: str) -> list[dict[str, Any]]:
    manifest = json.loads((CORPUS / "manifest.json").read_text())
    name = next(
        name
        for name, entry in manifest.items()
        if entry["document"] == document and name.endswith(ending)
    )
    answer: dict[str, Any] = json.loads((CORPUS / "responses" / name).read_text())
    return list(answer["Blocks"])


def words(blocks: list[dict[str, Any]]) -> Counter[tuple[int, str]]:
    found = (block for block in blocks if block["BlockType"] == "WORD")
    return Counter((block.get("Page", 1), block["Text"].lower()) for block in found)


def f1(ours: Counter[tuple[int, str]], theirs: Counter[tuple[int, str]]) -> float:
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def test_words_agree_with_the_recordings() -> None:
    scores = {}
    for name, ending in PAIRS.items():
        theirs = words(recorded(name, ending))
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
