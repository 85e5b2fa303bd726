"""One page as an invoice or receipt: summary fields and line items, in AnalyzeExpense's form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from local.textract.engine import line_items, parties
from local.textract.engine.dates import read_date
from local.textract.engine.expense_fields import ExpenseField, wire_field, wire_line_items
from local.textract.engine.expense_labels import plain
from local.textract.engine.findings import Findings, Table
from local.textract.engine.labelled_values import Labelled, of_lines, of_pairs, of_rows, signed
from local.textract.engine.labels import sureness
from local.textract.engine.passages import passage
from local.textract.engine.reading import Page
from local.textract.engine.text import Line, Word

UNLABELLED_DATE = 0.8  # trust in a date without a label, where no other is the bill's
SUMMED = ("SUBTOTAL", "TOTAL", "TAX", "AMOUNT_DUE")
CONTACTS = ("VENDOR_PHONE", "VENDOR_URL")


def expense_fields(page: Page, number: int, found: Findings) -> dict[str, Any]:
    """Return SummaryFields and LineItemGroups of a page."""
    words = page.words
    listed = [
        (table, types) for table in found.tables if (types := line_items.column_types(table, words))
    ]
    groups = [list(line_items.of_table(table, types, words)) for table, types in listed]
    free = _outside(page.lines, [table for table, _ in listed])
    rows = list(of_rows([word for line in free for word in line.words]))
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
    """Known labels first, then what has none, then every other pair; no value is told twice."""
    used = {word for item in items for word in (*item.label, *item.value)}
    inside = {word for line in lines for word in line.words}
    pairs = [each for each in of_pairs(found.key_values) if inside.issuperset(each.value)]
    known = _unused([each for each in (*pairs, *rows, *of_lines(lines)) if each.meaning], used)
    typed = _with_one_total([value.field(value.meaning or "") for value in known])
    yield from _with_receivers(typed, parties.receiver_lines(lines))
    for field in parties.vendor(lines):
        if field.type not in CONTACTS or used.isdisjoint(field.value.words):
            yield field
    yield from parties.receivers(lines)
    if not any(field.type == "INVOICE_RECEIPT_DATE" for field in typed):
        yield from _first_date(lines, used)
    yield from (value.field("OTHER") for value in _unused([*pairs, *rows, *signed(lines)], used))


def _unused(values: Iterable[Labelled], used: set[Word]) -> list[Labelled]:
    """The values of which no word is used yet; now they are."""
    found = []
    for value in values:
        if used.isdisjoint((*value.label, *value.value)):
            used |= {*value.label, *value.value}
            found.append(value)
    return found


def _with_one_total(fields: Sequence[ExpenseField]) -> list[ExpenseField]:
    """Beside a "Grand total" the plain "Total" is the sum before tax, where none is called so."""
    labels = [plain(field.label.text) for field in fields if field.label]
    if "grand total" not in labels or any(field.type == "SUBTOTAL" for field in fields):
        return list(fields)
    return [
        replace(field, type="SUBTOTAL")
        if field.label and plain(field.label.text) == "total"
        else field
        for field in fields
    ]


def _with_receivers(
    fields: Iterable[ExpenseField], receivers: Iterable[Line]
) -> Iterator[ExpenseField]:
    """A telephone number among a receiver's lines is the receiver's."""
    theirs = {word for line in receivers for word in line.words}
    for field in fields:
        is_theirs = field.type == "VENDOR_PHONE" and theirs.issuperset(field.value.words)
        yield replace(field, type="RECEIVER_PHONE") if is_theirs else field


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
            return 0, ""
        return (2, "") if field.type == "OTHER" else (1, field.type)

    return sorted(fields, key=place)
