"""What questions and labels say, in one wording, and which values a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

QUESTION = re.compile(
    r"^(?:wh(?:at|ich|o|ose|ere)|how|much|many|is|are|was|were|do|does|did|has|have|had|the|a|an"
    r"|of|on|in|for|to|this|that|its?|s|by|at|from|or|and|there|please|tell|me|you|your|any"
    r"|listed|shown|given|printed|mentioned|administered|received|value|full)$"
)
GENERIC = frozenset(
    {
        *("number", "name", "code", "payment"),
        *("applicant", "patient", "customer", "employee", "holder"),
        *("document", "form", "page", "application", "letter", "report", "card", "license"),
        *("invoice", "bill", "receipt", "statement"),
    }
)
"""What says little: which of its numbers is meant, or whose, or that it is on this document."""
DISTINCT = frozenset({"ytd", "previous", "prior", "second", "third"})
"""What must be in the question and the label both, or in neither."""
ASIDE = re.compile(r"\([^()]*\)|\d+(?:[.,]\d+)?\s?%|^\d{1,2}[a-z]?\.?\s")
"""What a label says by the way: in brackets, as a rate, as the number of its field."""
PHRASES = {
    "this period": "current",
    "current period": "current",
    "year to date": "ytd",
    "e mail": "email",
    "email address": "email",
    "date of birth": "birth date",
    "zip code": "zip",
    "postal code": "zip",
    "expiration date": "expiration",
    "issue date": "issue",
    "date of issue": "issue",
}
SYNONYMS = {
    "dob": "birth date",
    "born": "birth date",
    "birthday": "birth date",
    "birthdate": "birth date",
    "no": "number",
    "num": "number",
    "nr": "number",
    "amt": "amount",
    "qty": "quantity",
    "tel": "phone",
    "telephone": "phone",
    "ssn": "social security number",
    "surname": "last name",
    "lastname": "last name",
    "firstname": "first name",
    "licence": "license",
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    "exp": "expiration",
    "expiry": "expiration",
    "expire": "expiration",
    "expires": "expiration",
    "iss": "issue",
    "issued": "issue",
    "lic": "license",
    "ln": "last name",
    "fn": "first name",
    "hgt": "height",
    "wgt": "weight",
    "when": "date",
}
FIGURES = frozenset({"when", "much", "many", "date", "number", "dob", "born", "phone", "zip"})
WHO = frozenset({"who", "whose", "name"})


def terms(text: str) -> frozenset[str]:
    """The meaningful words of a text, in one spelling."""
    said = ASIDE.sub(" ", text.lower()).replace("'s", "").replace("#", " no ")
    plain = " ".join(re.findall(r"[a-z0-9]+", said))
    for phrase, word in PHRASES.items():
        plain = re.sub(rf"\b{phrase}\b", word, plain)
    words = " ".join(SYNONYMS.get(word, word) for word in plain.split()).split()
    return frozenset(word.removesuffix("s") for word in words if not QUESTION.match(word)) - {""}


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared terms over all terms, from both sides (Dice); those that say little count half."""
    if (one ^ other) & DISTINCT:
        return 0.0
    return 2 * _weight(one & other) / ((_weight(one) + _weight(other)) or 1.0)


def may_answer(question: str, value: str) -> bool:
    """Whether a value is of the kind asked for: dates and numbers have figures, names letters."""
    asked = set(re.findall(r"[a-z]+", question.lower()))
    if asked & WHO:
        return any(map(str.isalpha, value))
    return not asked & FIGURES or any(map(str.isdigit, value))


def _weight(found: Iterable[str]) -> float:
    return sum(0.5 if term in GENERIC else 1.0 for term in found)
