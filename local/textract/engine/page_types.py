"""Which kind of lending document a page belongs to, by the words that tell it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from local.textract.engine.text import Line

UNCLASSIFIED = "UNCLASSIFIED"
# Patterns by type; the first of each is the title that such a document bears.
TELLING: dict[str, tuple[str, ...]] = {
    "1003": ("uniform residential loan application", "fannie mae form 1003", "form 1003"),
    "1005": ("verification of employment", "form 1005"),
    "1008": ("uniform underwriting and transmittal summary", "form 1008"),
    "1040": ("u s individual income tax return", "form 1040", "adjusted gross income"),
    "1099_DIV": ("form 1099 div", "dividends and distributions", "qualified dividends"),
    "1099_INT": ("form 1099 int", "interest income", "early withdrawal penalty"),
    "1099_MISC": ("form 1099 misc", "miscellaneous (income|information)", "royalties"),
    "1099_NEC": ("form 1099 nec", "nonemployee compensation"),
    "1099_R": ("form 1099 r", "distributions from pensions", "gross distribution"),
    "BANK_STATEMENT": (
        *("account statement|bank statement|statement of account", "account number"),
        *("(opening|beginning|previous) balance", "(closing|ending|new) balance"),
        *("statement (period|date)", "deposits", "withdrawals"),
    ),
    "CHECKS": ("pay to the order of", "memo", "dollars", "void"),
    "CREDIT_CARD_STATEMENT": ("credit limit", "minimum payment", "available credit", "new balance"),
    "HOA_STATEMENT": ("homeowners association", "hoa", "assessment"),
    "IDENTITY_DOCUMENT": (
        *("driver'?s? licen[cs]e|passport|identification card", "dob|date of birth"),
        *("exp(ires)?", "iss(ued)?", "class", "hgt|eyes"),
    ),
    "INVESTMENT_STATEMENT": ("portfolio", "market value", "account value", "holdings"),
    "INVOICES": (
        *("invoice", "invoice (number|no|date)", "bill to", "ship to", "amount due"),
        *("due date", "unit price", "(po|purchase order) number|p o"),
    ),
    "MORTGAGE_STATEMENT": ("mortgage statement", "escrow", "principal balance", "loan number"),
    "PAYOFF_STATEMENT": ("payoff statement", "payoff amount", "per diem"),
    "PAYSLIPS": (
        *("earnings statement|pay ?slip|pay ?stub|payroll", "gross pay", "net pay", "pay date"),
        *("pay period|period (beginning|ending)", "deductions", "ytd|year to date"),
    ),
    "RECEIPTS": (
        *("receipt", "sub ?total", "change( due)?", "cash(ier)?|tend(er)?", "thank you", "tax"),
        "items sold|customer copy",
    ),
    "SSA_89": ("form ssa 89", "authorization for the social security administration"),
    "UTILITY_BILLS": (
        "kwh|therms|gallons",
        "meter",
        "service address",
        "utility|electric|gas bill",
    ),
    "W_2": ("w 2", "wage and tax statement", "employer identification number", "medicare wages"),
    "W_9": ("form w 9", "request for taxpayer identification number", "exempt payee code"),
}
LEAST = 2  # signs on a page, its title among them: one word alone is in any letter ...
UNTITLED = 3  # ... or so many without it
PAGE_NUMBER = re.compile(r"page (\d{1,3})( of \d{1,3})?")
_SIGNS = {
    kind: [re.compile(rf"\b(?:{sign})\b") for sign in signs] for kind, signs in TELLING.items()
}


@dataclass(frozen=True, kw_only=True)
class PageType:
    """A type, the printed page number where there is one, and how sure we are, 0 to 100."""

    name: str
    confidence: float
    number: str | None


def page_type(lines: Sequence[Line]) -> PageType:
    """Return the type with the largest share of its signs on the page.

    The confidence compares the best type's share with the next one's: half of it is a coin's toss.
    """
    texts = [" ".join(re.findall(r"[a-z0-9']+", line.text.lower())) for line in lines]
    text = " | ".join(texts)
    shares = sorted(
        ((share, name) for name, signs in _SIGNS.items() if (share := _share(signs, text))),
        reverse=True,
    )
    found = next((match[1] for each in texts if (match := PAGE_NUMBER.fullmatch(each))), None)
    if not shares:
        return PageType(name=UNCLASSIFIED, confidence=50.0, number=found)
    best, name = shares[0]
    next_best = shares[1][0] if len(shares) > 1 else 0.0
    return PageType(name=name, confidence=100 * best / (best + next_best + 0.1), number=found)


def _share(signs: Sequence[re.Pattern[str]], text: str) -> float:
    found = [bool(sign.search(text)) for sign in signs]
    least = LEAST if found[0] else UNTITLED
    return sum(found) / len(signs) if sum(found) >= least else 0.0
