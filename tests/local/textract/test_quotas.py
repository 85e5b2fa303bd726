"""How many calls a second pass, and who is told to come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from local.textract.errors import ProvisionedThroughputExceededException
from local.textract.plan import Plan
from local.textract.quotas import PER_SECOND, Limiter, Quotas
from local.textract.validation import service_model

if TYPE_CHECKING:
    from mypy_boto3_textract import TextractClient


class Now:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def passed(limiter: Limiter, operation: str, *, calls: int, region: str = "us-east-1") -> int:
    """Return how many of so many calls at one moment may pass."""
    count = 0
    for _ in range(calls):
        try:
            limiter.check(operation, region=region)
        except ProvisionedThroughputExceededException:
            continue
        count += 1
    return count


@pytest.mark.parametrize(
    ("quotas", "operation", "a_second"),
    [
        (Quotas(), "AnalyzeDocument", 10),
        (Quotas(), "DetectDocumentText", 25),
        (Quotas(), "GetDocumentTextDetection", 25),
        (Quotas(), "StartExpenseAnalysis", 5),
        (Quotas(scale=2), "AnalyzeDocument", 20),
        (Quotas(scale=0.1), "AnalyzeExpense", 1),  # one call at a time fits any quota
        (Quotas(scale=2, per_second={"AnalyzeDocument": 3}), "AnalyzeDocument", 3),
        (Quotas(), "ListAdapters", 1000),
        (Quotas(enforced=False), "AnalyzeDocument", 1000),
    ],
)
def test_a_second_holds_so_many_calls(quotas: Quotas, operation: str, a_second: int) -> None:
    assert passed(Limiter(quotas, clock=Now()), operation, calls=1000) == a_second


def test_the_quota_is_refilled_bit_by_bit_and_never_beyond_a_second() -> None:
    now = Now()
    limiter = Limiter(Quotas(), clock=now)
    passed(limiter, "AnalyzeDocument", calls=100)

    now.seconds = 0.25
    assert passed(limiter, "AnalyzeDocument", calls=100) == 2
    now.seconds = 0.5
    assert passed(limiter, "AnalyzeDocument", calls=100) == 3
    now.seconds = 3600
    assert passed(limiter, "AnalyzeDocument", calls=100) == 10


def test_over_a_minute_the_rate_is_kept() -> None:
    now = Now()
    limiter = Limiter(Quotas(), clock=now)
    total = 0
    for tick in range(60 * 64):
        now.seconds = tick / 64
        total += passed(limiter, "AnalyzeID", calls=3)

    assert 5 * 60 <= total <= 5 * 60 + 5


def test_operations_and_regions_do_not_take_from_each_other() -> None:
    limiter = Limiter(Quotas(), clock=Now())
    passed(limiter, "AnalyzeDocument", calls=100)

    assert passed(limiter, "DetectDocumentText", calls=100) == 25
    assert passed(limiter, "AnalyzeDocument", calls=100, region="us-west-2") == 10


def test_every_operation_on_documents_has_a_quota() -> None:
    operations = set(service_model().operation_names)
    of_adapters = {name for name in operations if "Adapter" in name or "Resource" in name}

    assert set(PER_SECOND) == operations - of_adapters


@pytest.mark.parametrize("plan", [Plan()])
def test_a_call_over_the_quota_is_told_so_in_aws_words_and_counted(
    textract: TextractClient,
    a_document: Callable[..., bytes],
    control: Callable[..., tuple[int, Any]],
) -> None:
    for _ in range(10):
        textract.analyze_document(Document={"Bytes": a_document()}, FeatureTypes=["FORMS"])

    with pytest.raises(
        textract.exceptions.ProvisionedThroughputExceededException,
        match="Provisioned rate exceeded",
    ) as refusal:
        textract.analyze_document(Document={"Bytes": a_document()}, FeatureTypes=["FORMS"])

    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    _, counts = control("GET", "counts")
    assert counts["calls"] == {"AnalyzeDocument": 11}
    assert counts["pages"] == {"AnalyzeDocument": 10}
    assert counts["throttles"] == {"AnalyzeDocument": 1}


@pytest.mark.parametrize("plan", [Plan()])
def test_the_quota_comes_before_all_else(textract: TextractClient) -> None:
    for _ in range(5):
        with pytest.raises(textract.exceptions.InvalidParameterException):
            textract.analyze_expense(Document={})

    with pytest.raises(textract.exceptions.ProvisionedThroughputExceededException):
        textract.analyze_expense(Document={})


@pytest.mark.parametrize("plan", [Plan()])
def test_the_client_that_waits_gets_its_answer(
    textract: TextractClient,
    a_document: Callable[..., bytes],
    set_clock: Callable[[float], None],
) -> None:
    for _ in range(5):
        textract.analyze_expense(Document={"Bytes": a_document()})
    set_clock(0.2)

    assert textract.analyze_expense(Document={"Bytes": a_document()})["ExpenseDocuments"]
