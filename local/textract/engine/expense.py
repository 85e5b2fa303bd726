"""One page as an invoice or receipt: summary fields and line items, in AnalyzeExpense's form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from local.textract.engine import labelled_values, line_items, parties
from local.textract.engine.dates import read_date
from local.textract.engine.expense_fields import ExpenseField, wire_field, wire_line_items
from local.textract.engine.findings import Findings, Table
from local.textract.engine.labelled_values import Labelled
from local.textract.engine.labels import sureness
from local.textract.engine.passages import passage
from local.textract.engine.reading import Page
from local.textract.engine.text import Line, Word

UNLABELLED_DATE = 0.8  # trust in a date without a label, where no other is the bill's
SUMMED = ("SUBTOTAL", "TOTAL", "TAX", "AMOUNT_DUE")
PARTS = ("ADDRESS", "NAME", "ADDRESS_BLOCK", "STREET", "CITY", "STATE", "COUNTRY", "ZIP_CODE")


def expense_fields(page: Page, number: int, found: Findings) -> dict[str, Any]:
    """Return SummaryFields and LineItemGroups of a page."""
    words = page.words
    listed = [
        (table, types) for table in found.tables if (types := line_items.column_types(table, words))
    ]
    groups = [list(line_items.of_table(table, types, words)) for table, types in listed]
    free = _outside(page.lines, [table for table, _ in listed])
    rows = list(labelled_values.of_rows([word for line in free for word in line.words]))
    items = [] if listed else _receipt_items(rows)
    groups += [line_items.of_receipt(items)] if items else []
    summary = list(_summary(free, found, rows, items))
    return {
        "SummaryFields": [wire_field(page, number, field) for field in _in_order(summary)],
        "LineItemGroups": wire_line_items(page, number, [group for group in groups if group]),
    }


def _outside(lines: Iterable[Line], tables: Sequence[Table]) -> list[Line]:
    return [
        line for line in lines if not any(table.box.holds_middle_of(line.box) for table in tables)
    ]


def _receipt_items(rows: Sequence[Labelled]) -> list[Labelled]:
    """The rows with an amount above the first sum; without a sum, nothing tells an item."""
    sums = [index for index, row in enumerate(rows) if row.meaning in SUMMED]
    return [row for row in rows[: sums[0]] if row.meaning is None] if sums else []


def _summary(
    lines: Sequence[Line], found: Findings, rows: Sequence[Labelled], items: Sequence[Labelled]
) -> Iterator[ExpenseField]:
    """Known labels first, then parties, then every other pair; no word is told twice by these."""
    used = {word for item in items for word in (*item.label, *item.value)}
    values = [
        *labelled_values.of_pairs(found.key_values),
        *rows,
        *labelled_values.of_lines(lines),
    ]
    inside = {word for line in lines for word in line.words}
    fresh = [value for value in values if inside.issuperset(value.value)]
    known = [value for value in fresh if value.meaning]
    for value in [*known, *fresh]:
        if used.isdisjoint((*value.label, *value.value)):
            used |= {*value.label, *value.value}
            yield value.field(value.meaning or "OTHER")
    yield from parties.vendor(lines)
    yield from parties.receivers(lines)
    if not any(value.meaning == "INVOICE_RECEIPT_DATE" for value in known):
        yield from _first_date(lines, used)


def _first_date(lines: Iterable[Line], used: set[Word]) -> Iterator[ExpenseField]:
    for word in (word for line in lines for word in line.words):
        if word not in used and read_date(word.text):
            sure = sureness(UNLABELLED_DATE, [word])
            yield ExpenseField(type="INVOICE_RECEIPT_DATE", value=passage([word]), confidence=sure)
            return


def _in_order(fields: Sequence[ExpenseField]) -> list[ExpenseField]:
    """Textract's order: parts of parties, then types by their names, OTHER at the end."""

    def place(field: ExpenseField) -> tuple[int, str]:
        if field.group:
            return 0, field.group.id
        return (2, "") if field.type == "OTHER" else (1, field.type)

    return sorted(fields, key=place)
