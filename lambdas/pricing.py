"""What a page costs: Textract's list prices, us-east-1, first million pages a month.

An estimate: other regions and volumes differ, and failed pages are not charged.
"""

from __future__ import annotations

from lambdas.documents import Operation, Request

# USD a page (price list; TABLES, FORMS and text also in AWS's own accelerator's configuration)
TABLES = 0.015
FORMS = 0.05
QUERIES = 0.015
QUERIES_BESIDE = 0.005  # added to TABLES or FORMS
LAYOUT = 0.004  # nothing beside another feature
SIGNATURES = 0.0035  # nothing beside another feature
# Custom queries are listed at 0.025. What they cost beside TABLES or FORMS is in no source that we
# have: taken as the same difference.
ADAPTER = 0.01
WHOLE = {
    Operation.DETECT_DOCUMENT_TEXT: 0.0015,
    Operation.ANALYZE_EXPENSE: 0.01,
    Operation.ANALYZE_ID: 0.025,  # the first 100,000 pages a month
    Operation.ANALYZE_LENDING: 0.07,
}


def page_price(request: Request) -> float:
    """Return the price of one page in USD."""
    if request.operation in WHOLE:
        return WHOLE[request.operation]
    features = set(request.feature_types)
    price = (TABLES if "TABLES" in features else 0) + (FORMS if "FORMS" in features else 0)
    if "QUERIES" in features:
        price += QUERIES_BESIDE if price else QUERIES
        price += ADAPTER if request.adapters else 0
    if not price:
        price = LAYOUT if "LAYOUT" in features else SIGNATURES
    return round(price, 6)


def cost(request: Request, pages: int) -> float:
    """Return the price of `pages` pages in USD."""
    return round(pages * page_price(request), 6)
