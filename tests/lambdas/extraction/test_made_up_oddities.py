"""Answers that Textract ought not to give, such as wrong types and numbers beyond reason."""

import csv
import io

import pytest

from tests.lambdas.extraction.builders import (
    Json,
    block,
    checkbox,
    codes,
    extraction,
    key_value,
    line,
    read,
    table,
    word,
)

HUGE = 10**12


def test_a_type_of_block_that_is_new_is_skipped_and_told() -> None:
    found = extraction(
        block("HOLOGRAM", "h", CHILD=["word a"]),
        block("LAYOUT_SIDEBAR", "s", CHILD=["line a"]),
        line("a"),
        word("a"),
        block("TABLE", "t", CHILD=["h"]),
        *key_value(block("KEY_VALUE_SET", "k", CHILD=["h", "word a"]), None),
    )

    assert [each.kind for each in found.pages[0].layout] == ["sidebar"]
    assert found.fields[0].name == "a"
    assert codes(found) == ["UNKNOWN_BLOCK_TYPE", "TABLE_WITHOUT_CELLS"]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("Confidence", "high"),
        ("Page", "one"),
        ("Text", 7.5),
        ("TextType", ["PRINTED"]),
        ("Geometry", "everywhere"),
        ("EntityTypes", "KEY"),
        ("Query", "Who?"),
        ("Relationships", {"Type": "CHILD"}),
        ("RowIndex", 1.5),
    ],
)
def test_a_member_of_a_wrong_type_costs_only_itself(member: str, value: object) -> None:
    found = extraction({**line("odd"), member: value}, line("sound"))

    assert found.pages[0].lines[1].text == "sound"
    assert codes(found) == ["UNREADABLE_MEMBERS"]
    assert member in found.warnings[0].message


def test_a_number_that_is_written_as_a_text_is_read() -> None:
    blocks = table([["a"]])

    found = extraction(*({**each, "Page": "2", "Confidence": "97.5"} for each in blocks))

    assert (found.tables[0].page, found.tables[0].confidence) == (2, 97.5)
    assert found.warnings == []


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"Blocks": []},
        {"Blocks": None, "DocumentMetadata": None, "Warnings": None, "NextToken": None},
        {"ExpenseDocuments": []},
        {"IdentityDocuments": None},
        {"Results": []},
        {"JobStatus": "FAILED", "StatusMessage": "no"},
        {"Summary": {}},
    ],
    ids=str,
)
def test_an_empty_answer_is_an_empty_result(answer: Json) -> None:
    found = read(answer)

    assert (found.pages, found.fields, found.tables) == ([], [], [])
    assert set(codes(found)) <= {"PAGES_MISSING", "LENDING_SUMMARY_MISSING"}
    assert (found.text, found.markdown) == ("", "")


def test_an_id_that_two_blocks_have_is_told() -> None:
    found = extraction(
        *key_value(block("KEY_VALUE_SET", "k", CHILD=["w"]), None),
        block("WORD", "w", Text="one"),
        block("WORD", "w", Text="two"),
    )

    assert found.fields[0].name in ("one", "two")
    assert codes(found) == ["DUPLICATE_ID"]


def test_line_ends_and_control_characters_in_a_text_break_nothing() -> None:
    odd = "a\r\n# b\x0c\x00\x1b[31m| c\u2028d"

    found = extraction(
        block("LINE", "l", Text=odd),
        block("WORD", "w", Text=odd),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["w"]), block("KEY_VALUE_SET", "v", CHILD=["w"])
        ),
        block("CELL", "c", RowIndex=1, ColumnIndex=1, CHILD=["w"]),
        block("TABLE", "t", CHILD=["c"]),
    )

    assert found.text.count("\n") == 1
    assert "\f" not in found.text
    assert not any(each.startswith("# ") for each in found.markdown.splitlines())
    assert list(csv.reader(io.StringIO(found.files["tables/1.csv"], newline=""))) == [[odd]]
    (row,) = csv.DictReader(io.StringIO(found.files["fields.csv"], newline=""))
    assert (row["name"], row["value"]) == (odd, odd)


@pytest.mark.parametrize("huge", [1e300, 1.7e308, -1.7e308, float(HUGE)])
def test_numbers_beyond_reason_are_survived(huge: float) -> None:
    place = (huge, -huge, huge, huge)

    found = extraction(
        {**line("a", at=place), "Confidence": huge},
        checkbox("x", selected=True, at=place),
        word("w", at=place),
        *table([["w"]], at=place),
        *key_value(block("KEY_VALUE_SET", "k", at=place, CHILD=["x", "word w"]), None),
    )

    assert found.pages[0].text == "a"
    assert found.pages[0].lines[0].confidence in (0.0, 100.0)
    assert found.fields[0].selected is True


@pytest.mark.parametrize("page", [0, -1, None])
def test_a_page_that_is_none_is_the_first(page: int | None) -> None:
    assert [each.page for each in extraction(line("a", Page=page)).pages] == [1]


def test_more_pages_than_came_are_one_warning() -> None:
    found = extraction(line("a", Page=HUGE), DocumentMetadata={"Pages": HUGE})

    assert [page.page for page in found.pages] == [HUGE]
    assert codes(found) == ["PAGES_MISSING"]
