"""Who sent a bill and who receives it: names, addresses, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from uuid import uuid4

from local.textract.engine.addresses import (
    column_below,
    is_street,
    is_town,
    town_parts,
    until_town,
    words_between,
)
from local.textract.engine.expense_fields import ExpenseField, Group
from local.textract.engine.expense_labels import PHONE, URL
from local.textract.engine.labels import sureness
from local.textract.engine.lettering import type_size
from local.textract.engine.passages import Passage, passage, passage_of
from local.textract.engine.text import Line, box_of

LONG = 200  # characters: no name or address is so long, whatever a hostile file says
HEAD = 0.3  # of the page's text, from the top: where a vendor names itself
NAME, ADDRESS, CONTACT = 0.8, 0.8, 0.9  # trust: the largest text at the top is mostly the name
TITLES = re.compile(
    r"(tax |sales |pro forma |commercial )?(invoice|receipt|bill|estimate|quote|order)|"
    r"(\w+ )?statement( of \w+)?|pay ?(stub|slip)",
    re.IGNORECASE,
)
RECEIVERS = {
    "bill to": "RECEIVER_BILL_TO",
    "billed to": "RECEIVER_BILL_TO",
    "invoice to": "RECEIVER_BILL_TO",
    "ship to": "RECEIVER_SHIP_TO",
    "deliver to": "RECEIVER_SHIP_TO",
    "sold to": "RECEIVER_SOLD_TO",
}


def vendor(lines: Sequence[Line]) -> Iterator[ExpenseField]:
    """The largest text at the top, the address near it, telephone numbers and web address."""
    theirs = receiver_lines(lines)
    own = [line for line in lines if line not in theirs and len(line.text) < LONG]
    head = heading(own)
    group = Group(types=("VENDOR",), id=str(uuid4()))
    if name := vendor_name(head):
        yield from _both("NAME", "VENDOR_NAME", passage(name.words), NAME, group)
    streets = [line for line in head if is_street(line.words)]
    for street in streets[:1]:
        address = until_town(column_below(street, head)) or [street]
        yield from _address("VENDOR_ADDRESS", address, group)
    yield from _contacts(own)


def receivers(lines: Sequence[Line]) -> Iterator[ExpenseField]:
    """The names and addresses below "Bill to", "Ship to", "Sold to"."""
    for line in lines:
        kind = _receiver(line)
        block = _block(line, lines) if kind else []
        if kind and block:
            group = Group(types=(kind,), id=str(uuid4()))
            label = passage(line.words)
            yield from _both("NAME", "RECEIVER_NAME", passage(block[0].words), NAME, group)
            yield from _address("RECEIVER_ADDRESS", block, group, label=label)


def receiver_lines(lines: Sequence[Line]) -> set[Line]:
    """The lines that tell of receivers: names and addresses, and what follows below them."""
    return {each for line in lines if _receiver(line) for each in column_below(line, lines)}


def heading(lines: Sequence[Line]) -> list[Line]:
    """The lines at the top of the page's text."""
    if not lines:
        return []
    text = box_of(lines)
    return [line for line in lines if line.box.y < text.top + HEAD * text.height]


def vendor_name(head: Sequence[Line]) -> Line | None:
    """The line in the largest type that may be a name."""
    named = [line for line in head if _may_be_name(line)]
    return max(named, key=lambda line: max(map(type_size, line.words)), default=None)


def _receiver(line: Line) -> str | None:
    return RECEIVERS.get(line.text.lower().rstrip(": "))


def _block(label: Line, lines: Sequence[Line]) -> list[Line]:
    below = column_below(label, lines)[1:]
    return until_town(below) or [line for line in below if _may_be_name(line)]


def _may_be_name(line: Line) -> bool:
    letters = sum(c.isalpha() for c in line.text)
    is_contact = PHONE.search(line.text) or URL.search(line.text) or "@" in line.text
    return letters > len(line.text) / 2 and not is_contact and not TITLES.fullmatch(line.text)


def _address(
    type_: str, lines: Sequence[Line], group: Group, *, label: Passage | None = None
) -> Iterator[ExpenseField]:
    whole = passage_of(line.words for line in lines)
    yield from _both("ADDRESS", type_, whole, ADDRESS, group, label=label)
    postal = [line for line in lines if is_street(line.words) or is_town(line.words)]
    if postal:
        yield _field("ADDRESS_BLOCK", passage_of(line.words for line in postal), ADDRESS, group)
    for line in postal:
        parts = town_parts(line.words) or {"STREET": list(line.words)}
        for name, words in parts.items():
            yield _field(name, passage(words), ADDRESS, group)


def _contacts(lines: Sequence[Line]) -> Iterator[ExpenseField]:
    for line in lines:
        for name, known in (("VENDOR_PHONE", PHONE), ("VENDOR_URL", URL)):
            if found := known.search(line.text):
                value = passage(words_between(line.words, *found.span()))
                yield _field(name, value, CONTACT, None)


def _both(
    part: str,
    type_: str,
    value: Passage,
    trust: float,
    group: Group,
    *,
    label: Passage | None = None,
) -> Iterator[ExpenseField]:
    """A party's part is told twice: as a part of its group, and by its older name."""
    yield _field(part, value, trust, group, label=label)
    yield _field(type_, value, trust, None, label=label)


def _field(
    type_: str, value: Passage, trust: float, group: Group | None, *, label: Passage | None = None
) -> ExpenseField:
    return ExpenseField(
        type=type_,
        value=value,
        label=label,
        confidence=sureness(trust, value.words),
        group=group,
    )
