"""Fields of American driver licences: numbered and labelled as AAMVA's card standard has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from local.textract.engine.addresses import is_town, line_above, town_parts
from local.textract.engine.dates import read_date
from local.textract.engine.findings import KeyValue
from local.textract.engine.passages import Passage, passage
from local.textract.engine.states import STATES
from local.textract.engine.text import Line, Word, text_of

LABELS = {
    "LAST_NAME": re.compile(r"(1 )?(LN|LAST( NAME)?|FAMILY( NAME)?|SURNAME)"),
    "FIRST_NAME": re.compile(r"(2 )?(FN|FIRST( NAMES?)?|GIVEN( NAMES?)?)"),
    "MIDDLE_NAME": re.compile(r"(MN|MIDDLE( NAME)?)"),
    "DATE_OF_BIRTH": re.compile(r"(3 )?(DOB|BIRTH ?DATE|DATE OF BIRTH|BIRTH)"),
    "DATE_OF_ISSUE": re.compile(r"(4A )?(ISS(UED?)?|ISSUE DATE|DATE OF ISSUE)"),
    "EXPIRATION_DATE": re.compile(r"(4B )?(EXP(IRES?|IRY|IRATION)?|EXPIRATION DATE)"),
    "DOCUMENT_NUMBER": re.compile(
        r"(4D )?(LIC(ENSE|ENCE)?|DLN?|ID|NUMBER|NO|CUSTOMER)( ?(NUMBER|NO|ID))?"
    ),
    "CLASS": re.compile(r"(9 )?CLASS"),
    "ENDORSEMENTS": re.compile(r"((9A|0A|OA) ?)?END(ORSEMENTS?)?"),
    "RESTRICTIONS": re.compile(r"(12 )?REST(R|RICTIONS?)?"),
    "PLACE_OF_BIRTH": re.compile(r"PLACE OF BIRTH"),
    "COUNTY": re.compile(r"COUNTY"),
}
DATES = ("DATE_OF_BIRTH", "DATE_OF_ISSUE", "EXPIRATION_DATE")
NUMBERED = {"1": "LAST_NAME", "2": "FIRST_NAME", "8": "ADDRESS"}
"""Fields whose number may stand without a label."""

Found = dict[str, Passage]


def licence_fields(lines: Sequence[Line], pairs: Sequence[KeyValue]) -> Found:
    """Return the fields of a licence's front; each is found at most once, and once is enough."""
    found: Found = {}
    for name, value in [*_labelled(pairs), *_numbered(lines), *_address(lines), *_state(lines)]:
        found.setdefault(name, value)
    return _with_middle_name(found)


def _labelled(pairs: Sequence[KeyValue]) -> Iterator[tuple[str, Passage]]:
    for pair in pairs:
        label = " ".join(re.sub(r"[^A-Z0-9 ]", " ", text_of(pair.key).upper()).split())
        for name, known in LABELS.items():
            if pair.value and known.fullmatch(label) and _fits(name, text_of(pair.value)):
                yield name, passage(pair.value)


def _fits(name: str, text: str) -> bool:
    if name in DATES:
        return read_date(text) is not None
    return name != "DOCUMENT_NUMBER" or any(map(str.isdigit, text))


def _numbered(lines: Sequence[Line]) -> Iterator[tuple[str, Passage]]:
    """Lines like "2 ALEX JORDAN": the number is the field's, the rest its value."""
    for line in lines:
        number, *value = line.words
        name = NUMBERED.get(number.text)
        if name and value and (name == "ADDRESS" or value[0].text.isalpha()):
            yield name, passage(value)
        if name == "FIRST_NAME" and (above := line_above(line, lines)):
            yield "LAST_NAME", passage(above.words)


def _address(lines: Sequence[Line]) -> Iterator[tuple[str, Passage]]:
    """The town's line, and the line above it, which is the street."""
    for line in lines:
        if is_town(line.words):
            for name, words in town_parts(line.words).items():
                yield f"{name}_IN_ADDRESS", passage(words)
            if street := line_above(line, lines):
                yield "ADDRESS", passage(_without_number(street.words))


def _without_number(words: Sequence[Word]) -> list[Word]:
    """A street without the field's own number."""
    return list(words[1:] if words[0].text == "8" and len(words) > 1 else words)


def _state(lines: Sequence[Line]) -> Iterator[tuple[str, Passage]]:
    for line in lines:
        if line.text.upper() in STATES:
            yield "STATE_NAME", passage(line.words)


def _with_middle_name(found: Found) -> Found:
    """American cards print first and middle names together."""
    first = found.get("FIRST_NAME")
    if first is None or "MIDDLE_NAME" in found or len(first.words) == 1:
        return found
    name, *middle = first.words
    return found | {"FIRST_NAME": passage([name]), "MIDDLE_NAME": passage(middle)}
