"""The local OCR engine: documents in, Textract's answers out."""

from local.textract.engine.analysis import page_blocks
from local.textract.engine.documents import Document, open_document, part
from local.textract.engine.errors import UnreadableDocument
from local.textract.engine.findings import Query
from local.textract.engine.named_documents import (
    expense_document,
    identity_document,
    lending_result,
)

__all__ = [
    "Document",
    "Query",
    "UnreadableDocument",
    "expense_document",
    "identity_document",
    "lending_result",
    "open_document",
    "page_blocks",
    "part",
]
