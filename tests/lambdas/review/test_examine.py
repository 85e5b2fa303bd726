"""Each rule fires where it should, and is silent where it should be."""

from __future__ import annotations

import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.extraction.model import Field
from lambdas.extraction.result_document import Reason
from lambdas.review.examine import MAX_REASONS, MAX_WIDE, Examiner
from lambdas.review.rules import FieldRule, ReviewRules
from lambdas.review.sample import is_drawn
from tests.lambdas.review.made_up import (
    DOCUMENT_ID,
    content,
    examined,
    expense,
    field,
    line_item,
    prices,
    reasons,
    told,
)

properties = settings(deadline=None, derandomize=True, database=None)

NINETY = ReviewRules(min_confidence=90)
TOTAL = FieldRule(name="TOTAL", required=True)
SUM = FieldRule(name="TOTAL", sum_of="PRICE")


def test_a_field_below_the_minimum_confidence_is_doubtful() -> None:
    assert reasons(NINETY, field("Name", "Jane"), field("City", "Ulm", confidence=71.25)) == [
        Reason(
            rule="min_confidence",
            message="Confidence 71.25 is below 90",
            field="City",
            index=1,
            page=1,
        )
    ]


def test_the_minimum_itself_is_enough_and_without_a_confidence_there_is_no_doubt() -> None:
    unanswered = field("Who?", confidence=None, kind="query")

    assert told(NINETY, field("Name", "Jane", confidence=90.0), unanswered) == []


def test_without_a_minimum_no_confidence_is_doubtful() -> None:
    assert told(FieldRule(name="Name", required=True), field("Name", "Jane", confidence=0.0)) == []


@pytest.mark.parametrize(("least", "doubtful"), [(95, True), (50, False), (0, False)])
def test_a_fields_own_minimum_takes_the_place_of_that_for_all(least: float, doubtful: bool) -> None:
    rules = ReviewRules(min_confidence=90, fields=(FieldRule(name="Notes", min_confidence=least),))

    found = told(rules, field("Notes", "x", confidence=80.0), field("City", "Ulm", confidence=80.0))

    assert (("min_confidence", 0) in found) is doubtful
    assert ("min_confidence", 1) in found


@pytest.mark.parametrize("printed", ["Total", "TOTAL:", " total  due :", "Amount  Due"])
def test_a_rule_is_about_every_spelling_of_its_names_and_aliases(printed: str) -> None:
    rule = FieldRule(name="Total", aliases=("Total due", "Amount due:"), min_confidence=95)

    assert told(rule, field(printed, "1", confidence=90.0)) == [("min_confidence", 0)]
    assert told(rule, field(f"Sub{printed}", "1", confidence=90.0)) == []


def test_what_textract_has_no_type_for_is_named_by_its_label() -> None:
    rule = FieldRule(name="PO number", pattern="PO-[0-9]+")

    assert told(rule, expense("OTHER", "PO-x", label="PO Number:")) == [("pattern", 0)]
    assert told(rule, expense("TOTAL", "PO-x", label="PO Number:")) == []


def test_several_fields_of_one_name_are_each_looked_at() -> None:
    rule = FieldRule(name="Date", min_confidence=90, type="date")

    found = told(
        rule,
        field("Date", "2026-03-18"),
        field("Date", "soon", confidence=80.0),
        field("Date", "", confidence=95.0),
    )

    assert found == [("min_confidence", 1), ("type", 1)]


# Required


def test_a_required_field_that_is_missing_is_told_by_its_name() -> None:
    assert reasons(TOTAL, field("Name", "Jane", page=1)) == [
        Reason(rule="required", message="Is missing", field="TOTAL", index=None, page=1)
    ]


def test_a_required_field_that_is_empty_is_told_with_its_place() -> None:
    fields = (field("Name", "Jane"), field("Total:", " ", page=4), field("Total", "", page=5))

    assert reasons(TOTAL, *fields) == [
        Reason(rule="required", message="Is empty", field="TOTAL", index=1, page=4)
    ]


@pytest.mark.parametrize(
    "filled",
    [
        field("Total", "0"),
        field("Total", selected=False),
        field("Total", signed=True),
    ],
    ids=["a text", "a checkbox that is not ticked", "a signature"],
)
def test_one_of_several_required_fields_is_enough(filled: Field) -> None:
    assert told(TOTAL, field("Total", ""), filled) == []


def test_an_alias_is_as_good_as_the_name() -> None:
    rule = FieldRule(name="Total", aliases=("Amount due",), required=True)

    assert told(rule, field("Amount due", "5")) == []


def test_a_document_without_any_page_lacks_what_is_required() -> None:
    assert [each.field for each in examined(TOTAL).found] == ["TOTAL"]


def test_each_invoice_of_a_file_needs_what_is_required() -> None:
    pages = [
        content(expense("TOTAL", "$5.00", record=1)),
        content(expense("VENDOR_NAME", "Oak & Co.", record=2, page=2), page=2),
        content(line_items=prices("$1.00", record=3), page=3),
    ]

    found = examined(TOTAL, *pages).found

    assert [(each.message, each.index) for each in found] == [
        ("Is missing in invoice 2", None),
        ("Is missing in invoice 3", None),
    ]
    assert found[0].page == 2


def test_a_document_of_more_than_invoices_needs_it_once() -> None:
    lending = field("LENDER_NAME", "Bank", kind="lending")

    assert told(TOTAL, lending, expense("TOTAL", "$5.00"), expense("TAX", "$1.00", record=2)) == []
    assert told(TOTAL, lending, expense("TAX", "$1.00", record=2)) == [("required", None)]


def test_both_sides_of_an_identity_document_are_one_document() -> None:
    sides = [
        field("FIRST_NAME", kind="identity", record=1),
        field("EYES", kind="identity", record=2),
    ]
    rule = FieldRule(name="EYES", required=True)

    assert told(rule, *sides) == [("required", 1)]


# Patterns and types


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("INV-2026", False),
        (" INV-2026 ", False),
        ("", False),
        ("INV-", True),
        ("xINV-2026", True),
        ("INV-2026x", True),
    ],
)
def test_a_pattern_must_match_the_whole_of_what_is_not_empty(value: str, wrong: bool) -> None:
    rule = FieldRule(name="Number", pattern="INV-[0-9]+")

    assert told(rule, field("Number", value)) == ([("pattern", 0)] if wrong else [])


def test_what_is_too_long_to_be_matched_is_no_match() -> None:
    rule = FieldRule(name="Number", pattern="(?s).*")

    assert told(rule, field("Number", "x" * 1000)) == []
    assert told(rule, field("Number", "x" * 1001)) == [("pattern", 0)]


@pytest.mark.parametrize(
    ("type_", "value", "wrong"),
    [
        ("date", "18 March 2026", False),
        ("date", "03/04/2026", True),
        ("date", "$5.00", True),
        ("amount", "$1,075.00", False),
        ("amount", "1,075.00", False),
        ("amount", "2026-03-18", True),
        ("number", "41", False),
        ("number", "$41", True),
        ("number", "", False),
    ],
)
def test_a_type_must_be_what_the_value_reads_as(type_: str, value: str, wrong: bool) -> None:
    rule = FieldRule(name="Value", type=type_)  # type: ignore[arg-type]

    assert told(rule, field("Value", value)) == ([("type", 0)] if wrong else [])


# One field against another


@pytest.mark.parametrize(
    ("value", "other", "is_equal"),
    [
        ("$1,843.39", "1843.39", True),
        ("$5.00", "$5", True),
        ("18 March 2026", "2026-03-18", True),
        ("Jane  Doe", "JANE DOE", True),
        ("Jane", "John", False),
        ("$5.00", "$5.01", False),
        ("EUR 5.00", "USD 5.00", False),
        ("", "anything", True),
        ("anything", "", True),
    ],
)
def test_equal_is_what_means_the_same(value: str, other: str, is_equal: bool) -> None:
    rule = FieldRule(name="Total", equals="Amount due")

    found = told(rule, field("Amount due", other), field("Total", value))

    assert found == ([] if is_equal else [("equals", 1)])


def test_checkboxes_are_equal_by_their_state() -> None:
    rule = FieldRule(name="Own", equals="Owner")

    assert told(rule, field("Own", selected=True), field("Owner", selected=True)) == []
    assert told(rule, field("Own", selected=True), field("Owner", selected=False)) == [
        ("equals", 0)
    ]


@pytest.mark.parametrize(
    ("value", "least", "wrong"),
    [
        ("$9.00", "$10.00", True),
        ("$10.00", "$10.00", False),
        ("$100.00", "$20.00", False),
        ("2026-03-18", "19 March 2026", True),
        ("2026-03-18", "18 March 2026", False),
        ("-5", "3", True),
    ],
)
def test_at_least_and_at_most_are_each_others_mirror(value: str, least: str, wrong: bool) -> None:
    at_least = FieldRule(name="Due", at_least="Issued")
    at_most = FieldRule(name="Issued", at_most="Due")
    fields = (field("Due", value), field("Issued", least))

    assert told(at_least, *fields) == ([("at_least", 0)] if wrong else [])
    assert told(at_most, *fields) == ([("at_most", 1)] if wrong else [])


@pytest.mark.parametrize(
    ("value", "other"),
    [("soon", "2026-03-18"), ("$5", "2026-03-18"), ("EUR 5.00", "USD 4.00"), ("x", "x")],
)
def test_what_has_no_order_is_a_reason_and_no_silence(value: str, other: str) -> None:
    found = reasons(
        FieldRule(name="Due", at_least="Issued"), field("Due", value), field("Issued", other)
    )

    assert [(each.rule, each.index) for each in found] == [("at_least", 0)]
    assert "cannot be compared with Issued" in found[0].message


def test_the_first_value_is_compared_with_the_first_by_any_of_its_names() -> None:
    rules = ReviewRules(
        fields=(
            FieldRule(name="Total", equals="Amount due"),
            FieldRule(name="To pay", aliases=("Amount due",), required=True),
        )
    )

    found = told(
        rules,
        field("Total", ""),
        field("Total", "$5"),
        field("Total", "$7"),
        field("To pay", "$5"),
        field("Amount due", "$6"),
    )

    assert found == []


def test_a_comparison_tells_both_values_shortly() -> None:
    rule = FieldRule(name="Rent", at_most="Income")

    found = reasons(rule, field("Rent", "$2,000"), field("Income", "$900"))
    long = reasons(FieldRule(name="A", equals="B"), field("A", "x" * 9999), field("B", "y" * 9999))

    assert found[0].message == '"$2,000" is not at most Income, "$900"'
    assert len(long[0].message) < 200


def test_invoices_are_compared_with_themselves_alone() -> None:
    rule = FieldRule(name="TOTAL", equals="AMOUNT_DUE")

    found = told(
        rule,
        expense("TOTAL", "$5.00", record=1),
        expense("AMOUNT_DUE", "$5.00", record=1),
        expense("TOTAL", "$7.00", record=2),
        expense("AMOUNT_DUE", "$8.00", record=2),
        expense("TOTAL", "$9.00", record=3),
    )

    assert found == [("equals", 2)]


# Sums


def test_a_total_that_is_the_sum_of_its_line_items_is_right() -> None:
    items = prices("$1.10", "$2.20", "", "$0.03", "-$0.03")

    assert examined(SUM, content(expense("TOTAL", "$3.30"), line_items=items)).found == []


def test_a_total_without_its_currency_is_the_sum_of_amounts_that_have_one() -> None:
    items = prices("USD 1.00", "$2.00")

    assert examined(SUM, content(expense("TOTAL", "3.00"), line_items=items)).found == []


@pytest.mark.parametrize("printed", ["$2.00 T", "$2.00 *", "2.00  A "])
def test_the_mark_of_a_tax_behind_a_price_is_no_part_of_it(printed: str) -> None:
    items = prices("$1.00", printed)

    assert examined(SUM, content(expense("TOTAL", "$3.00"), line_items=items)).found == []


def test_a_cent_too_much_is_a_reason() -> None:
    found = examined(SUM, content(expense("TOTAL", "$3.31"), line_items=prices("$1.10", "$2.20")))

    assert found.found == [
        Reason(
            rule="sum_of",
            message='The line items\' PRICE add up to 3.30, not to "$3.31"',
            field="TOTAL",
            index=0,
            page=1,
        )
    ]


def test_sums_go_over_pages_and_stay_within_their_invoice() -> None:
    pages = [
        content(expense("TOTAL", "$3.00", record=1), line_items=prices("$1.00", record=1)),
        content(line_items=[*prices("$2.00", record=1), *prices("$4.00", record=2)], page=2),
        content(expense("TOTAL", "$5.00", record=2), page=3),
    ]

    assert [(each.rule, each.index) for each in examined(SUM, *pages).found] == [("sum_of", 1)]


@pytest.mark.parametrize(
    ("total", "printed", "told_as"),
    [
        ("$3.00", ("$1.00", "2.00 CR"), "1 of 2 line items' PRICE cannot be read as a number"),
        ("$3.00", ("$1.00", "two"), "1 of 2 line items' PRICE cannot be read as a number"),
        ("three", ("$1.00", "$2.00"), "cannot be read as a number; the PRICE add up to 3.00"),
        ("$3.00", (), "No line item has a PRICE"),
        ("$3.00", ("", " "), "No line item has a PRICE"),
        ("USD 3.00", ("EUR 1.00", "EUR 2.00"), "in several currencies: EUR, USD"),
    ],
)
def test_what_cannot_be_added_up_is_a_reason_and_no_silence(
    total: str, printed: tuple[str, ...], told_as: str
) -> None:
    found = examined(SUM, content(expense("TOTAL", total), line_items=prices(*printed))).found

    assert [each.rule for each in found] == ["sum_of"]
    assert told_as in found[0].message


def test_a_sum_without_its_total_is_asked_for_by_required_alone() -> None:
    assert examined(SUM, content(line_items=prices("$1.00"))).found == []


def test_values_of_other_types_are_not_added() -> None:
    item = line_item(
        expense("PRICE", "$2.00"), expense("QUANTITY", "2"), expense("UNIT_PRICE", "$1")
    )

    assert examined(SUM, content(expense("TOTAL", "$2.00"), line_items=[item])).found == []


@properties
@given(st.lists(st.decimals("0.01", "9999999.99", places=2), min_size=1, max_size=40))
def test_any_sum_is_exact(amounts: list[Decimal]) -> None:
    items = prices(*(f"USD {amount}" for amount in amounts))
    total = sum(amounts, Decimal(0))

    assert examined(SUM, content(expense("TOTAL", f"USD {total}"), line_items=items)).found == []


# Samples


def test_a_sample_is_the_same_for_a_document_always() -> None:
    rules = ReviewRules(sample_percent=50)
    ids = [f"{number:032x}" for number in range(200)]

    first = [bool(examined(rules, document_id=each).found) for each in ids]

    assert first == [bool(examined(rules, document_id=each).found) for each in ids]
    assert set(first) == {True, False}


@pytest.mark.parametrize("percent", [0.01, 1, 5, 50])
def test_a_sample_has_its_share(percent: float) -> None:
    rules = ReviewRules(sample_percent=percent)
    documents = 100_000 if percent < 1 else 20_000

    drawn = sum(examined(rules, document_id=f"{number:032x}").count for number in range(documents))

    expected = documents * percent / 100
    assert abs(drawn - expected) <= 4 * expected**0.5


def test_a_sample_of_all_is_all_and_of_none_is_none() -> None:
    assert reasons(ReviewRules(sample_percent=100)) == [
        Reason(rule="sample", message="One of the 100 % that are looked at by lot")
    ]
    assert reasons(ReviewRules(sample_percent=0)) == []


def test_whoever_is_drawn_is_drawn_at_every_larger_share() -> None:
    ids = [f"{number:032x}" for number in range(2000)]

    few, many = (
        {
            each
            for each in ids
            if examined(ReviewRules(sample_percent=share), document_id=each).found
        }
        for share in (3, 30)
    )

    assert few < many


def test_a_sample_of_nearly_all_leaves_some_out() -> None:
    ids = (f"{number:032x}" for number in range(2000))

    left_out = [each for each in ids if not is_drawn(each, 99)]

    assert 0 < len(left_out) < 60


# The whole


def test_reasons_come_in_the_documents_order_and_those_of_the_whole_last() -> None:
    rules = ReviewRules(
        min_confidence=90,
        sample_percent=100,
        fields=(
            FieldRule(name="Signed on", required=True),
            FieldRule(name="Due", at_least="Issued"),
            FieldRule(name="Seal", required=True),
        ),
    )
    pages = [
        content(field("Due", "2026-01-01"), field("Issued", "2026-02-01")),
        content(
            field("Signed on", "", page=2), field("City", "Ulm", confidence=9.0, page=2), page=2
        ),
    ]

    found = examined(rules, *pages)

    assert [(each.rule, each.index) for each in found.found] == [
        ("at_least", 0),
        ("required", 2),
        ("min_confidence", 3),
        ("required", None),
        ("sample", None),
    ]
    assert found.count == 5
    assert set(found.rules) == {"at_least", "required", "min_confidence", "sample"}
    assert len(found.rules) == 4


def test_of_very_many_reasons_the_first_are_told_and_all_are_counted() -> None:
    rules = ReviewRules(min_confidence=90, fields=(FieldRule(name="Total", required=True),))
    pages = (content(*(field("x", "y", confidence=1.0) for _ in range(50))) for _ in range(100))

    found = examined(rules, *pages)

    assert found.count == 5001
    assert [each.index for each in found.found] == [*range(MAX_REASONS - 1), None]
    assert found.found[-1].rule == "required"


def test_what_is_missing_leaves_room_for_what_is_doubtful() -> None:
    rules = ReviewRules(min_confidence=90, fields=(TOTAL,))
    pages = [
        content(field("TAX", "1", kind="expense", record=record, confidence=1.0))
        for record in range(1, 2001)
    ]

    found = examined(rules, *pages)

    assert found.count == 4000
    assert [each.rule for each in found.found].count("required") == MAX_WIDE
    assert len(found.found) == MAX_REASONS


def test_reasons_may_be_asked_for_again() -> None:
    examiner = Examiner(NINETY, document_id=DOCUMENT_ID)
    examiner.page(content(field("x", "y", confidence=1.0)))

    assert examiner.reasons() == examiner.reasons()


def test_a_long_document_takes_no_memory() -> None:
    rules = ReviewRules(
        min_confidence=99.5,
        fields=(
            FieldRule(name="Field 7", required=True, equals="Field 9", pattern=".*", type="date"),
        ),
    )
    examiner = Examiner(rules, document_id=DOCUMENT_ID)
    tracemalloc.start()
    for number in range(1, 301):
        examiner.page(
            content(*(field(f"Field {n}", f"{n} {'x' * 2000}", page=number) for n in range(30)))
        )
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert examiner.reasons().count == 9601
    assert kept < 600_000  # the first 1,000 reasons; the values alone are 18 MB


TEXTS = st.text(max_size=12) | st.sampled_from(["Total", "Due:", "$5.00", "2026-03-18", "12", " "])
FIELDS = st.builds(
    field,
    TEXTS,
    TEXTS,
    confidence=st.none() | st.floats(0, 100),
    selected=st.none() | st.booleans(),
    signed=st.booleans(),
    kind=st.sampled_from(["key_value", "expense", "lending"]),
    record=st.none() | st.integers(1, 3),
    label=st.none() | TEXTS,
)
ALL_RULES = ReviewRules(
    min_confidence=50,
    sample_percent=50,
    fields=(
        FieldRule(name="Total", required=True, pattern="[0-9]+", equals="Due", sum_of="PRICE"),
        FieldRule(name="Due", type="date", at_least="Total", at_most="12", min_confidence=90),
    ),
)


@properties
@given(st.lists(st.lists(FIELDS, max_size=6), max_size=4))
def test_reasons_of_any_document_are_whole_and_in_order(pages: list[list[Field]]) -> None:
    fields = [each for page in pages for each in page]

    found = examined(ALL_RULES, *(content(*page) for page in pages))

    places = [each.index for each in found.found if each.index is not None]
    assert places == sorted(places)
    assert all(0 <= place < len(fields) for place in places)
    assert [each.index for each in found.found[len(places) :]] == [None] * (
        len(found.found) - len(places)
    )
    assert found.count == len(found.found)
    assert set(found.rules) == {each.rule for each in found.found}
