"""What a page costs: Textract's price list for us-east-1."""

from __future__ import annotations

import pytest

from lambdas.documents import Adapter, FeatureType, Operation, Query, Request
from lambdas.pricing import cost


@pytest.mark.parametrize(
    ("features", "thousand_pages"),
    [
        (("TABLES",), 15.0),
        (("FORMS",), 50.0),
        (("TABLES", "FORMS"), 65.0),
        (("QUERIES",), 15.0),
        (("TABLES", "QUERIES"), 20.0),
        (("FORMS", "QUERIES"), 55.0),
        (("TABLES", "FORMS", "QUERIES"), 70.0),
        (("LAYOUT",), 4.0),
        (("SIGNATURES",), 3.5),
        (("TABLES", "FORMS", "LAYOUT", "SIGNATURES"), 65.0),
    ],
)
def test_a_thousand_analyzed_pages_cost_what_aws_lists(
    features: tuple[FeatureType, ...], thousand_pages: float
) -> None:
    request = Request(operation=Operation.ANALYZE_DOCUMENT, feature_types=features)

    assert cost(request, 1000) == thousand_pages


def test_a_thousand_pages_of_text_cost_a_dollar_fifty() -> None:
    assert cost(Request(operation=Operation.DETECT_DOCUMENT_TEXT), 1000) == 1.5


@pytest.mark.parametrize(
    ("operation", "thousand_pages"),
    [("AnalyzeExpense", 10.0), ("AnalyzeID", 25.0), ("AnalyzeLending", 70.0)],
)
def test_a_thousand_pages_of_named_values_cost_what_aws_lists(
    operation: str, thousand_pages: float
) -> None:
    assert cost(Request(operation=Operation(operation)), 1000) == thousand_pages


def test_questions_to_an_adapter_cost_more() -> None:
    request = Request(
        operation=Operation.ANALYZE_DOCUMENT,
        feature_types=("QUERIES",),
        queries=(Query(text="Total?"),),
        adapters=(Adapter(id="0123456789ab", version="1"),),
    )

    assert cost(request, 1000) == 25.0


def test_three_pages_cost_no_fraction_of_a_rounding_error() -> None:
    assert cost(Request(operation=Operation.DETECT_DOCUMENT_TEXT), 3) == 0.0045
