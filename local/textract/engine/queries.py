"""Answer queries by the words that they share with labels; doubtful ones stay unanswered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from local.textract.engine.findings import Answer, KeyValue, Query, Table
from local.textract.engine.tables import inside
from local.textract.engine.text import Word, text_of

LIKE_ENOUGH = 0.7  # of the meaningful words of query and label: below, answers were wrong
GENERIC = frozenset({"number", "name", "applicant", "patient", "customer", "document"})
QUESTION = re.compile(
    r"^(?:wh(?:at|ich|o|ose|en|ere)|how|much|many|is|are|was|were|do|does|did|the|a|an|of|on|in|for"
    r"|to|this|that|its?|s|by|at|from|there|please|tell|me)$"
)
SYNONYMS = {
    "dob": "birth date",
    "birthday": "birth date",
    "birthdate": "birth date",
    "no": "number",
    "num": "number",
    "nr": "number",
    "amt": "amount",
    "tel": "phone",
    "telephone": "phone",
    "ssn": "social security number",
    "surname": "last name",
    "lastname": "last name",
    "firstname": "first name",
    "licence": "license",
}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    label: frozenset[str]
    words: tuple[Word, ...]
    confidence: float


def answers(
    queries: Iterable[Query],
    pairs: Sequence[KeyValue],
    tables: Sequence[Table],
    words: Sequence[Word],
) -> list[Answer]:
    candidates = [*_of_pairs(pairs), *_of_tables(tables, words)]
    return [_answer(query, candidates) for query in queries]


def _answer(query: Query, candidates: Sequence[Candidate]) -> Answer:
    asked = terms(query.text)
    scored = [(_likeness(asked, candidate.label), candidate) for candidate in candidates]
    score, best = max(scored, key=lambda each: each[0], default=(0.0, None))
    if best is None or score < LIKE_ENOUGH:
        return Answer(query=query)
    return Answer(query=query, words=best.words, confidence=score * best.confidence)


def terms(text: str) -> frozenset[str]:
    """The meaningful words of a text, in one spelling."""
    found = re.findall(r"[a-z0-9]+", text.lower().replace("'s", ""))
    plain = " ".join(SYNONYMS.get(word, word) for word in found).split()
    return frozenset(word.removesuffix("s") or word for word in plain if not QUESTION.match(word))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared terms over all terms, from both sides (Dice); those that say little count half."""
    return 2 * _weight(one & other) / ((_weight(one) + _weight(other)) or 1.0)


def _weight(found: frozenset[str]) -> float:
    return sum(0.5 if term in GENERIC else 1.0 for term in found)


def _of_pairs(pairs: Iterable[KeyValue]) -> Iterable[Candidate]:
    for pair in pairs:
        if pair.value:
            yield Candidate(
                label=terms(text_of(pair.key)), words=pair.value, confidence=pair.confidence
            )


def _of_tables(tables: Iterable[Table], words: Sequence[Word]) -> Iterable[Candidate]:
    """A cell is called by the head of its row and the head of its column together."""
    for table in tables:
        heads = {
            column: terms(text_of(inside(table.cell(table.header_rows, column), words)))
            for column in range(2, table.columns + 1)
            if table.header_rows
        }
        for row in range(table.header_rows + 1, table.rows + 1):
            name = terms(text_of(inside(table.cell(row, 1), words)))
            for column in range(2, table.columns + 1):
                cell = inside(table.cell(row, column), words)
                if cell and name:
                    yield Candidate(
                        label=name | heads.get(column, frozenset()),
                        words=tuple(cell),
                        confidence=table.confidence,
                    )
