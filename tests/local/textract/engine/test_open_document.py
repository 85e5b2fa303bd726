"""Documents are recognised by their bytes, and hostile ones are refused in bounded time."""

from __future__ import annotations

import io
import struct
import time
import zlib

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from local.textract.engine import UnreadableDocument, open_document
from tests.local.textract.engine.sheets import Sheet, pdf, saved, shown

TINY = Image.new("RGB", (40, 30), "white")


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        open_document(data)
    return refused.value.code


def png(width: int, height: int) -> bytes:
    """A PNG header that promises this size, and next to no pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_an_image_is_known_by_its_first_bytes(kind: str) -> None:
    document = open_document(saved(TINY, kind))

    assert (document.kind, document.page_count) == (kind, 1)


def test_a_tiff_has_as_many_pages_as_frames() -> None:
    assert open_document(saved(TINY, "TIFF", TINY, TINY)).page_count == 3


def test_a_pdf_has_as_many_pages_as_it_says() -> None:
    document = open_document(pdf(shown(72, 700, "one"), shown(72, 700, "two")))

    assert (document.kind, document.page_count) == ("PDF", 2)


@pytest.mark.parametrize("data", [b"", b"plain text", b"GIF89a" + b"\0" * 99, b"PK\x03\x04"])
def test_an_unknown_format_is_unsupported(data: bytes) -> None:
    assert refusal(data) == "UnsupportedDocumentException"


def test_a_pdf_that_needs_a_password_is_unsupported() -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(shown(72, 700, "secret")))))
    writer.encrypt("password", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)

    assert refusal(data.getvalue()) == "UnsupportedDocumentException"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_truncated_image_is_bad(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), kind)

    assert refusal(data[: len(data) // 2]) == "BadDocumentException"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 5000])
def test_a_damaged_pdf_is_bad(data: bytes) -> None:
    assert refusal(data) == "BadDocumentException"


@pytest.mark.parametrize("size", [(30_000, 30_000), (10_001, 10), (2_000_000_000, 1)])
def test_an_image_beyond_the_limits_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    started = time.monotonic()

    assert refusal(png(*size)) == "DocumentTooLargeException"
    assert time.monotonic() - started < 10  # also where the decoder's process has to start


def test_a_pdf_page_beyond_the_limits_is_too_large() -> None:
    assert refusal(pdf("", size=(9001, 100))) == "DocumentTooLargeException"


def test_a_large_pdf_page_is_drawn_small() -> None:
    picture = open_document(pdf("", size=(8000, 4000))).picture(1)

    assert picture.shape == (1750, 3500, 3)


def test_exif_orientation_is_honoured() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned by a quarter, clockwise
    data = io.BytesIO()
    TINY.save(data, "JPEG", exif=exif)

    assert open_document(data.getvalue()).picture(1).shape[:2] == (40, 30)


def test_transparent_parts_are_white_paper() -> None:
    clear = Image.new("RGBA", (40, 30), (0, 0, 0, 0))

    assert open_document(saved(clear, "PNG")).picture(1).min() == 255


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    grey = Image.fromarray(np.array([[0, 32768, 65535]] * 3, dtype=np.uint16))

    assert open_document(saved(grey, "PNG")).picture(1)[0, :, 0].tolist() == [0, 127, 255]


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK"])
def test_every_colour_mode_is_drawn_in_colour(mode: str) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    page = saved(Sheet((60, 60)).image.convert(mode), kind)

    assert open_document(page).picture(1).shape == (60, 60, 3)
