"""What people said, written into the document page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeVar

from msgspec.structs import replace

from lambdas.documents import DateOrder
from lambdas.extraction.model import Cell, Content, Field, LineItem, Reviewed, Table, Warning
from lambdas.extraction.named import typed_as_printed
from lambdas.extraction.result_document import Reason, Review
from lambdas.review.answers import parsed
from lambdas.review.consolidate import Found, Said, Verdict
from lambdas.review.corrections import reviewed_cell, reviewed_field
from lambdas.review.warnings import disagreement, unplaced_field, unplaced_value

Thing = TypeVar("Thing", Field, Cell)


class Merge:
    """Takes a document's pages in the order in which they were written, and gives them corrected.

    for content in written.contents():
        files.add(merge.page(content))
    files.finished(head, [*written.warnings, *merge.warnings])

    What is printed on the page (its text, lines and words) stays as it is.
    """

    def __init__(
        self,
        verdict: Verdict,
        review: Review,
        *,
        min_confidence: float,
        date_order: DateOrder | None = None,
    ) -> None:
        self._min_confidence = min_confidence
        self._date_order = date_order
        self._disagreements = verdict.disagreements
        self._reasons = review.reasons
        self._asked = {reason.index for reason in review.reasons}
        self._now: dict[int | None, int] = {}
        self._waiting = dict(verdict.values)
        self._of_missing: list[Warning] = []
        self._found: dict[int | None, list[Found]] = {}
        for found in (*self._missed(review), *verdict.added):
            self._found.setdefault(found.page, []).append(found)
        self._tables_said = _tables(self._waiting)
        self._fields = 0
        self._tables = 0
        self._items = 0
        self._page = 0
        self._told: list[Warning] = []
        self.confirmed = 0
        """How many values people found right."""
        self.corrected = 0
        """How many they found otherwise."""
        self.added = 0
        """How many fields they found that the document did not have."""
        self.doubtful = 0
        """How many lines and fields are still below the minimum confidence."""

    def page(self, content: Content) -> Content:
        """Return a page with what people said of it."""
        page = content.page
        self._page, self._told = page.page, []
        fields = [self._field(field) for field in content.fields]
        added = self._added()
        doubtful = page.counts.doubtful - self._settled(content.fields, fields)
        counts = replace(page.counts, fields=len(fields) + len(added), doubtful=doubtful)
        self.doubtful += doubtful
        return replace(
            content,
            page=replace(page, counts=counts),
            fields=[*fields, *added],
            tables=[self._table(table) for table in content.tables],
            line_items=[self._line_item(item) for item in content.line_items],
            warnings=[*content.warnings, *self._told],
        )

    @property
    def reasons(self) -> list[Reason]:
        """Those of the review, with the indexes that their fields have now; complete when the
        pages are used up."""
        return [replace(reason, index=self._now.get(reason.index)) for reason in self._reasons]

    @property
    def warnings(self) -> list[Warning]:
        """Those about the document as a whole; complete when the pages are used up."""
        return [
            *self._of_missing,
            *(unplaced_value(id_, said) for id_, said in self._waiting.items()),
            *map(unplaced_field, chain.from_iterable(self._found.values())),
        ]

    def _field(self, field: Field) -> Field:
        number, self._fields = self._fields, self._fields + 1
        if number in self._asked:
            self._now[number] = number + self.added  # those on the pages before
        text = self._take(f"field-{number}", field.name)
        state = None
        if field.selected is not None:
            state = self._take(f"selected-{number}", field.name)
        if text is None and state is None:
            return field
        return self._counted(reviewed_field(field, text, state, self._date_order))

    def _table(self, table: Table) -> Table:
        self._tables += 1
        if self._tables not in self._tables_said:
            return table
        return replace(table, cells=[self._cell(cell, table) for cell in table.cells])

    def _cell(self, cell: Cell, table: Table) -> Cell:
        place = f"{self._tables}-{cell.row}-{cell.column}"
        name = f"table {self._tables}, row {cell.row}, column {cell.column}"
        text = self._take(f"cell-{place}", name)
        state = None
        if cell.selected is not None:
            state = self._take(f"cell-selected-{place}", name)
        if text is None and state is None:
            return cell
        return self._counted(reviewed_cell(cell, text, state))

    def _line_item(self, item: LineItem) -> LineItem:
        number, self._items = self._items, self._items + 1
        fields = [
            self._value(field, f"item-{number}-{place}") for place, field in enumerate(item.fields)
        ]
        return replace(item, fields=fields)

    def _value(self, field: Field, id_: str) -> Field:
        said = self._take(id_, field.name)
        if said is None:
            return field
        return self._counted(reviewed_field(field, said, None, self._date_order))

    def _take(self, id_: str, name: str) -> Said | None:
        """Return what was said of a value, once; where not everybody said so, warn of it."""
        said = self._waiting.pop(id_, None)
        if said and id_ in self._disagreements:
            self._told.append(disagreement(name, self._page, self._disagreements[id_]))
        return said

    def _settled(self, fields: Iterable[Field], reviewed: Iterable[Field]) -> int:
        """Return how many of the fields were doubtful until people looked at them."""
        return sum(
            field is not after
            and field.confidence is not None
            and field.confidence < self._min_confidence
            for field, after in zip(fields, reviewed, strict=True)
        )

    def _counted(self, thing: Thing) -> Thing:
        if thing.is_corrected:
            self.corrected += 1
        else:
            self.confirmed += 1
        return thing

    def _missed(self, review: Review) -> Iterator[Found]:
        """Yield the fields that the review's reasons miss and people found; "" says it is not
        there."""
        for number, reason in enumerate(review.reasons):
            id_, name = f"missing-{number}", reason.field
            if name is None or id_ not in self._waiting:
                continue
            said = self._waiting.pop(id_)
            if id_ in self._disagreements:
                opinions = self._disagreements[id_]
                self._of_missing.append(disagreement(name, reason.page, opinions))
            if said.value != "":
                value = str(said.value)
                yield Found(name=name, value=value, page=reason.page, by=said.by, at=said.at)

    def _added(self) -> list[Field]:
        """Return the fields that people found on this page."""
        here = [*self._found.pop(None, []), *self._found.pop(self._page, [])]
        self.added += len(here)
        return [_field_of(found, self._page, self._date_order) for found in here]


def _field_of(found: Found, page: int, date_order: DateOrder | None) -> Field:
    return Field(
        name=found.name,
        value=found.value,
        normalized=typed_as_printed(found.value, found.name, date_order=date_order),
        selected=None,
        confidence=None,
        page=page,
        box=None,
        kind="key_value",
        source="human",
        reviewed=Reviewed(by=found.by, at=found.at, previous_value=None),
    )


def _tables(ids: Iterable[str]) -> set[int]:
    """Return the numbers of the tables that ids are of."""
    found = filter(None, map(parsed, ids))
    return {id_.numbers[0] for id_ in found if id_.kind.startswith("cell")}
