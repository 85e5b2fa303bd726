"""Invoices, identity documents and loan packages become values of their pages."""

import json

import pytest

from lambdas.documents import DateOrder
from lambdas.extraction.answers import Part, decode_part
from lambdas.extraction.extract import Reader
from lambdas.extraction.findings import Finding, Records, findings
from lambdas.extraction.lending import lending_summary
from lambdas.extraction.model import Group, Normalized
from tests.lambdas.extraction.builders import Json, Place, codes, extract, line, word

HERE = (0.1, 0.2, 0.3, 0.05)
THERE = (0.5, 0.2, 0.3, 0.05)


def detection(text: str | None, at: Place | None = None, confidence: float = 99.0) -> Json:
    names = ("Left", "Top", "Width", "Height")
    box = {"BoundingBox": dict(zip(names, at, strict=True))} if at else None
    return {"Text": text, "Confidence": confidence, "Geometry": box}


def expense_field(type_: str | None, value: str | None, **more: object) -> Json:
    return {
        "Type": {"Text": type_, "Confidence": 70.0},
        "ValueDetection": detection(value),
        **more,
    }


def invoice(*fields: Json, **more: object) -> Json:
    return {"SummaryFields": fields, **more}


def items(*rows: list[Json], **more: object) -> Json:
    return {"LineItems": [{"LineItemExpenseFields": row} for row in rows], **more}


def part(**members: object) -> Part:
    return decode_part(json.dumps(members).encode())


def found(
    records: Records | None = None, date_order: DateOrder | None = None, **members: object
) -> list[Finding]:
    return list(findings(part(**members), records or Records(), date_order=date_order))


def in_invoice(*fields: Json, date_order: DateOrder | None = None, **more: object) -> Finding:
    (finding,) = found(date_order=date_order, ExpenseDocuments=[invoice(*fields, **more)])
    return finding


def test_a_summary_field_has_type_label_value_and_the_values_own_place_and_confidence() -> None:
    label = detection("Grand total:", at=HERE, confidence=12.0)
    value = detection("$6.50", at=THERE, confidence=97.5)
    total = {"Type": {"Text": "TOTAL"}, "LabelDetection": label, "ValueDetection": value}

    (field,) = in_invoice({**total, "PageNumber": 1}, ExpenseIndex=1).fields

    assert (field.name, field.label, field.value) == ("TOTAL", "Grand total:", "$6.50")
    assert (field.kind, field.page, field.record, field.confidence) == ("expense", 1, 1, 97.5)
    assert field.box is not None
    assert field.box.left == 0.5


def test_a_value_without_a_place_is_where_its_label_is() -> None:
    label = detection("Total", at=HERE)

    (field,) = in_invoice(expense_field("TOTAL", "6.50", LabelDetection=label)).fields

    assert field.box is not None
    assert field.box.left == 0.1


def test_a_label_without_a_value_is_kept_and_has_no_confidence() -> None:
    (field,) = in_invoice({"Type": {"Text": "OTHER"}, "LabelDetection": detection("Fax")}).fields

    assert (field.name, field.label, field.value, field.confidence) == ("OTHER", "Fax", "", None)


@pytest.mark.parametrize(
    "nothing",
    [
        {},
        {"Type": None, "LabelDetection": None, "ValueDetection": None, "PageNumber": None},
        {"Type": {"Text": None}, "ValueDetection": {"Text": None}, "GroupProperties": [{}]},
        {"PageNumber": -3},
        {"PageNumber": 0, "Currency": {"Code": None}, "GroupProperties": None, "New": [1]},
    ],
)
def test_a_field_with_nothing_in_it_is_kept(nothing: Json) -> None:
    (field,) = in_invoice(nothing).fields

    assert (field.name, field.value, field.page, field.box) == ("", "", 1, None)


def test_several_values_of_one_type_are_all_kept_in_order() -> None:
    finding = in_invoice(expense_field("VENDOR_NAME", "A"), expense_field("VENDOR_NAME", "B"))

    assert [field.value for field in finding.fields] == ["A", "B"]


def test_a_field_belongs_to_all_its_groups() -> None:
    groups = [{"Types": ["VENDOR", "VENDOR_REMIT_TO"], "Id": "g1"}, {"Types": None, "Id": "g2"}]

    (field,) = in_invoice(expense_field("CITY", "Berne", GroupProperties=groups)).fields

    assert field.groups == [
        Group(id="g1", types=["VENDOR", "VENDOR_REMIT_TO"]),
        Group(id="g2", types=[]),
    ]


@pytest.mark.parametrize(
    ("type_", "value", "currency", "expected"),
    [
        ("TOTAL", "$6.50", "USD", Normalized(type="amount", value="6.50", currency="USD")),
        ("TOTAL", "6.50", "BZR", Normalized(type="amount", value="6.50", currency="BRL")),
        ("TOTAL", "6.50", None, Normalized(type="amount", value="6.50")),
        ("OTHER", "6.50", None, Normalized(type="number", value="6.50")),
        ("TOTAL", "EUR 6.50", "USD", None),
        ("TOTAL", "6.50", "XYZ", Normalized(type="amount", value="6.50")),
        ("QUANTITY", "2", None, Normalized(type="number", value="2")),
        ("QUANTITY", "2", "USD", Normalized(type="number", value="2")),
        ("OTHER", "$2", "CAD", Normalized(type="amount", value="2")),
        ("INVOICE_RECEIPT_ID", "21772", None, None),
        ("PRODUCT_CODE", "62483", None, None),
        ("VENDOR_PHONE", "5322918", None, None),
        ("PHONE", "5322918", None, None),
        ("ZIP_CODE", "62483", None, None),
        ("EMPLOYER_ZIPCODE", "62483", None, None),
        ("BORROWER_ZIP", "62483", None, None),
        ("GRID", "12", None, Normalized(type="number", value="12")),
        ("DUE_DATE", "01/31/2021", None, Normalized(type="date", value="2021-01-31")),
        ("DUE_DATE", "03/04/2021", None, None),
    ],
)
def test_values_are_typed_as_their_type_allows(
    type_: str, value: str, currency: str | None, expected: Normalized | None
) -> None:
    (field,) = in_invoice(expense_field(type_, value, Currency={"Code": currency})).fields

    assert (field.value, field.normalized) == (value, expected)


def test_the_order_of_day_and_month_can_be_told() -> None:
    (field,) = in_invoice(expense_field("DUE_DATE", "03/04/2021"), date_order="DMY").fields

    assert field.normalized == Normalized(type="date", value="2021-04-03")


def test_line_items_are_numbered_and_end_with_the_whole_row() -> None:
    first = [expense_field("EXPENSE_ROW", "Nut 2"), expense_field("ITEM", "Nut")]
    second = [expense_field("ITEM", "Bolt", PageNumber=2)]

    pages = found(
        ExpenseDocuments=[
            invoice(ExpenseIndex=3, LineItemGroups=[items(first, LineItemGroupIndex=4)]),
            invoice(LineItemGroups=[items([]), items(second)]),
        ]
    )

    rows = [item for finding in pages for item in finding.line_items]
    assert [(item.page, item.record, item.group, item.row) for item in rows] == [
        (1, 3, 4, 1),
        (2, 4, 2, 1),
    ]
    assert [field.name for field in rows[0].fields] == ["ITEM", "EXPENSE_ROW"]


def test_an_invoice_of_two_pages_has_its_values_lines_and_rows_on_each() -> None:
    document = invoice(
        expense_field("VENDOR_NAME", "Nuts Ltd", PageNumber=1),
        expense_field("TOTAL", "6.50", PageNumber=2),
        LineItemGroups=[items([expense_field("ITEM", "Nut", PageNumber=2)])],
        Blocks=[line("Nuts Ltd", Page=1), line("Total 6.50", Page=2)],
    )

    result = extract([part(DocumentMetadata={"Pages": 2}, ExpenseDocuments=[document])])

    assert [page.text for page in result.pages] == ["Nuts Ltd", "Total 6.50"]
    assert [(field.page, field.name) for field in result.fields] == [
        (1, "VENDOR_NAME"),
        (2, "TOTAL"),
    ]
    assert [item.page for item in result.line_items] == [2]
    assert codes(result) == []


def test_lines_that_state_no_page_are_on_that_of_their_invoice() -> None:
    documents = [
        invoice(Blocks=[line(name), word(name, Page=page)], ExpenseIndex=page)
        for page, name in enumerate(("First", "Second"), start=1)
    ]

    result = extract([part(DocumentMetadata={"Pages": 2}, ExpenseDocuments=documents)])

    assert [(page.page, page.text) for page in result.pages] == [(1, "First"), (2, "Second")]


def test_two_invoices_of_one_index_are_told() -> None:
    twice = [{**invoice(expense_field("TOTAL", total)), "ExpenseIndex": 1} for total in "12"]

    result = extract([part(ExpenseDocuments=twice)])

    assert [(field.value, field.record) for field in result.fields] == [("1", 1), ("2", 1)]
    assert codes(result) == ["SHARED_RECORD"]


def test_records_run_on_over_the_parts_of_a_job() -> None:
    records = Records()
    numbers = [
        field.record
        for _ in range(2)
        for finding in found(records, ExpenseDocuments=[invoice(expense_field("TOTAL", "1"))] * 2)
        for field in finding.fields
    ]

    assert numbers == [1, 2, 3, 4]


def identity(*fields: tuple[str, str, str | None], **more: object) -> Json:
    return {
        "IdentityDocumentFields": [
            {
                "Type": {"Text": type_},
                "ValueDetection": {
                    "Text": value,
                    "Confidence": 98.0,
                    "NormalizedValue": date and {"Value": date, "ValueType": "Date"},
                },
            }
            for type_, value, date in fields
        ],
        **more,
    }


def test_identity_fields_keep_the_printed_date_beside_textracts_own_reading() -> None:
    fields = [("DATE_OF_BIRTH", "03/04/2001", "2001-03-04T00:00:00"), ("SUFFIX", "", None)]

    (finding,) = found(IdentityDocuments=[identity(*fields, DocumentIndex=1)])

    birth, suffix = finding.fields
    assert (birth.value, birth.normalized) == (
        "03/04/2001",
        Normalized(type="date", value="2001-03-04"),
    )
    assert (suffix.name, suffix.value, suffix.normalized) == ("SUFFIX", "", None)
    assert (birth.kind, birth.record, birth.box, birth.confidence) == ("identity", 1, None, 98.0)


def test_two_sides_of_an_identity_document_are_two_pages_with_their_own_text() -> None:
    sides = [
        identity(
            ("ID_TYPE", name, None),
            Blocks=[line(name, CHILD=[f"word {name}"]), word(name, Page=0)],
            DocumentIndex=n,
        )
        for n, name in enumerate(("FRONT", "BACK"), start=1)
    ]

    result = extract([part(DocumentMetadata={"Pages": 2}, IdentityDocuments=sides)])

    assert [(page.page, page.text) for page in result.pages] == [(1, "FRONT"), (2, "BACK")]
    assert [(field.page, field.record) for field in result.fields] == [(1, 1), (2, 2)]
    assert codes(result) == []


@pytest.mark.parametrize("metadata", [{"Pages": 1}, {"Pages": None}, {"Pages": -3}, None])
def test_two_identity_documents_on_one_page_are_both_on_it(metadata: Json | None) -> None:
    cards = [identity(("LAST_NAME", name, None)) for name in ("Baker", "Garcia")]

    pages = found(DocumentMetadata=metadata, IdentityDocuments=cards)

    assert [(finding.page, finding.fields[0].record) for finding in pages] == [(1, 1), (1, 2)]


def test_an_identity_document_in_which_nothing_was_found_is_no_error() -> None:
    result = extract([part(DocumentMetadata={"Pages": 1}, AnalyzeIDModelVersion="1.0")])

    assert (result.fields, result.page_count, codes(result)) == ([], 1, [])


def loan_page(page: int | None, *extractions: Json, **more: object) -> Json:
    return {"Page": page, "Extractions": extractions, **more}


def loan(*fields: Json, **more: object) -> Json:
    return {"LendingDocument": {"LendingFields": fields, **more}}


def test_a_page_of_a_loan_package_is_classified_with_the_likeliest_first() -> None:
    kinds = [{"Value": "W_9", "Confidence": 20.0}, {"Value": "W_2", "Confidence": 80.0}]
    numbers = [{"Value": "undetected", "Confidence": None}]
    classified = {"PageType": kinds, "PageNumber": numbers}

    (page,) = extract([part(Results=[loan_page(1, PageClassification=classified)])]).pages

    assert page.classification is not None
    assert [guess.value for guess in page.classification.page_types] == ["W_2", "W_9"]
    assert [(guess.value, guess.confidence) for guess in page.classification.page_numbers] == [
        ("undetected", None)
    ]


def test_every_value_of_a_lending_field_is_a_field_with_its_own_place() -> None:
    values = [detection("1-800-1", at=HERE), detection("1-800-2", at=THERE)]

    (_, finding) = found(
        Results=[loan_page(7, loan({"Type": "BANK_CONTACT_NUMBER", "ValueDetections": values}))]
    )

    assert [(f.page, f.name, f.value, f.box and f.box.left) for f in finding.fields] == [
        (7, "BANK_CONTACT_NUMBER", "1-800-1", 0.1),
        (7, "BANK_CONTACT_NUMBER", "1-800-2", 0.5),
    ]


@pytest.mark.parametrize("values", [[], None])
def test_a_lending_field_without_a_value_is_empty_where_its_label_is(
    values: list[Json] | None,
) -> None:
    empty = {
        "Type": "OTHER",
        "KeyDetection": detection("Lender", at=HERE),
        "ValueDetections": values,
    }

    (_, finding) = found(Results=[loan_page(1, loan(empty))])

    (field,) = finding.fields
    assert (field.label, field.value, field.selected, field.confidence) == (
        "Lender",
        "",
        None,
        None,
    )
    assert field.box is not None


@pytest.mark.parametrize(
    ("value", "selected"),
    [
        ({"SelectionStatus": "SELECTED"}, True),
        ({"SelectionStatus": "NOT_SELECTED"}, False),
        ({"Text": "SELECTED"}, True),
    ],
)
def test_checkboxes_of_a_loan_package_have_their_state(value: Json, selected: bool) -> None:
    (_, finding) = found(Results=[loan_page(1, loan({"Type": "FHA", "ValueDetections": [value]}))])

    (field,) = finding.fields
    assert (field.value, field.selected) == ("", selected)
    assert field.normalized == Normalized(type="boolean", value=selected)


def test_a_loan_package_holds_signatures_invoices_and_identity_documents() -> None:
    signed = loan(SignatureDetections=[{"Confidence": 77.0}])
    receipt = {"ExpenseDocument": invoice(expense_field("TOTAL", "6.50"))}
    card = {"IdentityDocument": identity(("LAST_NAME", "Baker", None))}

    result = extract(
        [part(Results=[loan_page(1, signed), loan_page(2, receipt)]),
         part(Results=[loan_page(3, receipt, card)])]
    )  # fmt: skip

    assert [(signature.page, signature.confidence) for signature in result.signatures] == [(1, 77)]
    assert [(field.page, field.kind, field.record) for field in result.fields] == [
        (2, "expense", 1),
        (3, "expense", 2),
        (3, "identity", 1),
    ]


def test_lines_within_a_loan_package_are_on_the_page_that_they_came_with() -> None:
    receipt = {"ExpenseDocument": invoice(Blocks=[line("Nuts Ltd")])}

    (page,) = extract([part(Results=[loan_page(5, receipt)])]).pages

    assert (page.page, page.text) == (5, "Nuts Ltd")


def test_a_loan_page_without_a_number_follows_the_one_before() -> None:
    pages = found(Results=[loan_page(4), loan_page(None)])

    assert [finding.page for finding in pages] == [4, 5]


def test_an_unknown_kind_of_extraction_is_a_warning() -> None:
    deed = loan_page(2, {"DeedDocument": {"Fields": []}})

    result = extract([part(Results=[deed], Summary={})])

    assert [(warning.code, warning.page) for warning in result.warnings] == [
        ("UNKNOWN_EXTRACTION", 2)
    ]


@pytest.mark.parametrize(
    "empty",
    [
        {"ExpenseDocuments": None, "IdentityDocuments": None, "Results": None},
        {"ExpenseDocuments": [], "IdentityDocuments": [], "Results": []},
    ],
)
def test_nothing_found_is_nothing(empty: Json) -> None:
    assert found(**empty) == []


@pytest.mark.parametrize(
    "members",
    [
        {"ExpenseDocuments": [{"SummaryFields": None, "LineItemGroups": None, "Blocks": None}]},
        {"ExpenseDocuments": [{"LineItemGroups": [{"LineItems": None}, {"LineItems": [{}]}]}]},
        {"IdentityDocuments": [{"IdentityDocumentFields": None, "Blocks": None}]},
        {"Results": [{"Page": None, "PageClassification": None, "Extractions": None}]},
        {"Results": [{"PageClassification": {"PageType": None, "PageNumber": [{}]}}]},
        {"Results": [loan_page(1, {"LendingDocument": {"LendingFields": None}})]},
    ],
)
def test_nulls_are_survived(members: Json) -> None:
    result = extract([part(**members, Summary={})])

    assert (len(result.pages), result.fields, result.warnings) == (1, [], [])


def test_a_summary_tells_the_documents_of_a_package_by_type() -> None:
    summary = {
        "DocumentGroups": [
            {
                "Type": "1003",
                "SplitDocuments": [{"Index": 1, "Pages": [1, 2]}, {"Pages": [5]}],
                "DetectedSignatures": [{"Page": 2}, {"Page": None}],
                "UndetectedSignatures": [{"Page": 5}],
            },
            {"Type": "W_2", "SplitDocuments": None, "DetectedSignatures": None},
        ],
        "UndetectedDocumentTypes": ["W_9"],
    }
    decoded = part(Summary=summary).summary
    assert decoded is not None

    read = lending_summary(decoded)

    application, wages = read.groups
    assert [(split.index, split.pages) for split in application.documents] == [
        (1, [1, 2]),
        (2, [5]),
    ]
    assert (application.signed_pages, application.unsigned_pages) == ([2], [5])
    assert (wages.type, wages.documents, wages.signed_pages) == ("W_2", [], [])
    assert read.undetected_types == ["W_9"]


def test_a_package_whose_summary_never_came_is_told() -> None:
    found = extract([part(Results=[loan_page(1)]), part(Results=[loan_page(2)])])

    assert [(warning.code, warning.page) for warning in found.warnings] == [
        ("LENDING_SUMMARY_MISSING", None)
    ]


def test_a_summary_of_nothing_is_a_summary() -> None:
    assert codes(extract([part(Results=[loan_page(1)]), part(Summary={})])) == []


def test_the_summary_of_a_package_comes_in_a_part_of_its_own() -> None:
    pages = part(DocumentMetadata={"Pages": 2}, Results=[loan_page(1), loan_page(2)])
    summary = part(
        DocumentMetadata={"Pages": 2}, Summary={"DocumentGroups": [{"Type": "W_2"}]}, Results=None
    )
    reader = Reader([pages, summary], min_confidence=90.0)

    assert [content.page.page for content in reader.pages()] == [1, 2]
    assert reader.lending is not None
    assert [group.type for group in reader.lending.groups] == ["W_2"]
    assert reader.warnings == []
