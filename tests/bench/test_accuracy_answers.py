"""The accuracy benchmark reads answers in all of the dialects that were recorded."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bench.accuracy.answers import reading

AT = {"BoundingBox": {"Left": 0.25, "Top": 0.5, "Width": 0.5, "Height": 0.25}}

Json = dict[str, Any]


def block(kind: str, id_: str, *children: str, **more: object) -> Json:
    links = [{"Type": "CHILD", "Ids": [*children]}] if children else None
    return {"BlockType": kind, "Id": id_, "Geometry": AT, "Relationships": links, **more}


def word(text: str, **more: object) -> Json:
    return block("WORD", text, Text=text, **more)


def field(kind: str, text: str) -> Json:
    return {"Type": {"Text": kind}, "ValueDetection": {"Text": text}}


def test_words_and_lines_are_those_of_the_page() -> None:
    blocks = [word("one"), word("two", Page=2), block("LINE", "l", "one", Text="one", Page=None)]

    found = reading({"Blocks": blocks}, 1)

    assert [each.text for each in found.words] == [each.text for each in found.lines] == ["one"]
    assert found.words[0].box == (0.25, 0.5, 0.75, 0.75)
    assert [each.text for each in reading({"Blocks": blocks}, 2).words] == ["two"]


def test_a_table_is_its_cells_with_text() -> None:
    cells = [
        block("CELL", "1", "a", "b", RowIndex=1, ColumnIndex=2),
        block("CELL", "2", RowIndex=2, ColumnIndex=1),
        block("MERGED_CELL", "3", "1", RowIndex=1, ColumnIndex=1),
    ]
    blocks = [block("TABLE", "t", "1", "2", "3"), *cells, word("a"), word("b")]

    assert reading({"Blocks": blocks}, 1).tables == [{(1, 2): "a b"}]


def test_keys_are_read_as_the_api_and_as_the_console_write_them() -> None:
    links = [{"Type": "VALUE", "Ids": ["v"]}, {"Type": "CHILD", "Ids": ["Name:"]}]
    value = {"Relationships": [{"Type": "CHILD", "Ids": ["Ana"]}]}
    api = [
        block("KEY_VALUE_SET", "k", EntityTypes=["KEY"]) | {"Relationships": links},
        block("KEY_VALUE_SET", "v", EntityTypes=["VALUE"]) | value,
    ]
    console = [
        block("KEY", "k") | {"Relationships": links},
        block("VALUE", "v") | value,
    ]
    for blocks in (api, console):
        (pair,) = reading({"Blocks": [*blocks, word("Name:"), word("Ana")]}, 1).key_values

        assert (pair.key.text, pair.value, pair.state) == ("Name:", "Ana", None)


def test_a_checkbox_is_a_value_with_a_state() -> None:
    links = [{"Type": "VALUE", "Ids": ["v"]}]
    blocks = [
        block("KEY_VALUE_SET", "k", EntityTypes=["KEY"]) | {"Relationships": links},
        block("KEY_VALUE_SET", "v", "x", EntityTypes=["VALUE"]),
        block("SELECTION_ELEMENT", "x", SelectionStatus="SELECTED"),
    ]

    assert [pair.state for pair in reading({"Blocks": blocks}, 1).key_values] == ["SELECTED"]


def test_a_question_without_an_answer_has_an_empty_one() -> None:
    answered = [{"Type": "ANSWER", "Ids": ["r"]}]
    blocks = [
        block("QUERY", "1", Query={"Text": "Who?"}) | {"Relationships": answered},
        block("QUERY", "2", Query={"Text": "When?"}),
        block("QUERY_RESULT", "r", Text="Ana"),
    ]

    assert reading({"Blocks": blocks}, 1).answers == {"Who?": "Ana", "When?": ""}


def test_bills_and_identity_documents_are_their_typed_values() -> None:
    item = {"LineItemExpenseFields": [field("ITEM", "Tea"), field("PRICE", "2.00")]}
    bill = {
        "ExpenseIndex": 1,
        "SummaryFields": [field("TOTAL", "2.00")],
        "LineItemGroups": [{"LineItems": [item]}],
    }
    licence = {"IdentityDocumentFields": [field("FIRST_NAME", "Ana"), field("SUFFIX", "")]}

    found = reading({"ExpenseDocuments": [bill], "IdentityDocuments": [licence]}, 1)

    assert found.expense_fields == Counter([("TOTAL", "2.00")])
    assert found.line_items == Counter([("ITEM", "Tea"), ("PRICE", "2.00")])
    assert found.identity_fields == Counter([("FIRST_NAME", "Ana")])


def test_text_told_by_two_operations_counts_once() -> None:
    alone = {"ExpenseDocuments": [{"ExpenseIndex": 1, "Blocks": [word("Tea")]}]}

    assert len(reading(alone, 1).words) == 1
    assert len(reading({**alone, "Blocks": [word("Tea")]}, 1).words) == 1
