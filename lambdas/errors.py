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
    · HumanLoopRefused        Amazon A2I does not ask people, and never will
    · NotWaiting              a reviewer wants a document that waits for nobody
    · AlreadyAnswered         a reviewer wants a document that somebody has answered
  - TransientError            yes: the message comes back
    · Throttled               the account's quota is used up for now: wait; no failure
    · Busy                    another worker holds the document
    · Claimed                 another reviewer holds the document
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


class HumanLoopRefused(PermanentError):
    """Amazon A2I does not ask people about the document."""


class NotWaiting(PermanentError):
    """There is no such document that waits for a reviewer."""


class AlreadyAnswered(PermanentError):
    """Somebody has answered for the document; what is said later changes nothing."""


class TransientError(PapertrayError):
    """Trying again may help."""


class Throttled(TransientError):
    """The account's quota, of Textract or of Amazon A2I, is used up for now."""


class Busy(TransientError):
    """Another worker holds the document, for `retry_in` seconds at the most."""

    def __init__(self, *, retry_in: float) -> None:
        super().__init__("another worker holds the document")
        self.retry_in = retry_in


class Claimed(TransientError):
    """Another reviewer holds the document."""


# Textract's error codes (API reference) and what they mean here. A code that is not in this table,
# like AccessDeniedException or InvalidS3ObjectException, points at the deployment rather than at
# the document: it goes through as it is, is tried again, and ends in the DLQ, where an operator
# mends the cause and redrives.
TEXTRACT_ERRORS: dict[str, type[PapertrayError]] = {
    "ProvisionedThroughputExceededException": Throttled,
    "ThrottlingException": Throttled,
    "LimitExceededException": Throttled,  # too many jobs open in the account
    "HumanLoopQuotaExceededException": Throttled,  # too many human loops open
    "InternalServerError": TransientError,
    "UnsupportedDocumentException": UnsupportedDocument,
    "BadDocumentException": UnreadableDocument,
    "DocumentTooLargeException": DocumentTooLarge,
    "InvalidParameterException": InvalidRequest,
    "InvalidJobIdException": JobForgotten,
}


# The same of Amazon A2I (service model, API version 2019-11-07). That a name is taken is no error:
# lambdas/aws/human_loops.py.
A2I_ERRORS: dict[str, type[PapertrayError]] = {
    "ThrottlingException": Throttled,
    "ServiceQuotaExceededException": Throttled,  # too many human loops open
    "InternalServerException": TransientError,
    "ValidationException": HumanLoopRefused,
}
# What an account is told that is no customer of Amazon A2I is not documented, but for one code.
NO_A2I_CUSTOMER = (
    "If the account is not a customer of Amazon A2I, which has taken no new ones since 30 July "
    '2026, set the profile\'s review.by = "builtin".'
)
# In the message of both services where a human loop of that name has ended already: no document
# has two.
NAME_TAKEN = "already exists"


def translate(error: ClientError) -> Exception:
    """Return our error for one of Textract's, or the same error where the table has none."""
    return _translated(error, TEXTRACT_ERRORS, "Textract refused the document")


def translate_a2i(error: ClientError) -> Exception:
    """Return our error for one of Amazon A2I's, or the same error where the table has none."""
    return _translated(error, A2I_ERRORS, "Amazon A2I refused the review")


def _translated(
    error: ClientError, table: dict[str, type[PapertrayError]], refused: str
) -> Exception:
    code = error.response["Error"]["Code"]
    message = error.response["Error"].get("Message") or "no message"
    kind = table.get(code)
    return kind(f"{refused}: {message} ({code})") if kind else error
