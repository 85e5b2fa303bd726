"""Front and back in one file become two documents of one page."""

from __future__ import annotations

import io
import struct
from contextlib import suppress

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


def shown(content: bytes, page: int = 0) -> bytes:
    """The pixels of a TIFF's page."""
    with Image.open(io.BytesIO(content)) as image:
        image.seek(page)
        return image.tobytes()


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

    assert (shown(front), shown(back)) == (shown(whole, 0), shown(whole, 1))
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


def noise(*sizes: tuple[int, int], **how: object) -> bytes:
    """A TIFF of pages that no compression makes smaller, but for the eye's."""
    pages = [Image.effect_noise(size, 90) for size in sizes]
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], **how)
    return file.getvalue()


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg"])
def test_a_side_of_a_tiff_is_as_large_as_its_own_page(compression: str) -> None:
    whole = noise((900, 700), (900, 700), compression=compression)

    assert pages_of(whole) == 2
    for number, side in enumerate(sides(whole, "TIFF")):
        assert len(side) == pytest.approx(len(whole) / 2, rel=0.1)
        assert shown(side) == shown(whole, number)


def test_a_tiff_whose_sides_are_each_within_the_limit_is_taken() -> None:
    front, back = sides(noise((2000, 1600), (2000, 1600)), "TIFF")

    assert (pages_of(front), pages_of(back)) == (1, 1)


def test_a_side_that_textract_does_not_take_as_bytes_is_refused() -> None:
    with pytest.raises(DocumentTooLarge, match=r"A side of the TIFF has 5\.5 MB; .* JPEG or PNG"):
        sides(noise((2400, 2400), (10, 10)), "TIFF")


def test_a_tiff_that_is_cut_off_anywhere_is_damaged_at_worst() -> None:
    whole = documents.tiff(2)

    for end in range(8, len(whole)):
        with suppress(UnreadableDocument):
            sides(whole[:end], "TIFF")


@pytest.mark.parametrize("order", ["<", ">"], ids=["Intel", "Motorola"])
@pytest.mark.parametrize("tags", [(273, 279), (324, 325)], ids=["strips", "tiles"])
def test_pixels_are_found_in_their_new_place(order: str, tags: tuple[int, int]) -> None:
    def whole(place: int, between: bytes) -> bytes:
        mark, (places, lengths) = b"II*\0" if order == "<" else b"MM\0*", tags
        fields = (2, places, 4, 1, place, lengths, 4, 1, len(b"pixels"), 0)
        return mark + struct.pack(f"{order}IHHHIIHHIII", 8, *fields) + between + b"pixels"

    assert sides(whole(44, b"others"), "TIFF") == [whole(38, b"")]


def test_a_page_that_claims_the_same_values_again_and_again_is_damaged() -> None:
    fields = [struct.pack("<HHII", 60_000 + number, 1, 100, 8) for number in range(20)]
    page = struct.pack("<H", len(fields)) + b"".join(fields) + bytes(4)

    with pytest.raises(UnreadableDocument, match="a page claims more than the file holds"):
        sides(b"II*\0" + struct.pack("<I", 8) + page, "TIFF")


def test_a_page_that_claims_more_pixels_than_there_are_is_damaged() -> None:
    fields = (273, 4, 2, 0, 279, 4, 2, 0)  # two strips, each as long as the whole file
    page = struct.pack("<HHHIIHHIII", 2, *fields, 0)

    with pytest.raises(UnreadableDocument, match="a page claims more than the file holds"):
        sides(b"II*\0" + struct.pack("<I", 8) + page, "TIFF")


@pytest.mark.parametrize("content", [b"II*\0", b"II*\0\x08\0\0\0", b"II*\0\x08\0\0\0\x02\0ab"])
def test_a_tiff_without_a_whole_page_is_damaged(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="The TIFF is damaged"):
        sides(content, "TIFF")


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
