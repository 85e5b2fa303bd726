"""Fields of lending documents: the few types that we know, and every other pair as OTHER."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from local.textract.engine import labelled_values
from local.textract.engine.blocks import float32, geometry
from local.textract.engine.expense_labels import plain
from local.textract.engine.findings import Findings
from local.textract.engine.labelled_values import Labelled
from local.textract.engine.passages import Passage, detection, passage
from local.textract.engine.reading import Page
from local.textract.engine.text import Word, text_of

_BALANCE = {
    "BEGINNING_BALANCE": r"(opening|beginning|previous|starting) balance.*",
    "ENDING_BALANCE": r"(closing|ending|new) balance.*",
    "TOTAL_DEPOSIT": r"(total )?(deposits|credits|paid in)( and (credits|additions))?",
    "TOTAL_WITHDRAWAL": r"(total )?(withdrawals|debits|paid out)( and debits)?",
}
_WAGES = {
    "WAGES": r"(1 )?wages,? tips,? other comp(ensation)?",
    "FEDERAL_INCOME_TAX_WITHHELD_AMOUNT": r"(2 )?federal income tax withheld",
    "SOCIAL_SECURITY_WAGES_AMOUNT": r"(3 )?social security wages",
    "SOCIAL_SECURITY_TAXES_WITHHELD_AMOUNT": r"(4 )?social security tax withheld",
    "MEDICARE_WAGES_AMOUNT": r"(5 )?medicare wages and tips",
    "MEDICARE_TAX_WITHHELD_AMOUNT": r"(6 )?medicare tax withheld",
}
KNOWN: dict[str, dict[str, str]] = {
    "BANK_STATEMENT": {
        "BORROWER_NAME": r"(account holder|customer|name)( name)?",
        "ACCOUNT_NUMBER": r"account (number|no|nr)",
        "ACCOUNT_TYPE": r"(account )?type( of account)?|product",
        **_BALANCE,
    },
    "CREDIT_CARD_STATEMENT": {
        "ACCOUNT_NUMBER": r"account (number|no|nr)",
        "PAYMENT_DUE_DATE": r"(payment )?due date",
        "CURRENT_BALANCE": r"(new|current) balance",
        "MINIMUM_PAYMENT_DUE": r"minimum payment( due)?",
        "PREVIOUS_BALANCE": r"previous balance",
        "AVAILABLE_CREDIT": r"available credit",
    },
    "PAYSLIPS": {
        "PAY_PERIOD_START_DATE": r"(pay )?period (start|beginning|begin)( date)?",
        "PAY_PERIOD_END_DATE": r"(pay )?period end(ing)?( date)?",
        "PAY_DATE": r"pay(ment)? date|check date",
        "BORROWER_NAME": r"employee( name)?",
        "COMPANY_NAME": r"employer( name)?|company( name)?",
        "CURRENT_GROSS_PAY": r"gross pay( this period)?",
        "CURRENT_NET_PAY": r"net pay( this period)?",
    },
    "W_2": {
        "EMPLOYEE_SSN": r"(a )?employee'?s? social security number",
        "EMPLOYER_EIN": r"(b )?employer identification number.*",
        "EMPLOYER_NAME": r"(c )?employer'?s? name.*",
        "EMPLOYEE_NAME": r"(e )?employee'?s? (first )?name.*",
        **_WAGES,
    },
}
"""Labels by Textract's type of field, as recorded, by type of page."""
PERIOD = re.compile(r"(?:statement |pay )?period")
PERIODS = {
    "BANK_STATEMENT": ("PERIOD_START_DATE", "PERIOD_END_DATE"),
    "PAYSLIPS": ("PAY_PERIOD_START_DATE", "PAY_PERIOD_END_DATE"),
}
RANGE = re.compile(r"-|to|through|until", re.IGNORECASE)


def lending_fields(page: Page, found: Findings, kind: str) -> list[dict[str, Any]]:
    """Return LendingFields: all that we know of this type of page, found or not, then OTHER."""
    values = _values(page, found)
    fields: dict[str, list[Passage]] = {
        name: [] for name in (*PERIODS.get(kind, ()), *KNOWN.get(kind, {}))
    }
    rest = []
    for value in values:
        told = dict(_known(value, kind))
        rest += [] if told else [value]
        for name, words in told.items():
            fields[name].append(passage(words))
    return [
        *(_wire(page, name, passages) for name, passages in fields.items()),
        *_others(page, found, rest),
    ]


def _values(page: Page, found: Findings) -> list[Labelled]:
    """Pairs, then rows of text and amount outside the tables that have heads."""
    tables = [table for table in found.tables if table.header_rows]
    words = [w for w in page.words if not any(t.box.holds_middle_of(w.box) for t in tables)]
    values = list(labelled_values.of_pairs(found.key_values))
    used = {word for value in values for word in (*value.label, *value.value)}
    rows = labelled_values.of_rows([word for word in words if word not in used])
    return [*values, *rows]


def _known(value: Labelled, kind: str) -> Iterator[tuple[str, Sequence[Word]]]:
    label = plain(text_of(value.label))
    if kind in PERIODS and PERIOD.fullmatch(label):
        cut = [n for n, word in enumerate(value.value) if RANGE.fullmatch(word.text)]
        if len(cut) == 1 and 0 < cut[0] < len(value.value) - 1:
            start, end = PERIODS[kind]
            yield start, value.value[: cut[0]]
            yield end, value.value[cut[0] + 1 :]
        return
    for name, pattern in KNOWN.get(kind, {}).items():
        if re.fullmatch(pattern, label):
            yield name, value.value


def _others(page: Page, found: Findings, rest: Sequence[Labelled]) -> Iterator[dict[str, Any]]:
    for value in rest:
        key = detection(page, passage(value.label))
        yield {"KeyDetection": key, **_wire(page, "OTHER", [passage(value.value)])}
    for pair in found.key_values:
        if pair.checkbox:
            status = "SELECTED" if pair.checkbox.selected else "NOT_SELECTED"
            mark = {
                "SelectionStatus": status,
                "Geometry": geometry(page, pair.checkbox.box.quad),
                "Confidence": float32(pair.checkbox.confidence),
            }
            key = detection(page, passage(pair.key))
            yield {"Type": "OTHER", "KeyDetection": key, "ValueDetections": [mark]}


def _wire(page: Page, name: str, values: Sequence[Passage]) -> dict[str, Any]:
    return {"Type": name, "ValueDetections": [detection(page, value) for value in values]}
