"""Identity is content, and every document goes to the operation that takes it."""

from __future__ import annotations

import re

import botocore.session
import msgspec
import pytest

from lambdas.documents import (
    Adapter,
    Document,
    FeatureType,
    Operation,
    Query,
    Request,
    Work,
    names_page,
)

MB = 1024 * 1024
INVOICE = Document(bucket="uploads", key="a/b.pdf", version_id="v1", etag="e1", size=10)
WORK = Work(
    document=INVOICE,
    kind="PDF",
    pages=1,
    profile="default",
    min_confidence=80,
    request=Request(operation=Operation.ANALYZE_DOCUMENT, feature_types=("FORMS",)),
)


def test_a_document_is_its_bucket_key_and_version() -> None:
    changes = [{"bucket": "other"}, {"key": "a/c.pdf"}, {"version_id": "v2"}]
    others = [msgspec.structs.replace(INVOICE, **change) for change in changes]

    assert len({each.document_id for each in (INVOICE, *others)}) == 4


def test_an_event_that_tells_another_size_is_still_about_the_same_version() -> None:
    assert msgspec.structs.replace(INVOICE, etag="e2", size=0).document_id == INVOICE.document_id


def test_without_versions_a_document_is_its_content() -> None:
    first = msgspec.structs.replace(INVOICE, version_id=None)
    second = msgspec.structs.replace(first, etag="e2")

    assert first.document_id != second.document_id


def test_where_the_bucket_ends_and_the_key_begins_matters() -> None:
    one = msgspec.structs.replace(INVOICE, bucket="a", key="b/c")
    other = msgspec.structs.replace(INVOICE, bucket="a/b", key="c")

    assert one.document_id != other.document_id


def test_a_document_keeps_its_identity_for_ever() -> None:
    assert INVOICE.document_id == "789041840f281690c2e0d9cb0d33aa63"


@pytest.mark.parametrize("shape", ["JobTag", "ClientRequestToken", "HumanLoopName"])
def test_identity_and_token_fit_what_textract_allows(shape: str) -> None:
    model = botocore.session.get_session().get_service_model("textract")
    rules = model.shape_for(shape).metadata

    for value in (INVOICE.document_id, WORK.client_request_token):
        assert re.fullmatch(rules["pattern"], value)
        assert rules["min"] <= len(value) <= rules["max"]


def test_the_same_question_about_the_same_document_is_the_same_job() -> None:
    later = msgspec.structs.replace(WORK, pages=0, profile="renamed", min_confidence=1)

    assert later.client_request_token == WORK.client_request_token


def test_another_question_is_another_job() -> None:
    features: list[tuple[FeatureType, ...]] = [("FORMS",), ("TABLES",), ("FORMS", "TABLES")]
    requests = [
        Request(operation=Operation.DETECT_DOCUMENT_TEXT),
        *(Request(operation=Operation.ANALYZE_DOCUMENT, feature_types=each) for each in features),
        _questions(Query(text="Total?")),
        _questions(Query(text="Total?", alias="TOTAL")),
        _questions(Query(text="Total?", pages=("*",))),
        msgspec.structs.replace(
            _questions(Query(text="Total?")), adapters=(Adapter(id="0123456789ab", version="1"),)
        ),
    ]
    works = [msgspec.structs.replace(WORK, request=request) for request in requests]

    assert len({each.client_request_token for each in works}) == len(requests)


@pytest.mark.parametrize(
    ("pages", "size", "queries", "api"),
    [
        (1, 10 * MB, 15, "AnalyzeDocument"),
        (2, 1, 0, "StartDocumentAnalysis"),
        (0, 1, 0, "StartDocumentAnalysis"),
        (1, 10 * MB + 1, 0, "StartDocumentAnalysis"),
        (1, 1, 16, "StartDocumentAnalysis"),
    ],
    ids=["all at the limit", "two pages", "pages unknown", "a byte too many", "16 queries"],
)
def test_what_synchronous_operations_do_not_take_goes_to_a_job(
    pages: int, size: int, queries: int, api: str
) -> None:
    asked = _questions(*(Query(text=f"Question {number}?") for number in range(queries)))
    document = msgspec.structs.replace(INVOICE, size=size)

    work = msgspec.structs.replace(WORK, document=document, pages=pages, request=asked)

    assert work.api == api


@pytest.mark.parametrize("pages", [0, 1, 2, 3000])
def test_an_operation_with_one_call_knows_no_other(pages: int) -> None:
    def api(operation: Operation) -> str:
        request = Request(operation=operation)
        return msgspec.structs.replace(WORK, pages=pages, request=request).api

    assert api(Operation.ANALYZE_ID) == "AnalyzeID"
    assert api(Operation.ANALYZE_LENDING) == "StartLendingAnalysis"


def test_one_receipt_is_read_at_once_and_several_in_a_job() -> None:
    one = msgspec.structs.replace(WORK, request=Request(operation=Operation.ANALYZE_EXPENSE))

    assert one.api == "AnalyzeExpense"
    assert msgspec.structs.replace(one, pages=2).api == "StartExpenseAnalysis"


@pytest.mark.parametrize(
    ("patterns", "named"),
    [
        ((), [1]),
        (("*",), [1, 2, 3, 4, 5]),
        (("2",), [2]),
        (("1", "3-4"), [1, 3, 4]),
        (("4-*",), [4, 5]),
        (("2-2",), [2]),
    ],
)
def test_patterns_name_pages(patterns: tuple[str, ...], named: list[int]) -> None:
    assert [page for page in range(1, 6) if names_page(page, patterns)] == named


def test_a_document_of_one_page_is_not_asked_about_others() -> None:
    first, second = (Adapter(id="0123456789ab", version=each) for each in "12")
    request = msgspec.structs.replace(
        _questions(
            Query(text="Total?", pages=("1-3",)),
            Query(text="Total?", pages=("*",)),
            Query(text="Signed?", pages=("2-*",)),
            Query(text="Who?", alias="WHO"),
        ),
        adapters=(first, msgspec.structs.replace(second, pages=("2",))),
    )

    asked = request.of_one_page

    assert asked.queries == (Query(text="Total?"), Query(text="Who?", alias="WHO"))
    assert asked.adapters == (first,)
    assert asked.feature_types == ("QUERIES",)


def test_where_no_question_is_left_none_is_paid_for() -> None:
    query = Query(text="Signed?", pages=("2",))
    request = msgspec.structs.replace(_questions(query), feature_types=("FORMS", "QUERIES"))

    forms = Request(operation=Operation.ANALYZE_DOCUMENT, feature_types=("FORMS",))
    assert request.of_one_page == forms


def test_text_goes_to_the_text_operations() -> None:
    request = Request(operation=Operation.DETECT_DOCUMENT_TEXT)
    one = msgspec.structs.replace(WORK, request=request)

    assert one.api == "DetectDocumentText"
    assert msgspec.structs.replace(one, pages=2).api == "StartDocumentTextDetection"


@pytest.mark.parametrize("operation", Operation)
def test_every_call_of_an_operation_exists_at_textract(operation: Operation) -> None:
    names = botocore.session.get_session().get_service_model("textract").operation_names

    assert operation.calls
    assert set(operation.calls) <= set(names)


def _questions(*queries: Query) -> Request:
    return Request(
        operation=Operation.ANALYZE_DOCUMENT, feature_types=("QUERIES",), queries=queries
    )
