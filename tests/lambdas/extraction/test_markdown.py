"""Markdown that a person likes to read and that hostile text cannot turn into something else."""

import pytest

from lambdas.extraction.escape import inline
from lambdas.extraction.escape import line as line_of
from tests.lambdas.extraction.builders import (
    Json,
    Place,
    block,
    checkbox,
    extraction,
    key_value,
    line,
    table,
    word,
)


def test_layout_gives_headings_paragraphs_and_lists() -> None:
    found = extraction(
        *[line(text) for text in ("Big", "Small", "first", "second", "one", "two")],
        block("LAYOUT_TITLE", "1", CHILD=["line Big"]),
        block("LAYOUT_SECTION_HEADER", "2", CHILD=["line Small"]),
        block("LAYOUT_TEXT", "3", CHILD=["line first", "line second"]),
        block("LAYOUT_LIST", "4", CHILD=["5", "6"]),
        block("LAYOUT_TEXT", "5", CHILD=["line one"]),
        block("LAYOUT_TEXT", "6", CHILD=["line two"]),
    )

    assert found.markdown == "# Big\n\n## Small\n\nfirst\nsecond\n\n- one\n- two\n"


def test_pages_have_headings_only_where_there_are_several() -> None:
    found = extraction(line("a", Page=1), line("b", Page=2))

    assert found.markdown == "# Page 1\n\na\n\n# Page 2\n\nb\n"
    assert found.text == "a\n\fb\n"


def test_a_wide_gap_parts_paragraphs() -> None:
    found = extraction(
        line("a", at=(0.1, 0.10, 0.5, 0.02)),
        line("b", at=(0.1, 0.13, 0.5, 0.02)),
        line("c", at=(0.1, 0.20, 0.5, 0.02)),
    )

    assert found.markdown == "a\nb\n\nc\n"


def test_a_table_stands_in_place_of_its_lines_and_text_keeps_them() -> None:
    found = extraction(
        line("before", at=(0.1, 0.05, 0.5, 0.02)),
        line("Item", at=(0.1, 0.20, 0.2, 0.02)),
        line("Pen", at=(0.1, 0.25, 0.2, 0.02)),
        line("a stamp across", at=(0.1, 0.27, 0.2, 0.02)),
        line("after", at=(0.1, 0.50, 0.5, 0.02)),
        *table([["Item"], ["Pen"]], header=True, at=(0.1, 0.2, 0.5, 0.1)),
    )

    grid = "| Item |\n| --- |\n| Pen |"
    assert found.markdown == f"before\n\n{grid}\n\na stamp across\n\nafter\n"
    assert found.text == "before\nItem\nPen\na stamp across\nafter\n"


def test_a_line_that_says_a_tables_words_again_is_shown() -> None:
    found = extraction(
        line("Paid", at=(0.1, 0.20, 0.1, 0.02)),
        line("100", at=(0.3, 0.20, 0.1, 0.02)),
        line("Paid 100", at=(0.1, 0.26, 0.3, 0.02)),
        *table([["Paid", "100"]], at=(0.1, 0.2, 0.5, 0.1)),
    )

    assert found.markdown == "|  |  |\n| --- | --- |\n| Paid | 100 |\n\nPaid 100\n"


def test_a_table_stands_for_as_many_equal_lines_as_it_has_words() -> None:
    twos = [line("2", at=(0.1, top, 0.1, 0.02)) | {"Id": f"{top}"} for top in (0.2, 0.22, 0.24)]

    found = extraction(*twos, *table([["2"], ["2"]], at=(0.1, 0.2, 0.5, 0.1)))

    assert found.markdown == "|  |\n| --- |\n| 2 |\n| 2 |\n\n2\n"


def test_a_table_without_header_gets_an_empty_one_and_captions_stand_outside() -> None:
    found = extraction(
        *table([["Balance", ""], ["a", "b"], ["", ""]], TABLE_TITLE=["t"]),
        word("Balance"),
        block("TABLE_TITLE", "t", CHILD=["word Balance"]),
    )

    assert found.markdown == "**Balance**\n\n|  |  |\n| --- | --- |\n| a | b |\n"


def test_a_pair_is_listed_only_where_the_text_does_not_show_it() -> None:
    blocks = [word(text) for text in ("Name:", "Ann", "City:", "Bonn", "Fax:")]

    found = extraction(
        line("Name: Ann"),
        line("Bonn"),
        line("City:"),
        *blocks,
        *key_value(
            block("KEY_VALUE_SET", "1", CHILD=["word Name:"]),
            block("KEY_VALUE_SET", "2", CHILD=["word Ann"]),
        ),
        *key_value(
            block("KEY_VALUE_SET", "3", CHILD=["word City:"]),
            block("KEY_VALUE_SET", "4", CHILD=["word Bonn"]),
        ),
        *key_value(block("KEY_VALUE_SET", "5", CHILD=["word Fax:"]), None),
    )

    assert found.markdown == "Name: Ann\nBonn\nCity:\n\n**Form fields**\n\n- **City:** Bonn\n"


def test_pairs_stand_where_layout_saw_them_in_the_order_of_their_rows() -> None:
    found = extraction(
        line("Applicant", at=(0.1, 0.10, 0.3, 0.02)),
        line("Name", at=(0.1, 0.20, 0.1, 0.02)),
        line("Ada", at=(0.2, 0.20, 0.1, 0.02)),
        line("Emergency contact", at=(0.1, 0.30, 0.2, 0.02)),
        line("Phone", at=(0.1, 0.40, 0.1, 0.02)),
        line("555", at=(0.2, 0.40, 0.1, 0.02)),
        line("The end", at=(0.1, 0.90, 0.2, 0.02)),
        *[word(text) for text in ("Phone", "555", "Name", "Ada")],
        *key_value(
            block("KEY_VALUE_SET", "4", CHILD=["word Phone"]),
            block("KEY_VALUE_SET", "5", CHILD=["word 555"], at=(0.2, 0.4, 0.1, 0.02)),
        ),
        *key_value(
            block("KEY_VALUE_SET", "6", CHILD=["word Name"]),
            block("KEY_VALUE_SET", "7", CHILD=["word Ada"], at=(0.2, 0.2, 0.1, 0.02)),
        ),
        block("LAYOUT_SECTION_HEADER", "1", CHILD=["line Applicant"]),
        block(
            "LAYOUT_KEY_VALUE",
            "2",
            at=(0.1, 0.2, 0.3, 0.25),
            CHILD=["line Name", "line Ada", "line Emergency contact", "line Phone", "line 555"],
        ),
        block("LAYOUT_TEXT", "3", CHILD=["line The end"]),
    )

    assert found.markdown == (
        "## Applicant\n\n- **Name:** Ada\n\nEmergency contact\n\n- **Phone:** 555\n\nThe end\n"
    )


def a_pair(name: str, value: str, at: Place) -> list[Json]:
    """A key-value whose value stands at a place; its words are made too."""
    return [
        *[word(text) for text in {*f"{name} {value}".split()}],
        *key_value(
            block("KEY_VALUE_SET", f"k {name}", CHILD=[f"word {text}" for text in name.split()]),
            block(
                *("KEY_VALUE_SET", f"v {name}"),
                at=at,
                CHILD=[f"word {text}" for text in value.split()],
            ),
        ),
    ]


def test_without_layout_pairs_stand_in_place_of_the_lines_that_say_the_same() -> None:
    found = extraction(
        line("Patient", at=(0.1, 0.05, 0.2, 0.02)),
        line("First", at=(0.1, 0.11, 0.05, 0.01)),
        line("Name: Ann Sex:", at=(0.2, 0.10, 0.3, 0.03)),
        line("F", at=(0.6, 0.10, 0.05, 0.03)),
        line("Ada", at=(0.1, 0.20, 0.1, 0.02)),
        line("Mother", at=(0.1, 0.23, 0.1, 0.02)),
        line("Mail:", at=(0.1, 0.30, 0.1, 0.02)),
        line("The end", at=(0.1, 0.90, 0.2, 0.02)),
        *a_pair("Mother", "Ada", (0.1, 0.2, 0.1, 0.02)),
        *a_pair("Sex:", "F", (0.6, 0.1, 0.05, 0.03)),
        *a_pair("First Name:", "Ann", (0.3, 0.1, 0.1, 0.03)),
        *a_pair("Mail:", "", (0.3, 0.3, 0.3, 0.02)),
    )

    assert found.markdown == (
        "Patient\n\n- **First Name:** Ann\n- **Sex:** F\n\n- **Mother:** Ada\n\n- **Mail:**\n\n"
        "The end\n"
    )


@pytest.mark.parametrize(
    ("printed", "name", "value"),
    [
        ("Pay 5 of 9", "Pay", "5"),
        ("Name: Ann Ann", "Name:", "Ann"),
        ("Page 1", "Page 1", ""),
        ("No key", "", "No key"),
    ],
)
def test_without_layout_a_line_that_says_more_than_its_pairs_stays(
    printed: str, name: str, value: str
) -> None:
    place = (0.1, 0.1, 0.3, 0.02)

    assert extraction(line(printed, at=place), *a_pair(name, value, place)).markdown == (
        f"{printed}\n"
    )


def test_a_pair_is_not_put_in_place_of_a_line_far_away() -> None:
    found = extraction(
        line("Name:", at=(0.1, 0.10, 0.2, 0.02)),
        line("Ann", at=(0.1, 0.20, 0.2, 0.02)),
        *a_pair("Name:", "Ann", (0.1, 0.20, 0.2, 0.02)),
    )

    assert found.markdown == "Name:\n\nAnn\n"


def test_lines_of_one_row_are_one_paragraph_though_handwriting_is_taller() -> None:
    found = extraction(
        line("First", at=(0.1, 0.11, 0.05, 0.01)),
        line("Ann", at=(0.2, 0.075, 0.1, 0.05)),
        line("below", at=(0.1, 0.13, 0.1, 0.01)),
    )

    assert found.markdown == "First\nAnn\nbelow\n"


def test_handwriting_that_stands_high_and_low_is_one_row() -> None:
    places = {
        "c": (0.7, 0.155, 0.1, 0.012),
        "a": (0.1, 0.158, 0.1, 0.013),
        "b": (0.4, 0.157, 0.1, 0.022),
    }
    pairs = [
        each
        for name, place in places.items()
        for each in key_value(
            block("KEY_VALUE_SET", f"key {name}", CHILD=[f"word {name}"]),
            block("KEY_VALUE_SET", f"value {name}", CHILD=["word 1"], at=place),
        )
    ]

    found = extraction(word("1"), *map(word, places), *pairs)

    assert found.markdown == "**Form fields**\n\n- **a:** 1\n- **b:** 1\n- **c:** 1\n"


def test_a_checkbox_stands_where_its_label_is_printed() -> None:
    found = extraction(
        line("Member", at=(0.1, 0.10, 0.2, 0.02)),
        line("Yes", at=(0.1, 0.20, 0.1, 0.02)),
        line("No", at=(0.3, 0.20, 0.1, 0.02)),
        line("Yes", at=(0.1, 0.30, 0.1, 0.02)) | {"Id": "another"},
        *[word(text) for text in ("Yes", "No")],
        checkbox("x", selected=True),
        checkbox("o", selected=False),
        *key_value(
            block("KEY_VALUE_SET", "1", CHILD=["word Yes"]),
            block("KEY_VALUE_SET", "2", CHILD=["x"], at=(0.07, 0.2, 0.02, 0.02)),
        ),
        *key_value(
            block("KEY_VALUE_SET", "3", CHILD=["word No"]),
            block("KEY_VALUE_SET", "4", CHILD=["o"], at=(0.27, 0.2, 0.02, 0.02)),
        ),
        *key_value(
            block("KEY_VALUE_SET", "5", CHILD=["word Yes"]),
            block("KEY_VALUE_SET", "6", CHILD=["o"], at=(0.07, 0.3, 0.02, 0.02)),
        ),
    )

    assert found.markdown == "Member\n\n- [x] Yes\n- [ ] No\n\n- [ ] Yes\n"


def test_one_checkbox_is_shown_once_though_two_lines_could_be_its_label() -> None:
    found = extraction(
        line("Yes", at=(0.1, 0.20, 0.1, 0.02)),
        line("Yes", at=(0.5, 0.20, 0.1, 0.02)) | {"Id": "another"},
        word("Yes"),
        checkbox("x", selected=True),
        *key_value(
            block("KEY_VALUE_SET", "1", CHILD=["word Yes"]),
            block("KEY_VALUE_SET", "2", CHILD=["x"], at=(0.07, 0.2, 0.02, 0.02)),
        ),
    )

    assert found.markdown == "- [x] Yes\n\nYes\n"


def test_a_table_stands_in_place_of_pairs_that_it_shows() -> None:
    found = extraction(
        line("Total", at=(0.1, 0.20, 0.1, 0.02)),
        line("9.50", at=(0.4, 0.20, 0.1, 0.02)),
        line("Thank you", at=(0.1, 0.30, 0.2, 0.02)),
        *table([["Total", "9.50"]], at=(0.1, 0.19, 0.5, 0.04)),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["1,1,Total"]),
            block("KEY_VALUE_SET", "v", CHILD=["1,2,9.50"], at=(0.4, 0.2, 0.1, 0.02)),
        ),
        block(
            *("LAYOUT_KEY_VALUE", "l"),
            at=(0.1, 0.19, 0.5, 0.15),
            CHILD=["line Total", "line 9.50", "line Thank you"],
        ),
    )

    assert found.markdown == "|  |  |\n| --- | --- |\n| Total | 9.50 |\n\nThank you\n"


def a_checkbox_in_a_table(*children: str) -> list[Json]:
    """A table of "Insured" and an empty cell, and a ticked checkbox in the latter's place."""
    in_cell = (0.4, 0.2, 0.1, 0.02)
    blocks = table([["Insured", ""]], at=(0.1, 0.19, 0.5, 0.04))
    blocks[-1] |= block("CELL", "1,2", at=in_cell, CHILD=list(children))
    return [
        *blocks,
        checkbox("box", selected=True, at=in_cell),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["1,1,Insured"]),
            block("KEY_VALUE_SET", "v", CHILD=["box"], at=in_cell),
        ),
    ]


def test_a_checkbox_in_a_table_is_listed_if_no_cell_shows_it() -> None:
    shown = extraction(*a_checkbox_in_a_table("box")).markdown
    listed = extraction(*a_checkbox_in_a_table()).markdown

    assert shown == "|  |  |\n| --- | --- |\n| Insured | [x] |\n"
    assert listed == "|  |\n| --- |\n| Insured |\n\n**Form fields**\n\n- [x] Insured\n"


def test_a_value_in_a_table_is_listed_if_no_cell_shows_it() -> None:
    found = extraction(
        *table([["Name", ""]], at=(0.1, 0.19, 0.5, 0.04)),
        word("Ann"),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["1,1,Name"]),
            block("KEY_VALUE_SET", "v", CHILD=["word Ann"], at=(0.4, 0.2, 0.1, 0.02)),
        ),
    )

    assert found.markdown.endswith("| Name |\n\n**Form fields**\n\n- **Name:** Ann\n")


def test_a_signature_in_a_table_is_listed_with_its_key() -> None:
    found = extraction(
        *table([["Sign", ""]], at=(0.1, 0.19, 0.5, 0.04)),
        block("SIGNATURE", "s"),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["1,1,Sign"]),
            block("KEY_VALUE_SET", "v", CHILD=["s"], at=(0.4, 0.2, 0.1, 0.02)),
        ),
    )

    assert "- **Sign:** *(signed)*" in found.markdown


def test_items_of_a_list_that_a_table_shows_are_not_shown_twice() -> None:
    found = extraction(
        line("before", at=(0.1, 0.1, 0.3, 0.02)),
        line("one", at=(0.1, 0.2, 0.3, 0.02)),
        line("two", at=(0.1, 0.23, 0.3, 0.02)),
        *table([["one"], ["two"]], at=(0.1, 0.2, 0.5, 0.06)),
        block("LAYOUT_LIST", "l", CHILD=["a", "b", "c"]),
        block("LAYOUT_TEXT", "a", CHILD=["line before"]),
        block("LAYOUT_TEXT", "b", CHILD=["line one"]),
        block("LAYOUT_TEXT", "c", CHILD=["line two"]),
    )

    assert found.markdown == "- before\n\n|  |\n| --- |\n| one |\n| two |\n"


def test_a_list_in_a_list_stands_in_its_place_further_in() -> None:
    found = extraction(
        *[line(text) for text in ("one", "two", "three", "end")],
        block("LAYOUT_LIST", "l", CHILD=["a", "m", "c"]),
        block("LAYOUT_TEXT", "a", CHILD=["line one"]),
        block("LAYOUT_LIST", "m", CHILD=["b"]),
        block("LAYOUT_TEXT", "b", CHILD=["line two"]),
        block("LAYOUT_TEXT", "c", CHILD=["line three"]),
        block("LAYOUT_TEXT", "d", CHILD=["line end"]),
    )

    assert found.markdown == "- one\n  - two\n- three\n\nend\n"
    assert found.text == "one\ntwo\nthree\nend\n"


def test_a_list_that_only_holds_a_list_is_one_list() -> None:
    found = extraction(
        line("one"),
        block("LAYOUT_LIST", "l", CHILD=["m"]),
        block("LAYOUT_LIST", "m", CHILD=["a"]),
        block("LAYOUT_TEXT", "a", CHILD=["line one"]),
    )

    assert found.markdown == "- one\n"


def test_what_stands_in_lists_without_end_is_text_at_the_end() -> None:
    lists = [block("LAYOUT_LIST", f"{n}", CHILD=[f"{n + 1}"]) for n in range(3000)]

    found = extraction(
        line("deep"),
        line("shallow"),
        *lists,
        block("LAYOUT_TEXT", "3000", CHILD=["line deep"]),
        block("LAYOUT_TEXT", "t", CHILD=["line shallow"]),
    )

    assert found.markdown == "shallow\n\ndeep\n"


def test_what_several_lists_hold_stands_in_the_first_of_them() -> None:
    found = extraction(
        line("one"),
        *[block("LAYOUT_LIST", f"l{n}", CHILD=["shared"]) for n in range(3)],
        block("LAYOUT_TEXT", "shared", CHILD=["line one"]),
    )

    assert found.markdown == "- one\n"
    assert [len(each.children) for each in found.pages[0].layout] == [1, 0, 0]


def test_an_item_of_a_list_begins_nothing_else() -> None:
    found = extraction(
        *[line(text) for text in ("> quoted", "1. first", "- dash")],
        block("LAYOUT_LIST", "l", CHILD=["a", "b", "c"]),
        block("LAYOUT_TEXT", "a", CHILD=["line > quoted"]),
        block("LAYOUT_TEXT", "b", CHILD=["line 1. first"]),
        block("LAYOUT_TEXT", "c", CHILD=["line - dash"]),
    )

    assert found.markdown == "- \\> quoted\n- 1\\. first\n- \\- dash\n"


def test_the_title_close_above_a_table_is_bold() -> None:
    found = extraction(
        line("Prices of pens", at=(0.1, 0.15, 0.3, 0.02)),
        line("Pen", at=(0.1, 0.20, 0.1, 0.02)),
        line("all net", at=(0.1, 0.26, 0.1, 0.02)),
        line("Prices of pens", at=(0.1, 0.80, 0.3, 0.02)) | {"Id": "far below"},
        *table([["Pen"]], at=(0.1, 0.2, 0.5, 0.04), TABLE_TITLE=["t"], TABLE_FOOTER=["f"]),
        *[word(text) for text in ("Prices", "of", "pens", "all", "net")],
        block("TABLE_TITLE", "t", CHILD=["word Prices", "word of", "word pens"]),
        block("TABLE_FOOTER", "f", CHILD=["word all", "word net"]),
    )

    assert found.markdown == (
        "**Prices of pens**\n\n|  |\n| --- |\n| Pen |\n\nall net\n\nPrices of pens\n"
    )


def test_only_the_last_rows_are_taken_for_footers() -> None:
    found = extraction(
        *table([["Pen", "1"], ["(1) net", ""], ["Sum", "1"], ["(2) due", ""]], TABLE_FOOTER=["f"]),
        block("TABLE_FOOTER", "f", CHILD=["2,1,(1)", "2,1,net"]),
    )
    both = extraction(
        *table([["Pen", "1"], ["(1) net", ""], ["(2) due", ""]], TABLE_FOOTER=["f", "g"]),
        block("TABLE_FOOTER", "f", CHILD=["2,1,(1)", "2,1,net"]),
        block("TABLE_FOOTER", "g", CHILD=["3,1,(2)", "3,1,due"]),
    )

    rows = "|  |  |\n| --- | --- |\n| Pen | 1 |"
    assert found.markdown == f"{rows}\n| (1) net |  |\n| Sum | 1 |\n| (2) due |  |\n"
    assert both.markdown == f"{rows}\n\n(1) net\n\n(2) due\n"


def test_a_heading_that_is_a_tables_title_stays_a_heading() -> None:
    found = extraction(
        line("Prices", at=(0.1, 0.15, 0.3, 0.02)),
        *table([["Pen"]], at=(0.1, 0.2, 0.5, 0.04), TABLE_TITLE=["t"]),
        word("Prices"),
        block("TABLE_TITLE", "t", CHILD=["word Prices"]),
        block("LAYOUT_SECTION_HEADER", "h", CHILD=["line Prices"]),
    )

    assert found.markdown == "## Prices\n\n|  |\n| --- |\n| Pen |\n"


def test_sums_and_titles_of_sections_are_bold_and_empty_columns_left_out() -> None:
    rows = [["", "2026", "", ""], ["", "Pen", "", "1"], ["", "Total", "", "1"]]
    blocks = table(rows)
    roles = {"1,2": "TABLE_SECTION_TITLE", "3,2": "TABLE_SUMMARY", "3,4": "TABLE_SUMMARY"}
    for each in blocks:
        if each["Id"] in roles:
            each["EntityTypes"] = [roles[each["Id"]]]

    assert extraction(*blocks).markdown == (
        "|  |  |\n| --- | --- |\n| **2026** |  |\n| Pen | 1 |\n| **Total** | **1** |\n"
    )


def test_what_is_signed_says_so() -> None:
    found = extraction(
        word("Sign"),
        block("SIGNATURE", "s"),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["word Sign"]),
            block("KEY_VALUE_SET", "v", CHILD=["s"]),
        ),
    )

    assert found.markdown == "**Form fields**\n\n- **Sign:** *(signed)*\n\n**Signatures:** 1\n"


def test_checkboxes_answers_and_signatures_are_listed() -> None:
    found = extraction(
        word("Yes"),
        checkbox("x", selected=True),
        *key_value(
            block("KEY_VALUE_SET", "k", CHILD=["word Yes"]),
            block("KEY_VALUE_SET", "v", CHILD=["x"]),
        ),
        block("QUERY", "q1", Query={"Text": "Who?", "Alias": "who"}, ANSWER=["a"]),
        block("QUERY_RESULT", "a", Text="Ann"),
        block("QUERY", "q2", Query={"Text": "When?"}),
        block("SIGNATURE", "s"),
    )

    assert found.markdown == (
        "**Form fields**\n\n- [x] Yes\n\n"
        "**Answers**\n\n- **Who?** Ann\n- **When?** *(no answer)*\n\n**Signatures:** 1\n"
    )


def test_what_has_no_name_or_question_stands_for_itself() -> None:
    found = extraction(
        word("Ann"),
        *key_value(block("KEY_VALUE_SET", "1"), block("KEY_VALUE_SET", "2", CHILD=["word Ann"])),
        block("QUERY", "q1", ANSWER=["a"]),
        block("QUERY_RESULT", "a", Text="5"),
        block("QUERY", "q2", Query={"Text": None}),
    )

    assert found.markdown == (
        "**Form fields**\n\n- Ann\n\n"
        "**Answers**\n\n- *(no question)* 5\n- *(no question)* *(no answer)*\n"
    )


def test_what_a_page_is_stands_before_its_signatures() -> None:
    kind = {"PageType": [{"Value": "CHECKS", "Confidence": 99.0}]}
    signed = {"LendingDocument": {"SignatureDetections": [{"Confidence": 90.0}]}}

    found = extraction(Results=[{"Page": 1, "PageClassification": kind, "Extractions": [signed]}])

    assert found.markdown == "**Page type:** CHECKS (99%)\n\n**Signatures:** 1\n"


def test_a_loan_package_shows_its_documents_their_signatures_and_what_is_not_in_it() -> None:
    groups = [
        {
            "Type": "PAYSLIPS",
            "SplitDocuments": [{"Pages": [1, 2, 3, 7]}, {"Pages": [4]}],
            "DetectedSignatures": [{"Page": 1}],
            "UndetectedSignatures": [{"Page": 2}, {"Page": 3}],
        },
        {"Type": "A|B"},
    ]

    alone = extraction(Summary={"DocumentGroups": groups, "UndetectedDocumentTypes": ["W_2", "X"]})

    assert alone.markdown == (
        "# Loan package\n\n"
        "| Type | Pages of each document | Signed pages | Unsigned pages |\n"
        "| --- | --- | --- | --- |\n"
        "| PAYSLIPS | 1-3, 7; 4 | 1 | 2-3 |\n"
        "| A\\|B |  |  |  |\n\n"
        "**Not found:** W_2, X\n"
    )
    assert extraction(line("a"), Summary={}).markdown == "a\n"


def test_nothing_gives_nothing() -> None:
    assert extraction().markdown == ""
    assert extraction().text == ""


@pytest.mark.parametrize(
    ("printed", "escaped"),
    [
        ("![x](http://evil)", "!\\[x](http://evil)"),
        ("[x](javascript:1)", "\\[x](javascript:1)"),
        ("[x]: http://evil", "\\[x]: http://evil"),
        ("[x] Yes [ ] No", "[x] Yes [ ] No"),
        ("<script>", "\\<script>"),
        ("a | b", "a \\| b"),
        ("`code` *bold* ~~x~~", "\\`code\\` \\*bold\\* \\~\\~x\\~\\~"),
        ("ACC_NO _x_", "ACC_NO \\_x\\_"),
        ("AT&T &lt;b&gt; &#60;", "AT&T \\&lt;b\\&gt; \\&#60;"),
        ("back\\slash", "back\\\\slash"),
        ("two\n# lines\x00\u2028here", "two # lines here"),
    ],
)
def test_markup_in_a_text_shows_as_printed(printed: str, escaped: str) -> None:
    assert inline(printed) == escaped


@pytest.mark.parametrize(
    ("printed", "escaped"),
    [
        ("# 5", "\\# 5"),
        ("#5", "#5"),
        ("> quote", "\\> quote"),
        ("- item", "\\- item"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("-12.50", "-12.50"),
        ("1. Total", "1\\. Total"),
        ("1984) x", "1984\\) x"),
        ("1.50", "1.50"),
    ],
)
def test_a_line_begins_no_heading_list_or_rule(printed: str, escaped: str) -> None:
    assert line_of(printed) == escaped
