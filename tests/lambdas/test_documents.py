"""Identity is content, and every document goes to the operation that takes it."""

from __future__ import annotations

import re

import botocore.session
import msgspec
import pytest

from lambdas.documents import Document, FeatureType, Operation, Query, Request, Work

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
