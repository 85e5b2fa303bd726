"""What a document is, and why it is refused: told before a cent is spent."""

from __future__ import annotations

import io
import re
import struct
import time
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from lambdas.errors import (
    DocumentTooLarge,
    PermanentError,
    UnreadableDocument,
    UnsupportedDocument,
)
from lambdas.pipeline.inspection import Facts, inspect
from tests import documents

MB = 1024 * 1024
FOR_EVER = 2.0  # seconds of CPU; a hostile document may not take longer


def facts(content: bytes, size: int | None = None) -> Facts:
    return inspect(io.BytesIO(content), len(content) if size is None else size)


def refusal(content: bytes, size: int | None = None) -> PermanentError:
    with pytest.raises(PermanentError) as caught:
        facts(content, size)
    assert re.fullmatch(r"(The|Page) [^\n]{10,300}\.", str(caught.value)), "a plain sentence"
    return caught.value


def image(kind: str, width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("1" if kind == "TIFF" else "L", (width, height)).save(file, kind)
    return file.getvalue()


def tiff_chain(order: str, *sizes: tuple[int, int], last_next: int = 0) -> bytes:
    """A TIFF of directories only: width as SHORT, height as LONG."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    content = mark + struct.pack(f"{order}I", 8)
    for number, (width, height) in enumerate(sizes, start=1):
        following = 8 + 30 * number if number < len(sizes) else last_next
        content += struct.pack(f"{order}HHHIHHHHIII", 2, 256, 3, 1, width, 0, 257, 4, 1, height, 0)[
            :-4
        ] + struct.pack(f"{order}I", following)
    return content


def pdf_of(*sizes: tuple[float, float]) -> bytes:
    writer = PdfWriter()
    for width, height in sizes:
        writer.add_blank_page(width, height)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_pictures_are_one_page() -> None:
    assert facts(documents.png("Hello")) == Facts(kind="PNG", pages=1)
    assert facts(documents.jpeg("Hello")) == Facts(kind="JPEG", pages=1)


def test_a_jpeg_with_large_exif_data_is_read_to_its_frame() -> None:
    exif = Image.Exif()
    exif[0x010E] = "x" * 60_000
    file = io.BytesIO()
    Image.new("L", (10_001, 10)).save(file, "JPEG", exif=exif, progressive=True)

    assert "10001 x 10 pixels" in str(refusal(file.getvalue()))


def test_a_jpeg_may_be_padded_before_its_markers() -> None:
    content = documents.jpeg("Hello")

    assert facts(content[:2] + b"\xff" * 50 + content[2:]) == Facts(kind="JPEG", pages=1)


@pytest.mark.parametrize("order", ["<", ">"], ids=["Intel", "Motorola"])
def test_the_pages_of_a_tiff_are_counted_in_both_byte_orders(order: str) -> None:
    assert facts(tiff_chain(order, (10, 10), (20, 30), (5, 5))) == Facts(kind="TIFF", pages=3)


def test_the_pages_of_a_real_tiff_are_counted() -> None:
    assert facts(documents.tiff(1)) == Facts(kind="TIFF", pages=1)
    assert facts(documents.tiff(4)) == Facts(kind="TIFF", pages=4)


@pytest.mark.parametrize("pages", [1, 2, 50])
def test_the_pages_of_a_pdf_are_counted(pages: int) -> None:
    assert facts(documents.pdf(pages)) == Facts(kind="PDF", pages=pages)


def test_a_pdf_may_begin_with_rubbish() -> None:
    assert facts(b"\0" * 500 + documents.one_page_pdf()).kind == "PDF"


def test_a_pdf_that_opens_without_password_is_read() -> None:
    assert facts(documents.encrypted_pdf("")) == Facts(kind="PDF", pages=1)


def test_a_pdf_that_needs_a_password_is_refused_with_a_remedy() -> None:
    error = refusal(documents.encrypted_pdf("secret"))

    assert isinstance(error, UnsupportedDocument)
    assert "Remove the password." in str(error)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"/Kids", b"/Kidz"),
        lambda content: content.replace(b"trailer", b"trialer").replace(b"startxref", b"x"),
        lambda _: b"%PDF-1.7\n" + b"\xff" * 500,
        lambda content: content.replace(b"/Type /Pages", b"/Type /Pagez"),
    ],
    ids=["cut off", "no kids", "no trailer", "noise", "no pages"],
)
def test_what_pypdf_cannot_count_is_left_to_textract(damage: Callable[[bytes], bytes]) -> None:
    found = facts(damage(documents.pdf(2)))

    assert found.kind == "PDF"
    assert found.pages in (0, 2)  # pypdf repairs some


@pytest.mark.parametrize("filter_", [b"/Adobe.PubSec", b"/FOPN_foweb"])
def test_a_pdf_locked_in_a_way_that_we_do_not_know_is_left_to_textract(filter_: bytes) -> None:
    content = documents.encrypted_pdf("").replace(b"/Standard", filter_)

    assert facts(content) == Facts(kind="PDF", pages=0)


def xfa_form(*, dynamic: bool | None) -> bytes:
    """A PDF with an XFA form, whose pages are true pages unless it is dynamic; None: unsaid."""
    writer = PdfWriter(clone_from=io.BytesIO(documents.one_page_pdf()))
    template = StreamObject()
    template.set_data(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    form = ArrayObject([TextStringObject("template"), template])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): form})
    if dynamic is not None:
        writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(dynamic)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_form_that_only_adobes_programs_can_draw_is_refused() -> None:
    error = refusal(xfa_form(dynamic=True))

    assert isinstance(error, UnsupportedDocument)
    assert "dynamic XFA form" in str(error)
    assert "Print it to a PDF." in str(error)


@pytest.mark.parametrize("dynamic", [False, None])
def test_a_form_with_true_pages_is_left_to_textract(dynamic: bool | None) -> None:
    assert facts(xfa_form(dynamic=dynamic)) == Facts(kind="PDF", pages=1)


def test_a_page_of_9000_points_is_read_and_a_larger_one_refused() -> None:
    assert facts(pdf_of((9000, 100))).pages == 1

    error = refusal(pdf_of((100, 100), (100, 9001)))

    assert isinstance(error, DocumentTooLarge)
    assert "Page 2 of the PDF measures 100 x 9001 points" in str(error)


def test_a_pdf_of_3000_pages_is_read_and_a_longer_one_refused() -> None:
    assert facts(pdf_of(*[(100, 100)] * 3000)).pages == 3000
    assert "more than 3000 pages" in str(refusal(pdf_of(*[(100, 100)] * 3001)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_10000_pixels_a_side_are_read_and_more_refused(kind: str) -> None:
    assert facts(image(kind, 10_000, 8)).pages == 1

    assert isinstance(refusal(image(kind, 8, 10_001)), DocumentTooLarge)


def test_the_page_with_too_many_pixels_is_named() -> None:
    error = refusal(tiff_chain("<", (10, 10), (10, 20_000)))

    assert "Page 2 of the TIFF has 10 x 20000 pixels" in str(error)


@pytest.mark.parametrize(
    ("content", "most"),
    [
        (documents.png("Hello"), 10 * MB),
        (documents.jpeg("Hello"), 10 * MB),
        (documents.tiff(1), 500 * MB),
        (documents.one_page_pdf(), 500 * MB),
    ],
    ids=["PNG", "JPEG", "TIFF", "PDF"],
)
def test_a_file_at_the_limit_is_read_and_one_byte_more_refused(content: bytes, most: int) -> None:
    assert facts(content, most).pages == 1

    error = refusal(content, most + 1)

    assert isinstance(error, DocumentTooLarge)
    assert f"at most {most // MB} MB" in str(error)


def test_an_empty_file_is_refused() -> None:
    assert "empty (0 bytes)" in str(refusal(b""))


@pytest.mark.parametrize(
    "content",
    [
        documents.text_called_pdf(),
        b"GIF89a" + b"\0" * 100,
        b"PK\x03\x04" + b"\0" * 100,
        b"\0",
        b"\0" * 1100 + documents.one_page_pdf(),
    ],
    ids=["text", "GIF", "Word", "one byte", "PDF after 1,100 bytes"],
)
def test_what_textract_does_not_read_is_refused_whatever_its_name(content: bytes) -> None:
    assert isinstance(refusal(content), UnsupportedDocument)


@pytest.mark.parametrize("length", [3, 10, 20])
@pytest.mark.parametrize("whole", [documents.jpeg("Hello"), tiff_chain("<", (9, 9))])
def test_a_header_that_is_cut_off_is_refused(whole: bytes, length: int) -> None:
    error = refusal(whole[: max(length, 4)])

    assert isinstance(error, UnreadableDocument)
    assert "damaged or cut off" in str(error)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (documents.png("Hello")[:20], "ends too early"),
        (image("PNG", 9, 9).replace(struct.pack(">I", 9), bytes(4), 1), "no size"),
        (b"\xff\xd8\xff\xda\x00\x02" + bytes(20), "no frame header"),
        (b"\xff\xd8\xff\xe0\x00\x01" + bytes(20), "no frame header"),
        (b"\xff\xd8\xff\xe0\x00\x02" + bytes(20), "a marker is missing"),
        (b"II*\0" + bytes(20), "it has no page"),
        (b"II*\0\xff\xff\xff\xff" + bytes(20), "ends too early"),
        (tiff_chain("<", (9, 9), (9, 9), last_next=8), "a circle"),
        (tiff_chain(">", (9, 9), last_next=8), "a circle"),
        (tiff_chain("<", (9, 9), last_next=1000), "ends too early"),
        (tiff_chain("<", (9, 9), (9, 0)), "Page 2 of the TIFF has no size"),
    ],
)
def test_a_damaged_picture_is_refused_with_what_is_damaged(content: bytes, reason: str) -> None:
    error = refusal(content)

    assert isinstance(error, UnreadableDocument)
    assert reason in str(error)


def test_a_tiff_of_3000_pages_is_read_and_a_longer_one_refused() -> None:
    assert facts(tiff_chain("<", *[(9, 9)] * 3000)).pages == 3000
    assert "more than 3000 pages" in str(refusal(tiff_chain("<", *[(9, 9)] * 3001)))


def test_a_tiff_whose_pages_claim_65535_tags_each_takes_no_time() -> None:
    pages, tags = 3000, 65_535
    content = bytearray(b"\xff" * (8 + 8 * pages + 12 * tags + 100))
    content[:8] = b"II*\0" + struct.pack("<I", 8)
    for at in range(8, 8 + 8 * pages, 8):
        struct.pack_into("<I", content, at + 2 + 12 * tags, at + 8)
    begun = time.process_time()

    error = refusal(bytes(content))

    assert time.process_time() - begun < FOR_EVER
    assert "65535 tags" in str(error)


def test_a_jpeg_of_markers_only_takes_no_time() -> None:
    begun = time.process_time()

    refusal(b"\xff\xd8\xff" + b"\xd0\xff" * MB)

    assert time.process_time() - begun < FOR_EVER
