"""The result document: one shape, the same bytes for the same value, a published schema."""

import json

import msgspec

from lambdas.documents import Operation, Status
from lambdas.extraction.files import ResultFiles
from lambdas.extraction.result_document import DocumentIdentity, ResultDocument, ResultHead
from tests.lambdas.extraction import result_schema
from tests.lambdas.extraction.builders import block, extraction, key_value, line, table, word

FOUND = extraction(
    line("Total: $5", at=(0.1, 0.2, 0.3, 0.04)),
    word("Total:"),
    word("$5"),
    *key_value(
        block("KEY_VALUE_SET", "k", CHILD=["word Total:"]),
        block("KEY_VALUE_SET", "v", CHILD=["word $5"], at=(0.3, 0.2, 0.1, 0.04)),
    ),
    *table([["a"]]),
    block("LAYOUT_TEXT", "l", CHILD=["line Total: $5"]),
    block("NEW", "n"),
)
HEAD = ResultHead(
    document=DocumentIdentity(
        document_id="0" * 32,
        bucket="uploads",
        key="in/a.pdf",
        version_id=None,
        etag="e",
        size=1,
        kind="PDF",
    ),
    profile="default",
    operation=Operation.ANALYZE_DOCUMENT,
    feature_types=("FORMS", "TABLES"),
    status=Status.COMPLETED,
    job_id=None,
    model_version="1.1",
    min_confidence=90.0,
    page_count=1,
    cost_usd=0.065,
)


def test_a_document_that_came_through_the_pipeline_says_which_object_it_was() -> None:
    with ResultFiles() as files:
        (written,) = [
            file.read() for name, file in files.finished(HEAD, []) if name.endswith("json")
        ]

    document = msgspec.json.decode(written, type=ResultDocument)
    assert (document.document, document.cost_usd) == (HEAD.document, 0.065)
    assert (document.pages, document.fields) == ([], [])


def test_the_version_comes_first_and_names_are_as_in_python() -> None:
    document = json.loads(FOUND.files["document.json"])

    assert next(iter(document.items())) == ("schema_version", "1.1")
    assert document["fields"] == [
        {
            "name": "Total:",
            "value": "$5",
            "normalized": {"type": "amount", "value": "5", "currency": None},
            "selected": None,
            "signed": False,
            "confidence": 99.0,
            "page": 1,
            "box": {"left": 0.3, "top": 0.2, "width": 0.1, "height": 0.04},
            "kind": "key_value",
            "source": "textract",
            "alias": None,
            "question": None,
            "label": None,
            "record": None,
            "groups": None,
            "reviewed": None,
        }
    ]


def test_the_published_schema_is_that_of_the_types() -> None:
    remedy = "run python -m tests.lambdas.extraction.result_schema"
    assert result_schema.PATH.read_text() == result_schema.rendered(), remedy
