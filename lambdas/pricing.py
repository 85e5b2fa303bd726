"""What a page costs: Textract's list prices, us-east-1, first million pages a month.

An estimate: other regions and volumes differ, and failed pages are not charged.
"""

from __future__ import annotations

from lambdas.documents import Operation, Request

# USD a page (price list; TABLES, FORMS and text also in AWS's own accelerator's configuration)
TEXT = 0.0015
TABLES = 0.015
FORMS = 0.05
QUERIES = 0.015
QUERIES_BESIDE = 0.005  # added to TABLES or FORMS
LAYOUT = 0.004  # nothing beside another feature
SIGNATURES = 0.0035  # nothing beside another feature


def page_price(request: Request) -> float:
    """Return the price of one page in USD."""
    if request.operation is Operation.DETECT_DOCUMENT_TEXT:
        return TEXT
    features = set(request.feature_types)
    price = (TABLES if "TABLES" in features else 0) + (FORMS if "FORMS" in features else 0)
    if "QUERIES" in features:
        price += QUERIES_BESIDE if price else QUERIES
    if not price:
        price = LAYOUT if "LAYOUT" in features else SIGNATURES
    return round(price, 6)


def cost(request: Request, pages: int) -> float:
    """Return the price of `pages` pages in USD."""
    return round(pages * page_price(request), 6)
