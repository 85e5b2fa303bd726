"""Looks at a document before a cent is spent: what it is, how many pages, within which limits.

The limits are Textract's own (developer guide, "Quotas in Amazon Textract"); a document beyond
them is refused here with a reason and a remedy, instead of being paid for or failing later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from lambdas.documents import MAX_PAGES, Kind
from lambdas.errors import DocumentTooLarge, UnreadableDocument, UnsupportedDocument
from lambdas.pipeline import image_headers

MB = 1024 * 1024
IMAGE_MAX_BYTES = 10 * MB  # JPEG and PNG, synchronous and asynchronous alike
PAGED_MAX_BYTES = 500 * MB  # PDF and TIFF, asynchronous
MAX_PIXELS = 10_000  # a side

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # bytes: readers accept a PDF header anywhere in them


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a document is; `pages` is 0 where only Textract can tell."""

    kind: Kind
    pages: int


def inspect(file: BinaryIO, size: int) -> Facts:
    """Return a file's facts, `size` in bytes; raise PermanentError if Textract cannot read it."""
    if size == 0:
        raise UnreadableDocument("The file is empty (0 bytes).")
    kind = _kind(file.read(_PDF_WITHIN))
    most = IMAGE_MAX_BYTES if kind in ("JPEG", "PNG") else PAGED_MAX_BYTES
    if size > most:
        raise DocumentTooLarge(
            f"The {kind} has {size / MB:,.1f} MB; Textract takes at most {most // MB} MB. "
            "Split it, or save it smaller."
        )
    return Facts(kind=kind, pages=_count_pages(kind, file))


def _kind(start: bytes) -> Kind:
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    if _PDF in start:
        return "PDF"
    raise UnsupportedDocument(
        "The file is not a PDF, TIFF, JPEG or PNG, whatever its name says; "
        "Textract reads nothing else."
    )


def _count_pages(kind: Kind, file: BinaryIO) -> int:
    match kind:
        case "PNG":
            return _check_pixels(kind, [image_headers.png(file)])
        case "JPEG":
            return _check_pixels(kind, [image_headers.jpeg(file)])
        case "TIFF":
            sizes = image_headers.tiff(file, most=MAX_PAGES + 1)
            check_page_count(kind, len(sizes))
            return _check_pixels(kind, sizes)
        case "PDF":
            from lambdas.pipeline import pdf  # noqa: PLC0415  (120 ms to import; only PDFs need it)

            return pdf.count_pages(file)


def _check_pixels(kind: Kind, sizes: list[image_headers.Size]) -> int:
    for number, (width, height) in enumerate(sizes, start=1):
        if max(width, height) > MAX_PIXELS:
            raise DocumentTooLarge(
                f"Page {number} of the {kind} has {width} x {height} pixels; Textract takes at "
                f"most {MAX_PIXELS} a side. Save it smaller."
            )
        if min(width, height) == 0:
            raise UnreadableDocument(f"Page {number} of the {kind} has no size: it is damaged.")
    return len(sizes)


def check_page_count(kind: Kind, count: int) -> None:
    if count > MAX_PAGES:
        raise DocumentTooLarge(
            f"The {kind} has more than {MAX_PAGES} pages, Textract's limit. Split it."
        )
