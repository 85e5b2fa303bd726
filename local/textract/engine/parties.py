"""Who sent a bill and who receives it: names, addresses, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from uuid import uuid4

from local.textract.engine.addresses import is_street, is_town, town_parts, words_between
from local.textract.engine.expense_fields import ExpenseField, Group
from local.textract.engine.expense_labels import PHONE, URL
from local.textract.engine.geometry import overlap_x
from local.textract.engine.labels import sureness
from local.textract.engine.lettering import type_size
from local.textract.engine.passages import Passage, passage, passage_of
from local.textract.engine.text import Line, box_of, split_at_gaps, text_of

HEAD = 0.3  # of the page's text, from the top: where a vendor names itself
NAME, ADDRESS, CONTACT = 0.8, 0.8, 0.9  # trust: the largest text at the top is mostly the name
ADDRESS_LINES = 5  # below a label or a street
NEAR = 2.2  # heights of a line between the lines of one address
TITLES = re.compile(
    r"(tax |sales |pro forma |commercial )?(invoice|receipt|bill|statement|estimate|quote|order)",
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
    """The largest text at the top, the address near it, telephone and web address."""
    head = _head(lines)
    group = Group(types=("VENDOR",), id=str(uuid4()))
    named = [line for line in head if _may_be_name(line)]
    if named:
        largest = max(named, key=lambda line: max(type_size(word) for word in line.words))
        name = passage(largest.words)
        yield from _both("NAME", "VENDOR_NAME", name, NAME, group)
    street = next((line for line in head if is_street(line.words)), None)
    if street:
        address = _until_town(_below(street, head, include=True))
        yield from _address("VENDOR_ADDRESS", address, group)
    yield from _contacts(lines if not street else head)


def receivers(lines: Sequence[Line]) -> Iterator[ExpenseField]:
    """The names and addresses below "Bill to", "Ship to", "Sold to"."""
    for line in lines:
        kind = RECEIVERS.get(line.text.lower().rstrip(": "))
        block = _below(line, lines, include=False) if kind else []
        if kind and block:
            group = Group(types=(kind,), id=str(uuid4()))
            label = passage(line.words)
            yield from _both("NAME", "RECEIVER_NAME", passage(block[0].words), NAME, group)
            yield from _address("RECEIVER_ADDRESS", block, group, label=label)


def receiver_lines(lines: Sequence[Line]) -> set[Line]:
    """The lines that tell of receivers."""
    labels = [line for line in lines if line.text.lower().rstrip(": ") in RECEIVERS]
    return {each for label in labels for each in [label, *_below(label, lines, include=False)]}


def _head(lines: Sequence[Line]) -> list[Line]:
    if not lines:
        return []
    text, others = box_of(lines), receiver_lines(lines)
    end = text.top + HEAD * text.height
    return [line for line in lines if line not in others and line.box.y < end]


def _may_be_name(line: Line) -> bool:
    letters = sum(c.isalpha() for c in line.text)
    is_contact = PHONE.search(line.text) or URL.search(line.text) or "@" in line.text
    return letters > len(line.text) / 2 and not is_contact and not TITLES.fullmatch(line.text)


def _below(start: Line, lines: Sequence[Line], *, include: bool) -> list[Line]:
    """The lines that follow in the same column without a gap."""
    found = [start]
    for line in sorted(lines, key=lambda each: each.box.top):
        last = found[-1]
        gap = line.box.top - last.box.bottom
        in_column = overlap_x(line.box, last.box) > 0
        if line.box.y > last.box.bottom and in_column and gap < NEAR * last.box.height:
            found.append(line)
    return found[:ADDRESS_LINES] if include else found[1 : ADDRESS_LINES + 1]


def _until_town(lines: Sequence[Line]) -> list[Line]:
    """An address ends with the line of its town; without one it is the street alone."""
    for index, line in enumerate(lines):
        if index and is_town(line.words):
            return list(lines[: index + 1])
    return list(lines[:1])


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
    for words in (part for line in lines for part in split_at_gaps(line.words)):
        for name, known in (("VENDOR_PHONE", PHONE), ("VENDOR_URL", URL)):
            if found := known.search(text_of(words)):
                value = passage(words_between(words, *found.span()))
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
