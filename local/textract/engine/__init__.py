"""The local OCR engine: documents in, Textract's blocks out."""

from local.textract.engine.analysis import page_blocks
from local.textract.engine.documents import Document, open_document
from local.textract.engine.errors import UnreadableDocument
from local.textract.engine.findings import Query

__all__ = ["Document", "Query", "UnreadableDocument", "open_document", "page_blocks"]
