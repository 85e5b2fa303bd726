"""What people said of a document, in one shape, whichever way they were asked.

A value of the document has an id: `field-3` is the fourth of `fields`, `cell-2-1-4` the cell of
the second table's first row and fourth column, `item-0-2` the third value of the first of
`line_items`; `missing-5` is the field that the sixth of the review's reasons misses. `selected-3`
is a field's lone checkbox, `cell-selected-2-1-4` a cell's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from msgspec import Struct

from lambdas.documents import MAX_PAGES
from lambdas.errors import PermanentError

MOST_VALUES = 10_000  # of one answer, additions among them
MOST_CHARACTERS = 4_000  # of one value, name or note
LONGEST_SECONDS = 366 * 24 * 3600  # that people take for a document
SHOWN = 60  # characters of an id that is none, in a message

_NUMBERS = {"field": 1, "selected": 1, "cell": 3, "cell-selected": 3, "item": 2, "missing": 1}
CHECKBOXES: Final = ("selected", "cell-selected")  # the kinds whose values are true or false
_ID = re.compile("([a-z]+(?:-[a-z]+)?)((?:-(?:0|[1-9][0-9]{0,8})){1,3})", re.ASCII)
# What nobody types, but for tabs and line breaks; and halves of characters, which UTF-8 cannot hold
_UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HALVES = re.compile("[\ud800-\udfff]")


class InvalidAnswer(PermanentError):
    """An answer is not one; the message names what is wrong by its id, and holds no value."""


class Id(NamedTuple):
    """Which of a document's values: `numbers` count as the kind of value does."""

    kind: str
    numbers: tuple[int, ...]


class Addition(Struct, frozen=True, kw_only=True):
    """A field that a person saw on the page, and the document did not have."""

    name: str
    value: str
    page: int = 1


class Answer(Struct, frozen=True, kw_only=True):
    """What one person said: `values` by their ids, each confirmed or corrected; a checkbox's is
    true or false. `at` is when (ISO 8601, UTC), `seconds` how long it took."""

    reviewer: str
    at: str
    values: dict[str, str | bool]
    added: tuple[Addition, ...] = ()
    note: str = ""
    seconds: float | None = None


def parsed(id_: str) -> Id | None:
    """Return what an id names; None where it is none. Every value has one spelling only."""
    match = _ID.fullmatch(id_)
    if match is None:
        return None
    found = Id(match[1], tuple(map(int, match[2][1:].split("-"))))
    return found if _NUMBERS.get(found.kind) == len(found.numbers) else None


def cleaned(text: str) -> str:
    """Return a text as it was typed, without what cannot be typed or written down."""
    return _HALVES.sub("\ufffd", _UNTYPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def builtin_answer(members: Mapping[str, object], *, reviewer: str, at: str) -> Answer:
    """Return the answer that the review page sent: `values`, `added`, `note` and `seconds`.

    Raises InvalidAnswer, which names the id. Other members are left alone.
    """
    values = members.get("values") or {}
    added = members.get("added") or []
    if not isinstance(values, Mapping) or not isinstance(added, list):
        raise InvalidAnswer(
            'values: use an object of ids, such as {"field-3": "..."}; added: a list'
        )
    count = len(values) + len(added)
    if count > MOST_VALUES:
        raise InvalidAnswer(f"values: {count:,} of them; at most {MOST_VALUES:,} are taken")
    return Answer(
        reviewer=reviewer,
        at=at,
        values={str(id_): _value(str(id_), value) for id_, value in values.items()},
        added=tuple(_addition(number, each) for number, each in enumerate(added)),
        note=_text("note", members.get("note") or ""),
        seconds=duration(members.get("seconds")),
    )


def duration(seconds: object) -> float | None:
    """Return how long an answer took, if that is told in earnest."""
    if isinstance(seconds, int | float) and 0 <= seconds <= LONGEST_SECONDS:
        return float(seconds)
    return None


def json_object(data: bytes) -> dict[str, object]:
    """Return a JSON object's members; raise InvalidAnswer where it is none."""
    try:
        members = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidAnswer(f"an answer cannot be read: {type(error).__name__}") from error
    if not isinstance(members, dict):
        raise InvalidAnswer("an answer is not a JSON object")
    return members


def _value(id_: str, value: object) -> str | bool:
    found = parsed(id_)
    if found is None:
        raise InvalidAnswer(f"values.{id_[:SHOWN]!r}: no id of a value, such as field-3")
    if found.kind not in CHECKBOXES:
        return _text(f"values.{id_}", value)
    if not isinstance(value, bool):
        raise InvalidAnswer(f"values.{id_}: a checkbox is true or false")
    return value


def _addition(number: int, added: object) -> Addition:
    where = f"added[{number}]"
    if not isinstance(added, Mapping):
        raise InvalidAnswer(f"{where}: use an object of name, value and page")
    name = _text(f"{where}.name", added.get("name")).strip()
    page = added.get("page", 1)
    if not name:
        raise InvalidAnswer(f"{where}.name: give it a name")
    if isinstance(page, bool) or not isinstance(page, int) or not 1 <= page <= MAX_PAGES:
        raise InvalidAnswer(f"{where}.page: use a page's number, from 1 to {MAX_PAGES}")
    return Addition(name=name, value=_text(f"{where}.value", added.get("value")), page=page)


def _text(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidAnswer(f"{where}: use a text")
    if len(value) > MOST_CHARACTERS:
        raise InvalidAnswer(f"{where}: {len(value):,} characters; at most {MOST_CHARACTERS:,}")
    return cleaned(value)
