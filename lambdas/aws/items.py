"""Plain values to DynamoDB attributes and back: floats are allowed, None and "" are left out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


def to_item(values: Mapping[str, object]) -> dict[str, Any]:
    """Return the item of `values`; an index key must not be empty, so empty values are absent."""
    return {name: to_attribute(value) for name, value in values.items() if value not in (None, "")}


def to_attribute(value: object) -> dict[str, Any]:
    if isinstance(value, float):
        value = Decimal(str(value))
    return dict(_serializer.serialize(value))


def from_item(item: Mapping[str, Any]) -> dict[str, object]:
    return {name: _plain(_deserializer.deserialize(value)) for name, value in item.items()}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value
