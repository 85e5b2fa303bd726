"""Every error of the pipeline answers one question: would trying again help?

* PapertrayError
  - PermanentError            no: the document is FAILED for this reason, the message acknowledged
    · UnsupportedDocument     not something that Textract reads
    · DocumentTooLarge        beyond one of Textract's limits
    · UnreadableDocument      damaged
    · InvalidRequest          what is asked cannot be asked of Textract
    · JobFailed               Textract took the document and could not process it
    · JobForgotten            Textract keeps a job for seven days only
    · Stuck                   the sweep gave up; a message that comes late may still help
  - TransientError            yes: the message comes back
    · Throttled               the account's Textract quota is used up: wait; no failure
    · Busy                    another worker holds the document
"""

from __future__ import annotations

from botocore.exceptions import ClientError


class PapertrayError(Exception):
    """Base of all errors that this project raises on purpose."""


class PermanentError(PapertrayError):
    """Trying again cannot help; `str(error)` is the reason that a person reads."""


class UnsupportedDocument(PermanentError):
    """The document is not of a kind that Textract reads."""


class DocumentTooLarge(PermanentError):
    """The document is beyond one of Textract's hard limits."""


class UnreadableDocument(PermanentError):
    """The document is damaged."""


class InvalidRequest(PermanentError):
    """What is asked cannot be: Textract refused it, or the rules that we know forbid it."""


class JobFailed(PermanentError):
    """Textract took the document and could not process it."""


class JobForgotten(PermanentError):
    """Textract knows no such job: it keeps each for seven days."""


class Stuck(PermanentError):
    """The sweep cannot bring the document on; a message that comes late may still help."""


class TransientError(PapertrayError):
    """Trying again may help."""


class Throttled(TransientError):
    """Textract's quota for this account is used up for now."""


class Busy(TransientError):
    """Another worker holds the document, for `retry_in` seconds at the most."""

    def __init__(self, *, retry_in: float) -> None:
        super().__init__("another worker holds the document")
        self.retry_in = retry_in


# Textract's error codes (API reference) and what they mean here. A code that is not in this table,
# like AccessDeniedException or InvalidS3ObjectException, points at the deployment rather than at
# the document: it goes through as it is, is tried again, and ends in the DLQ, where an operator
# mends the cause and redrives.
TEXTRACT_ERRORS: dict[str, type[PapertrayError]] = {
    "ProvisionedThroughputExceededException": Throttled,
    "ThrottlingException": Throttled,
    "LimitExceededException": Throttled,  # too many jobs open in the account
    "InternalServerError": TransientError,
    "UnsupportedDocumentException": UnsupportedDocument,
    "BadDocumentException": UnreadableDocument,
    "DocumentTooLargeException": DocumentTooLarge,
    "InvalidParameterException": InvalidRequest,
    "InvalidJobIdException": JobForgotten,
}


def translate(error: ClientError) -> Exception:
    """Return our error for one of Textract's, or the same error where the table has none."""
    code = error.response["Error"]["Code"]
    message = error.response["Error"].get("Message") or "no message"
    kind = TEXTRACT_ERRORS.get(code)
    return kind(f"Textract refused the document: {message} ({code})") if kind else error
