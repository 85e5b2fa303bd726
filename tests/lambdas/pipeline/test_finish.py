"""What a result looks like in the table: found by what it says, however much it says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambdas.errors import JobFailed
from lambdas.extraction.answers import decode_part
from lambdas.names import INDEXED_CHARACTERS
from lambdas.pipeline.ending import fail
from lambdas.pipeline.finish import finish
from lambdas.pipeline.page_items import STORED_VALUES
from tests.lambdas import blocks
from tests.lambdas.world import TABLE, World


def finished(world: World, *pages: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The items of a document whose answer is these pages."""
    work = world.work()
    answer = json.dumps(blocks.answer(*pages)).encode()
    finish(work, [decode_part(answer)], world.services)
    return world.items(work.document)


@pytest.mark.parametrize(
    ("name", "value", "looked_up"),
    [
        ("Invoice No.:", "A-1", ("invoice no.", "a-1")),
        ("  TOTAL :  ", "12.50", ("total", "12.50")),
        ("Straße", "Große  Gasse", ("strasse", "grosse gasse")),
        ("Ratio", "1:2", ("ratio", "1:2")),
    ],
)
def test_a_field_is_looked_up_however_it_is_printed(
    world: World, name: str, value: str, looked_up: tuple[str, str]
) -> None:
    item = finished(world, blocks.form_page(name, value))["FIELD#00001"]

    assert (item["field_name"], item["field_value"]) == looked_up


def test_a_field_item_says_where_it_stood_and_how_sure_textract_was(world: World) -> None:
    item = finished(world, blocks.form_page("Total:", "9"))["FIELD#00001"]

    assert (item["page"], item["confidence"]) == (1, 99)
    assert (item["kind"], item["source"]) == ("key_value", "textract")


def test_an_empty_value_is_saved_but_not_looked_up(world: World) -> None:
    item = finished(world, blocks.form_page("Name:", ""))["FIELD#00001"]

    assert "field_value" not in item
    assert world.dynamodb.scan(TableName=TABLE, IndexName="by-field")["Count"] == 0


def test_a_name_that_is_only_punctuation_is_saved_but_not_looked_up(world: World) -> None:
    assert "field_name" not in finished(world, blocks.form_page(":", "9"))["FIELD#00001"]


def test_what_is_longer_than_an_index_takes_is_looked_up_by_its_beginning(world: World) -> None:
    item = finished(world, blocks.form_page("ŉ" * 300, "€" * 3000))["FIELD#00001"]

    assert len(item["field_name"]) == len(item["field_value"]) == INDEXED_CHARACTERS
    assert item["value"] == "€" * 3000


def test_what_no_item_could_hold_is_cut_and_says_so(world: World) -> None:
    items = finished(world, blocks.form_page("€" * 150_000, "€" * 150_000))

    field = items["FIELD#00001"]
    assert field["value_cut"] == field["name_cut"] == items["PAGE#0001"]["text_cut"] is True
    assert set(field["value"]) == {"€"}


def test_a_named_value_whose_texts_are_all_too_long_fits_into_an_item(world: World) -> None:
    long = {"Text": "𝄞" * 150_000, "Confidence": 98.0}
    field = {"Type": long, "LabelDetection": long, "ValueDetection": long}
    row = {
        "LineItemExpenseFields": [{**field, "Type": {"Text": kind}} for kind in ("ITEM", "OTHER")]
    }

    items = finished_with(
        world,
        {
            "ExpenseDocuments": [
                {"SummaryFields": [field], "LineItemGroups": [{"LineItems": [row]}]},
            ]
        },
    )

    assert items["FIELD#00001"]["label_cut"] is True
    item, other = items["LINE#00001"]["values"]
    assert (item, other[:7]) == ("ITEM", "OTHER (")


def test_what_is_whole_does_not_say_that_it_is_cut(world: World) -> None:
    items = finished(world, blocks.form_page())

    assert not [name for item in items.values() for name in item if name.endswith("_cut")]


def test_more_fields_than_a_batch_takes_are_all_saved(world: World) -> None:
    items = finished(world, *(blocks.form_page(page=page) for page in range(1, 41)))

    assert len([name for name in items if name.startswith("FIELD#")]) == 40
    assert len([name for name in items if name.startswith("PAGE#")]) == 40
    assert items["DOCUMENT"]["pages"] == 40


def finished_with(world: World, answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    work = world.work()
    finish(work, [decode_part(json.dumps(answer).encode())], world.services)
    return world.items(work.document)


def test_a_document_of_which_pages_are_missing_is_partial(world: World) -> None:
    lost = finished_with(world, blocks.answer(blocks.form_page(), of=12))["DOCUMENT"]

    assert (lost["status"], lost["pages"]) == ("PARTIAL", 12)


def test_a_typed_value_stands_beside_what_is_printed(world: World) -> None:
    item = finished(world, blocks.form_page("Total:", "1,234.50 EUR"))["FIELD#00001"]

    assert (item["value"], item["normalized"]) == ("1,234.50 EUR", "1234.50")
    assert (item["normalized_type"], item["currency"]) == ("amount", "EUR")


def test_a_named_value_says_which_invoice_it_is_of_and_what_its_label_is(world: World) -> None:
    field = {
        "Type": {"Text": "TOTAL"},
        "LabelDetection": {"Text": "Sum due"},
        "ValueDetection": {"Text": "9.50", "Confidence": 98.0},
    }
    items = finished_with(world, {"ExpenseDocuments": [{"SummaryFields": [field]}]})

    item = items["FIELD#00001"]
    assert (item["field_name"], item["field_value"]) == ("total", "9.50")
    assert (item["kind"], item["label"], item["record"]) == ("expense", "Sum due", 1)


def test_line_items_are_items_with_their_values_by_type(world: World) -> None:
    def field(kind: str, text: str) -> dict[str, Any]:
        return {"Type": {"Text": kind}, "ValueDetection": {"Text": text, "Confidence": 98.0}}

    rows = [[field("ITEM", "Pen"), field("PRICE", "1.50")], [field("ITEM", "Ink")]]
    group = {"LineItems": [{"LineItemExpenseFields": row} for row in rows]}

    items = finished_with(world, {"ExpenseDocuments": [{"LineItemGroups": [group]}]})

    assert items["LINE#00001"]["values"] == {"ITEM": {"S": "Pen"}, "PRICE": {"S": "1.50"}}
    assert [items["LINE#00002"][name] for name in ("page", "record", "group", "row")] == [
        1,
        1,
        1,
        2,
    ]
    assert items["DOCUMENT"]["line_items"] == 2


def row_of(world: World, *fields: dict[str, Any]) -> dict[str, Any]:
    """The item of an invoice's only row."""
    group = {"LineItems": [{"LineItemExpenseFields": fields}]}
    return finished_with(world, {"ExpenseDocuments": [{"LineItemGroups": [group]}]})["LINE#00001"]


def other(label: str, value: str) -> dict[str, Any]:
    return {
        "Type": {"Text": "OTHER"},
        "LabelDetection": {"Text": label},
        "ValueDetection": {"Text": value},
    }


def test_values_of_a_row_whose_long_names_begin_alike_are_all_kept(world: World) -> None:
    item = row_of(world, *(other(f"{'x' * 1000} {number}", str(number)) for number in range(100)))

    assert [each["S"] for each in item["values"].values()] == [str(n) for n in range(100)]
    assert item["values_cut"] is True


def test_a_row_of_more_values_than_an_item_holds_says_so(world: World) -> None:
    item = row_of(world, *(other("𝄞" * 1000, "𝄞" * 1000) for _ in range(STORED_VALUES + 1)))

    assert len(item["values"]) == STORED_VALUES
    assert item["values_cut"] is True


def test_a_value_of_a_row_without_a_type_has_a_name_all_the_same(world: World) -> None:
    item = row_of(world, {"ValueDetection": {"Text": "Pen"}})

    assert item["values"] == {"OTHER": {"S": "Pen"}}


def test_a_page_of_a_loan_package_says_what_it_is(world: World) -> None:
    kinds = [{"Value": "PAYSLIPS", "Confidence": 97.5}, {"Value": "W_2", "Confidence": 2.5}]
    result = {"Page": 1, "PageClassification": {"PageType": kinds, "PageNumber": []}}

    item = finished_with(world, {"Results": [result]})["PAGE#0001"]

    assert (item["page_type"], item["page_type_confidence"]) == ("PAYSLIPS", 97.5)


def test_what_came_late_of_a_page_stands_beside_the_page(world: World) -> None:
    work = world.work()
    pages = [blocks.form_page(page=page) for page in (1, 2)]
    answers = [blocks.answer(*pages), blocks.answer(pages[0]), blocks.answer(pages[1], pages[0])]

    finish(work, [decode_part(json.dumps(each).encode()) for each in answers], world.services)

    items = world.items(work.document)
    assert {"PAGE#0001", "PAGE#0001#2", "PAGE#0001#3", "PAGE#0002"} <= items.keys()


def test_an_answer_without_a_page_is_a_result_too_and_partial(world: World) -> None:
    items = finished(world)

    assert items["DOCUMENT"]["status"] == "PARTIAL"
    assert set(items) == {"DOCUMENT"}


def test_a_document_that_ended_well_does_not_fail_later(world: World) -> None:
    work = world.work()
    finish(work, [decode_part(b'{"Blocks": [{"BlockType": "PAGE"}]}')], world.services)
    world.events()

    fail(work.document.document_id, JobFailed("late"), world.services)

    assert world.status(work.document) == "COMPLETED"
    assert world.events() == []
