"""CSV that a spreadsheet opens without running anything."""

import csv
import io

import pytest

from tests.lambdas.extraction.builders import block, extraction, key_value, table, word


def cell_of(text: str) -> str:
    found = extraction(
        block("TABLE", "t", CHILD=["c"]),
        block("CELL", "c", RowIndex=1, ColumnIndex=1, CHILD=["w"]),
        block("WORD", "w", Text=text),
    )
    return next(csv.reader(io.StringIO(found.files["tables/1.csv"], newline="")))[0]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|' /C calc'!A0", "+A1", "-1+A1", "@SUM(A1)", "\t=1", "\r=1", "-2+3+cmd|'", "＝1"],  # noqa: RUF001
)
def test_a_text_that_would_be_a_formula_is_neutralised(text: str) -> None:
    assert cell_of(text) == f"'{text}"


@pytest.mark.parametrize(
    "unseen",
    [
        " ",
        "   ",
        "\u00a0",
        "\u3000",
        "\u200b",
        "\ufeff",
        "\u2060",
        "\u00ad",
        "\u202e",
        "\x1f",
        " \u200b\u00a0",
    ],
)
def test_a_formula_behind_what_nobody_sees_is_neutralised_too(unseen: str) -> None:
    assert cell_of(f"{unseen}=1+1") == f"'{unseen}=1+1"
    assert cell_of(f"{unseen}1=1") == f"{unseen}1=1"


@pytest.mark.parametrize(
    "text",
    [
        "-12.50",
        "+ 13.50",
        "-$1,234.56",
        "-5%",
        "+49 30 123456",
        "-.5",
        "-",
        "--",
        "a=b",
        "",
        "1-2",
        " -5",
        "- ",
    ],
)
def test_a_number_or_a_harmless_text_stays_as_printed(text: str) -> None:
    assert cell_of(text) == text


def test_a_table_is_rfc_4180_with_a_merged_cells_text_in_its_first_cell() -> None:
    found = extraction(
        *table([["Total, gross", "due"], ['5"', ""]], MERGED_CELL=["m"]),
        block(
            *("MERGED_CELL", "m"),
            RowIndex=1,
            ColumnIndex=1,
            RowSpan=1,
            ColumnSpan=2,
            CHILD=["1,1", "1,2"],
        ),
    )

    assert found.files["tables/1.csv"] == '"Total, gross due",\r\n"5""",\r\n'


def test_cells_that_stand_at_one_place_are_all_there() -> None:
    blocks = table([["Net", "Gross"], ["1", "2"]])
    blocks[-1] |= {"RowIndex": 1, "ColumnIndex": 2}

    found = extraction(*blocks)

    assert found.files["tables/1.csv"] == "Net,Gross 2\r\n1,\r\n"
    assert "| Net | Gross 2 |" in found.markdown


def test_fields_have_a_header_and_empty_places_for_what_is_unknown() -> None:
    found = extraction(
        word("=Name"),
        word("Ann"),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["word =Name"]),
            block("KEY_VALUE_SET", "v", CHILD=["word Ann"], at=(0.5, 0.25, 0.1, 0.1)),
        ),
        block("QUERY", "q", Query={"Text": "Who?"}),
    )

    assert found.files["fields.csv"].split("\r\n") == [
        "page,kind,name,value,normalized,normalized_type,currency,selected,signed,confidence,"
        "source,label,record,left,top,width,height,reviewed_by,reviewed_at,previous_value",
        "1,key_value,'=Name,Ann,,,,,,99,textract,,,0.50000,0.25000,0.10000,0.10000,,,",
        "1,query,Who?,,,,,,,,textract,,,,,,,,,",
        "",
    ]
