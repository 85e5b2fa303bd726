"""`text.txt`: every line of the document, in reading order."""

from __future__ import annotations

from lambdas.extraction.model import Extraction

PAGE_BREAK = "\f"  # as pdftotext and less know it


def text(extraction: Extraction) -> str:
    """Return the pages' text, a form feed before every page but the first."""
    return PAGE_BREAK.join(f"{page.text}\n" for page in extraction.pages)
