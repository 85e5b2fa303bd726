"""Fields of lending documents: those whose types we know, and every other pair as OTHER."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from local.textract.engine.blocks import float32, geometry
from local.textract.engine.findings import Checkbox, Findings
from local.textract.engine.labelled_values import Labelled, of_pairs, of_rows, with_amounts
from local.textract.engine.lending_labels import KNOWN, PERIODS, YEAR_TO_DATE, is_period, meaning
from local.textract.engine.lending_parties import Named, parties
from local.textract.engine.passages import Passage, detection, passage
from local.textract.engine.reading import Page
from local.textract.engine.text import Word, text_of

RANGE = re.compile(r"-|to|through|until", re.IGNORECASE)


def lending_fields(page: Page, found: Findings, kind: str) -> list[dict[str, Any]]:
    """Return LendingFields: all that we know of this type of page, found or not, then OTHER."""
    pairs = list(of_pairs(found.key_values))
    fields: dict[str, list[Passage]] = {name: [] for name in KNOWN.get(kind, {})}
    used: set[Word] = set()
    for name, value in [*_labelled(pairs, page.words, kind), *parties(page.lines, kind)]:
        if used.isdisjoint(value.words) and value.text not in [each.text for each in fields[name]]:
            fields[name].append(value)
            used |= set(value.words)
    others = [value for value in [*pairs, *_rows(page, found)] if used.isdisjoint(value.value)]
    return [
        *(_wire(page, name, values) for name, values in fields.items()),
        *_others(page, others),
        *(_mark(page, pair.key, pair.checkbox) for pair in found.key_values if pair.checkbox),
    ]


def _labelled(pairs: Iterable[Labelled], words: Sequence[Word], kind: str) -> Iterator[Named]:
    """Values of pairs, and amounts in the rows of labels, wherever they stand."""
    for pair in pairs:
        label = text_of(pair.label)
        if is_period(kind, label):
            yield from zip(PERIODS[kind], _start_and_end(pair.value), strict=False)
        elif name := meaning(kind, label):
            yield name, passage(pair.value)
    for text, amounts in with_amounts(words):
        if name := meaning(kind, text_of(text)):
            names = [name, YEAR_TO_DATE.get(name)]
            for each, amount in zip(names, amounts, strict=False):
                if each:
                    yield each, passage(amount)


def _start_and_end(words: Sequence[Word]) -> list[Passage]:
    cuts = [index for index, word in enumerate(words) if RANGE.fullmatch(word.text)]
    if len(cuts) != 1 or not 0 < cuts[0] < len(words) - 1:
        return []
    return [passage(words[: cuts[0]]), passage(words[cuts[0] + 1 :])]


def _rows(page: Page, found: Findings) -> Iterator[Labelled]:
    """Rows of a text and its amount, but not those of tables that have heads."""
    tables = [table for table in found.tables if table.header_rows]
    return of_rows([w for w in page.words if not any(t.box.holds_middle_of(w.box) for t in tables)])


def _others(page: Page, values: Iterable[Labelled]) -> Iterator[dict[str, Any]]:
    used: set[Word] = set()
    for value in values:
        if used.isdisjoint(value.value):
            used |= set(value.value)
            key = detection(page, passage(value.label))
            yield {"KeyDetection": key, **_wire(page, "OTHER", [passage(value.value)])}


def _mark(page: Page, label: Sequence[Word], checkbox: Checkbox) -> dict[str, Any]:
    mark = {
        "SelectionStatus": "SELECTED" if checkbox.selected else "NOT_SELECTED",
        "Geometry": geometry(page, checkbox.box.quad),
        "Confidence": float32(checkbox.confidence),
    }
    key = detection(page, passage(label))
    return {"Type": "OTHER", "KeyDetection": key, "ValueDetections": [mark]}


def _wire(page: Page, name: str, values: Sequence[Passage]) -> dict[str, Any]:
    told = [detection(page, value, line_end=" ") for value in values]
    return {"Type": name, "ValueDetections": told}
