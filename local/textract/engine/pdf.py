"""The only module that calls PDFium: sizes, pictures and characters of PDF pages.

PDFium is not thread-safe: `decoding` calls these functions in processes of one thread.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from local.textract.engine.errors import BAD, TOO_LARGE, UNSUPPORTED, UnreadableDocument
from local.textract.engine.geometry import Box, Matrix, Picture, around

MAX_POINTS = 9_000  # Textract quota: a side of a PDF page
MAX_PAGES = 3_000  # Textract quota: asynchronous operations
DPI = 200
SMALL_PAGE = 1_600  # px: small pages are drawn at least so large
LARGE_PAGE = 3_500  # px: large pages are drawn at most so large
_DEVICE = 1_000_000  # PDFium maps points to whole pixels: a huge page keeps the fractions
MAX_CHARACTERS = (
    100_000  # on a page: small print on the largest paper; more is made to keep us busy
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Character:
    """A character of the text layer, in pixels of the page's picture.

    `loose` is the font's box, good for gaps; `tight` is the ink, good for geometry.
    `generated`: PDFium supposes it (a space, a line break); it is not in the file.
    """

    text: str
    loose: Box
    tight: Box
    angle: float
    generated: bool


@dataclass(frozen=True, kw_only=True)
class TextLayer:
    """What a PDF page says of its own text."""

    characters: tuple[Character, ...]
    largest_image: float
    """The share (0 to 1) of the page that its largest image covers."""


def page_count(data: bytes) -> int:
    """Open the document, check its pages' sizes, and count them."""
    with _document(data) as pdf:
        count = len(pdf)
        if not 0 < count <= MAX_PAGES:
            code = TOO_LARGE if count else BAD
            raise UnreadableDocument(code, f"PDF of {count} pages: from 1 to {MAX_PAGES} are read")
        for page in range(count):
            _check_size(pdf.get_page_size(page), page + 1)
    return count


def picture(data: bytes, page: int) -> Picture:
    """Draw a page on white, as a person sees it: rotated, with filled form fields. BGR."""
    with _page(data, page) as opened:
        bitmap = opened.render(scale=_scale(opened), may_draw_forms=True, rev_byteorder=False)
        drawn = np.array(bitmap.to_numpy(), dtype=np.uint8)
    return np.ascontiguousarray(drawn[:, :, :3] if drawn.shape[2] > 3 else drawn)


def text_layer(data: bytes, page: int) -> TextLayer:
    with _page(data, page) as opened:
        matrix = _to_pixels(opened)
        text = opened.get_textpage()
        return TextLayer(
            characters=tuple(_characters(text, matrix)), largest_image=_largest_image(opened)
        )


def size(data: bytes, page: int) -> tuple[int, int]:
    """Width and height of the page's picture in pixels, without drawing it."""
    with _page(data, page) as opened:
        return _pixels(opened)


def part(data: bytes, pages: Sequence[int]) -> bytes:
    """Return a PDF of these pages."""
    with _document(data) as pdf:
        chosen = pdfium.PdfDocument.new()
        try:
            chosen.import_pages(pdf, [page - 1 for page in pages])
            written = io.BytesIO()
            chosen.save(written)
        finally:
            chosen.close()
    return written.getvalue()


def _pixels(page: pdfium.PdfPage) -> tuple[int, int]:
    scale = _scale(page)
    width, height = page.get_size()
    return int(np.ceil(width * scale)), int(np.ceil(height * scale))


def _scale(page: pdfium.PdfPage) -> float:
    longest = max(page.get_size())
    return float(min(max(DPI / 72, SMALL_PAGE / longest), LARGE_PAGE / longest))


@contextmanager
def _document(data: bytes) -> Iterator[pdfium.PdfDocument]:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refusal(error) from error
    try:
        if pdf.get_formtype() in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
            raise UnreadableDocument(UNSUPPORTED, "PDF with XFA forms: print it to a plain PDF")
        yield pdf
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(BAD, f"PDF document is damaged: {error}") from error
    finally:
        pdf.close()


def _refusal(error: pdfium.PdfiumError) -> UnreadableDocument:
    if "password" in str(error).lower() or "security" in str(error).lower():
        message = "Request has unsupported document format: the PDF is protected by a password"
        return UnreadableDocument(UNSUPPORTED, message)
    return UnreadableDocument(BAD, f"PDF document is damaged: {error}")


@contextmanager
def _page(data: bytes, page: int) -> Iterator[pdfium.PdfPage]:
    with _document(data) as pdf:
        if pdf.get_formtype() == raw.FORMTYPE_ACRO_FORM:
            pdf.init_forms()
            # Only flattened do filled fields belong to the text; then the page is read anew.
            flattened = pdf[page - 1]
            flattened.flatten()
            flattened.close()
        opened = pdf[page - 1]
        _check_size(opened.get_size(), page)
        yield opened


def _check_size(size: tuple[float, float], page: int) -> None:
    if max(size) > MAX_POINTS:
        width, height = size
        message = f"Page {page} of {width:.0f} x {height:.0f} points: at most {MAX_POINTS} a side"
        raise UnreadableDocument(TOO_LARGE, message)
    if min(size) <= 0:
        raise UnreadableDocument(BAD, f"Page {page} has no area")


def _to_pixels(page: pdfium.PdfPage) -> Matrix:
    """The map from PDF points to the picture's pixels: crop box and /Rotate are in it."""

    def device(x: float, y: float) -> tuple[float, float]:
        across, down = raw.c_int(), raw.c_int()
        raw.FPDF_PageToDevice(page.raw, 0, 0, _DEVICE, _DEVICE, 0, x, y, across, down)
        return across.value / _DEVICE * width, down.value / _DEVICE * height

    width, height = _pixels(page)
    step = 100.0
    (ox, oy), (ax, ay), (bx, by) = device(0, 0), device(step, 0), device(0, step)
    return np.array(
        [[(ax - ox) / step, (bx - ox) / step, ox], [(ay - oy) / step, (by - oy) / step, oy]]
    )


def _characters(text: pdfium.PdfTextPage, matrix: Matrix) -> Iterator[Character]:
    count = text.count_chars()
    if count > MAX_CHARACTERS:
        message = f"Page of {count} characters: at most {MAX_CHARACTERS} are read"
        raise UnreadableDocument(TOO_LARGE, message)
    for index in range(count):
        yield Character(
            text=_character(raw.FPDFText_GetUnicode(text.raw, index)),
            loose=_box(text.get_charbox(index, loose=True), matrix),
            tight=_box(text.get_charbox(index), matrix),
            angle=raw.FPDFText_GetCharAngle(text.raw, index),
            generated=bool(raw.FPDFText_IsGenerated(text.raw, index)),
        )


def _character(code: int) -> str:
    is_text = 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF
    return chr(code) if is_text else "\ufffd"


def _box(ltrb: tuple[float, float, float, float], matrix: Matrix) -> Box:
    left, bottom, right, top = ltrb
    corners = np.array([[left, top], [right, bottom]]) @ matrix[:, :2].T + matrix[:, 2]
    return around((x, y) for x, y in corners.tolist())


def _largest_image(page: pdfium.PdfPage) -> float:
    width, height = page.get_size()
    areas = (
        (right - left) * (top - bottom)
        for left, bottom, right, top in (
            image.get_bounds() for image in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,))
        )
    )
    return float(min(max(areas, default=0.0) / (width * height), 1.0))
