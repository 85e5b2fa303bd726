"""Who issued a lending document, and to whom, by where names and addresses stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from local.textract.engine.addresses import is_street, is_town, line_above
from local.textract.engine.parties import vendor
from local.textract.engine.passages import Passage, passage, passage_of
from local.textract.engine.text import Line

ISSUER = {
    "VENDOR_NAME": "BANK_NAME",
    "VENDOR_ADDRESS": "BANK_ADDRESS",
    "VENDOR_PHONE": "BANK_CONTACT_NUMBER",
}
ADDRESSEES = {
    "BANK_STATEMENT": ("BORROWER",),
    "PAYSLIPS": ("COMPANY", "BORROWER"),
}
"""Whose addresses a page shows, from top to bottom and left to right."""
LINES = 4  # of an address, its name included

Named = tuple[str, Passage]


def parties(lines: Sequence[Line], kind: str) -> Iterator[Named]:
    """Names and addresses, by Textract's types of field."""
    issuer = list(_bank(lines)) if kind == "BANK_STATEMENT" else []
    yield from issuer
    taken = {word for _, value in issuer for word in value.words}
    blocks = [block for block in _blocks(lines) if taken.isdisjoint(block[-1].words)]
    for party, (name, *address) in zip(ADDRESSEES.get(kind, ()), blocks, strict=False):
        yield f"{party}_NAME", passage(name.words)
        yield f"{party}_ADDRESS", passage_of(line.words for line in address)


def _bank(lines: Sequence[Line]) -> Iterator[Named]:
    for field in vendor(lines):
        if field.type in ISSUER:
            yield ISSUER[field.type], field.value


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Names with a street and a town below them."""
    for line in lines:
        block = [line] if is_town(line.words) else []
        while block and len(block) < LINES and (above := line_above(block[0], lines)):
            block.insert(0, above)
        streets = [index for index, each in enumerate(block) if is_street(each.words)]
        if streets and streets[0] > 0:
            yield block[streets[0] - 1 :]
