"""Pictures are read whichever way up they lie, and every word is where it was printed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from PIL import Image

from local.textract.engine import open_document, page_blocks
from tests.local.textract.engine.sheets import Sheet, pdf, saved, shown

TEXTS = ["Household Benefit Application", "Applicant: Imogen Delacroix", "Phone (555) 555-0164"]


@pytest.fixture(scope="module")
def page() -> Image.Image:
    sheet = Sheet((900, 700))
    for row, text in enumerate(TEXTS):
        sheet.text(80, 100 + 120 * row, text, size=34)
    return sheet.image


def blocks(image: Image.Image, kind: str) -> list[dict[str, Any]]:
    return [b for b in page_blocks(open_document(saved(image, "PNG")), 1) if b["BlockType"] == kind]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 4])
def test_a_page_is_read_however_it_lies(page: Image.Image, degrees: int) -> None:
    lying = page.rotate(degrees, expand=True, fillcolor="white")

    assert [line["Text"] for line in blocks(lying, "LINE")] == TEXTS


def test_a_word_is_where_it_was_printed() -> None:
    sheet = Sheet((900, 300)).text(300, 120, "Imogen", size=40)
    ink = sheet.image.convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
    (word,) = blocks(sheet.image, "WORD")
    box = word["Geometry"]["BoundingBox"]
    right, bottom = box["Left"] + box["Width"], box["Top"] + box["Height"]

    assert ink is not None
    assert [box["Left"] * 900, right * 900] == pytest.approx([ink[0], ink[2]], abs=4)
    assert [box["Top"] * 300, bottom * 300] == pytest.approx([ink[1], ink[3]], abs=4)


def test_the_polygon_begins_at_the_words_own_top_left(page: Image.Image) -> None:
    upside_down = page.rotate(180)
    word = next(word for word in blocks(upside_down, "WORD") if word["Text"] == "Household")
    first, _, opposite, _ = word["Geometry"]["Polygon"]

    assert first["X"] > opposite["X"]
    assert first["Y"] > opposite["Y"]


def test_confidence_is_high_on_clean_print(page: Image.Image) -> None:
    assert all(90 < word["Confidence"] <= 100 for word in blocks(page, "WORD"))


def test_a_checkbox_is_no_letter_of_its_label() -> None:
    sheet = Sheet((600, 200)).box(60, 80, 28, marked=True).text(96, 80, "Yes").box(260, 80, 28)
    sheet.text(296, 80, "No")

    assert [word["Text"] for word in blocks(sheet.image, "WORD")] == ["Yes", "No"]


def test_light_text_on_a_dark_band_is_read() -> None:
    sheet = Sheet((700, 200))
    sheet.draw.rectangle((40, 60, 660, 120), fill="#102040")
    sheet.text(60, 75, "Monthly income", fill="white")

    assert [line["Text"] for line in blocks(sheet.image, "LINE")] == ["Monthly income"]


def test_a_pdf_without_text_is_drawn_and_read() -> None:
    strokes = "4 w 100 600 m 100 700 l 150 600 m 150 700 l 100 650 m 150 650 l S\n"  # an H
    document = open_document(pdf(strokes, size=(300, 800)))

    assert page_blocks(document, 1)[0]["BlockType"] == "PAGE"


def test_a_blank_page_is_a_page_and_nothing_else() -> None:
    found = page_blocks(open_document(Sheet((300, 300)).bytes()), 1)

    assert [block["BlockType"] for block in found] == ["PAGE"]
    assert "Relationships" not in found[0]


def test_pages_are_read_by_several_threads_at_once(page: Image.Image) -> None:
    documents = [saved(page, "PNG"), pdf(shown(72, 700, "Invoice number 4711"))] * 3

    def first_line(data: bytes) -> str:
        found = page_blocks(open_document(data), 1)
        return str(next(block["Text"] for block in found if block["BlockType"] == "LINE"))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(first_line, documents)) == [TEXTS[0], "Invoice number 4711"] * 3
