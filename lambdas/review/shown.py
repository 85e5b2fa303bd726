"""What a form showed to workers and did not ask about: a form says all of its inputs again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from lambdas.review.answers import Answer
from lambdas.review.same import same


class _Value(Struct):
    id: str
    value: str
    selected: bool | None = None
    doubtful: bool = False


class _Cell(Struct):
    id: str
    text: str


class _Table(Struct):
    rows: list[list[_Cell | None]]


class _LineItem(Struct):
    values: list[_Value]


class _Task(Struct):
    """What this reads of a task's input, lambdas/pipeline/worker_task.py."""

    fields: list[_Value] = []
    tables: list[_Table] = []
    line_items: list[_LineItem] = []


def without_what_was_only_shown(
    answers: Sequence[Answer], task: Mapping[str, object]
) -> list[Answer]:
    """Leave out the values that nobody was asked about and everybody left as they were.

    Where one of several workers changed such a value, what the others left counts as well.
    """
    untouched = {id_ for id_, shown in _shown(task) if not _is_changed(id_, shown, answers)}
    return [msgspec.structs.replace(each, values=_but(each.values, untouched)) for each in answers]


def _shown(task: Mapping[str, object]) -> Iterator[tuple[str, str | bool]]:
    """Yield the ids of what was not asked about, each with what the form showed."""
    try:
        read = msgspec.convert(task, _Task)
    except msgspec.ValidationError:  # not one of our tasks: then all of it was asked
        return
    for field in read.fields:
        if not field.doubtful:
            yield field.id, field.value
            if field.selected is not None:
                yield field.id.replace("field-", "selected-"), field.selected
    for item in read.line_items:
        yield from ((value.id, value.value) for value in item.values)
    for table in read.tables:
        yield from ((cell.id, cell.text) for row in table.rows for cell in row if cell)


def _is_changed(id_: str, shown: str | bool, answers: Sequence[Answer]) -> bool:
    said = [answer.values[id_] for answer in answers if id_ in answer.values]
    if isinstance(shown, bool):
        return any(each != shown for each in said)
    return any(not same(str(each), shown) for each in said)


def _but(values: Mapping[str, str | bool], left_out: set[str]) -> dict[str, str | bool]:
    return {id_: value for id_, value in values.items() if id_ not in left_out}
