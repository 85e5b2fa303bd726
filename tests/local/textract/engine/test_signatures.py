"""Signatures are found where a form or a letter asks for them, and nowhere else."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from local.textract.engine import lending_result, open_document, page_blocks
from tests.local.textract.engine.sheets import Sheet

SAMPLES = Path(__file__).parents[4] / "samples"
WRITTEN = frozenset({"SIGNATURES", "LAYOUT"})


def found(data: bytes) -> list[dict[str, Any]]:
    blocks = page_blocks(open_document(data), 1, feature_types=WRITTEN)
    return [block for block in blocks if block["BlockType"] == "SIGNATURE"]


def scrawl(sheet: Sheet, x: int, y: int) -> Sheet:
    """Loops as a pen draws them, 260 pixels wide and 60 high."""
    steps = [step / 20 for step in range(400)]
    points = [
        (round(x + 13 * t + 14 * math.cos(2 * t)), round(y + 30 + 28 * math.sin(2 * t) - t))
        for t in steps
    ]
    sheet.draw.line(points, fill="navy", width=3)
    return sheet


def a_form() -> Sheet:
    sheet = Sheet().text(80, 60, "I have read and understood all of the above.")
    sheet.line((80, 300), (600, 300))
    return sheet.text(80, 310, "Signature of applicant", size=20)


@pytest.mark.parametrize(
    ("name", "box"),
    [("form.png", (0.10, 0.82, 0.36, 0.88)), ("letter.png", (0.14, 0.66, 0.38, 0.73))],
)
def test_the_samples_are_signed_where_they_are_signed(
    name: str, box: tuple[float, float, float, float]
) -> None:
    (signature,) = found((SAMPLES / name).read_bytes())

    place = signature["Geometry"]["BoundingBox"]
    right, bottom = place["Left"] + place["Width"], place["Top"] + place["Height"]
    assert (place["Left"], place["Top"], right, bottom) == pytest.approx(box, abs=0.02)


@pytest.mark.parametrize("name", ["invoice.pdf", "statement.pdf", "receipt.jpg"])
def test_what_is_not_signed_has_no_signature(name: str) -> None:
    assert found((SAMPLES / name).read_bytes()) == []


def test_a_scrawl_above_its_line_is_a_signature() -> None:
    (signature,) = found(scrawl(a_form(), 120, 220).bytes())

    assert set(signature) == {"BlockType", "Confidence", "Geometry", "Id", "Page"}
    assert 0 < signature["Confidence"] < 100


def test_an_empty_line_to_sign_on_is_none() -> None:
    assert found(a_form().bytes()) == []


def test_a_typed_name_on_the_line_is_none() -> None:
    assert found(a_form().text(120, 250, "Imogen Delacroix", size=36).bytes()) == []


def test_a_scrawl_that_nobody_asked_for_is_none() -> None:
    sheet = Sheet().text(80, 60, "I have read and understood all of the above.")

    assert found(scrawl(sheet, 120, 220).bytes()) == []


def test_signatures_are_told_only_when_they_are_asked_for() -> None:
    blocks = page_blocks(open_document(scrawl(a_form(), 120, 220).bytes()), 1)

    assert "SIGNATURE" not in {block["BlockType"] for block in blocks}


def test_a_signed_page_of_a_package_says_so() -> None:
    sheet = Sheet().text(80, 60, "Earnings Statement", size=40)
    sheet.text(80, 180, "Pay date:").text(330, 180, "07/25/2008")
    sheet.text(80, 240, "Net Pay").text(330, 240, "291.90")
    sheet.line((80, 600), (600, 600)).text(80, 610, "Authorized signature", size=20)
    result = lending_result(open_document(scrawl(sheet, 120, 520).bytes()), 1)

    (extraction,) = result["Extractions"]
    assert len(extraction["LendingDocument"]["SignatureDetections"]) == 1


def test_a_scrawl_beside_its_label_is_told_to_its_foot() -> None:
    sheet = Sheet().text(80, 60, "I have read and understood all of the above.")
    sheet.text(80, 300, "Signature:").line((215, 332), (600, 332)).text(
        640, 300, "Date: 07/25/2026"
    )
    (signature,) = found(scrawl(sheet, 240, 260).bytes())

    place = signature["Geometry"]["BoundingBox"]
    assert place["Top"] + place["Height"] == pytest.approx(320 / 1300, abs=0.01)
