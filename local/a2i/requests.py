"""What a request's body says, by the models of SageMaker and of A2I's runtime."""

from __future__ import annotations

from typing import Any

from local import service_model
from local.a2i.errors import SerializationException, ValidationException


def decoded(body: bytes) -> object:
    """Return the JSON of a body, or raise the error that is the answer to it."""
    try:
        return service_model.decoded(body)
    except service_model.MalformedRequestError as error:
        raise SerializationException(str(error)) from error


def parameters(service: str, operation: str, value: object) -> dict[str, Any]:
    """Return an operation's parameters, or raise the error that is the answer to them."""
    try:
        return service_model.parameters(service, operation, value)
    except service_model.MalformedRequestError as error:
        raise SerializationException(str(error)) from error
    except service_model.InvalidRequestError as error:
        raise ValidationException(f"1 validation error detected: {error}") from error
