"""Line items of a bill: rows of a table whose columns say so, or a receipt's rows with prices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from local.textract.engine.cells import inside
from local.textract.engine.expense_fields import ExpenseField
from local.textract.engine.findings import Table
from local.textract.engine.labelled_values import Labelled
from local.textract.engine.labels import sureness
from local.textract.engine.passages import passage, passage_of
from local.textract.engine.text import Word, rows, text_of

COLUMNS = {
    "PRODUCT_CODE": re.compile(r"sku|code|(item|product|part|article)? ?(no|code|number|id|#)\.?"),
    "ITEM": re.compile(r"description|product|service|particulars|details|article|name"),
    "QUANTITY": re.compile(r"qty|quantity|quant|hours|hrs|units|count"),
    "UNIT_PRICE": re.compile(r"(unit|each|list) ?(price|cost)?|rate|price (each|per unit)"),
    "PRICE": re.compile(r"(line |extended |total )?(amount|price|total|cost)|ext\.?"),
}
ITEM_COLUMN = re.compile(r"items?")
TABLE, RECEIPT = 0.9, 0.85  # trust in columns with names, and in rows without
COUNT = re.compile(r"\d{1,3}")

Row = list[ExpenseField]


def column_types(table: Table, words: Sequence[Word]) -> list[str] | None:
    """Return the type of each column, or None if the table does not list items with prices."""
    if not table.header_rows:
        return None
    names = [
        text_of(inside(table.cell(table.header_rows, column), words)).lower()
        for column in range(1, table.columns + 1)
    ]
    types = [_column_type(name) for name in names]
    for index, name in enumerate(names):
        if ITEM_COLUMN.fullmatch(name):
            types[index] = "PRODUCT_CODE" if "ITEM" in types else "ITEM"
    if "PRICE" not in types and "UNIT_PRICE" in types:
        types[types.index("UNIT_PRICE")] = "PRICE"
    return types if {"ITEM", "PRICE"} <= set(types) else None


def of_table(table: Table, types: Sequence[str], words: Sequence[Word]) -> Iterator[Row]:
    """Yield the fields of each row; an empty cell has none."""
    heads = [inside(table.cell(table.header_rows, n), words) for n in range(1, table.columns + 1)]
    for number in range(table.header_rows + 1, table.rows + 1):
        cells = [inside(table.cell(number, n), words) for n in range(1, table.columns + 1)]
        row = [
            ExpenseField(
                type=kind,
                value=passage_of(rows(cell)),
                label=passage(head) if head else None,
                confidence=sureness(TABLE, cell),
            )
            for kind, head, cell in zip(types, heads, cells, strict=True)
            if cell
        ]
        if any(field.type == "ITEM" for field in row):
            yield [*row, _whole([word for cell in cells for word in cell], TABLE)]


def of_receipt(found: Sequence[Labelled]) -> list[Row]:
    """Return a receipt's items; counts come first in all of its rows or are part of the names."""
    counted = all(_is_counted(item) for item in found)
    return [_receipt_row(item, counted=counted) for item in found]


def _column_type(name: str) -> str:
    return next((kind for kind, known in COLUMNS.items() if known.fullmatch(name)), "OTHER")


def _is_counted(item: Labelled) -> bool:
    return len(item.label) > 1 and bool(COUNT.fullmatch(item.label[0].text))


def _receipt_row(item: Labelled, *, counted: bool) -> Row:
    parts = [("ITEM", item.label[1:] if counted else item.label), ("PRICE", item.value)]
    if counted:
        parts.insert(1, ("QUANTITY", item.label[:1]))
    fields = [
        ExpenseField(type=kind, value=passage(words), confidence=sureness(RECEIPT, words))
        for kind, words in parts
    ]
    return [*fields, _whole([*item.label, *item.value], RECEIPT)]


def _whole(words: Sequence[Word], trust: float) -> ExpenseField:
    return ExpenseField(type="EXPENSE_ROW", value=passage(words), confidence=sureness(trust, words))
