"""Checks requests against botocore's model of Textract."""

from functools import cache
from typing import Any

from botocore.model import ServiceModel

from local import service_model as models
from local.textract.errors import (
    InvalidParameterException,
    SerializationException,
    UnknownOperationException,
)


def service_model() -> ServiceModel:
    """Return botocore's model of Textract."""
    return models.service_model("textract")


@cache
def operations_that_may_answer(code: str) -> tuple[str, ...]:
    """Return the operations whose errors, by the model, have this code."""
    model = service_model()
    return tuple(
        name
        for name in model.operation_names
        if code in (shape.name for shape in model.operation_model(name).error_shapes)
    )


def parameters(operation: str, body: bytes) -> dict[str, Any]:
    """Return a request body's parameters, blobs decoded, members unknown to the model left out."""
    if operation not in service_model().operation_names:
        raise UnknownOperationException(detail=f"no operation {operation!r} in the model")
    try:
        return models.parameters("textract", operation, models.decoded(body))
    except models.MalformedRequestError as error:
        raise SerializationException(detail=str(error)) from error
    except models.InvalidRequestError as error:
        raise InvalidParameterException(detail=str(error)) from error
