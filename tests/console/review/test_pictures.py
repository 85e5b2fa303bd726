"""The pages of a document are drawn on the operator's machine, whatever they are made of."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from console.errors import CommandError
from console.review.pictures import LONGEST_SIDE, Pictures
from tests.documents import pdf, png


def drawn(data: bytes, kind: str, page: int) -> Image.Image:
    image = Image.open(io.BytesIO(Pictures(data, kind).page(page)))
    assert image.format == "JPEG"
    return image


def test_each_page_of_a_pdf_is_a_picture() -> None:
    document = pdf(pages=2)

    assert max(drawn(document, "PDF", 2).size) <= LONGEST_SIDE


def test_a_large_picture_is_made_smaller() -> None:
    large = io.BytesIO()
    Image.new("L", (5000, 2500), "white").save(large, "PNG")

    assert drawn(large.getvalue(), "PNG", 1).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_each_page_of_a_tiff_is_a_picture() -> None:
    black, white = (Image.new("L", (80, 60), shade) for shade in ("black", "white"))
    file = io.BytesIO()
    black.save(file, "TIFF", save_all=True, append_images=[white])

    assert drawn(file.getvalue(), "TIFF", 1).convert("L").getpixel((40, 30)) == 0
    assert drawn(file.getvalue(), "TIFF", 2).convert("L").getpixel((40, 30)) == 255


@pytest.mark.parametrize(
    ("data", "kind", "page"),
    [(b"%PDF-1.7 broken", "PDF", 1), (b"no picture", "PNG", 1), (b"", "TIFF", 1)],
)
def test_what_cannot_be_drawn_is_said(data: bytes, kind: str, page: int) -> None:
    with pytest.raises(CommandError, match=f"page {page} cannot be drawn"):
        Pictures(data, kind).page(page)


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_is_said(page: int) -> None:
    with pytest.raises(CommandError, match=f"page {page}"):
        Pictures(pdf(pages=2), "PDF").page(page)


def test_a_page_is_drawn_once() -> None:
    pictures = Pictures(png("once"), "PNG")

    assert pictures.page(1) is pictures.page(1)
