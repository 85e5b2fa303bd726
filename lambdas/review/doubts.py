"""What a rule says against one field alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdas.extraction.model import Field, Normalized
from lambdas.extraction.result_document import Rule
from lambdas.review.rules import FieldRule

# A pattern is the owner's, a value is anybody's: some patterns take time that doubles with each
# character, and no limit on the value helps against those.
MATCHED_CHARACTERS = 1000

Doubt = tuple[Rule, str]

_READ_AS = {"date": ("date",), "amount": ("amount", "number"), "number": ("number",)}


def doubts(
    field: Field, rule: FieldRule | None, pattern: re.Pattern[str] | None, least: float
) -> Iterator[Doubt]:
    """Yield what is wrong with a field, `rule` being that of its name, `pattern` its pattern.

    What is empty has no wrong value, and without a confidence it is no doubt.
    """
    confidence = field.confidence
    if confidence is not None and confidence < least:
        yield "min_confidence", f"Confidence {confidence:g} is below {least:g}"
    text = field.value.strip()
    if rule is None or not text:
        return
    if pattern and len(text) > MATCHED_CHARACTERS:
        yield "pattern", f"More than {MATCHED_CHARACTERS:,} characters are not matched"
    elif pattern and not pattern.fullmatch(text):
        yield "pattern", f"Does not match {pattern.pattern}"
    if rule.type and not _is_of(rule.type, field.normalized):
        yield "type", f"Cannot be read as {_an(rule.type)}"


def _is_of(type_: str, normalized: Normalized | None) -> bool:
    """Say whether a value is of a type; an amount may be printed without its currency."""
    return normalized is not None and normalized.type in _READ_AS[type_]


def _an(noun: str) -> str:
    return f"an {noun}" if noun.startswith("a") else f"a {noun}"
