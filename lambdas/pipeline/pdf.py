"""Counts the pages of a PDF, and refuses what Textract cannot read."""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lambdas.errors import DocumentTooLarge, UnsupportedDocument
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
    except _DAMAGED:
        return 0
    if locked:
        raise UnsupportedDocument(
            "The PDF needs a password to open; Textract cannot read it. Remove the password."
        )
    check_page_count("PDF", len(sizes))
    for number, (width, height) in enumerate(sizes, start=1):
        if max(width, height) > MAX_POINTS:
            raise DocumentTooLarge(
                f"Page {number} of the PDF measures {width:.0f} x {height:.0f} points; Textract "
                f"takes at most {MAX_POINTS} a side. Scale it down."
            )
    return len(sizes)
