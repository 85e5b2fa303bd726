"""Counts the pages of a PDF, takes them apart, and refuses what Textract cannot read."""

from __future__ import annotations

import io
import struct
import zlib
from typing import BinaryIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import BooleanObject, DictionaryObject

from lambdas.errors import DocumentTooLarge, UnreadableDocument, UnsupportedDocument
from lambdas.pipeline.inspection import check_page_count

MAX_POINTS = 9000  # a side of a page, Textract quota

# What pypdf raises on a damaged file, or on one that is locked in a way that it does not know
_DAMAGED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    PyPdfError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def count_pages(file: BinaryIO) -> int:
    """Return the number of pages; 0 where the file is too damaged for pypdf to tell.

    Damaged for pypdf is not yet damaged for Textract, which then decides.
    """
    try:
        reader = PdfReader(file)
        # Anyone may open a PDF that only forbids printing or copying: its password is empty.
        locked = reader.is_encrypted and not reader.decrypt("")
        sizes = [] if locked else [(p.mediabox.width, p.mediabox.height) for p in reader.pages]
        form_only = not locked and _is_form_only(reader)
    except _DAMAGED:
        return 0
    if locked:
        raise UnsupportedDocument(
            "The PDF needs a password to open; Textract cannot read it. Remove the password."
        )
    if form_only:
        raise UnsupportedDocument(
            "The PDF is a dynamic XFA form, whose pages only Adobe's programs can draw; Textract "
            "cannot read it. Print it to a PDF."
        )
    check_page_count("PDF", len(sizes))
    for number, (width, height) in enumerate(sizes, start=1):
        if max(width, height) > MAX_POINTS:
            raise DocumentTooLarge(
                f"Page {number} of the PDF measures {width:.0f} x {height:.0f} points; Textract "
                f"takes at most {MAX_POINTS} a side. Scale it down."
            )
    return len(sizes)


def pages_apart(file: BinaryIO) -> list[bytes]:
    """Return each page of a PDF as a PDF of its own."""
    try:
        reader = PdfReader(file)
        if reader.is_encrypted:
            reader.decrypt("")
        return [_alone(page) for page in reader.pages]
    except _DAMAGED as error:
        raise UnreadableDocument(
            "The PDF is damaged: its pages cannot be taken apart. Save each as a JPEG or PNG."
        ) from error


def _alone(page: PageObject) -> bytes:
    file = io.BytesIO()
    writer = PdfWriter()
    writer.add_page(page)
    writer.write(file)
    return file.getvalue()


def _is_form_only(reader: PdfReader) -> bool:
    """Return whether the pages are drawn from an XFA form each time that they are opened.

    Other PDFs with an XFA form, such as many of tax offices, hold true pages too (ISO 32000-1,
    12.7.8 and NeedsRendering in table 28): those are Textract's to judge.
    """
    root = reader.root_object
    if "/NeedsRendering" not in root or "/AcroForm" not in root:
        return False
    form = root["/AcroForm"]
    drawn_anew = root["/NeedsRendering"] == BooleanObject(True)  # to `bool` each of them is true
    return drawn_anew and isinstance(form, DictionaryObject) and "/XFA" in form
