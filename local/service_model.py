"""Checks requests against botocore's model of a service, as AWS does and boto3 does not."""

import base64
import re
from collections.abc import Mapping, Sized
from functools import cache
from typing import Any, cast

import msgspec
from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StringShape, StructureShape


class InvalidRequestError(Exception):
    """A value breaks a rule of the model; the message names the member and the rule."""


class MalformedRequestError(Exception):
    """The body is no JSON, or a member is of another type than the model says."""


@cache
def service_model(service: str) -> ServiceModel:
    """Return botocore's model of a service, by boto3's name for it."""
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


def decoded(body: bytes) -> object:
    """Return the JSON of a request's body; none stands for no members."""
    try:
        return msgspec.json.decode(body or b"{}")
    except (ValueError, RecursionError) as error:  # malformed, no UTF-8, or too deep
        raise MalformedRequestError("the body is not JSON") from error


def parameters(service: str, operation: str, value: object) -> dict[str, Any]:
    """Return an operation's parameters, blobs decoded, members unknown to the model left out."""
    shape = service_model(service).operation_model(operation).input_shape
    return _structure(value, cast(StructureShape, shape), operation)


def _checked(value: object, shape: Shape, path: str) -> object:
    match shape:
        case StructureShape():
            return _structure(value, shape, path)
        case ListShape():
            return _list(value, shape, path)
        case StringShape():
            return _string(value, shape, path)
        case MapShape():
            return _map(value, shape, path)
        case Shape(type_name="blob"):
            return _blob(value, shape, path)
        case _:
            return _number(value, shape, path)


def _structure(value: object, shape: StructureShape, path: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise MalformedRequestError(f"{path} is not an object")
    given = {name: member for name, member in value.items() if member is not None}
    missing = [name for name in shape.required_members if name not in given]
    if missing:
        raise InvalidRequestError(f"{path} lacks {', '.join(missing)}")
    return {
        name: _checked(given[name], member, f"{path}.{name}")
        for name, member in shape.members.items()
        if name in given
    }


def _list(value: object, shape: ListShape, path: str) -> list[object]:
    if not isinstance(value, list):
        raise MalformedRequestError(f"{path} is not a list")
    _check_length(value, shape, path)
    return [_checked(item, shape.member, f"{path}[{n}]") for n, item in enumerate(value)]


def _map(value: object, shape: MapShape, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise MalformedRequestError(f"{path} is not an object")
    _check_length(value, shape, path)
    for name in value:
        _checked(name, shape.key, f"a name in {path}")
    return {name: _checked(each, shape.value, f"{path}.{name}") for name, each in value.items()}


def _blob(value: object, shape: Shape, path: str) -> bytes:
    if not isinstance(value, str):
        raise MalformedRequestError(f"{path} is not a string")
    try:
        blob = base64.b64decode(value, validate=True)
    except ValueError as error:
        raise MalformedRequestError(f"{path} is not base64") from error
    _check_length(blob, shape, path)
    return blob


def _string(value: object, shape: StringShape, path: str) -> str:
    if not isinstance(value, str):
        raise MalformedRequestError(f"{path} is not a string")
    _check_length(value, shape, path)
    pattern = shape.metadata.get("pattern")
    if pattern and not _matches(pattern, value):
        raise InvalidRequestError(f"{path} does not match {pattern}")
    if shape.enum and value not in shape.enum:
        raise InvalidRequestError(f"{path} is none of {', '.join(shape.enum)}")
    return value


def _matches(pattern: str, value: str) -> bool:
    """Whether a pattern of the model matches the whole value."""
    if r"\p{" not in pattern:
        return bool(re.fullmatch(pattern, value, re.ASCII))
    # Python's `re` has no classes of Unicode categories.
    known = pattern.replace(r"\p{L}", r"\w").replace(r"\p{Z}", r"\s").replace(r"\p{N}", r"\d")
    return bool(re.fullmatch(known, value))


def _number(value: object, shape: Shape, path: str) -> int | float:
    types = (int,) if shape.type_name in ("integer", "long") else (int, float)
    if not isinstance(value, types) or isinstance(value, bool):
        raise MalformedRequestError(f"{path} is not a {shape.type_name}")
    _check_range(value, shape, path)
    return value


def _check_length(value: Sized, shape: Shape, path: str) -> None:
    _check_range(len(value), shape, f"the length of {path}")


def _check_range(number: float, shape: Shape, path: str) -> None:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if (least is not None and number < least) or (most is not None and number > most):
        raise InvalidRequestError(f"{path} is not within {least}..{most}")
