"""Find key-value pairs: labels with a colon, fields in boxes and on rules, checkboxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from local.textract.engine.findings import Checkbox, KeyValue, Table
from local.textract.engine.geometry import Box, overlap_x, overlap_y
from local.textract.engine.ruling import Grid, Ruling
from local.textract.engine.tables import FIELD_ROWS, drawn_cells, inside, is_field
from local.textract.engine.text import Line, Word, box_of, row_wise, rows, split_at_gaps, text_of

# How far each rule can be trusted, on top of the confidence of the words that were read.
COLON, BOXED, MARKED, BESIDE = 0.95, 0.93, 0.97, 0.85
LABEL_GAP = 1.2  # text heights of white between a checkbox's label and the next text
VALUE_REACH = 30.0  # text heights that a value may stand right of its label
BELOW_REACH = 1.2  # text heights that a value may stand below its label
LABEL_WORDS = 7  # more is a sentence with a colon
EMPTY_VALUE = 6.0  # text heights: how wide an empty field is when nothing bounds it
RULE_REACH = 0.8  # text heights between a rule and what is written on it or printed below
FAR_GAP = 1.5  # text heights that part a label from its value where no colon does
ALIKE = 1.5  # heights of a label and its value without a colon differ by less
CLEAR_GAP = 1.6  # of the usual gap between words: this parts a value from the next label

Pair = tuple[list[Word], list[Word]]


def key_values(
    lines: Sequence[Line],
    checkboxes: Sequence[Checkbox],
    drawn: Ruling,
    tables: Sequence[Table],
) -> list[KeyValue]:
    """Return the page's pairs in reading order; no word serves in two of them."""
    words = [word for line in lines for word in line.words]
    marked = [pair for box in checkboxes if (pair := _marked(box, words, checkboxes))]
    rest = _without(words, marked)
    rest = [word for word in rest if not any(t.box.holds_middle_of(word.box) for t in tables)]
    boxed = [pair for cell in _cells(drawn.grids, tables) if (pair := _boxed(cell, rest))]
    rest = _without(rest, boxed)
    ruled = [pair for rule in drawn.rules for pair in _on_rule(rule, rest)]
    rest = _without(rest, ruled)
    colons = list(_with_colons(rest))
    beside = list(_beside(_without(rest, colons)))
    found = [*marked, *boxed, *ruled, *colons, *beside]
    return sorted(found, key=lambda pair: (box_of(pair.key).y, box_of(pair.key).left))


def _without(words: Iterable[Word], pairs: Iterable[KeyValue]) -> list[Word]:
    used = {word for pair in pairs for word in (*pair.key, *pair.value)}
    return [word for word in words if word not in used]


def _confidence(trust: float, words: Sequence[Word]) -> float:
    return trust * sum(word.confidence for word in words) / len(words)


def _marked(
    checkbox: Checkbox, words: Sequence[Word], checkboxes: Sequence[Checkbox]
) -> KeyValue | None:
    """A checkbox and the label at its right, up to the next checkbox or a wide gap."""
    box = checkbox.box
    ends = [
        other.box.left
        for other in checkboxes
        if other.box.left > box.right and overlap_y(other.box, box) > 0
    ]
    row = [
        word
        for word in words
        if overlap_y(word.box, box) > 0.4 * min(word.box.height, box.height)
        and box.x < word.box.x < min(ends, default=float("inf"))
    ]
    parts = split_at_gaps(sorted(row, key=lambda word: word.box.left), gap=LABEL_GAP)
    if not parts or parts[0][0].box.left - box.right > 2 * box.width:
        return None
    label = tuple(parts[0])
    return KeyValue(
        key=label,
        checkbox=checkbox,
        value_box=box,
        confidence=min(_confidence(MARKED, label), checkbox.confidence),
    )


def _cells(grids: Iterable[Grid], tables: Sequence[Table]) -> Iterator[Box]:
    """The drawn cells of all grids that are no tables."""
    taken = {(table.xs, table.ys) for table in tables}
    for grid in grids:
        if (grid.xs, grid.ys) not in taken:
            yield from (cell for _, cell in drawn_cells(grid))


def _boxed(cell: Box, words: Sequence[Word]) -> KeyValue | None:
    """A cell with its label in the first row of text and the value below."""
    own = inside(cell, words)
    if not own or not is_field(own):
        return None
    label, *value_rows = rows(own)
    if len(label) > LABEL_WORDS or len(value_rows) >= FIELD_ROWS:
        return None
    value = tuple(word for row in value_rows for word in row)
    low = box_of(label).bottom
    return KeyValue(
        key=tuple(label),
        value=value,
        value_box=Box(
            left=cell.left, top=min(low, cell.bottom), right=cell.right, bottom=cell.bottom
        ),
        confidence=_confidence(BOXED, own),
    )


def _on_rule(rule: Box, words: Sequence[Word]) -> Iterator[KeyValue]:
    """Labels that stand just below a rule, each with what was written on the rule above it."""
    among = rule.grown(RULE_REACH * max((word.box.height for word in words), default=0.0))
    near = [word for word in words if rule.left <= word.box.x <= rule.right]
    near = [word for word in near if overlap_y(word.box, among) > 0]
    under = sorted((w for w in near if _gap(rule, w) > -0.3), key=lambda word: word.box.left)
    if any(char.isdigit() for word in under for char in word.text):
        return  # figures below a rule: the rule parts two rows of other things
    labels = [part for part in split_at_gaps(under, gap=LABEL_GAP) if _is_label(part)]
    ends = [*(part[0].box.left for part in labels), float("inf")][1:]
    for label, end in zip(labels, ends, strict=True):
        start = label[0].box.left - label[0].box.height
        above = [w for w in near if w not in under and start <= w.box.left < end]
        value = split_at_gaps(row_wise(above), gap=2 * LABEL_GAP)[0] if above else []
        if value and all(abs(_gap(rule, word)) < RULE_REACH for word in label):
            yield KeyValue(
                key=tuple(label),
                value=tuple(value),
                value_box=box_of(value),
                confidence=_confidence(BESIDE, [*label, *value]),
            )


def _gap(rule: Box, word: Word) -> float:
    """How far below a rule a word begins, in its own heights; above the rule less than 0."""
    return (word.box.top - rule.bottom) / max(word.box.height, 1.0)


def _with_colons(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Labels that end with a colon; the value stands at the right, else just below."""
    page = rows(words)
    used: set[Word] = set()
    for row, below in zip(page, [*page, []][1:], strict=True):
        labels = list(_labels([word for word in row if word not in used]))
        starts = [*(label[0].box.left for label in labels), float("inf")][1:]
        for label, end in zip(labels, starts, strict=True):
            value = _right_of(label, row, end) or _below(label, below)
            used |= {*label, *value}
            yield KeyValue(
                key=tuple(label),
                value=tuple(value),
                value_box=_blank(label, end),
                confidence=_confidence(COLON, [*label, *value]),
            )


def _labels(row: Sequence[Word]) -> Iterator[list[Word]]:
    start = 0
    for index, word in enumerate(row):
        if word.text.endswith(":") and any(
            c.isalpha() for w in row[start : index + 1] for c in w.text
        ):
            label = _label(row[start : index + 1], first=start == 0)
            if len(label) <= LABEL_WORDS:
                yield label
            start = index + 1


def _label(words: Sequence[Word], *, first: bool) -> list[Word]:
    """The end of these words that is the label; what stands before is the last value."""
    part = split_at_gaps(words, gap=CLEAR_GAP)[-1]
    if first or len(part) < len(words):
        return part
    gaps = [right.box.left - left.box.right for left, right in pairwise(words)]
    if gaps and max(gaps) > CLEAR_GAP * sorted(gaps)[len(gaps) // 2]:
        return list(words[gaps.index(max(gaps)) + 1 :])
    capitals = [i for i, word in enumerate(words) if i and word.text[:1].isupper()]
    return list(words[capitals[-1] :]) if capitals else list(words[-1:])


def _right_of(label: Sequence[Word], row: Sequence[Word], end: float) -> list[Word]:
    box = box_of(label)
    after = [word for word in row if box.right <= word.box.x and word.box.x < end]
    if not after or after[0].box.left - box.right > VALUE_REACH * box.height:
        return []
    return split_at_gaps(after, gap=3 * LABEL_GAP)[0]


def _below(label: Sequence[Word], below: Sequence[Word]) -> list[Word]:
    """The text just below that begins where the label begins."""
    box = box_of(label)
    for part in split_at_gaps(below, gap=LABEL_GAP):
        under = box_of(part)
        near = under.top - box.bottom < BELOW_REACH * box.height
        if near and abs(under.left - box.left) < box.height and part[-1].text[-1:] != ":":
            return [] if any(word.text.endswith(":") for word in part) else part
    return []


def _blank(label: Sequence[Word], end: float) -> Box:
    box = box_of(label)
    right = min(box.right + EMPTY_VALUE * box.height, end)
    return Box(left=box.right, top=box.top, right=max(right, box.right + 1), bottom=box.bottom)


def _beside(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Rows of a label and a value with a wide gap between, as in "Due date      April 11".

    Only what holds a figure is surely a value without a colon to say so; other rows join in
    where they stand in line with such a one.
    """
    pairs = [
        (label, value)
        for row in rows(words)
        for label, value in pairwise(split_at_gaps(row, gap=LABEL_GAP))
        if _is_label(label) and _may_be_value(label, value)
    ]
    sure = [pair for pair in pairs if any(c.isdigit() for word in pair[1] for c in word.text)]
    for label, value in pairs:
        if (label, value) in sure or any(_in_line((label, value), other) for other in sure):
            yield KeyValue(
                key=tuple(label),
                value=tuple(value),
                value_box=box_of(value),
                confidence=_confidence(BESIDE, [*label, *value]),
            )


def _is_label(words: Sequence[Word]) -> bool:
    text = text_of(words)
    return len(words) <= 4 and text[:1].isupper() and not any(c.isdigit() for c in text)


def _may_be_value(label: Sequence[Word], value: Sequence[Word]) -> bool:
    one, other = box_of(label), box_of(value)
    gap = -overlap_x(one, other) / one.height
    alike = max(one.height, other.height) < ALIKE * min(one.height, other.height)
    return alike and FAR_GAP < gap < VALUE_REACH and len(value) <= 5


def _in_line(pair: Pair, other: Pair) -> bool:
    """Whether labels begin, and values begin or end, at the same height of the page's width."""
    (label, value), (other_label, other_value) = (
        tuple(map(box_of, each)) for each in (pair, other)
    )
    near = label.height
    values = abs(value.left - other_value.left), abs(value.right - other_value.right)
    return abs(label.left - other_label.left) < near and min(values) < near
