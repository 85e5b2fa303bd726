"""A digital PDF is read from its own text where that can be believed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from local.textract.engine import open_document, page_blocks
from local.textract.engine.geometry import Box
from local.textract.engine.pdf import Character, TextLayer
from local.textract.engine.pdf_text import text_lines
from tests.local.textract.engine.sheets import pdf, shown


def lines(data: bytes) -> list[dict[str, Any]]:
    blocks = page_blocks(open_document(data), 1)
    return [block for block in blocks if block["BlockType"] == "LINE"]


def test_words_and_lines_come_from_the_text() -> None:
    content = shown(72, 700, "Invoice number 4711") + shown(72, 680, "Total due 12.50")

    assert [line["Text"] for line in lines(pdf(content))] == [
        "Invoice number 4711",
        "Total due 12.50",
    ]


def test_a_wide_gap_parts_two_lines_of_one_row() -> None:
    content = shown(300, 700, "right column") + shown(72, 700, "left column")

    assert [line["Text"] for line in lines(pdf(content))] == ["left column", "right column"]


def test_geometry_is_in_fractions_of_the_page_from_its_top() -> None:
    box = lines(pdf(shown(306, 396, "Middle of the page")))[0]["Geometry"]["BoundingBox"]

    assert box["Left"] == pytest.approx(0.5, abs=0.01)
    assert box["Top"] + box["Height"] == pytest.approx(0.5, abs=0.01)


def test_what_was_filled_into_a_form_is_read() -> None:
    data = with_field(pdf(shown(72, 700, "Name of the insured person")), "Imogen Delacroix")

    assert [line["Text"] for line in lines(data)] == [
        "Name of the insured person",
        "Imogen Delacroix",
    ]


def with_field(data: bytes, value: str) -> bytes:
    """Add a text field with its appearance, as a form filler writes it."""
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    look = StreamObject()
    look.set_data(f"BT /F 12 Tf 2 4 Td ({value}) Tj ET".encode())
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(map(NumberObject, (0, 0, 200, 20))),
            NameObject("/Resources"): writer.pages[0]["/Resources"],
        }
    )
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("insured"),
            NameObject("/V"): TextStringObject(value),
            NameObject("/F"): NumberObject(4),  # printed
            NameObject("/Rect"): ArrayObject(map(NumberObject, (72, 640, 272, 660))),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        }
    )
    annotations = ArrayObject([writer._add_object(field)])
    writer.pages[0][NameObject("/Annots")] = annotations
    form = DictionaryObject({NameObject("/Fields"): annotations})
    writer.root_object[NameObject("/AcroForm")] = form
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def layer(text: str, *, largest_image: float = 0.0) -> TextLayer:
    boxes = [Box(left=10 * i, top=0, right=10 * i + 9, bottom=20) for i in range(len(text))]
    return TextLayer(
        characters=tuple(
            Character(text=char, loose=box, tight=box, angle=0.0, generated=False)
            for char, box in zip(text, boxes, strict=True)
        ),
        largest_image=largest_image,
    )


def test_a_sound_layer_is_believed() -> None:
    assert [line.text for line in text_lines(layer("Phone number")) or []] == ["Phone number"]


@pytest.mark.parametrize(
    "unsound",
    [
        layer("page 1"),
        layer('"7+%-)(*&^%$#@!'),
        layer("abc\ufffd\ufffdefghij"),
        layer("\ue001\ue002\ue003abcdefgh"),
        layer("An old reading of a scan", largest_image=0.95),
    ],
    ids=["too short", "no letters", "replaced", "private use", "scan"],
)
def test_an_unsound_layer_is_left_to_the_ocr(unsound: TextLayer) -> None:
    assert text_lines(unsound) is None


def test_ligatures_and_typographic_quotes_are_spelt_out() -> None:
    found = text_lines(layer("e\ufb03cient \u2018use\u2019 \u2013 yes"))

    assert [line.text for line in found or []] == ["efficient 'use' - yes"]
