"""Front and back of an identity document in one file: AnalyzeID takes each as a document."""

from __future__ import annotations

from typing import BinaryIO

from lambdas.documents import SYNC_MAX_BYTES, Kind
from lambdas.errors import DocumentTooLarge, UnsupportedDocument
from lambdas.pipeline import tiff

MB = 1024 * 1024
MAX_SIDES = 2  # Textract model, DocumentPages
SIDE_MAX_BYTES = 5 * MB  # Textract model, Document$Bytes; the guide says 10 MB: the smaller is safe
REMEDY = "Save each side as a JPEG or PNG, or give its prefix a profile with another operation."


def check_sides(kind: Kind, pages: int, size: int) -> None:
    """Raise PermanentError where AnalyzeID, which knows no jobs, does not take the document."""
    if pages > MAX_SIDES:
        raise UnsupportedDocument(
            f"The {kind} has {pages} pages; AnalyzeID reads one or two, the sides of one identity "
            f"document. {REMEDY}"
        )
    if size > SYNC_MAX_BYTES:
        raise DocumentTooLarge(
            f"The {kind} has {size / MB:,.1f} MB; AnalyzeID takes at most {SYNC_MAX_BYTES // MB} "
            "MB. Save it smaller."
        )


def two_sides(file: BinaryIO, kind: Kind) -> list[bytes]:
    """Return the two pages of `file` as two documents of one page."""
    if kind == "PDF":
        from lambdas.pipeline import pdf  # noqa: PLC0415  (120 ms to import; only PDFs need it)

        sides = pdf.pages_apart(file)
    else:
        sides = tiff.pages_apart(file.read(), most=MAX_SIDES)
    largest = max(map(len, sides))
    if largest > SIDE_MAX_BYTES:
        raise DocumentTooLarge(
            f"A side of the {kind} has {largest / MB:,.1f} MB; AnalyzeID takes at most "
            f"{SIDE_MAX_BYTES // MB} MB where a file holds both. {REMEDY}"
        )
    return sides
