"""The shape of what a worker of Amazon A2I is told: the input of the worker template.

It is the template's (stacks/worker_templates/custom.liquid.html). Values have the ids of
lambdas/review/answers.py.
"""

from __future__ import annotations

from msgspec import Raw, Struct

from lambdas.extraction.model import Box, Field, LineItem, Table
from lambdas.review.answers import MOST_CHARACTERS


class Image(Struct):
    page: int
    image: str


class TaskField(Struct):
    id: str
    name: str
    value: str
    selected: bool | None
    confidence: float | None
    page: int
    box: Box | None
    doubtful: bool
    reason: str | None


class Missing(Struct):
    id: str
    name: str
    page: int


class TaskCell(Struct):
    id: str
    text: str


class TaskTable(Struct):
    number: int
    page: int
    title: str | None
    rows: list[list[TaskCell | None]]


class TaskValue(Struct):
    id: str
    name: str
    value: str


class TaskLineItem(Struct):
    page: int
    values: list[TaskValue]


class About(Struct):
    document_id: str
    key: str
    profile: str | None


class LeftOut(Struct):
    fields: int
    tables: int
    pages: int


class Task(Struct):
    document: About | None
    reasons: list[str]
    pages: list[Image]
    fields: list[Raw]
    missing: list[Missing]
    tables: list[Raw]
    line_items: list[Raw]
    left_out: LeftOut


def task_field(index: int, field: Field, reason: str | None) -> TaskField:
    return TaskField(
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


def task_line_item(number: int, line: LineItem) -> TaskLineItem:
    """Return a row's values, but for those that no answer could hold."""
    values = [
        TaskValue(f"item-{number}-{place}", field.name, field.value)
        for place, field in enumerate(line.fields)
        if len(field.value) <= MOST_CHARACTERS
    ]
    return TaskLineItem(line.page, values)


def task_table(number: int, table: Table) -> TaskTable:
    """Return a table as rows; what a cell with spans covers beside its own place is null."""
    rows: list[list[TaskCell | None]] = [[None] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        inside = 1 <= cell.row <= table.rows and 1 <= cell.column <= table.columns
        if inside and len(cell.text) <= MOST_CHARACTERS:
            place = f"cell-{number}-{cell.row}-{cell.column}"
            rows[cell.row - 1][cell.column - 1] = TaskCell(place, cell.text)
    return TaskTable(number, table.page, table.title, rows)
