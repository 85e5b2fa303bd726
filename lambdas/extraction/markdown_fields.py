"""Key-values, checkboxes and answers in `document.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lambdas.extraction.escape import inline, line
from lambdas.extraction.graph import MARKS
from lambdas.extraction.model import Box, Cell, Field, Line, Page, Table

SAME_ROW = 0.5  # of the lower box: so much overlap, as handwriting stands high and low


def inside(box: Box | None, outer: Box | None) -> bool:
    """Say whether the middle of a box lies in another."""
    if box is None or outer is None:
        return False
    y = box.top + box.height / 2
    if not outer.top <= y <= outer.top + outer.height:
        return False
    return outer.left <= box.left + box.width / 2 <= outer.left + outer.width


def shown_in(tables: Iterable[Table], fields: Sequence[Field]) -> set[int]:
    """Return the key-values that tables show in their places, by `id`: two may be equal."""
    shown: set[int] = set()
    for table in tables:
        there = [
            each for each in fields if each.kind == "key_value" and inside(each.box, table.box)
        ]
        words = _words(table.cells) if there else set()
        shown.update(id(field) for field in there if _is_shown(field, table, words))
    return shown


def _is_shown(field: Field, table: Table, words: set[str]) -> bool:
    """Say whether a table shows a value by its words; checkboxes are alike, so by their places."""
    mark = "" if field.selected is None else MARKS[field.selected]
    wanted = f"{mark} {field.value}".split()
    if field.signed or not words.issuperset(wanted):
        return False
    if not any(text in f"{mark}{field.value}" for text in MARKS.values()):
        return True
    return _words(cell for cell in table.cells if _meet(cell.box, field.box)).issuperset(wanted)


def _words(cells: Iterable[Cell]) -> set[str]:
    return set(" ".join([cell.text for cell in cells]).split())


def _meet(box: Box | None, other: Box | None) -> bool:
    """Say whether the middle of one of two boxes lies in the other."""
    return inside(box, other) or inside(other, box)


def pairs_in(box: Box | None, fields: Iterable[Field]) -> list[Field]:
    """Return the key-values that stand in a box."""
    return [field for field in fields if field.kind == "key_value" and inside(field.box, box)]


def checkbox_of(line: Line, fields: Iterable[Field]) -> Field | None:
    """Return the nearest lone checkbox on a line's row that has the whole line as its label."""
    labelled = [
        field
        for field in fields
        if field.kind == "key_value"
        and field.selected is not None
        and f"{field.name} {field.value}".split() == line.text.split()
        and field.box is not None
        and same_row(field.box, line.box)
    ]
    return min(labelled, key=lambda field: abs(_left(field.box) - _left(line.box)), default=None)


def in_place(pairs: Sequence[Field], lines: Iterable[Line]) -> list[Field | Line]:
    """Return key-values, and the lines that show more than these, row by row.

    Textract lists key-values in no order that a person would read them in.
    """
    shown = {word for pair in pairs for word in f"{pair.name} {pair.value}".split()}
    return _by_rows([*pairs, *(line for line in lines if not shown.issuperset(line.text.split()))])


def pair_list(pairs: Iterable[Field]) -> str:
    return "\n".join(map(_pair, pairs))


def listed(page: Page, fields: list[Field]) -> Iterator[str]:
    """Yield what the text alone does not say: pairs, checkboxes and answers."""
    text = " ".join(page.text.split())
    pairs = [field for field in fields if field.kind == "key_value"]
    hidden = [field for field in pairs if not _is_visible(field, page, text)]
    if hidden:
        yield "**Form fields**"
        yield pair_list(each for each in in_place(hidden, []) if isinstance(each, Field))
    answers = [field for field in fields if field.kind == "query"]
    if answers:
        yield "**Answers**"
        yield "\n".join(map(_answer, answers))


def _is_visible(field: Field, page: Page, text: str) -> bool:
    if field.selected is not None or field.signed:
        return False
    if not field.value or f"{field.name} {field.value}".strip() in text:
        return True
    reversed_ = f"{field.value} {field.name}"  # as in "12:22 PM"
    return any(reversed_ in line.text for line in page.lines)


def _pair(field: Field) -> str:
    name = inline(field.name)
    value = inline(field.value) if name else line(field.value)
    if field.signed:
        value = f"{value} *(signed)*".lstrip()
    if field.selected is not None:
        return f"- {MARKS[field.selected]} {' '.join(filter(None, [name, value]))}".rstrip()
    name = name.removesuffix(":").rstrip()
    return f"- **{name}:** {value}".rstrip() if name else f"- {value or '*(empty)*'}"


def _answer(field: Field) -> str:
    question = inline(field.question or field.name)
    asked = f"**{question}**" if question else "*(no question)*"
    return f"- {asked} {inline(field.value) or '*(no answer)*'}"


def _by_rows(things: Iterable[Field | Line]) -> list[Field | Line]:
    """Return what stands on a page row by row, from left to right."""
    rows: list[list[Field | Line]] = []
    for each in sorted(things, key=lambda each: _middle(each.box)):
        if rows and same_row(rows[-1][0].box, each.box):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [each for row in rows for each in sorted(row, key=lambda each: _left(each.box))]


def same_row(first: Box | None, box: Box | None) -> bool:
    if first is None or box is None:
        return first is box
    overlap = min(first.top + first.height, box.top + box.height) - max(first.top, box.top)
    return overlap >= SAME_ROW * min(first.height, box.height)


def _middle(box: Box | None) -> float:
    return box.top + box.height / 2 if box else 2.0  # after all that have a place


def _left(box: Box | None) -> float:
    return box.left if box else 0.0
