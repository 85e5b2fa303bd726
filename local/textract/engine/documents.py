"""Documents by their bytes: what they are, how many pages they have, what a page looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from local.textract.engine import images, pdf, pdf_text
from local.textract.engine.decoding import Source, decode
from local.textract.engine.errors import UNSUPPORTED, UnreadableDocument
from local.textract.engine.geometry import Picture
from local.textract.engine.pdf_text import PageText

Kind = Literal["JPEG", "PNG", "PDF", "TIFF"]

PDF_HEADER = 1_024  # bytes in which readers look for %PDF-
SIGNATURES: dict[bytes, Kind] = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"II+\x00": "TIFF",  # BigTIFF
    b"MM\x00+": "TIFF",
}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that was found readable; nothing of it is held open between calls."""

    kind: Kind
    page_count: int
    source: Source = field(repr=False)

    def picture(self, page: int) -> Picture:
        """Draw a page (from 1)."""
        if self.kind == "PDF":
            return decode(pdf.picture, self.source, page)
        return decode(images.picture, self.source, self.kind, page)

    def text(self, page: int) -> PageText | None:
        """What the page carries as text; None: read its picture."""
        return decode(pdf_text.page_text, self.source, page) if self.kind == "PDF" else None


def open_document(data: bytes) -> Document:
    """Recognise a document by its first bytes, or raise UnreadableDocument."""
    kind, source = _kind(data), Source(data)
    if kind == "PDF":
        return Document(kind=kind, page_count=decode(pdf.page_count, source), source=source)
    count = decode(images.page_count, source, kind)
    return Document(kind=kind, page_count=count, source=source)


def part(document: Document, pages: Sequence[int]) -> bytes:
    """Return a document of these pages (from 1), in the format of the whole."""
    if list(pages) == list(range(1, document.page_count + 1)):
        return document.source.data
    if document.kind == "PDF":
        return decode(pdf.part, document.source, pages)
    return decode(images.part, document.source, document.kind, pages)


def _kind(data: bytes) -> Kind:
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            return kind
    if b"%PDF-" in data[:PDF_HEADER]:
        return "PDF"
    raise UnreadableDocument(UNSUPPORTED, "Request has unsupported document format")
