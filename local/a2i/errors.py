"""The errors of SageMaker and of A2I's runtime: AWS's codes with their HTTP status."""

from __future__ import annotations

from typing import ClassVar


class A2IError(Exception):
    """An error that goes to the caller; the class name is the AWS error code."""

    http_status: ClassVar[int] = 400

    @property
    def code(self) -> str:
        return type(self).__name__


class ValidationException(A2IError):
    """What the runtime and SageMaker answer to a request that is not valid."""


class UnknownOperationException(A2IError):
    """An operation that is not offered here."""


class SerializationException(A2IError):
    """A body that is not the JSON that the operation takes."""


class MissingAuthenticationTokenException(A2IError):
    """A request that is not signed."""

    http_status = 403


class ForbiddenException(A2IError):
    """A request of a web page, or for another host."""

    http_status = 403


class RequestEntityTooLargeException(A2IError):
    """A body that is larger than any request can be."""

    http_status = 413


# SageMaker's, which all have status 400


class ResourceInUse(A2IError):
    """A name that is taken, or a resource that others use."""


class ResourceNotFound(A2IError):
    """A flow definition or a human task UI that is not there."""


class ResourceLimitExceeded(A2IError):
    """More flow definitions or human task UIs than an account may have."""


# The runtime's


class ResourceNotFoundException(A2IError):
    """A human loop or a flow definition that is not there."""

    http_status = 404


class ConflictException(A2IError):
    """A name of an active loop, with another input."""

    http_status = 409


class ServiceQuotaExceededException(A2IError):
    """More loops in flight than a flow definition may have."""

    http_status = 402


class InternalServerException(A2IError):
    """An error of ours."""

    http_status = 500


NOT_A_CUSTOMER = (
    "Amazon Augmented AI (Amazon A2I) is no longer open to new customers, and this account is not "
    "an existing one."
)


def not_a_customer() -> ValidationException:
    """Return what an account that never used A2I is told here; AWS's own words are not known."""
    return ValidationException(NOT_A_CUSTOMER)
