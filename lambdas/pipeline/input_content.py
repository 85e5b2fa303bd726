"""What a worker of Amazon A2I is told of a document: the input of the worker template, as JSON.

The shape is the template's (stacks/worker_templates/custom.liquid.html). Values have the ids of
lambdas/review/answers.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Raw, Struct

from lambdas.extraction.model import Box, Content, Field, LineItem, Table
from lambdas.extraction.result_document import Reason
from lambdas.extraction.written import Written

MAX_CHARACTERS = 3_145_728  # Amazon A2I, InputContent
MAX_VALUE = 4_000  # characters of a value that people can correct; a longer one is left out
MAX_CELLS = 10_000  # of a table that people can work with
MAX_SAID = 500  # characters of a reason; 1,000 of them leave room for the values


class _Image(Struct):
    page: int
    image: str


class _Field(Struct):
    id: str
    name: str
    value: str
    selected: bool | None
    confidence: float | None
    page: int
    box: Box | None
    doubtful: bool
    reason: str | None


class _Missing(Struct):
    id: str
    name: str
    page: int


class _Cell(Struct):
    id: str
    text: str


class _Table(Struct):
    number: int
    page: int
    title: str | None
    rows: list[list[_Cell | None]]


class _Value(Struct):
    id: str
    name: str
    value: str


class _LineItem(Struct):
    page: int
    values: list[_Value]


class _About(Struct):
    document_id: str
    key: str
    profile: str | None


class _LeftOut(Struct):
    fields: int
    tables: int
    pages: int


class _InputContent(Struct):
    document: _About | None
    reasons: list[str]
    pages: list[_Image]
    fields: list[Raw]
    missing: list[_Missing]
    tables: list[Raw]
    line_items: list[Raw]
    left_out: _LeftOut


class _Kind:
    """Values of one kind as JSON, by their numbers; no more than could ever fit."""

    def __init__(self) -> None:
        self.seen = 0
        self._kept: list[tuple[int, bytes]] = []
        self._room = MAX_CHARACTERS

    def add(self, number: int, value: Struct) -> None:
        encoded = msgspec.json.encode(value)  # as many bytes as characters, or more
        if len(encoded) < self._room:
            self._room -= len(encoded)
            self._kept.append((number, encoded))

    def fitting(self, room: int) -> Iterator[tuple[int, bytes]]:
        """Yield the first ones for which there is room for so many characters."""
        for number, encoded in self._kept:
            room -= len(encoded) + len(",")
            if room < 0:
                return
            yield number, encoded


def input_content(
    written: Written, reasons: Sequence[Reason], shown: Sequence[int], images: Mapping[int, str]
) -> str:
    """Return what fits of the pages `shown`: the doubtful fields first, the tables last."""
    told = _told(reasons)
    pages = _Pages(told, frozenset(shown))
    for content in written.contents():
        pages.add(content)
    head = written.head
    document = head.document
    whole = _InputContent(
        document=_About(document.document_id, document.key, head.profile) if document else None,
        reasons=list(_of_the_whole(reasons)),
        pages=[_Image(page, images[page]) for page in shown if page in images],
        fields=[],
        missing=list(_missing(reasons)),
        tables=[],
        line_items=[],
        left_out=_LeftOut(pages.fields.seen, pages.tables.seen, head.page_count - len(shown)),
    )
    pages.fill(whole)
    return msgspec.json.encode(whole).decode()


def _told(reasons: Iterable[Reason]) -> dict[int, str]:
    """Return why a field is doubtful, by its index."""
    told: dict[int, str] = {}
    for reason in reasons:
        if reason.index is not None:
            before = told.get(reason.index)
            message = _short(reason.message)
            told[reason.index] = f"{before}; {message}" if before else message
    return told


def _of_the_whole(reasons: Iterable[Reason]) -> Iterator[str]:
    """Yield the reasons that stand beside no field, each with the name that it is about."""
    for reason in reasons:
        if reason.index is None:
            message = reason.message
            about = f"{reason.field}: {message[:1].lower()}{message[1:]}"
            yield _short(about if reason.field else message)


def _missing(reasons: Iterable[Reason]) -> Iterator[_Missing]:
    for place, reason in enumerate(reasons):
        if reason.rule == "required" and reason.index is None:
            yield _Missing(f"missing-{place}", _short(reason.field or ""), reason.page or 1)


class _Pages:
    """Gathers the values of the pages that are shown, and every doubtful one."""

    def __init__(self, told: Mapping[int, str], shown: frozenset[int]) -> None:
        self._told = told
        self._shown = shown
        self._doubtful = _Kind()
        self.fields, self.line_items, self.tables = _Kind(), _Kind(), _Kind()

    def add(self, content: Content) -> None:
        is_shown = content.page.page in self._shown
        for index, field in enumerate(content.fields, start=self.fields.seen):
            self._add_field(index, field, is_shown=is_shown)
        for number, line in enumerate(content.line_items, start=self.line_items.seen):
            if is_shown:
                self.line_items.add(number, _line_item(number, line))
        for number, table in enumerate(content.tables, start=self.tables.seen + 1):
            if is_shown and table.rows * table.columns <= MAX_CELLS:
                self.tables.add(number, _table(number, table))
        self.fields.seen += len(content.fields)
        self.line_items.seen += len(content.line_items)
        self.tables.seen += len(content.tables)

    def _add_field(self, index: int, field: Field, *, is_shown: bool) -> None:
        if len(field.value) > MAX_VALUE:
            return
        reason = self._told.get(index)
        if reason is not None:
            self._doubtful.add(index, _field(index, field, reason))
        elif is_shown:
            self.fields.add(index, _field(index, field, None))

    def fill(self, whole: _InputContent) -> None:
        """Put in what there is room for, and correct the counts of what there was none for."""
        room = MAX_CHARACTERS - len(msgspec.json.encode(whole))
        doubtful = list(self._doubtful.fitting(room))
        room -= _characters(doubtful)
        others = list(self.fields.fitting(room))
        room -= _characters(others)
        line_items = list(self.line_items.fitting(room))
        tables = list(self.tables.fitting(room - _characters(line_items)))
        # By number alone: in the order in which they are printed.
        whole.fields = [Raw(encoded) for _, encoded in sorted([*doubtful, *others])]
        whole.line_items = [Raw(encoded) for _, encoded in line_items]
        whole.tables = [Raw(encoded) for _, encoded in tables]
        whole.left_out.fields -= len(whole.fields)
        whole.left_out.tables -= len(whole.tables)


def _characters(values: Iterable[tuple[int, bytes]]) -> int:
    return sum(len(encoded) + len(",") for _, encoded in values)


def _field(index: int, field: Field, reason: str | None) -> _Field:
    return _Field(
        id=f"field-{index}",
        name=field.name,
        value=field.value,
        selected=field.selected,
        confidence=field.confidence,
        page=field.page,
        box=field.box,
        doubtful=reason is not None,
        reason=reason,
    )


def _line_item(number: int, line: LineItem) -> _LineItem:
    values = [
        _Value(f"item-{number}-{place}", field.name, field.value)
        for place, field in enumerate(line.fields)
        if len(field.value) <= MAX_VALUE
    ]
    return _LineItem(line.page, values)


def _table(number: int, table: Table) -> _Table:
    """Return a table as rows; what a cell with spans covers beside its own place is null."""
    rows: list[list[_Cell | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        inside = 1 <= cell.row <= table.rows and 1 <= cell.column <= table.columns
        if inside and len(cell.text) <= MAX_VALUE:
            place = f"cell-{number}-{cell.row}-{cell.column}"
            rows[cell.row - 1][cell.column - 1] = _Cell(place, cell.text)
    return _Table(number, table.page, table.title, rows)


def _short(text: str) -> str:
    return text if len(text) <= MAX_SAID else f"{text[:MAX_SAID]}..."
