"""Values of an invoice or receipt, and how Textract tells them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from local.textract.engine.blocks import float32
from local.textract.engine.expense_labels import AMOUNTS
from local.textract.engine.passages import Passage, detection
from local.textract.engine.reading import Page

CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
"""Signs by what Textract takes them for; a bare $ is the US one."""
CODES = re.compile(r"\b(USD|EUR|GBP|CAD|INR|JPY|CHF|AUD|CNY|SEK|HKD)\b")
PRICES = AMOUNTS | {"PRICE", "UNIT_PRICE"}


@dataclass(frozen=True, kw_only=True)
class Group:
    """A party of the bill; its parts share the id."""

    types: tuple[str, ...]
    id: str


@dataclass(frozen=True, kw_only=True)
class ExpenseField:
    """A value and what it is; `confidence`, 0 to 100, is that of its type."""

    type: str
    value: Passage
    label: Passage | None = None
    confidence: float
    group: Group | None = None


def currency(text: str) -> str | None:
    """The code of the currency that a text itself names."""
    if code := CODES.search(text):
        return code[1]
    return next((code for sign, code in CURRENCIES.items() if sign in text), None)


def wire_field(page: Page, number: int, field: ExpenseField) -> dict[str, Any]:
    """Return an ExpenseField as Textract tells it."""
    code = currency(field.value.text) if field.type in PRICES else None
    label = {"LabelDetection": detection(page, field.label)} if field.label else {}
    group = field.group
    return {
        "Type": {"Text": field.type, "Confidence": float32(field.confidence)},
        **label,
        "ValueDetection": detection(page, field.value),
        "PageNumber": number,
        **({"Currency": {"Code": code}} if code else {}),
        **({"GroupProperties": [{"Types": list(group.types), "Id": group.id}]} if group else {}),
    }


def wire_line_items(
    page: Page, number: int, groups: Sequence[Sequence[Sequence[ExpenseField]]]
) -> list[dict[str, Any]]:
    """Return LineItemGroups: tables of rows of fields."""
    return [
        {
            "LineItemGroupIndex": index,
            "LineItems": [
                {"LineItemExpenseFields": [wire_field(page, number, field) for field in row]}
                for row in rows
            ],
        }
        for index, rows in enumerate(groups, start=1)
    ]
