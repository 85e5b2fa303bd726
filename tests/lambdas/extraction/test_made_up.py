"""Answers that Textract may give and of which no recording is published."""

import pytest

from tests.lambdas.extraction.builders import (
    Json,
    block,
    codes,
    extraction,
    key_value,
    line,
    read,
    table,
    word,
)

A_PART = 1_000  # blocks, the most that one answer of a job holds
PAGES = 40


def a_page(page: int) -> list[Json]:
    """Return a page's blocks: a pair, a table, a question and a signature, all with its number."""
    key, value = key_value(
        block("KEY_VALUE_SET", "k", CHILD=["word Number:"]),
        block("KEY_VALUE_SET", "v", CHILD=[f"word {page}"]),
    )
    blocks = [
        block("PAGE", "page"),
        line(f"Number: {page}", CHILD=["word Number:", f"word {page}"]),
        word("Number:"),
        word(str(page)),
        key,
        value,
        *table([["a", "b"], [str(page), "x"]], header=True),
        block("QUERY", "q", Query={"Text": "Which number?"}, ANSWER=["r"]),
        block("QUERY_RESULT", "r", Text=str(page)),
        block("SIGNATURE", "s"),
    ]
    return [_of_page(each, page) for each in blocks]


def _of_page(made: Json, page: int) -> Json:
    """Return a block with ids of its own for the page, so that no two pages share any."""
    relationships = [
        {"Type": each["Type"], "Ids": [f"{page} {id_}" for id_ in each["Ids"]]}
        for each in made.get("Relationships", [])
    ]
    return {**made, "Id": f"{page} {made['Id']}", "Page": page, "Relationships": relationships}


def in_parts(blocks: list[Json], size: int, **answer: object) -> list[Json]:
    """Return a job's answers: all but the last with a NextToken."""
    starts = range(0, len(blocks), size)
    parts = [{**answer, "Blocks": blocks[start : start + size]} for start in starts]
    return [*({**part, "NextToken": "more"} for part in parts[:-1]), parts[-1]]


def test_a_chain_of_next_tokens_is_one_document() -> None:
    blocks = [each for page in range(1, PAGES + 1) for each in a_page(page)]

    found = read(
        *in_parts(
            blocks, 97, JobStatus="SUCCEEDED", DocumentMetadata={"Pages": PAGES}, Warnings=None
        )
    )

    numbers = [str(page) for page in range(1, PAGES + 1)]
    assert (found.page_count, found.job_status, found.warnings) == (PAGES, "SUCCEEDED", [])
    assert [page.text for page in found.pages] == [f"Number: {number}" for number in numbers]
    assert [f.value for f in found.fields if f.kind == "key_value"] == numbers
    assert [f.value for f in found.fields if f.kind == "query"] == numbers
    assert [t.cells[2].text for t in found.tables] == numbers
    assert [signature.page for signature in found.signatures] == list(range(1, PAGES + 1))


@pytest.mark.parametrize("size", [1, 7, 21, A_PART])
def test_where_the_parts_are_cut_makes_no_difference(size: int) -> None:
    blocks = [each for page in range(1, 5) for each in a_page(page)]

    assert read(*in_parts(blocks, size)) == read({"Blocks": blocks})


def test_output_config_parts_with_nulls_and_more_members_mean_the_same() -> None:
    blocks = [each for page in range(1, 4) for each in a_page(page)]
    absent = dict.fromkeys(["Text", "TextType", "Query", "RowSpan", "SelectionStatus", "Geometry"])
    written = [{**absent, "ColumnSpan": None, "Hint": {"x": [1]}, **each} for each in blocks]
    for each in written:
        each["Relationships"] = each["Relationships"] or None

    parts = in_parts(written, 30, StatusMessage=None, Warnings=None, SdkMetadata={"id": "1"})

    assert read(*parts) == read({"Blocks": blocks})


def test_a_partial_success_keeps_its_pages_and_tells_which_are_lost() -> None:
    answer = {
        "JobStatus": "PARTIAL_SUCCESS",
        "StatusMessage": "some pages could not be read",
        "DocumentMetadata": {"Pages": 3},
        "Warnings": [{"ErrorCode": "INVALID_IMAGE_TYPE", "Pages": [2]}],
        "Blocks": [line("first", Page=1), line("third", Page=3)],
    }

    found = read(answer)

    assert found.job_status == "PARTIAL_SUCCESS"
    assert [(page.page, page.text) for page in found.pages] == [(1, "first"), (3, "third")]
    assert [(w.code, w.page) for w in found.warnings] == [
        ("INVALID_IMAGE_TYPE", 2),
        ("PAGES_MISSING", None),
    ]
    assert "# Page 3" in found.markdown


@pytest.mark.parametrize(
    "blank", [{"Relationships": None}, {}, {"CHILD": []}], ids=["null", "absent", "empty"]
)
def test_a_blank_page_between_others_keeps_its_place(blank: Json) -> None:
    found = extraction(
        line("a", Page=1),
        block("PAGE", "p", Page=2, **blank),
        line("b", Page=3),
        DocumentMetadata={"Pages": 3},
    )

    assert [page.text for page in found.pages] == ["a", "", "b"]
    assert found.text == "a\n\f\n\fb\n"
    assert [each for each in found.markdown.splitlines() if each] == [
        *("# Page 1", "a", "# Page 2", "# Page 3", "b"),
    ]
    assert found.warnings == []


def test_a_page_turned_by_an_angle_is_read_by_its_upright_boxes() -> None:
    turned = line("a", at=(0.1, 0.2, 0.3, 0.02))
    turned["Geometry"] |= {"RotationAngle": -12.5, "Polygon": [{"X": 0.1, "Y": 0.2}] * 4}

    found = extraction(turned)

    assert found.pages == extraction(line("a", at=(0.1, 0.2, 0.3, 0.02))).pages
    assert found.warnings == []


def test_a_question_asked_of_some_pages_has_an_answer_on_each_that_gives_one() -> None:
    asked = {"Text": "Total?", "Alias": "TOTAL", "Pages": ["1-2"]}

    found = extraction(
        block("QUERY", "q1", Page=1, Query=asked, ANSWER=["r1"]),
        block("QUERY_RESULT", "r1", Page=1, Text="12.00"),
        block("QUERY", "q2", Page=2, Query=asked),
    )

    assert [(f.page, f.alias, f.question, f.value) for f in found.fields] == [
        (1, "TOTAL", "Total?", "12.00"),
        (2, "TOTAL", "Total?", ""),
    ]


def test_all_answers_to_a_question_are_shown() -> None:
    found = extraction(
        block("QUERY", "q", Query={"Text": "Who?"}, ANSWER=["r1", "r2"]),
        block("QUERY_RESULT", "r1", Text="Ann", Confidence=90.0),
        block("QUERY_RESULT", "r2", Text="Bob", Confidence=40.0),
    )

    assert [(f.value, f.confidence, f.box) for f in found.fields] == [
        ("Ann", 90.0, None),
        ("Bob", 40.0, None),
    ]
    assert "Ann" in found.markdown
    assert "Bob" in found.markdown


def test_what_refers_to_nothing_is_kept_with_what_it_has() -> None:
    found = extraction(
        block("PAGE", "p", CHILD=["gone 1"]),
        line("a", CHILD=["gone 2"]),
        *key_value(block("KEY_VALUE_SET", "k", CHILD=["gone 3"]), None),
        block("QUERY", "q", Query={"Text": "Who?"}, ANSWER=["gone 4"]),
        block("CELL", "c", RowIndex=1, ColumnIndex=1, CHILD=["gone 5"]),
        block("MERGED_CELL", "m", RowIndex=2, ColumnIndex=1, ColumnSpan=2, CHILD=["gone 6"]),
        block("TABLE", "t", CHILD=["c", "gone 7"], MERGED_CELL=["m"], TABLE_TITLE=["gone 8"]),
        block("LAYOUT_TEXT", "l", CHILD=["gone 9"]),
    )

    assert found.pages[0].text == "a"
    assert [(f.name, f.value) for f in found.fields] == [("", ""), ("Who?", "")]
    assert (found.tables[0].rows, found.tables[0].columns) == (2, 2)
    assert codes(found) == ["DANGLING_ID"]
    assert found.warnings[0].message == "7 referenced blocks are not on this page"


def test_the_summary_of_a_loan_package_comes_in_an_answer_of_its_own() -> None:
    summary = {
        "DocumentMetadata": {"Pages": 3},
        "JobStatus": "SUCCEEDED",
        "Summary": {
            "DocumentGroups": [
                {
                    "Type": "PAYSLIPS",
                    "SplitDocuments": [
                        {"Index": 1, "Pages": [1, 2]},
                        {"Index": 2, "Pages": [3]},
                    ],
                    "DetectedSignatures": [{"Page": 1}],
                    "UndetectedSignatures": [{"Page": 3}, {"Page": None}],
                },
                {"Type": None, "SplitDocuments": None},
            ],
            "UndetectedDocumentTypes": ["W_2"],
        },
        "AnalyzeLendingModelVersion": "1.0",
    }
    results = {
        "DocumentMetadata": {"Pages": 3},
        "JobStatus": "SUCCEEDED",
        "Results": [{"Page": page, "Extractions": []} for page in (1, 2, 3)],
    }

    found = read(results, summary)

    assert found.lending is not None
    payslips, unknown = found.lending.groups
    assert [(each.index, each.pages) for each in payslips.documents] == [(1, [1, 2]), (2, [3])]
    assert (payslips.signed_pages, payslips.unsigned_pages) == ([1], [3])
    assert (unknown.type, unknown.documents) == ("", [])
    assert found.lending.undetected_types == ["W_2"]
    assert (found.page_count, found.warnings) == (3, [])


def test_an_adapters_answer_is_read_like_any_other() -> None:
    found = extraction(
        block("QUERY", "q", Query={"Text": "Which branch?", "Alias": "BRANCH"}, ANSWER=["r"]),
        block("QUERY_RESULT", "r", Text="North", AdapterVersion="1"),
        AdaptersConfig={"Adapters": [{"AdapterId": "a1b2", "Version": "1", "Pages": ["*"]}]},
    )

    assert [(f.name, f.value) for f in found.fields] == [("BRANCH", "North")]
    assert found.warnings == []
