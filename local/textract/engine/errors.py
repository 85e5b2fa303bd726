"""The one error of the engine."""

from __future__ import annotations

UNSUPPORTED = "UnsupportedDocumentException"
BAD = "BadDocumentException"
TOO_LARGE = "DocumentTooLargeException"


class UnreadableDocument(Exception):
    """A document that Textract would refuse; `code` is the name of Textract's exception."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[UnreadableDocument], tuple[str, str]]:
        """How it is told to another process."""
        return UnreadableDocument, (self.code, str(self))
