"""Answer queries by the words that they share with labels; doubtful ones stay unanswered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from local.textract.engine.cells import placed
from local.textract.engine.findings import Answer, KeyValue, Query, Table
from local.textract.engine.geometry import overlap_y
from local.textract.engine.lettering import type_size
from local.textract.engine.terms import likeness, may_answer, terms
from local.textract.engine.text import Line, Word, text_of

LIKE_ENOUGH = 0.7  # of the meaningful words of query and label: below, answers were wrong
TITLE_TRUST, CHOICE_TRUST = 60.0, 85.0  # a rule of thumb; a label across from its question
LARGE = 1.5  # times the usual type: a title
SAME_SIZE = 1.2  # sizes of the lines of one title differ by less


@dataclass(frozen=True, kw_only=True)
class Candidate:
    label: frozenset[str]
    words: tuple[Word, ...]
    confidence: float


def answers(
    queries: Sequence[Query],
    pairs: Sequence[KeyValue],
    tables: Sequence[Table],
    lines: Sequence[Line],
) -> list[Answer]:
    if not queries:
        return []
    words = [word for line in lines for word in line.words]
    candidates = [*_of_pairs(pairs), *_of_choices(pairs, words), *_of_tables(tables, words)]
    candidates += _of_title(lines)
    return [_answer(query, candidates) for query in queries]


def _answer(query: Query, candidates: Sequence[Candidate]) -> Answer:
    """The first of those that answer best; where others answer as well, less surely."""
    asked = terms(query.text)
    fitting = [each for each in candidates if may_answer(query.text, text_of(each.words))]
    scores = [likeness(asked, each.label) for each in fitting]
    best = max(scores, default=0.0)
    if best < LIKE_ENOUGH:
        return Answer(query=query)
    equals = [each for score, each in zip(scores, fitting, strict=True) if score == best]
    different = len({text_of(each.words) for each in equals})
    return Answer(
        query=query, words=equals[0].words, confidence=best * equals[0].confidence / different
    )


def _of_pairs(pairs: Iterable[KeyValue]) -> Iterator[Candidate]:
    for pair in pairs:
        if pair.value:
            yield Candidate(
                label=terms(text_of(pair.key)), words=pair.value, confidence=pair.confidence
            )


def _of_choices(pairs: Sequence[KeyValue], words: Sequence[Word]) -> Iterator[Candidate]:
    """The label of a selected checkbox answers the text before the checkboxes of its row."""
    marked = [pair for pair in pairs if pair.checkbox]
    used = {word for pair in marked for word in pair.key}
    for pair in marked:
        if pair.checkbox is None or not pair.checkbox.selected:
            continue
        box = pair.checkbox.box
        before = [w for w in words if w.box.x < box.left and overlap_y(w.box, box) > 0]
        row = sorted(before, key=lambda word: word.box.left)
        runs = [list(run) for taken, run in groupby(row, key=used.__contains__) if not taken]
        if runs:
            yield Candidate(label=terms(text_of(runs[-1])), words=pair.key, confidence=CHOICE_TRUST)


def _of_tables(tables: Iterable[Table], words: Sequence[Word]) -> Iterator[Candidate]:
    """A cell is called by the head of its row and the head of its column together.

    Without heads over its columns, a table of two columns alone says what its cells are.
    """
    for table in tables:
        cells = placed(table, words)
        called = {place: terms(text_of(cell)) for place, cell in cells.items()}
        for (row, column), cell in cells.items():
            name = called.get((row, 1), frozenset())
            head = called.get((table.header_rows, column), frozenset())
            is_body = row > table.header_rows and column > 1
            if is_body and name and (head or table.columns == 2):
                yield Candidate(label=name | head, words=tuple(cell), confidence=table.confidence)


def _of_title(lines: Sequence[Line]) -> Iterator[Candidate]:
    """The largest text, if it is much larger than usual, with the lines that go on with it."""
    sizes = [median(map(type_size, line.words)) for line in lines]
    largest = max(sizes, default=0.0)
    if largest > LARGE * median(sizes or [0.0]):
        large = (size * SAME_SIZE > largest for size in sizes)
        runs = groupby(zip(lines, large, strict=True), key=lambda each: each[1])
        first = next([line for line, _ in run] for is_large, run in runs if is_large)
        words = tuple(word for line in first for word in line.words)
        yield Candidate(label=terms("title"), words=words, confidence=TITLE_TRUST)
