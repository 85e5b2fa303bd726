"""Pairs whose label ends with a colon."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from statistics import median

from local.textract.engine.colons import colons
from local.textract.engine.findings import KeyValue
from local.textract.engine.further_lines import VALUE_LINES, further_lines
from local.textract.engine.geometry import Box
from local.textract.engine.labels import LABEL_GAP, sureness
from local.textract.engine.lettering import type_size
from local.textract.engine.text import Word, box_of, rows, split_at_gaps, text_of

TRUST = 0.95  # on top of the confidence of the words that were read
VALUE_REACH = 30.0  # text heights that a value may stand right of its label
FAR = 6.0  # text heights: so far from its label, a text may be of a paragraph of its own
BELOW_REACH = 1.2  # text heights of white above a value below its label, and between its lines
EMPTY_VALUE = 6.0  # text heights: how wide an empty field is when nothing bounds it
SENTENCE = 4  # words after a colon that go on to a full stop
SALUTATION = re.compile(r"(?:Dear|Hello|To whom)(?![a-z])")  # of a letter
WARNING = re.compile(r"(?:please )?note|caution|warning|important|disclaimer", re.IGNORECASE)
HEADING = 1.2  # times the usual label's type: a heading with a colon, over other fields

Rows = Sequence[Sequence[Word]]


def with_colons(
    words: Sequence[Word], rules: Sequence[Box] = (), tabled: Collection[Word] = frozenset()
) -> Iterator[KeyValue]:
    """Labels that end with a colon; the value stands at the right, else just below.

    Where there is none, the label is an empty field or a heading; a `tabled` one names a column.
    """
    page = rows(words)
    found = colons(page, rules)
    sizes = [_size(label) for row in page for label, _ in found.labels(row)]
    used: set[Word] = set()
    for number, row in enumerate(page):
        near = page[max(number - 1, 0) : number] + page[number + 1 : number + 2]
        for label, end in found.labels([word for word in row if word not in used]):
            rule = found.rule(label)
            value = _right_of(label, row, min(end, rule.right) if rule else end, near)
            is_tabled = label[0] in tabled
            if value and not is_tabled:
                left = label[0].box.left
                value += further_lines(value, page[number + 1 :], alone_from=left)
            elif not (is_tabled or rule):
                value = _below(label, page[number + 1 :])
            if _is_prose(label, value):
                break
            if value or not (is_tabled or _size(label) > HEADING * median(sizes)):
                used |= {*label, *value}
                yield KeyValue(
                    key=tuple(label),
                    value=tuple(value),
                    value_box=_blank(label, end, rule),
                    confidence=sureness(TRUST, [*label, *value]),
                )


def _size(label: Sequence[Word]) -> float:
    return median(map(type_size, label))


def _is_prose(label: Sequence[Word], value: Sequence[Word]) -> bool:
    """Whether a colon stands within a sentence: "Please note: we are closed on Sundays."."""
    if not value:
        return label[0].text[:1].islower() or bool(SALUTATION.match(text_of(label)))
    running = label[0].text[:1].islower() or value[0].text[:1].islower()
    stops = running and any(word.text.endswith(".") for word in value)
    warns = WARNING.match(text_of(label)) and value[-1].text.endswith(".")
    return (len(value) >= SENTENCE and bool(stops or warns)) or len(rows(value)) > VALUE_LINES


def _right_of(label: Sequence[Word], row: Sequence[Word], end: float, near: Rows) -> list[Word]:
    box = box_of(label)
    after = [word for word in row if box.right <= word.box.x and word.box.left < end]
    gap = after[0].box.left - box.right if after else 0.0
    if not after or gap > VALUE_REACH * box.height:
        return []
    value = split_at_gaps(after, gap=3 * LABEL_GAP)[0]
    is_other = gap > FAR * box.height and any(_goes_on(value, other) for other in near)
    return [] if is_other else value


def _goes_on(value: Sequence[Word], row: Sequence[Word]) -> bool:
    """Whether a text without a label before it stands in line with this, close above or below."""
    box = box_of(value)
    parts = split_at_gaps(row, gap=LABEL_GAP)
    for before, part in pairwise([[], *parts]):
        other = box_of(part)
        white = max(other.top - box.bottom, box.top - other.bottom)
        in_line = abs(other.left - box.left) < box.height / 2 and white < box.height
        labelled = before and before[-1].text.endswith(":")
        if in_line and not labelled:
            return True
    return False


def _below(label: Sequence[Word], page: Rows) -> list[Word]:
    """The lines just below that begin where the label begins."""
    above, value = box_of(label), list[Word]()
    reach = BELOW_REACH * above.height
    for row in page:
        if box_of(row).top - above.bottom > reach:
            break
        for part in split_at_gaps(row, gap=LABEL_GAP):
            if abs(part[0].box.left - box_of(label).left) < box_of(label).height:
                if any(word.text.endswith(":") for word in part):
                    return value
                value += part
                above = box_of(part)
    return value


def _blank(label: Sequence[Word], end: float, rule: Box | None) -> Box:
    box = box_of(label)
    right = rule.right if rule else min(box.right + EMPTY_VALUE * box.height, end)
    return Box(left=box.right, top=box.top, right=max(right, box.right + 1), bottom=box.bottom)
