"""What a worker of Amazon A2I is told of a document: what is doubtful, and what else fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Raw, Struct

from lambdas.extraction.model import Content, Field
from lambdas.extraction.result_document import Reason
from lambdas.extraction.written import Written
from lambdas.pipeline.worker_task import (
    About,
    Image,
    LeftOut,
    Missing,
    Task,
    task_field,
    task_line_item,
    task_table,
)
from lambdas.review.answers import MOST_CHARACTERS

MAX_CHARACTERS = 3_145_728  # Amazon A2I, InputContent
MAX_CELLS = 10_000  # of a table that people can work with
MAX_SAID = 500  # characters of a reason; 1,000 of them leave room for the values


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
    whole = Task(
        document=About(document.document_id, document.key, head.profile) if document else None,
        reasons=list(_of_the_whole(reasons)),
        pages=[Image(page, images[page]) for page in shown if page in images],
        fields=[],
        missing=list(_missing(reasons)),
        tables=[],
        line_items=[],
        left_out=LeftOut(pages.fields.seen, pages.tables.seen, head.page_count - len(shown)),
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


def _missing(reasons: Iterable[Reason]) -> Iterator[Missing]:
    for place, reason in enumerate(reasons):
        if reason.rule == "required" and reason.index is None:
            yield Missing(f"missing-{place}", _short(reason.field or ""), reason.page or 1)


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
                self.line_items.add(number, task_line_item(number, line))
        for number, table in enumerate(content.tables, start=self.tables.seen + 1):
            if is_shown and table.rows * table.columns <= MAX_CELLS:
                self.tables.add(number, task_table(number, table))
        self.fields.seen += len(content.fields)
        self.line_items.seen += len(content.line_items)
        self.tables.seen += len(content.tables)

    def _add_field(self, index: int, field: Field, *, is_shown: bool) -> None:
        if len(field.value) > MOST_CHARACTERS:
            return
        reason = self._told.get(index)
        if reason is not None:
            self._doubtful.add(index, task_field(index, field, reason))
        elif is_shown:
            self.fields.add(index, task_field(index, field, None))

    def fill(self, whole: Task) -> None:
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


def _short(text: str) -> str:
    return text if len(text) <= MAX_SAID else f"{text[:MAX_SAID]}..."
