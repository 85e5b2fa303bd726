"""What the labels of invoices and receipts mean, in Textract's types."""

from __future__ import annotations

import re
from typing import Literal

from local.textract.engine.dates import read_date

Kind = Literal["amount", "date", "phone", "id", "text"]

AMOUNT = re.compile(r"[-(+]?\s?(?:[A-Z]{2,3}\s?)?[$€£¥₹]?\s?[-(]?\d[\d,. ]*\)?%?\s?[A-Z*-]?")
PHONE = re.compile(
    r"(?<![\w+-])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])"
)
"""With the white or signs between its groups, by which it differs from any other number."""
IDENTIFIER = re.compile(r"(?=.*\d)[#A-Za-z0-9][\w/.#* -]*")
RATE = re.compile(r"\(?\b\d{1,3}(?:[.,]\d{1,4})?\s?%\)?")
URL = re.compile(r"(?:https?:\s?//\S+|www\.\S+\.\w{2,})", re.IGNORECASE)

LABELS: list[tuple[str, Kind, str]] = [
    ("SUBTOTAL", "amount", r"sub ?-?total|net (amount|total)|total before tax"),
    ("TAX", "amount", r"(sales |state |city |local )?tax|total tax|vat|gst|hst|pst"),
    ("TOTAL", "amount", r"(grand |invoice |order )?total( amount| amt)?|total due"),
    ("AMOUNT_DUE", "amount", r"(amount|balance)( now)? (due|payable|owing)|please pay"),
    (
        "AMOUNT_PAID",
        "amount",
        r"amount paid|paid|cash|tend(er(ed)?)?|(deposit|payment)s?( received)?|(credit|debit) card",
    ),
    ("DISCOUNT", "amount", r"(total )?discount|savings|coupon"),
    ("GRATUITY", "amount", r"tip|gratuity"),
    ("SERVICE_CHARGE", "amount", r"service (charge|fee)"),
    ("SHIPPING_HANDLING_CHARGE", "amount", r"shipping|freight|postage|shipping (and|&) handling"),
    ("PRIOR_BALANCE", "amount", r"(previous|prior) balance|balance forward"),
    ("INVOICE_RECEIPT_DATE", "date", r"((invoice|receipt|bill) )?date|date of issue"),
    ("DUE_DATE", "date", r"(payment )?due( date| on| by)?|pay by"),
    ("ORDER_DATE", "date", r"order date"),
    ("DELIVERY_DATE", "date", r"(delivery|ship(ping|ped)?) date"),
    (
        "INVOICE_RECEIPT_ID",
        "id",
        r"(invoice|receipt|bill|ticket)( (no|nr|num|number|id))?|tr|trans(action)? (no|number)",
    ),
    ("PO_NUMBER", "id", r"(p ?o|purchase order)( (no|nr|number))?"),
    ("ACCOUNT_NUMBER", "id", r"account (no|nr|number)"),
    ("CUSTOMER_NUMBER", "id", r"customer (no|nr|number|id)"),
    ("TAX_PAYER_ID", "id", r"(vat|tax|gst|ein|federal tax) (id|no|number|reg(istration)?)"),
    ("PAYMENT_TERMS", "text", r"(payment )?terms"),
    ("VENDOR_PHONE", "phone", r"phone|tel|telephone|call( us)?"),
]
_COMPILED = [(name, kind, re.compile(pattern)) for name, kind, pattern in LABELS]
AMOUNTS = frozenset(name for name, kind, _ in LABELS if kind == "amount")


def plain(label: str) -> str:
    """A label without its rate, its signs, and capitals: "Sales tax (8.25%):" is "sales tax"."""
    without_rate = RATE.sub(" ", label.lower())
    return " ".join(re.sub(r"[^a-z0-9&/-]+", " ", without_rate).split())


def meaning(label: str, value: str) -> str | None:
    """Return the type of a labelled value, or None where either does not say it."""
    words = plain(label)
    for name, kind, pattern in _COMPILED:
        if pattern.fullmatch(words) and is_a(kind, value):
            return name
    return None


def is_a(kind: Kind, value: str) -> bool:
    """Whether a text may be a value of this kind."""
    match kind:
        case "amount":
            return bool(AMOUNT.fullmatch(value))
        case "date":
            return read_date(value) is not None
        case "phone":
            return bool(PHONE.fullmatch(value))
        case "id":
            return bool(IDENTIFIER.fullmatch(value)) and read_date(value) is None
        case "text":
            return bool(value)
