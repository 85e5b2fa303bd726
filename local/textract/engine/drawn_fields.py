"""Pairs that a form draws: labelled cells, lines to write on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from local.textract.engine.cells import inside, whole_cells
from local.textract.engine.findings import KeyValue, Table
from local.textract.engine.geometry import Box, shared_area
from local.textract.engine.labels import (
    LABEL_GAP,
    LABEL_WORDS,
    holds_fields,
    is_label,
    leads_to,
    pair_of,
    sureness,
    unnumbered,
)
from local.textract.engine.ruling import Grid
from local.textract.engine.tables import FIELD_ROWS, is_field
from local.textract.engine.text import Word, box_of, row_wise, rows, split_at_gaps, text_of

# How far each rule can be trusted, on top of the confidence of the words that were read.
BOXED, ON_RULE = 0.93, 0.85
FAR_APART = 3.0  # text heights of white that no label has between its words
ROOM = 1.2  # text heights below the label of an empty cell; text in the middle has less
TOUCH = -0.3  # text heights by which a text below a rule may reach into it
RULE_REACH = 0.8  # text heights between a rule and what is printed below it
SIGNED = re.compile(r"\b(?:signature|signed|date|name|title|initials|witness|by)\b", re.IGNORECASE)
"""What is asked for below a line: other text below an empty one may have nothing to do with it."""
FIELD_HEIGHT = 1.2  # heights of its label above the rule: more is the row above
WRITTEN = 1.0  # text heights between a rule and what is written on it


def field_cells(grids: Iterable[Grid], tables: Sequence[Table]) -> Iterator[Box]:
    """The drawn cells of all grids that are no tables."""
    taken = {table.box for table in tables}
    for grid in grids:
        if grid.box not in taken:
            yield from whole_cells(grid)


def boxed(cell: Box, words: Sequence[Word]) -> KeyValue | None:
    """A cell with its label in the first row of text and the value below."""
    own = inside(cell, words)
    if not own or not (is_field(own) or _is_empty(cell, own)):
        return None
    label, *value_rows = rows(own)
    if len(label) > LABEL_WORDS or len(value_rows) >= FIELD_ROWS:
        return None
    if len(split_at_gaps(label, gap=FAR_APART)) > 1:
        return None  # two texts side by side, as in the band of a heading
    if holds_fields(own, label):
        return None
    value = tuple(word for row in value_rows for word in row)
    low = box_of(label).bottom
    return KeyValue(
        key=tuple(label),
        value=value,
        value_box=Box(
            left=cell.left, top=min(low, cell.bottom), right=cell.right, bottom=cell.bottom
        ),
        confidence=sureness(BOXED, own),
    )


def _is_empty(cell: Box, words: Sequence[Word]) -> bool:
    """Whether a label stands in the upper part of a cell, with room for a value below it."""
    label = box_of(words)
    above, below = label.top - cell.top, cell.bottom - label.bottom
    return is_label(unnumbered(words), most=LABEL_WORDS) and below > max(
        ROOM * label.height, 2 * above
    )


def before_rules(rules: Sequence[Box], words: Sequence[Word]) -> list[KeyValue]:
    """Labels without a colon just before a rule, with what was written on the rule, if anything."""
    page = [(row, box_of(row)) for row in rows(words)]
    pairs = [
        pair
        for rule in rules
        for row, box in page
        if abs(rule.y - box.bottom) < box.height
        and (label := _leading(rule, row, rules))
        and (pair := _written(label, rule, words))
    ]
    return list({pair.key: pair for pair in pairs}.values())


def _leading(rule: Box, row: Sequence[Word], rules: Iterable[Box]) -> list[Word]:
    """The label of a row that leads to a rule; what follows on a colon is a value."""
    parts = split_at_gaps([word for word in row if word.box.x < rule.left], gap=LABEL_GAP)
    if not parts or not leads_to(parts[-1], rule):
        return []
    label, before = parts[-1], parts[-2] if len(parts) > 1 else []
    valued = before and before[-1].text.endswith(":")
    field_ends = valued and any(leads_to(before, other) for other in rules)
    named = is_label(label, most=LABEL_WORDS) and len(text_of(label)) > 1
    colon = any(word.text.endswith(":") for word in label)
    return label if named and not colon and (field_ends or not valued) else []


def _written(label: Sequence[Word], rule: Box, words: Sequence[Word]) -> KeyValue | None:
    field = replace(rule, top=rule.bottom - FIELD_HEIGHT * box_of(label).height)
    others = [word for word in words if word not in label]
    value = row_wise(word for word in others if _lies(word, rule))
    if not value and any(shared_area(word.box, field) > 0 for word in others):
        return None
    return KeyValue(
        key=tuple(label),
        value=tuple(value),
        value_box=field,
        confidence=sureness(ON_RULE, [*label, *value]),
    )


def on_rules(rules: Iterable[Box], words: Sequence[Word]) -> list[KeyValue]:
    """Labels that stand just below a rule, each with what was written on the rule above it."""
    page = rows(words)
    pairs = [pair for rule in rules for row in page for pair in _on_rule(rule, row, words)]
    return list({pair.key: pair for pair in pairs}.values())


def _on_rule(rule: Box, row: Sequence[Word], words: Sequence[Word]) -> Iterator[KeyValue]:
    if not any(_hangs(word, rule) for word in row) or any(map(_has_figure, row)):
        return  # figures below a rule: the rule parts two rows of other things
    labels = [part for part in split_at_gaps(row, gap=LABEL_GAP) if _is_below(part, rule)]
    ends = [*(part[0].box.left for part in labels), float("inf")][1:]
    written = [word for word in words if _lies(word, rule)]
    for label, end in zip(labels, ends, strict=True):
        start = label[0].box.left - label[0].box.height
        above = [word for word in written if start <= word.box.left < end]
        if above:
            value = split_at_gaps(row_wise(above), gap=2 * LABEL_GAP)[0]
            yield pair_of(label, value, ON_RULE)
        elif len(labels) == 1 and SIGNED.search(text_of(label)):
            field = replace(rule, top=rule.bottom - FIELD_HEIGHT * box_of(label).height)
            sure = sureness(ON_RULE, label)
            yield KeyValue(key=tuple(label), value_box=field, confidence=sure)


def _has_figure(word: Word) -> bool:
    return any(map(str.isdigit, word.text))


def _is_below(part: Sequence[Word], rule: Box) -> bool:
    colon = any(":" in word.text for word in part)
    return is_label(part) and not colon and all(_hangs(word, rule) for word in part)


def _hangs(word: Word, rule: Box) -> bool:
    return rule.left <= word.box.x <= rule.right and TOUCH < _gap(rule, word) < RULE_REACH


def _lies(word: Word, rule: Box) -> bool:
    white = rule.top - word.box.bottom
    above = white < WRITTEN * word.box.height and _gap(rule, word) <= TOUCH
    return rule.left <= word.box.x <= rule.right and above and word.box.y < rule.bottom


def _gap(rule: Box, word: Word) -> float:
    """How far below a rule a word begins, in its own heights; above the rule less than 0."""
    return (word.box.top - rule.bottom) / max(word.box.height, 1.0)
