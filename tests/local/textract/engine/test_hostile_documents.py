"""Whatever the bytes: a page, or the refusal that Textract would give, and soon."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from local.textract.engine import UnreadableDocument, decoding, open_document, page_blocks
from local.textract.engine.errors import BAD, TOO_LARGE, UNSUPPORTED
from tests.local.textract.engine import bombs
from tests.local.textract.engine.sheets import Sheet, pdf, saved, shown

SECONDS = 30  # for a page, on a busy machine
MOST_MEMORY = 800 << 20  # bytes: the 400 MB of the largest picture, the libraries, some strips
SIZE = (60, 40)
NOISE = Image.fromarray(np.random.default_rng(1).integers(0, 255, (400, 600, 3), dtype=np.uint8))


def written(mode: str, kind: str, size: tuple[int, int] = SIZE, **options: object) -> bytes:
    """A picture of this mode, light above and dark below."""
    light = Image.new("L", size, 230)
    light.paste(30, (0, size[1] // 2, size[0], size[1]))
    data = io.BytesIO()
    picture = light.convert("RGB").convert(mode) if mode != "I;16" else light.convert("I;16")
    picture.save(data, kind, **options)
    return data.getvalue()


def deep(kind: str) -> bytes:
    rows = np.repeat(np.array([60_000, 8_000], dtype=np.uint16), SIZE[1] // 2)
    return saved(Image.fromarray(np.repeat(rows[:, None], SIZE[0], axis=1)), kind)


def encrypted(password: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(shown(72, 700, "for some eyes only")))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


READ: dict[str, Callable[[], bytes]] = {
    "1-bit TIFF, G4": lambda: written("1", "TIFF", compression="group4"),
    "LZW TIFF": lambda: written("RGB", "TIFF", compression="tiff_lzw"),
    "deflated TIFF": lambda: written("L", "TIFF", compression="tiff_adobe_deflate"),
    "JPEG in TIFF": lambda: written("RGB", "TIFF", compression="jpeg"),
    "BigTIFF": lambda: written("RGB", "TIFF", big_tiff=True),
    "CMYK TIFF": lambda: written("CMYK", "TIFF"),
    "LAB TIFF": lambda: written("LAB", "TIFF"),
    "palette TIFF": lambda: written("P", "TIFF"),
    "16-bit TIFF": lambda: deep("TIFF"),
    "16-bit PNG": lambda: deep("PNG"),
    "interlaced PNG": lambda: bombs.interlaced_png(*SIZE),
    "1-bit PNG": lambda: written("1", "PNG"),
    "grey PNG": lambda: written("L", "PNG"),
    "grey PNG with alpha": lambda: written("LA", "PNG"),
    "PNG with alpha": lambda: written("RGBA", "PNG"),
    "palette PNG": lambda: written("P", "PNG"),
    "palette PNG with a clear colour": lambda: written("P", "PNG", transparency=3),
    "grey JPEG": lambda: written("L", "JPEG"),
    "CMYK JPEG": lambda: written("CMYK", "JPEG"),
    "progressive JPEG": lambda: written("RGB", "JPEG", progressive=True),
    "the widest picture": lambda: written("L", "PNG", (10_000, 1)),
    "a PDF of a mediabox written backwards": lambda: bombs.with_box(b"[612 792 0 0]"),
    "a PDF of a mediabox without area": lambda: bombs.with_box(b"[0 0 0 0]"),
    "a PDF of a mediabox of words": lambda: bombs.with_box(b"[1e9 x y z]"),
    "a PDF of a mediabox below zero": lambda: bombs.with_box(b"[-300 -300 300 300]"),
    "a PDF of a hundred forms in a form": lambda: bombs.forms_in_forms(2),
    "a PDF with a picture of 400 million pixels": lambda: bombs.huge_picture(20_000),
    "a PDF that anyone may open": lambda: encrypted(""),
}


@pytest.mark.parametrize("name", READ)
def test_it_is_drawn(name: str) -> None:
    document = open_document(READ[name]())
    picture = document.picture(1)

    assert document.page_count == 1
    assert picture.dtype == np.uint8
    assert picture.ndim == 3


PICTURES = [name for name in READ if "TIFF" in name or "PNG" in name or "JPEG" in name]


@pytest.mark.parametrize("name", PICTURES)
def test_light_stays_light_and_dark_stays_dark(name: str) -> None:
    picture = open_document(READ[name]()).picture(1)

    assert picture.shape == (40, 60, 3)
    assert picture[:16].mean() > 200
    assert picture[-16:].mean() < 60


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": (UNSUPPORTED, lambda: b""),
    "a GIF": (UNSUPPORTED, lambda: written("P", "GIF")),
    "a WebP": (UNSUPPORTED, lambda: b"RIFF\0\0\0\0WEBPVP8 "),
    "a JPEG 2000 alone": (UNSUPPORTED, lambda: b"\0\0\0\x0cjP  \r\n\x87\n"),
    "a BMP named nothing": (UNSUPPORTED, lambda: written("RGB", "BMP")),
    "a PNG's first bytes": (BAD, lambda: b"\x89PNG\r\n\x1a\n"),
    "a JPEG's first bytes": (BAD, lambda: b"\xff\xd8\xff"),
    "a TIFF's first bytes": (BAD, lambda: b"II*\0"),
    "half a progressive JPEG": (BAD, lambda: _half("JPEG", progressive=True)),
    "half an LZW TIFF": (BAD, lambda: _half("TIFF", compression="tiff_lzw")),
    "half a PNG": (BAD, lambda: _half("PNG")),
    "a TIFF of 3,001 pages": (TOO_LARGE, lambda: bombs.tiff_chain(3001)),
    "a PDF of 3,001 tiny pages": (TOO_LARGE, lambda: pdf(*[""] * 3001, size=(3, 3))),
    "a PDF whose page tree is a loop": (BAD, bombs.looping_pages),
    "a PDF whose page is 18,001 points wide": (
        TOO_LARGE,
        lambda: bombs.with_box(b"[-9000 0 9001 10]"),
    ),
    "a PDF of XFA forms": (UNSUPPORTED, bombs.xfa),
    "a PDF that needs a password": (UNSUPPORTED, lambda: encrypted("password")),
    "a page of 200,000 characters": (TOO_LARGE, lambda: bombs.endless_text(200_000)),
}


def _half(kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    NOISE.save(data, kind, **options)
    return data.getvalue()[: len(data.getvalue()) // 2]


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused(name: str) -> None:
    code, make = REFUSED[name]
    data, started = make(), time.monotonic()

    with pytest.raises(UnreadableDocument) as refused:
        page_blocks(open_document(data), 1)

    assert refused.value.code == code
    assert time.monotonic() - started < SECONDS


def test_a_tiff_that_leads_back_to_its_beginning_has_the_pages_seen_by_then() -> None:
    assert open_document(bombs.tiff_chain(3, loop=True)).page_count == 3


@pytest.mark.parametrize("order", ["planar", "tiled", "big-endian"])
def test_unusual_tiffs_are_read(order: str) -> None:
    picture = open_document(bombs.unusual_tiff(order)).picture(1)

    assert picture[:, :8].mean() == 255
    assert picture[:, 8:].mean() == 0


def test_a_moving_picture_and_a_telephones_photo_are_one_page() -> None:
    first, second = Image.new("RGB", SIZE, "white"), Image.new("RGB", SIZE, "black")

    for kind in ("PNG", "MPO"):
        document = open_document(saved(first, kind, second))
        assert document.page_count == 1
        assert document.picture(1).min() > 250


@pytest.mark.parametrize("mode", ["RGBA", "I;16"])
def test_the_largest_picture_takes_bounded_memory(mode: str) -> None:
    document = open_document(written(mode, "PNG", (10_000, 10_000), compress_level=1))

    assert document.picture(1).shape == (3500, 3500, 3)
    assert decoding.decode(bombs.peak, document.source) < MOST_MEMORY


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "SECONDS", 1.0)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "endless",
    [lambda: bombs.forms_in_forms(11), lambda: bombs.many_scans(4000, 3000)],
    ids=["a million million drawings", "three thousand scans of one picture"],
)
def test_what_never_ends_is_stopped_and_the_next_document_is_read(
    endless: Callable[[], bytes],
) -> None:
    started = time.monotonic()

    with pytest.raises(UnreadableDocument) as refused:
        page_blocks(open_document(endless()), 1)

    assert refused.value.code == BAD
    assert time.monotonic() - started < SECONDS
    assert open_document(Sheet(SIZE).bytes()).page_count == 1


@pytest.mark.usefixtures("impatient")
def test_a_document_whose_pages_never_end_is_soon_refused_unseen() -> None:
    document = open_document(bombs.forms_in_forms(12))
    for _ in range(decoding.MOST_STOPS):
        with pytest.raises(UnreadableDocument, match="1 seconds"):
            document.picture(1)
    started = time.monotonic()

    with pytest.raises(UnreadableDocument, match="too long"):
        document.picture(1)

    assert time.monotonic() - started < 1.0  # another try would take a second
