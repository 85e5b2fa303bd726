"""Key-values, checkboxes and answers."""

import json
from time import process_time

import pytest

from lambdas.documents import DateOrder
from lambdas.extraction.answers import decode_part
from lambdas.extraction.extract import Reader
from lambdas.extraction.model import Field, Normalized
from tests.lambdas.extraction.builders import (
    Json,
    Place,
    block,
    checkbox,
    codes,
    extraction,
    key_value,
    word,
)

SMALL = (0.5, 0.5, 0.01, 0.01)


def a_key(*children: str, at: Place | None = None, **more: object) -> Json:
    return block("KEY_VALUE_SET", f"key of {children}", at=at, CHILD=list(children), **more)


def a_value(*children: str, at: Place | None = None, **more: object) -> Json:
    return block("KEY_VALUE_SET", f"value of {children}", at=at, CHILD=list(children), **more)


def only(*blocks: Json) -> Field:
    (field,) = extraction(*blocks).fields
    return field


def test_a_field_has_the_lower_confidence_and_the_values_box() -> None:
    field = only(
        word("Total:"),
        word("$5"),
        *key_value(
            a_key("word Total:", Confidence=80.126, at=(0.1, 0.1, 0.1, 0.1)),
            a_value("word $5", Confidence=95.0, at=(0.5, 0.1, 0.1, 0.1)),
        ),
    )

    assert (field.name, field.value, field.confidence) == ("Total:", "$5", 80.13)
    assert field.box is not None
    assert field.box.left == 0.5


def test_what_is_named_twice_counts_once() -> None:
    name, value = a_key("word Total", "word Total", VALUE=["v", "v"]), ["word 5.00", "word 5.00"]

    field = only(
        word("Total"),
        word("5.00"),
        {**name, "EntityTypes": ["KEY"]},
        block("KEY_VALUE_SET", "v", EntityTypes=["VALUE"], CHILD=value),
    )

    assert (field.name, field.value) == ("Total", "5.00")


def test_an_empty_value_is_kept_with_the_keys_box() -> None:
    value = block("KEY_VALUE_SET", "v", Relationships=None)

    field = only(word("Fax:"), *key_value(a_key("word Fax:", at=(0.1, 0.1, 0.1, 0.1)), value))

    assert (field.name, field.value, field.selected) == ("Fax:", "", None)
    assert field.box is not None


def test_a_key_without_words_and_a_key_without_a_value_are_kept() -> None:
    found = extraction(
        word("5"),
        word("Name"),
        *key_value(block("KEY_VALUE_SET", "k"), a_value("word 5")),
        *key_value(a_key("word Name"), None),
    )

    assert [(field.name, field.value) for field in found.fields] == [("", "5"), ("Name", "")]


def test_equal_keys_are_all_kept_in_order() -> None:
    found = extraction(
        word("Yes"),
        checkbox("x", selected=True),
        checkbox("o", selected=False),
        *key_value(block("KEY_VALUE_SET", "1", CHILD=["word Yes"]), a_value("o")),
        *key_value(block("KEY_VALUE_SET", "2", CHILD=["word Yes"]), a_value("x")),
    )

    assert [(f.name, f.selected) for f in found.fields] == [("Yes", False), ("Yes", True)]


def test_a_value_of_a_checkbox_and_words_keeps_both() -> None:
    field = only(
        word("5"), checkbox("x", selected=True), *key_value(a_key(), a_value("x", "word 5"))
    )

    assert (field.value, field.selected) == ("5", True)


def test_a_checkbox_in_the_key_counts_when_the_value_has_none() -> None:
    field = only(
        word("Yes"),
        checkbox("x", selected=True),
        *key_value(a_key("x", "word Yes"), block("KEY_VALUE_SET", "v")),
    )

    assert (field.name, field.selected) == ("Yes", True)


def test_several_checkboxes_stand_as_marks_where_they_are_printed() -> None:
    field = only(
        checkbox("first", selected=False, at=(0.1, 0.1, 0.02, 0.02)),
        checkbox("second", selected=True, at=(0.3, 0.1, 0.02, 0.02)),
        word("Male", at=(0.15, 0.1, 0.1, 0.02)),
        word("Female", at=(0.35, 0.1, 0.1, 0.02)),
        *key_value(a_key(), a_value("first", "second", "word Male", "word Female")),
    )

    assert (field.value, field.selected) == ("[ ] Male [x] Female", None)


def test_checkboxes_stand_as_marks_though_each_is_in_a_value_of_its_own() -> None:
    values = [
        checkbox("first", selected=False, at=(0.1, 0.1, 0.02, 0.02)),
        word("Male", at=(0.15, 0.1, 0.1, 0.02)),
        a_value("first", "word Male"),
        checkbox("second", selected=True, at=(0.3, 0.1, 0.02, 0.02)),
        word("Female", at=(0.35, 0.1, 0.1, 0.02)),
        a_value("second", "word Female"),
    ]
    ids = [value["Id"] for value in values if value["BlockType"] == "KEY_VALUE_SET"]
    key = block("KEY_VALUE_SET", "key", EntityTypes=["KEY"], VALUE=ids)

    assert only(*values, key).value == "[ ] Male [x] Female"


def test_a_signature_in_a_value_is_no_text_but_signs_it() -> None:
    found = extraction(
        block("SIGNATURE", "s", at=(0.1, 0.9, 0.2, 0.05)),
        *key_value(a_key(), a_value("s")),
        *key_value(block("KEY_VALUE_SET", "k"), block("KEY_VALUE_SET", "v")),
    )

    assert [(field.value, field.signed) for field in found.fields] == [("", True), ("", False)]
    assert [signature.page for signature in found.signatures] == [1]


def test_a_value_is_typed_beside_what_is_printed() -> None:
    field = only(word("1,234.50€"), *key_value(a_key(), a_value("word 1,234.50€")))

    assert field.value == "1,234.50€"
    assert field.normalized == Normalized(type="amount", value="1234.50", currency="EUR")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Zip Code:", "12345"),
        ("FILE", "126543"),
        ("APPROVAL #", "114801"),
        ("TR#", "21772"),
        ("Invoice No.:", "10482"),
        ("Employee Number (see card)", "77"),
        ("Tel.", "5550123"),
        ("Account", "4711"),
        ("Kundennummer:", "4711"),
        ("N\u00b0 client", "4711"),
    ],
)
def test_digits_that_only_name_a_thing_are_no_number(name: str, value: str) -> None:
    field = only(
        word(name), word(value), *key_value(a_key(f"word {name}"), a_value(f"word {value}"))
    )

    assert (field.value, field.normalized) == (value, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Number of children:", "3"),
        ("# of pages", "12"),
        ("No. of dependents", "2"),
        ("Total number", "40"),
        ("Quantity", "5"),
        ("Account", "1,234.50"),
        ("Total", "12"),
    ],
)
def test_a_quantity_is_a_number_whatever_it_is_of(name: str, value: str) -> None:
    field = only(
        word(name), word(value), *key_value(a_key(f"word {name}"), a_value(f"word {value}"))
    )

    assert field.normalized == Normalized(type="number", value=value.replace(",", ""))


@pytest.mark.parametrize(
    "query",
    [
        {"Text": "Which one?", "Alias": "INVOICE_NUMBER"},
        {"Text": "Which one?", "Alias": "invoiceNumber"},
        {"Text": "What is the account number of the customer?"},
        {"Text": "What is the zip code?", "Alias": "WHERE"},
    ],
)
def test_an_answer_that_its_question_calls_a_number_is_an_identifier(query: Json) -> None:
    field = only(
        block("QUERY", "q", Query=query, ANSWER=["a"]), block("QUERY_RESULT", "a", Text="10482")
    )

    assert (field.value, field.normalized) == ("10482", None)


def test_a_lone_checkbox_is_true_or_false_and_several_are_neither() -> None:
    found = extraction(
        checkbox("x", selected=True),
        checkbox("o", selected=False),
        *key_value(a_key(), a_value("x")),
        *key_value(block("KEY_VALUE_SET", "k"), a_value("x", "o")),
    )

    assert [field.normalized for field in found.fields] == [
        Normalized(type="boolean", value=True),
        None,
    ]


def test_a_date_is_read_in_the_order_that_is_asked_for() -> None:
    part = decode_part(
        json.dumps(
            {
                "Blocks": [
                    word("03/04/2026"),
                    *key_value(a_key(), a_value("word 03/04/2026")),
                    block("QUERY", "q", Query={"Text": "When?"}, ANSWER=["a"]),
                    block("QUERY_RESULT", "a", Text="03/04/2026"),
                ]
            }
        ).encode()
    )

    def dates(order: DateOrder | None) -> list[str | bool | None]:
        (page,) = Reader([part], min_confidence=90.0, date_order=order).pages()
        return [each.normalized.value if each.normalized else None for each in page.fields]

    assert dates("DMY") == ["2026-04-03"] * 2
    assert dates("MDY") == ["2026-03-04"] * 2
    assert dates(None) == [None] * 2


def test_the_consoles_block_types_are_read() -> None:
    field = only(
        word("Name"),
        word("Ann"),
        block("KEY", "k", CHILD=["word Name"], VALUE=["v"], EntityTypes=["KEY"]),
        block("VALUE", "v", CHILD=["word Ann"]),
    )

    assert (field.name, field.value) == ("Name", "Ann")


def test_a_value_whose_key_is_missing_is_a_warning() -> None:
    assert codes(extraction(block("KEY_VALUE_SET", "v", EntityTypes=["VALUE"]))) == [
        "VALUE_WITHOUT_KEY"
    ]


def test_every_answer_to_a_question_is_a_field() -> None:
    found = extraction(
        block("QUERY", "q", Query={"Text": "Who?", "Alias": "who"}, ANSWER=["a", "b"]),
        block("QUERY_RESULT", "a", Text="Ann", Confidence=70),
        block("QUERY_RESULT", "b", Text="Bob", Confidence=60),
    )

    assert [(f.name, f.question, f.value, f.confidence) for f in found.fields] == [
        ("who", "Who?", "Ann", 70.0),
        ("who", "Who?", "Bob", 60.0),
    ]


def test_a_question_without_an_answer_has_no_confidence_rather_than_a_low_one() -> None:
    field = only(block("QUERY", "q", Query={"Text": "Who?"}))

    assert (field.name, field.alias, field.value) == ("Who?", None, "")
    assert field.confidence is None


def test_an_answer_whose_question_is_missing_is_a_warning() -> None:
    assert codes(extraction(block("QUERY_RESULT", "a", Text="Ann"))) == ["ANSWER_WITHOUT_QUERY"]


def test_many_keys_of_one_long_value_do_not_repeat_it_for_ever() -> None:
    words = [word(f"w{number}") for number in range(2000)]
    value = a_value(*(each["Id"] for each in words), EntityTypes=["VALUE"])
    keys = [
        block("KEY_VALUE_SET", f"k{number}", EntityTypes=["KEY"], VALUE=[value["Id"]])
        for number in range(2000)
    ]

    found = extraction(*words, value, *keys)

    assert len(found.fields) == 2000
    assert found.fields[0].value.startswith("w0 w1 w2 ")
    assert sum(len(field.value.split()) for field in found.fields) < 30 * len(words)
    assert "SHARED_TOO_OFTEN" in codes(found)


def test_a_value_of_thousands_of_checkboxes_is_read_in_a_moment() -> None:
    boxes = [checkbox(f"c{number}", selected=True, at=SMALL) for number in range(3000)]
    words = [word(f"w{number}", at=SMALL) for number in range(3000)]
    children = [each["Id"] for each in boxes + words]
    blocks = [*boxes, *words, *key_value(a_key(), block("KEY_VALUE_SET", "v", CHILD=children))]
    began = process_time()

    value = only(*blocks).value

    assert process_time() - began < 1.0
    assert (value.count("[x]"), value.count("w")) == (3000, 3000)
