"""Pairs of a label and the value just below it, without a colon or a frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from local.textract.engine.findings import KeyValue
from local.textract.engine.further_lines import VALUE_LINES, further_lines
from local.textract.engine.geometry import Box, overlap_x
from local.textract.engine.labels import (
    FEW_WORDS,
    FIGURES,
    ITEM,
    LABEL_GAP,
    LABEL_WORDS,
    LARGER,
    is_label,
    pair_of,
    print_size,
)
from local.textract.engine.table_rows import NUMERIC
from local.textract.engine.text import Word, box_of, rows, split_at_gaps, text_of

TRUST = 0.8  # on top of the confidence of the words that were read
WHITE = -0.2, 1.2  # heights of the larger text between a label and its value
COLUMN = 2.4  # text heights of white between the rows of a table at most
EDGE = 0.7  # heights of the larger text by which edges or middles of label and value differ at most
SIDE_BY_SIDE = 2  # pairs in one row: one alone may be a heading and its text
ADDRESSED = re.compile(r"(?:bill|ship|sold|remit|deliver|mail|pay)(?:ed|ing)? to", re.IGNORECASE)
"""What stands over an address, be it in the same type and alone in its row."""

CARD = 4  # captioned values on a page, from which one alone in its row is no heading

Part = Sequence[Word]
Rows = Sequence[Part]
Pair = tuple[Part, Part]


def stacked(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Rows of labels over a row of values, as bills have: "Account number  Due date  Amount".

    Small captions over larger text are labels; in even type, two rows are labels and values
    where they pair one to one and no third row makes them a table.
    """
    found = captioned(words)
    used = {word for label, value in found for word in (*label, *value)}
    page = rows(word for word in words if word not in used)
    pairs = [*found, *_addressed(page), *_even(page)]
    yield from (pair_of(label, value, TRUST) for label, value in pairs)


def carded(words: Sequence[Word], rules: Sequence[Box]) -> Iterator[KeyValue]:
    """Captions over larger text that is nearer to them than a rule above, which has its own."""
    for label, value in captioned(words):
        one, other = box_of(label), box_of(value)
        white = max(other.top - one.bottom, 0.0)
        if not any(
            rule.left < one.x < rule.right and 0 <= one.top - rule.bottom <= white for rule in rules
        ):
            yield pair_of(label, value, TRUST)


def captioned(words: Sequence[Word]) -> list[Pair]:
    """Captions in small print, each with the larger text below it."""
    page = rows(words)
    by_row: list[list[Pair]] = []
    for number, (labels, values) in enumerate(pairwise(page)):
        below = page[number + 2 : number + 1 + VALUE_LINES]
        pairs = [pair for pair in _standing(labels, values, most=LABEL_WORDS) if _is_caption(pair)]
        if not _is_column(pairs, below[:1]):
            by_row.append([_whole(pair, below) for pair in pairs])
    least = 1 if sum(map(len, by_row)) >= CARD else SIDE_BY_SIDE
    return [pair for pairs in by_row if len(pairs) >= least for pair in pairs]


def _is_caption(pair: Pair) -> bool:
    return print_size(pair[0]) * LARGER < print_size(pair[1])


def _whole(pair: Pair, below: Rows) -> Pair:
    label, value = pair
    return label, [*value, *further_lines(value, below)]


def _addressed(page: Rows) -> Iterator[Pair]:
    for number, (labels, values) in enumerate(pairwise(page)):
        below = page[number + 2 : number + 1 + VALUE_LINES]
        for pair in _standing(labels, values):
            if ADDRESSED.fullmatch(text_of(pair[0])):
                yield _whole(pair, below)


def _even(page: Rows) -> Iterator[Pair]:
    for above, labels, values, after in zip(
        [[], *page], page, page[1:], [*page[2:], []], strict=False
    ):
        pairs = _standing(labels, values)
        alone = not (_goes_on(values, after) or _goes_on(above, labels))
        each = len(pairs) == len(_parts(labels)) == len(_parts(values))
        if each and alone and _is_sure(pairs):
            yield from pairs


def _parts(row: Part) -> list[list[Word]]:
    return split_at_gaps(row, gap=LABEL_GAP)


def _standing(labels: Part, values: Part, *, most: int = FEW_WORDS) -> list[Pair]:
    return [
        (label, value)
        for label in _parts(labels)
        for value in _parts(values)
        if _stand(label, value, most=most)
    ]


def _is_column(pairs: Sequence[Pair], after: Rows) -> bool:
    """Whether numbers go on below the values: then the captions are a table's header."""
    return any(
        NUMERIC.match(text_of(value)) and NUMERIC.match(text_of(part)) and _in_column(value, part)
        for _, value in pairs
        for row in after
        for part in _parts(row)
    )


def _stand(label: Part, value: Part, *, most: int = FEW_WORDS) -> bool:
    """Whether a value stands below a label, at its left or right edge or centred."""
    one, other = box_of(label), box_of(value)
    height = max(one.height, other.height)
    edges = (one.left - other.left, one.right - other.right, one.x - other.x)
    near = min(map(abs, edges)) < EDGE * height and overlap_x(one, other) > 0
    near = near and WHITE[0] < (other.top - one.bottom) / height < WHITE[1]
    colon = any(word.text.endswith(":") for word in (*label, *value))
    other_label = colon or ITEM.match(text_of(value))
    return is_label(label, most=most) and near and not other_label


def _is_sure(pairs: Sequence[tuple[Part, Part]]) -> bool:
    """Whether most values hold figures, which no label does."""
    figures = sum(bool(FIGURES.match(text_of(value))) for _, value in pairs)
    return len(pairs) >= SIDE_BY_SIDE and 2 * figures >= len(pairs)


def _goes_on(upper: Part, lower: Part) -> bool:
    """Whether a further row keeps to the columns of this, as those of a table do."""
    below = _parts(lower)
    shared = sum(any(_in_column(part, other) for other in below) for part in _parts(upper))
    return shared >= SIDE_BY_SIDE


def _in_column(part: Part, other: Part) -> bool:
    one, two = box_of(part), box_of(other)
    return overlap_x(one, two) > 0 and two.top - one.bottom < COLUMN * one.height
