"""What people said of a document, in one shape, whichever way they were asked.

A value of the document has an id: `field-3` is the fourth of `fields`, `cell-2-1-4` the cell of
the second table's first row and fourth column, `item-0-2` the third value of the first of
`line_items`; `missing-5` is the field that the sixth of the review's reasons misses. `selected-3`
is a field's lone checkbox, `cell-selected-2-1-4` a cell's.
"""

from __future__ import annotations

from msgspec import Struct


class Addition(Struct, frozen=True, kw_only=True):
    """A field that a person saw on the page, and the document did not have."""

    name: str
    value: str
    page: int = 1


class Answer(Struct, frozen=True, kw_only=True):
    """What one person said: `values` by their ids, each confirmed or corrected; a checkbox's is
    true or false. `at` is when (ISO 8601, UTC), `seconds` how long it took."""

    reviewer: str
    at: str
    values: dict[str, str | bool]
    added: tuple[Addition, ...] = ()
    note: str = ""
    seconds: float | None = None
