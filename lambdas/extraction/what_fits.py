"""As much of decoded JSON as fits a type, where not all of it does."""

from __future__ import annotations

from contextlib import suppress
from types import NoneType, UnionType
from typing import get_args, get_origin

import msgspec
from msgspec import Struct


def what_fits(value: object, kind: object, misfits: dict[str, None], name: str = "") -> object:
    """Return as much of a value as fits its type, or None; note the names of what does not."""
    with suppress(msgspec.ValidationError):
        return msgspec.convert(value, kind, strict=False)
    if get_origin(kind) is UnionType:
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if isinstance(value, list) and get_origin(kind) is list:
        (inner,) = get_args(kind)
        found = [what_fits(each, inner, misfits, name) for each in value]
        return [each for each in found if each is not None]
    if isinstance(value, dict) and isinstance(kind, type) and issubclass(kind, Struct):
        return kind(**_members(value, kind, misfits))
    misfits[name] = None
    return None


def _members(
    value: dict[str, object], kind: type[Struct], misfits: dict[str, None]
) -> dict[str, object]:
    members = {
        field.name: what_fits(value[field.encode_name], field.type, misfits, field.encode_name)
        for field in msgspec.structs.fields(kind)
        if field.encode_name in value
    }
    return {name: member for name, member in members.items() if member is not None}
