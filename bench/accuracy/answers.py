"""What an answer in Textract's JSON says of one page, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

Json = Mapping[str, Any]
Table = dict[tuple[int, int], str]
"""The texts of a table's cells, by row and column; empty cells are left out."""
Values = Counter[tuple[str, str]]
"""Textract's types of fields, each with the value as printed."""
KEYS = frozenset({"KEY", "KEY_VALUE_SET"})  # the console's downloads say KEY


class Box(NamedTuple):
    """A place on the page, as fractions of its width and height."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, point: tuple[float, float]) -> bool:
        x, y = point
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def touches(self, other: Box) -> bool:
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom


class Text(NamedTuple):
    text: str
    box: Box


class KeyValue(NamedTuple):
    """A key and its value; `state` where the value is a checkbox."""

    key: Text
    value: str
    state: str | None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that is compared of one page."""

    words: list[Text]
    lines: list[Text]
    tables: list[Table]
    key_values: list[KeyValue]
    answers: dict[str, str]
    """The questions that were asked, each with its answer, or with "" for none."""
    expense_fields: Values
    line_items: Values
    identity_fields: Values


def reading(answer: Json, page: int) -> Reading:
    """Read one page (from 1) of an answer of any of Textract's operations but Analyze Lending."""
    expenses = _on_page(answer.get("ExpenseDocuments"), "ExpenseIndex", page)
    identities = _on_page(answer.get("IdentityDocuments"), "DocumentIndex", page)
    parts = [answer] if answer.get("Blocks") else [*expenses, *identities]
    blocks = [block for part in parts for block in part.get("Blocks") or ()]
    graph = _Graph([block for block in blocks if (block.get("Page") or 1) == page])
    return Reading(
        words=[_text(block) for block in graph.of("WORD")],
        lines=[_text(block) for block in graph.of("LINE")],
        tables=[graph.table(block) for block in graph.of("TABLE")],
        key_values=[graph.key_value(block) for block in graph.of(*KEYS) if _is_key(block)],
        answers={block["Query"]["Text"]: graph.answer(block) for block in graph.of("QUERY")},
        expense_fields=Counter(
            _typed(field) for expense in expenses for field in expense.get("SummaryFields") or ()
        ),
        line_items=Counter(
            _typed(field)
            for expense in expenses
            for group in expense.get("LineItemGroups") or ()
            for item in group["LineItems"]
            for field in item["LineItemExpenseFields"]
        ),
        identity_fields=Counter(
            _typed(field)
            for identity in identities
            for field in identity["IdentityDocumentFields"]
            if field["ValueDetection"]["Text"]
        ),
    )


@dataclass(frozen=True)
class _Graph:
    blocks: list[Json]

    @cached_property
    def _by_id(self) -> dict[str, Json]:
        return {block["Id"]: block for block in self.blocks}

    def of(self, *kinds: str) -> list[Json]:
        return [block for block in self.blocks if block["BlockType"] in kinds]

    def related(self, block: Json, kind: str) -> list[Json]:
        links = block.get("Relationships") or ()
        ids = [id_ for link in links if link["Type"] == kind for id_ in link["Ids"]]
        return [self._by_id[id_] for id_ in ids if id_ in self._by_id]

    def text(self, block: Json) -> str:
        return " ".join(child["Text"] for child in self.related(block, "CHILD") if _says(child))

    def table(self, block: Json) -> Table:
        cells = [cell for cell in self.related(block, "CHILD") if cell["BlockType"] == "CELL"]
        texts = {(cell["RowIndex"], cell["ColumnIndex"]): self.text(cell) for cell in cells}
        return {place: text for place, text in texts.items() if text}

    def key_value(self, block: Json) -> KeyValue:
        values = self.related(block, "VALUE")
        states = [
            child["SelectionStatus"]
            for value in values
            for child in self.related(value, "CHILD")
            if child["BlockType"] == "SELECTION_ELEMENT"
        ]
        return KeyValue(
            key=Text(self.text(block), _box(block)),
            value=" ".join(self.text(value) for value in values),
            state=states[0] if states else None,
        )

    def answer(self, block: Json) -> str:
        return " ".join(result["Text"] for result in self.related(block, "ANSWER")[:1])


def _on_page(documents: Iterable[Json] | None, index: str, page: int) -> list[Json]:
    return [document for document in documents or () if document.get(index, 1) == page]


def _says(block: Json) -> bool:
    return bool(block["BlockType"] == "WORD")


def _is_key(block: Json) -> bool:
    kinds: list[str] = [block["BlockType"], *(block.get("EntityTypes") or ())]
    return "KEY" in kinds


def _text(block: Json) -> Text:
    return Text(block["Text"], _box(block))


def _box(block: Json) -> Box:
    box = block["Geometry"]["BoundingBox"]
    left, top = box["Left"], box["Top"]
    return Box(left, top, left + box["Width"], top + box["Height"])


def _typed(field: Json) -> tuple[str, str]:
    return field["Type"]["Text"], field["ValueDetection"]["Text"]
