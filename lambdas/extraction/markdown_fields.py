"""Key-values, checkboxes and answers in `document.md`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from lambdas.extraction.escape import inline, line
from lambdas.extraction.graph import MARKS
from lambdas.extraction.model import Box, Cell, Field, Line, Page, Table
from lambdas.extraction.places import Nearby, by_rows, inside, left, same_row

SEARCHED = 100_000_000  # characters that may be searched for a page's pairs: a tenth of a second


def shown_in(tables: Iterable[Table], fields: Sequence[Field]) -> set[int]:
    """Return the key-values that tables show in their places, by `id`: two may be equal."""
    shown: set[int] = set()
    pairs = [field for field in fields if field.kind == "key_value"]
    for table in tables:
        there = pairs_in(table.box, pairs)
        words = _words(table.cells) if there else set()
        cells = Nearby(table.cells if there else ())
        shown.update(id(field) for field in there if _is_shown(field, cells, words))
    return shown


def _is_shown(field: Field, cells: Nearby[Cell], words: set[str]) -> bool:
    """Say whether a table shows a value by its words; checkboxes are alike, so by their places, as
    is what people typed, which may stand elsewhere by chance."""
    mark = "" if field.selected is None else MARKS[field.selected]
    wanted = f"{mark} {field.value}".split()
    if field.signed or not words.issuperset(wanted):
        return False
    if not field.is_corrected and not any(
        text in f"{mark}{field.value}" for text in MARKS.values()
    ):
        return True
    near = cells.around(field.box)
    return _words(cell for cell in near if _meet(cell.box, field.box)).issuperset(wanted)


def _label(text: str) -> str:
    return " ".join(text.split())


def _words(cells: Iterable[Cell]) -> set[str]:
    return set(" ".join([cell.text for cell in cells]).split())


def _meet(box: Box | None, other: Box | None) -> bool:
    """Say whether the middle of one of two boxes lies in the other."""
    return inside(box, other) or inside(other, box)


def pairs_in(box: Box | None, fields: Iterable[Field]) -> list[Field]:
    """Return the key-values that stand in a box."""
    return [field for field in fields if field.kind == "key_value" and inside(field.box, box)]


class Checkboxes:
    """The lone checkboxes of a page by their labels; each is taken once."""

    def __init__(self, fields: Iterable[Field]) -> None:
        boxes: dict[str, list[Field]] = {}
        for field in fields:
            if field.kind == "key_value" and field.selected is not None:
                boxes.setdefault(_label(f"{field.name} {field.printed}"), []).append(field)
        self._boxes = {label: Nearby(found) for label, found in boxes.items()}

    def on(self, row: Line, taken: Container[int]) -> Field | None:
        """Return the nearest checkbox on a line's row that has the whole line as its label, and is
        not taken, by its `id`."""
        boxes = self._boxes.get(_label(row.text))
        near = boxes.around(row.box) if boxes else ()
        labelled = [box for box in near if id(box) not in taken and same_row(box.box, row.box)]
        return min(labelled, key=lambda box: abs(left(box) - left(row)), default=None)


def in_place(pairs: Sequence[Field], lines: Iterable[Line]) -> list[Field | Line]:
    """Return key-values, and the lines that show more than these, row by row.

    Textract lists key-values in no order that a person would read them in.
    """
    shown = {word for pair in pairs for word in f"{pair.name} {pair.printed}".split()}
    return by_rows([*pairs, *(line for line in lines if not shown.issuperset(line.text.split()))])


def pair_list(pairs: Iterable[Field]) -> str:
    return "\n".join(map(_pair, pairs))


def listed(page: Page, fields: list[Field]) -> Iterator[str]:
    """Yield what the text alone does not say: pairs, checkboxes and answers."""
    pairs = [field for field in fields if field.kind == "key_value"]
    hidden = [*_hidden(page.text, pairs)]
    if hidden:
        yield "**Form fields**"
        yield "\n".join(f"{_pair(field)} {correction(field)}".rstrip() for field in by_rows(hidden))
    answers = [field for field in fields if field.kind == "query"]
    if answers:
        yield "**Answers**"
        yield "\n".join(map(_answer, answers))


def _hidden(text: str, pairs: list[Field]) -> Iterator[Field]:
    """Yield the pairs that a page's text does not show; where it is too long, nearly all.

    What people corrected is not what the text has.
    """
    searched = text if len(text) * len(pairs) <= SEARCHED else ""
    flowing = " ".join(searched.split())
    for pair in pairs:
        shown = f"{pair.name} {pair.value}".strip() in flowing
        reversed_ = f"{pair.value} {pair.name}" in searched  # as in "12:22 PM"
        told = pair.selected is not None or pair.signed or pair.is_corrected
        if told or (pair.value and not shown and not reversed_):
            yield pair


def _pair(field: Field) -> str:
    name = inline(field.name)
    label = name.removesuffix(":")
    value = inline(field.value) if label else line(field.value)
    if field.signed:
        value = f"{value} *(signed)*".lstrip()
    if field.selected is not None:
        return f"- {MARKS[field.selected]} {' '.join(filter(None, [name, value]))}".rstrip()
    return f"- **{label}:** {value}".rstrip() if label else f"- {value or '*(empty)*'}"


def _answer(field: Field) -> str:
    question = inline(field.question or field.name)
    asked = f"**{question}**" if question else "*(no question)*"
    return f"- {asked} {inline(field.value) or '*(no answer)*'} {correction(field)}".rstrip()


def correction(field: Field) -> str:
    """Return what is printed, after a corrected value that is not shown in the place of it."""
    before = field.reviewed
    if before is None or before.previous_value is None or not field.is_corrected:
        return ""
    mark = "" if before.previous_selected is None else MARKS[before.previous_selected]
    printed = " ".join(filter(None, [mark, inline(before.previous_value)]))
    return f"(corrected; printed: {printed or 'nothing'})"
