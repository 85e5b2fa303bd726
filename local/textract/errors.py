"""Textract's errors: one class per AWS code, with its HTTP status and AWS's own words."""

from typing import ClassVar


class TextractError(Exception):
    """An error that goes to the caller; the class name is the AWS error code.

    `detail` says what exactly was wrong. AWS does not tell, so it goes to our log only.
    """

    message: ClassVar[str]
    http_status: ClassVar[int] = 400

    def __init__(self, message: str | None = None, *, detail: str = "") -> None:
        super().__init__(message or self.message)
        self.detail = detail

    @property
    def code(self) -> str:
        return type(self).__name__


class InvalidParameterException(TextractError):
    message = "Request has invalid parameters"


class InvalidS3ObjectException(TextractError):
    message = (
        "Unable to get object metadata from S3. Check object key, region and/or access permissions."
    )


class InvalidKMSKeyException(TextractError):
    message = (
        "Indicates you do not have decrypt permissions with the KMS key entered, "
        "or the KMS key was entered incorrectly."
    )


class HumanLoopQuotaExceededException(TextractError):
    message = "You have exceeded the number of in-progress human loops you are allowed."
    http_status = 402


class InvalidJobIdException(TextractError):
    message = "Request has invalid Job Id"


class IdempotentParameterMismatchException(TextractError):
    message = (
        "A ClientRequestToken input parameter was reused with an operation, but at least one of "
        "the other input parameters is different from the previous call to the operation."
    )


class LimitExceededException(TextractError):
    message = "Open jobs exceed maximum concurrent job limit"


class ProvisionedThroughputExceededException(TextractError):
    """More calls a second than the account's quota; the code that AWS's guide names for it."""

    message = "Provisioned rate exceeded"


class ThrottlingException(TextractError):
    """A sudden rush of calls, or a busy service; AWS's model calls it a fault, callers saw 400."""

    message = (
        "Slow down; sudden increase in rate of requests. Please ramp up your traffic gradually."
    )


class AccessDeniedException(TextractError):
    message = "You aren't authorized to perform the action."


class UnsupportedDocumentException(TextractError):
    message = "Request has unsupported document format"


class DocumentTooLargeException(TextractError):
    message = "The document can't be processed because it's too large."


class BadDocumentException(TextractError):
    message = "Amazon Textract isn't able to read the document."


class InternalServerError(TextractError):
    message = "Amazon Textract experienced a service issue. Try your call again."
    http_status = 500


class ResourceNotFoundException(TextractError):
    message = "Returned when an operation tried to access a nonexistent resource."


class ValidationException(TextractError):
    message = "Indicates that a request was not valid. Check request for proper formatting."


# What AWS's request framework answers before Textract itself sees the call.


class SerializationException(TextractError):
    message = "The request body is not the JSON that this operation takes."


class UnknownOperationException(TextractError):
    message = "This local Textract does not know the operation."


class MissingAuthenticationTokenException(TextractError):
    message = "Missing Authentication Token"


class UnsupportedMediaTypeException(TextractError):
    message = (
        "This local Textract speaks AWS JSON 1.1 only: "
        "POST / with X-Amz-Target and Content-Type application/x-amz-json-1.1."
    )
    http_status = 415


class ForbiddenException(TextractError):
    message = "This Textract is for programs on this machine: no web pages, no other host names."
    http_status = 403


class RequestEntityTooLargeException(TextractError):
    message = "The request body is larger than any Textract request can be."
    http_status = 413


THROTTLES = frozenset(
    error.__name__
    for error in (
        ProvisionedThroughputExceededException,
        ThrottlingException,
        LimitExceededException,
    )
)
"""The codes that mean: the same call may succeed later."""

DOCUMENT_ERRORS: dict[str, type[TextractError]] = {
    error.__name__: error
    for error in (UnsupportedDocumentException, DocumentTooLargeException, BadDocumentException)
}
"""What can be wrong with a document, by the code that the engine gives."""

ERRORS: dict[str, type[TextractError]] = {
    error.__name__: error
    for error in (
        AccessDeniedException,
        BadDocumentException,
        DocumentTooLargeException,
        IdempotentParameterMismatchException,
        InternalServerError,
        InvalidJobIdException,
        InvalidKMSKeyException,
        InvalidParameterException,
        InvalidS3ObjectException,
        LimitExceededException,
        ProvisionedThroughputExceededException,
        ResourceNotFoundException,
        ThrottlingException,
        UnsupportedDocumentException,
        ValidationException,
    )
}
"""Every error of Textract's model that this service gives, by its code."""
