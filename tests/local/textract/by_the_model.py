"""Whether an answer is one that Textract could give, by botocore's model of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from botocore.model import ListShape, Shape, StringShape, StructureShape

from local.textract.validation import service_model

RECORDED = {"ValueType": ["Date"]}  # every recorded answer says so; the model's enum says DATE

NUMBERS: dict[str, type | tuple[type, ...]] = {"integer": int, "float": (int, float)}


def error_codes(operation: str) -> set[str]:
    """Return the codes of the errors that an operation may give."""
    return {shape.name for shape in service_model().operation_model(operation).error_shapes}


def problems(operation: str, answer: object) -> Iterator[str]:
    """Yield how an answer, as it came over the wire, differs from the operation's output."""
    shape = service_model().operation_model(operation).output_shape
    assert shape is not None
    yield from _problems(answer, shape, operation)


def _problems(value: object, shape: Shape, path: str) -> Iterator[str]:
    match shape, value:
        case StructureShape(), dict():
            yield from _of_structure(value, shape, path)
        case ListShape(), list():
            yield from _out_of_range(len(value), shape, f"the length of {path}")
            for item in value:
                yield from _problems(item, shape.member, f"{path}[]")
        case StringShape(), str():
            allowed = RECORDED.get(shape.name, shape.enum)
            if allowed and value not in allowed:
                yield f"{path} is none of {', '.join(allowed)}: {value!r}"
        case Shape(), int() | float() if isinstance(value, NUMBERS.get(shape.type_name, ())):
            yield from _out_of_range(value, shape, path)
        case _:
            yield f"{path} is no {shape.type_name}: {value!r}"


def _of_structure(value: Mapping[str, object], shape: StructureShape, path: str) -> Iterator[str]:
    yield from (f"{path}.{name} is unknown" for name in value.keys() - shape.members.keys())
    yield from (f"{path} lacks {name}" for name in shape.required_members if name not in value)
    for name in value.keys() & shape.members.keys():
        yield from _problems(value[name], shape.members[name], f"{path}.{name}")


def _out_of_range(number: float, shape: Shape, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if (least is not None and number < least) or (most is not None and number > most):
        yield f"{path} is {number}, not within {least}..{most}"
