"""What the page shows of a document: its values with their ids, and why people are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from lambdas.extraction.model import Box, Cell, Content, Field, LineItem, Table
from lambdas.extraction.result_document import Reason, ResultHead

MOST_PAGES = 20  # at once: a page of the browser with 10,000 values is of no use to anybody


def sheet(head: ResultHead, contents: Iterable[Content], pages: Sequence[int]) -> dict[str, Any]:
    """Return the values of `pages` (numbers); if empty, of those that the reasons are about, or of
    the first ones where no reason is about a page. At most MOST_PAGES of them."""
    reasons = head.review.reasons if head.review else []
    to_look_at = sorted({each.page for each in reasons if each.page is not None})
    wanted = list(pages) or to_look_at or list(range(1, head.page_count + 1))
    found = _Sheet(reasons, set(wanted[:MOST_PAGES]))
    for content in contents:
        found.add(content)
    return {
        "reasons": msgspec.to_builtins(reasons),
        "reason_count": head.review.reason_count if head.review else 0,
        "page_count": head.page_count,
        "pages": sorted(found.pages),
        "pages_to_look_at": to_look_at,
        "min_confidence": head.min_confidence,
        "missing": list(_missing(reasons)),
        "fields": found.fields,
        "tables": found.tables,
        "line_items": found.line_items,
    }


def _missing(reasons: Sequence[Reason]) -> Iterator[Mapping[str, Any]]:
    for number, reason in enumerate(reasons):
        if reason.rule == "required" and reason.index is None:
            yield {
                "id": f"missing-{number}",
                "name": reason.field,
                "page": reason.page or 1,
                "message": reason.message,
            }


class _Sheet:
    """Numbers a document's values as it goes, and keeps those of the wanted pages."""

    def __init__(self, reasons: Sequence[Reason], pages: set[int]) -> None:
        self.pages = pages
        self.fields: list[dict[str, Any]] = []
        self.tables: list[dict[str, Any]] = []
        self.line_items: list[dict[str, Any]] = []
        self._counted = Counter[str]()
        self._reasons: dict[int, list[dict[str, str]]] = {}
        for reason in reasons:
            if reason.index is not None:
                why = {"rule": reason.rule, "message": reason.message}
                self._reasons.setdefault(reason.index, []).append(why)

    def add(self, content: Content) -> None:
        wanted = content.page.page in self.pages
        for field in content.fields:
            if wanted:
                self.fields.append(self._field(self._counted["fields"], field))
            self._counted["fields"] += 1
        for table in content.tables:
            self._counted["tables"] += 1
            if wanted:
                self.tables.append(_table(self._counted["tables"], table))
        for item in content.line_items:
            if wanted:
                self.line_items.append(_line_item(self._counted["line_items"], item))
            self._counted["line_items"] += 1

    def _field(self, index: int, field: Field) -> dict[str, Any]:
        return {
            "id": f"field-{index}",
            "selected_id": f"selected-{index}" if field.selected is not None else None,
            "name": field.name,
            "label": field.label,
            "question": field.question,
            "value": field.value,
            "selected": field.selected,
            "confidence": field.confidence,
            "page": field.page,
            "box": _box(field.box),
            "kind": field.kind,
            "record": field.record,
            "reasons": self._reasons.get(index, []),
            "reviewed": msgspec.to_builtins(field.reviewed),
        }


def _table(number: int, table: Table) -> dict[str, Any]:
    taken: set[tuple[int, int]] = set()
    cells = []
    for cell in table.cells:
        place = (cell.row, cell.column)
        cells.append(_cell(number, cell, editable=place not in taken))
        taken.add(place)
    return {
        "number": number,
        "page": table.page,
        "title": table.title,
        "rows": table.rows,
        "columns": table.columns,
        "header_rows": table.header_rows,
        "cells": cells,
    }


def _cell(table: int, cell: Cell, *, editable: bool) -> dict[str, Any]:
    """Return a cell; where several stand at one place, only the first can be told by its id."""
    place = f"{table}-{cell.row}-{cell.column}"
    checkbox = editable and cell.selected is not None
    return {
        "id": f"cell-{place}" if editable else None,
        "selected_id": f"cell-selected-{place}" if checkbox else None,
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": cell.text,
        "selected": cell.selected,
        "confidence": cell.confidence,
        "box": _box(cell.box),
        "header": cell.header,
    }


def _line_item(index: int, item: LineItem) -> dict[str, Any]:
    return {
        "record": item.record,
        "group": item.group,
        "row": item.row,
        "page": item.page,
        "values": [
            {
                "id": f"item-{index}-{place}",
                "name": field.name,
                "label": field.label,
                "value": field.value,
                "confidence": field.confidence,
                "page": field.page,
                "box": _box(field.box),
            }
            for place, field in enumerate(item.fields)
        ],
    }


def _box(box: Box | None) -> object:
    return msgspec.to_builtins(box)
