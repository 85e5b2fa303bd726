"""Documents by their bytes: what they are, how many pages they have, what a page looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from local.textract.engine import images, pdf, pdf_text
from local.textract.engine.errors import TOO_LARGE, UNSUPPORTED, UnreadableDocument
from local.textract.engine.geometry import Picture
from local.textract.engine.text import Line

Kind = Literal["JPEG", "PNG", "PDF", "TIFF"]

PDF_HEADER = 1_024  # bytes in which readers look for %PDF-
SIGNATURES: dict[bytes, Kind] = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that was found readable; nothing of it is held open between calls."""

    kind: Kind
    page_count: int
    data: bytes = field(repr=False)

    def picture(self, page: int) -> Picture:
        """Draw a page (from 1)."""
        if self.kind == "PDF":
            return pdf.picture(self.data, page)
        return images.picture(self.data, self.kind, page)

    def text_lines(self, page: int) -> list[Line] | None:
        """The lines that the page carries as text, in pixels of its picture; None: read it."""
        if self.kind != "PDF":
            return None
        return pdf_text.text_lines(pdf.text_layer(self.data, page))


def open_document(data: bytes) -> Document:
    """Recognise a document by its first bytes, or raise UnreadableDocument."""
    kind = _kind(data)
    count = pdf.page_count(data) if kind == "PDF" else images.frame_count(data, kind)
    if count > pdf.MAX_PAGES:
        message = f"{kind} document of {count} pages: at most {pdf.MAX_PAGES} are read"
        raise UnreadableDocument(TOO_LARGE, message)
    return Document(kind=kind, page_count=count, data=data)


def part(document: Document, pages: Sequence[int]) -> bytes:
    """Return a document of these pages (from 1), in the format of the whole."""
    if list(pages) == list(range(1, document.page_count + 1)):
        return document.data
    if document.kind == "PDF":
        return pdf.part(document.data, pages)
    return images.part(document.data, document.kind, pages)


def _kind(data: bytes) -> Kind:
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            return kind
    if b"%PDF-" in data[:PDF_HEADER]:
        return "PDF"
    raise UnreadableDocument(UNSUPPORTED, "Request has unsupported document format")
