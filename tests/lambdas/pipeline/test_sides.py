"""Front and back in one file become two documents of one page."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from lambdas.documents import Kind
from lambdas.errors import DocumentTooLarge, UnreadableDocument, UnsupportedDocument
from lambdas.pipeline.inspection import inspect
from lambdas.pipeline.sides import check_sides, two_sides
from tests import documents

MB = 1024 * 1024


def sides(content: bytes, kind: Kind) -> list[bytes]:
    return two_sides(io.BytesIO(content), kind)


def pages_of(content: bytes) -> int:
    return inspect(io.BytesIO(content), len(content)).pages


def test_a_pdf_of_two_pages_becomes_two_of_one() -> None:
    front, back = sides(documents.pdf(2), "PDF")

    assert (pages_of(front), pages_of(back)) == (1, 1)
    assert "Page 1" in PdfReader(io.BytesIO(front)).pages[0].extract_text()
    assert "Page 2" in PdfReader(io.BytesIO(back)).pages[0].extract_text()


def test_a_pdf_that_opens_without_password_is_taken_apart() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(documents.pdf(2)))
    writer.encrypt(user_password="", owner_password="owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)

    front, _ = sides(file.getvalue(), "PDF")

    assert "Page 1" in PdfReader(io.BytesIO(front)).pages[0].extract_text()


def test_a_tiff_of_two_pages_becomes_two_of_one() -> None:
    whole = documents.tiff(2)

    front, back = sides(whole, "TIFF")

    with Image.open(io.BytesIO(whole)) as expected:
        for number, side in enumerate((front, back)):
            expected.seek(number)
            with Image.open(io.BytesIO(side)) as shown:
                assert getattr(shown, "n_frames", 1) == 1
                assert shown.tobytes() == expected.tobytes()
    assert (pages_of(front), pages_of(back)) == (1, 1)


@pytest.mark.parametrize("order", ["<", ">"], ids=["Intel", "Motorola"])
def test_both_byte_orders_of_tiff_are_known(order: str) -> None:
    def page(width: int, following: int) -> bytes:
        sizes = (256, 4, 1, width, 257, 4, 1, 9)
        return struct.pack(f"{order}HHHIIHHIII", 2, *sizes, following)

    mark = b"II*\0" if order == "<" else b"MM\0*"
    whole = mark + struct.pack(f"{order}I", 8) + page(10_001, 38) + page(9, 0)

    front, back = sides(whole, "TIFF")

    with pytest.raises(DocumentTooLarge, match="Page 1 of the TIFF has 10001 x 9 pixels"):
        pages_of(front)
    assert pages_of(back) == 1


def test_a_side_that_textract_does_not_take_as_bytes_is_refused() -> None:
    scan = io.BytesIO()
    pages = [Image.effect_noise((1800, 1600), 90) for _ in range(2)]
    pages[0].save(scan, "TIFF", save_all=True, append_images=pages[1:])

    with pytest.raises(DocumentTooLarge, match=r"A side of the TIFF has 5\.5 MB; .* JPEG or PNG"):
        sides(scan.getvalue(), "TIFF")


def test_a_pdf_that_cannot_be_taken_apart_is_damaged() -> None:
    with pytest.raises(UnreadableDocument, match="cannot be taken apart"):
        sides(b"%PDF-1.7 and then nothing", "PDF")


@pytest.mark.parametrize("pages", [0, 1, 2])
def test_one_side_or_two_are_taken_and_what_cannot_be_counted_is_textracts_to_judge(
    pages: int,
) -> None:
    check_sides("PDF", pages, 10 * MB)


def test_more_pages_are_refused_before_they_are_paid_for() -> None:
    with pytest.raises(UnsupportedDocument, match=r"The PDF has 3 pages; .* Save each side as"):
        check_sides("PDF", 3, 100)


def test_more_than_10_mb_are_refused_for_there_are_no_jobs() -> None:
    with pytest.raises(DocumentTooLarge, match="at most 10 MB"):
        check_sides("TIFF", 1, 10 * MB + 1)
