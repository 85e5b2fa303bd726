"""Every recorded invoice, identity document and loan package means what another reader found."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lambdas.extraction.answers import decode_part
from lambdas.extraction.model import Field
from tests.lambdas.extraction.builders import Extraction, codes, extract

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
NAMED = {"AnalyzeExpense", "AnalyzeID", "GetLendingAnalysis"}

# Textract wrote one checkbox's state as its text: the other reader keeps that, we read the state.
STATES = {"SELECTED": True, "NOT_SELECTED": False}

Json = dict[str, Any]


def _recorded() -> dict[str, Json]:
    if not CORPUS.exists():
        return {}
    entries = json.loads((CORPUS / "manifest.json").read_bytes())
    return {name: entry for name, entry in entries.items() if entry["api"] in NAMED}


RECORDED = _recorded()
pytestmark = pytest.mark.skipif(not RECORDED, reason="the recorded responses are not here")
each_response = pytest.mark.parametrize(
    ("name", "entry"), RECORDED.items() or [("none", {})], ids=list(RECORDED) or ["none"]
)


def found_in(name: str) -> Extraction:
    return extract([decode_part((CORPUS / "responses" / name).read_bytes())])


@each_response
def test_nothing_recorded_is_lost(name: str, entry: Json) -> None:
    found = found_in(name)

    summary = ["LENDING_SUMMARY_MISSING"] if name.startswith("lending") else []  # not recorded
    assert codes(found) == summary
    assert found.page_count == entry["pages"]
    assert len(found.signatures) == entry["expect"]["signatures"]
    counts = entry["expect"]["counts"]
    assert sum(page.counts.words for page in found.pages) == counts.get("WORD", 0)
    assert sum(page.counts.lines for page in found.pages) == counts.get("LINE", 0)


@each_response
def test_summary_fields_are_those_of_the_invoice(name: str, entry: Json) -> None:
    fields = [field for field in found_in(name).fields if field.kind == "expense"]

    expected = [
        (record, other) for record, invoice in _invoices(entry) for other in invoice["summary"]
    ]
    assert [(field.record, _summary(field)) for field in fields] == [
        (record, {key: other[key] for key in other if key != "currency"})
        for record, other in expected
    ]
    for field, (_, other) in zip(fields, expected, strict=True):
        if field.normalized:
            assert field.normalized.currency == other.get("currency")


@each_response
def test_line_items_are_those_of_the_invoice(name: str, entry: Json) -> None:
    found = [
        (item.record, item.group, item.row, [[field.name, field.value] for field in item.fields])
        for item in found_in(name).line_items
    ]

    assert found == [
        (record, group["index"], row, item)
        for record, invoice in _invoices(entry)
        for group in invoice["groups"]
        for row, item in enumerate(group["items"], start=1)
    ]


@each_response
def test_identity_fields_are_those_of_the_document(name: str, entry: Json) -> None:
    fields = [field for field in found_in(name).fields if field.kind == "identity"]

    assert [(field.record, field.name, field.value) for field in fields] == [
        (record, type_, value)
        for record, identity in _identities(entry)
        for type_, value, _ in identity["fields"]
    ]
    assert [field.normalized.value if field.normalized else None for field in fields] == [
        date and date.removesuffix("T00:00:00")
        for _, identity in _identities(entry)
        for _, _, date in identity["fields"]
    ]


@each_response
def test_pages_of_a_loan_package_are_what_they_are(name: str, entry: Json) -> None:
    found = [
        (
            page.page,
            [guess.value for guess in page.classification.page_types],
            [guess.value for guess in page.classification.page_numbers],
        )
        for page in found_in(name).pages
        if page.classification
    ]

    assert found == [
        (page["page"], page["page_type"], page["page_number"]) for page in _loan_pages(entry)
    ]


@each_response
def test_values_of_a_loan_package_are_those_of_its_pages(name: str, entry: Json) -> None:
    fields = [field for field in found_in(name).fields if field.kind == "lending"]

    assert [(f.page, f.name, f.label, f.value, f.selected) for f in fields] == [
        (page["page"], type_, label, *_printed(value))
        for page in _loan_pages(entry)
        for document in page["docs"]
        for type_, label, values in document.get("lending", [])
        for value in values or [[None, None]]
    ]


@each_response
def test_signatures_of_a_loan_package_are_on_their_pages(name: str, entry: Json) -> None:
    assert [signature.page for signature in found_in(name).signatures] == [
        page["page"]
        for page in _loan_pages(entry)
        for document in page["docs"]
        for _ in range(document.get("signatures", 0))
    ]


@each_response
def test_every_value_is_in_the_markdown(name: str, entry: Json) -> None:
    found = found_in(name)

    shown = set(found.markdown.replace("\\", "").split())
    for value in [field.value for field in found.fields if field.value]:
        assert shown.issuperset(value.split())


@each_response
def test_every_line_item_is_in_the_csv(name: str, entry: Json) -> None:
    found = found_in(name)

    rows = list(csv.reader(io.StringIO(found.files.get("line_items.csv", ""), newline="")))
    assert [[value for value in row[4:] if value] for row in rows[1:]] == [
        [field.value for field in item.fields if field.value] for item in found.line_items
    ]


def _summary(field: Field) -> Json:
    """Return a field as the other reader notes it, who leaves out what is empty."""
    noted = {"type": field.name, "value": field.value, "page": field.page}
    if field.label is not None:
        noted["label"] = field.label
    if field.groups:
        noted["groups"] = [[group.id, group.types] for group in field.groups]
    return noted


def _printed(value: list[str | None]) -> tuple[str, bool | None]:
    text, state = value
    if text in STATES:
        text, state = None, text
    return text or "", None if state is None else STATES[state]


def _loan_pages(entry: Json) -> list[Json]:
    return list(entry["expect"].get("lending", []))


def _invoices(entry: Json) -> Iterator[tuple[int, Json]]:
    """Yield the invoices with their numbers, those of a loan package too."""
    in_package = [doc["expense"] for doc in _documents(entry) if "expense" in doc]
    yield from enumerate([*entry["expect"].get("expense", []), *in_package], start=1)


def _identities(entry: Json) -> Iterator[tuple[int, Json]]:
    in_package = [doc["identity"] for doc in _documents(entry) if "identity" in doc]
    yield from enumerate([*entry["expect"].get("identity", []), *in_package], start=1)


def _documents(entry: Json) -> list[Json]:
    return [document for page in _loan_pages(entry) for document in page["docs"]]
