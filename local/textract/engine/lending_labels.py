"""What the labels of lending documents mean, in Textract's types by type of page."""

from __future__ import annotations

import re

from local.textract.engine.expense_labels import plain

_ACCOUNT = {"ACCOUNT_NUMBER": r"account (number|no|nr)"}
_BANK_STATEMENT = {
    "BORROWER_NAME": r"account (holder|owner)|customer( name)?",
    "BORROWER_ADDRESS": "",
    "BANK_NAME": "",
    **_ACCOUNT,
    "ACCOUNT_TYPE": r"account type|type of account",
    "PERIOD_START_DATE": r"(statement )?period (start|beginning)",
    "PERIOD_END_DATE": r"(statement )?period end(ing)?|statement date",
    "BANK_CONTACT_NUMBER": "",
    "BANK_ADDRESS": "",
    "BEGINNING_BALANCE": r"(opening|beginning|previous|starting) balance.*",
    "TOTAL_DEPOSIT": r"(total )?(deposits|credits|paid in)( and (credits|additions))?",
    "TOTAL_WITHDRAWAL": r"(total )?(withdrawals|debits|paid out)( and debits)?",
    "ENDING_BALANCE": r"(closing|ending|new) balance.*",
    "AVERAGE_BALANCE": r"average( daily)? balance",
}
_CREDIT_CARD_STATEMENT = {
    **_ACCOUNT,
    "PAYMENT_DUE_DATE": r"(payment )?due date",
    "CURRENT_BALANCE": r"(new|current) balance",
    "MINIMUM_PAYMENT_DUE": r"minimum payment( due)?",
    "PAST_DUE_AMOUNT": r"past due( amount)?",
    "PREVIOUS_BALANCE": r"previous balance",
    "FEES_CHARGED_AMOUNT": r"fees( charged)?",
    "INTEREST_CHARGED": r"interest( charged)?",
    "AVAILABLE_CREDIT": r"available credit",
}
_PAYSLIPS = {
    "PAY_PERIOD_START_DATE": r"(pay )?period (start|begin|beginning)( date)?",
    "PAY_PERIOD_END_DATE": r"(pay )?period end(ing)?( date)?",
    "PAY_DATE": r"pay(ment)? date|check date",
    "BORROWER_NAME": r"employee( name)?",
    "BORROWER_ADDRESS": "",
    "COMPANY_NAME": r"(employer|company)( name)?",
    "COMPANY_ADDRESS": "",
    "FEDERAL_FILING_STATUS": r"(taxable )?marital status|(federal )?filing status",
    "CURRENT_GROSS_PAY": r"(total )?gross (pay|earnings)",
    "YTD_GROSS_PAY": r"ytd gross( pay)?",
    "CURRENT_NET_PAY": r"net (pay|check)",
    "YTD_NET_PAY": r"ytd net( pay)?",
}
_W_2 = {
    "EMPLOYEE_SSN": r"(a )?employee ?s social security number",
    "EMPLOYER_EIN": r"(b )?employer identification number.*",
    "EMPLOYER_NAME": r"(c )?employer ?s name.*",
    "EMPLOYEE_NAME": r"(e )?employee ?s (first )?name.*",
    "WAGES": r"(1 )?wages tips other comp(ensation)?",
    "FEDERAL_INCOME_TAX_WITHHELD_AMOUNT": r"(2 )?federal income tax withheld",
    "SOCIAL_SECURITY_WAGES_AMOUNT": r"(3 )?social security wages",
    "SOCIAL_SECURITY_TAXES_WITHHELD_AMOUNT": r"(4 )?social security tax withheld",
    "MEDICARE_WAGES_AMOUNT": r"(5 )?medicare wages and tips",
    "MEDICARE_TAX_WITHHELD_AMOUNT": r"(6 )?medicare tax withheld",
}
KNOWN = {
    "BANK_STATEMENT": _BANK_STATEMENT,
    "CREDIT_CARD_STATEMENT": _CREDIT_CARD_STATEMENT,
    "PAYSLIPS": _PAYSLIPS,
    "W_2": _W_2,
}
"""Labels by type of field, as recorded, in Textract's order; no label: found by its place."""
PERIODS = {
    "BANK_STATEMENT": ("PERIOD_START_DATE", "PERIOD_END_DATE"),
    "PAYSLIPS": ("PAY_PERIOD_START_DATE", "PAY_PERIOD_END_DATE"),
}
PERIOD = re.compile(r"(statement |pay )?period")
YEAR_TO_DATE = {"CURRENT_GROSS_PAY": "YTD_GROSS_PAY", "CURRENT_NET_PAY": "YTD_NET_PAY"}
"""What the second amount of a payslip's row is, by what the first one is."""


def meaning(kind: str, label: str) -> str | None:
    """Return the type of field that a label names on a page of this type."""
    words = plain(label)
    for name, pattern in KNOWN.get(kind, {}).items():
        if pattern and re.fullmatch(pattern, words):
            return name
    return None


def is_period(kind: str, label: str) -> bool:
    """Whether a label's value is a period with a start and an end."""
    return kind in PERIODS and bool(PERIOD.fullmatch(plain(label)))
