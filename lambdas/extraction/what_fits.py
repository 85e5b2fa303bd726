"""As much of a JSON text as fits a type, where not all of it does."""

from __future__ import annotations

import json
import math
import re
from contextlib import suppress
from types import NoneType, UnionType
from typing import Final, get_args, get_origin

import msgspec
from msgspec import Struct

LONGEST_INT = 308  # digits, so that it is a float too
UNBOUNDED: Final = object()  # stands for a number that is none of ours, and fits no type
_HIGH, _LOW = rb"ud[89ab][0-9a-f]{2}", rb"ud[c-f][0-9a-f]{2}"
_ESCAPE = re.compile(
    rb"\\(?:%b\\%b|(?P<lone>%b|%b)|.)" % (_HIGH, _LOW, _HIGH, _LOW), re.DOTALL | re.IGNORECASE
)


def lenient_json(data: bytes) -> object:
    """Decode JSON whose numbers may be beyond all bounds, and whose text may be cut in a character.

    Half a surrogate pair becomes U+FFFD. Raise ValueError or RecursionError at what is no JSON.
    """
    whole = _ESCAPE.sub(lambda found: rb"\ufffd" if found["lone"] else found[0], data)
    return json.loads(
        whole.decode(), parse_float=_float, parse_int=_int, parse_constant=lambda _: UNBOUNDED
    )


def _float(digits: str) -> object:
    return number if math.isfinite(number := float(digits)) else UNBOUNDED


def _int(digits: str) -> object:
    return int(digits) if len(digits) <= LONGEST_INT else UNBOUNDED


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
