"""A field, and a cell, as people confirmed or corrected it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from lambdas.documents import DateOrder
from lambdas.extraction.graph import MARKS
from lambdas.extraction.model import Cell, Field, Reviewed
from lambdas.extraction.retyped import retyped
from lambdas.review.consolidate import Said
from lambdas.review.same import same

_MARK = re.compile("|".join(map(re.escape, MARKS.values())))


def reviewed_field(
    field: Field, text: Said | None, state: Said | None, date_order: DateOrder | None
) -> Field:
    """Return the field with what was said of its value, and of its lone checkbox."""
    value = field.value if text is None else _typed(text, field.value)
    selected = field.selected if state is None else state.value is True
    is_same = (value, selected) == (field.value, field.selected)
    anew = retyped(field, value, selected=selected, date_order=date_order)
    return replace(
        field,
        value=value,
        selected=selected,
        normalized=field.normalized if is_same else anew,
        confidence=None,
        source="human",
        reviewed=_reviewed([text, state], field.value, field.selected, field.confidence),
    )


def reviewed_cell(cell: Cell, text: Said | None, state: Said | None) -> Cell:
    """Return the cell with what was said of its text, and of its lone checkbox, whose mark stands
    in the text: of the two, what was changed is what stands."""
    typed = cell.text if text is None else _typed_in(cell, text)
    selected = None
    if not has_several_checkboxes(typed):
        selected = _state(cell, typed, state)
        typed = _marked(typed, selected)
    return replace(
        cell,
        text=typed,
        selected=selected,
        confidence=None,
        reviewed=_reviewed([text, state], cell.text, cell.selected, cell.confidence),
    )


def has_several_checkboxes(text: str) -> bool:
    """Say whether only the text tells which of its checkboxes is which."""
    return len(_MARK.findall(text)) > 1


def _typed(said: Said, stood: str) -> str:
    """Return what was typed; what stood there, to the letter, where it has the same words."""
    typed = str(said.value)
    return stood if same(typed, stood) else typed


def _typed_in(cell: Cell, said: Said) -> str:
    """Return what was typed in a cell, whose lone checkbox may have been shown beside it."""
    without_mark = cell.text if cell.selected is None else _MARK.sub("", cell.text)
    return cell.text if same(str(said.value), without_mark) else _typed(said, cell.text)


def _state(cell: Cell, typed: str, said: Said | None) -> bool | None:
    """Return the state of a cell's lone checkbox: as it was changed there, else in the text."""
    if said is not None and said.value != cell.selected:
        return said.value is True
    mark = _MARK.search(typed)
    return mark[0] == MARKS[True] if mark else cell.selected


def _marked(text: str, selected: bool | None) -> str:
    """Return a text with the mark of its lone checkbox."""
    if selected is None:
        return text
    mark = MARKS[selected]
    return _MARK.sub(mark, text) if _MARK.search(text) else f"{mark} {text}".rstrip()


def _reviewed(
    said: Iterable[Said | None], value: str, selected: bool | None, confidence: float | None
) -> Reviewed:
    found = [each for each in said if each is not None]
    return Reviewed(
        by=[*dict.fromkeys(name for each in found for name in each.by)],
        at=max(each.at for each in found),
        previous_value=value,
        previous_selected=selected,
        previous_confidence=confidence,
    )
