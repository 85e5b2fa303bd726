"""Parts become pages, wherever they were cut; what is lost is said."""

import json
from collections.abc import Iterator

import pytest

from lambdas.extraction.answers import Part, decode_part
from lambdas.extraction.extract import Reader
from tests.lambdas.extraction.builders import (
    Json,
    block,
    codes,
    extract,
    extraction,
    key_value,
    line,
    table,
    word,
)


def a_part(*blocks: Json, **answer: object) -> Part:
    return decode_part(json.dumps({"Blocks": blocks, **answer}).encode())


def test_a_page_may_be_spread_over_two_parts() -> None:
    key, value = key_value(
        block("KEY_VALUE_SET", "k", CHILD=["word Name"]), block("KEY_VALUE_SET", "v")
    )

    found = extract([a_part(key, word("Name")), a_part(value)], min_confidence=90.0)

    assert [(field.name, field.value) for field in found.fields] == [("Name", "")]
    assert found.warnings == []


def test_a_part_is_asked_for_only_when_the_one_before_is_used_up() -> None:
    asked: list[str] = []

    def parts() -> Iterator[Part]:
        for name in ("first", "second"):
            asked.append(name)
            yield a_part(line(name, Page=len(asked)))
        assert asked == ["first", "second"]

    found = extract(parts(), min_confidence=90.0)

    assert [(page.page, page.text) for page in found.pages] == [(1, "first"), (2, "second")]


def test_blocks_without_a_page_belong_to_page_one() -> None:
    assert [page.page for page in extraction(line("a"), line("b", Page=None)).pages] == [1]


def test_pages_of_one_part_come_in_order_however_their_blocks_are_mixed() -> None:
    found = extraction(line("a", Page=1), line("b", Page=2), line("c", Page=1))

    assert [page.text for page in found.pages] == ["a\nc", "b"]
    assert found.warnings == []


def test_blocks_that_come_after_their_page_has_ended_are_kept_and_told() -> None:
    found = extract([a_part(line("a", Page=1), line("b", Page=2)), a_part(line("c", Page=1))])

    assert [(page.page, page.text) for page in found.pages] == [(1, "a"), (1, "c"), (2, "b")]
    assert [(warning.code, warning.page) for warning in found.warnings] == [("LATE_BLOCKS", 1)]
    assert found.page_count == 2


def test_a_blank_page_is_a_page() -> None:
    found = extraction(block("PAGE", "p"), DocumentMetadata={"Pages": 1})

    assert (found.page_count, found.pages[0].text, found.warnings) == (1, "", [])


def test_pages_that_never_came_are_told() -> None:
    found = extraction(line("a"), DocumentMetadata={"Pages": 3})

    assert found.page_count == 3
    assert codes(found) == ["PAGES_MISSING"]


def reader_of(*answers: Json) -> Reader:
    """Return a reader that has read these answers."""
    reader = Reader(
        [decode_part(json.dumps(answer).encode()) for answer in answers], min_confidence=90.0
    )
    for _ in reader.pages():
        pass
    return reader


@pytest.mark.parametrize(
    "answer",
    [
        {"Blocks": [], "DocumentMetadata": {"Pages": 1}},
        {"Blocks": None, "JobStatus": "SUCCEEDED"},
        {"Blocks": [line("a")], "DocumentMetadata": {"Pages": 2}},
        {"Results": [], "DocumentMetadata": {"Pages": 2}, "AnalyzeLendingModelVersion": "1.0"},
    ],
)
def test_an_answer_without_all_its_pages_is_partial(answer: Json) -> None:
    reader = reader_of(answer)

    assert reader.is_partial
    assert "PAGES_MISSING" in [warning.code for warning in reader.warnings]


def test_an_answer_that_textract_calls_partial_is_so() -> None:
    assert reader_of({"Blocks": [line("a")], "JobStatus": "PARTIAL_SUCCESS"}).is_partial


@pytest.mark.parametrize(
    "answer",
    [
        {"Blocks": [block("PAGE", "p")], "DocumentMetadata": {"Pages": 1}},
        {"AnalyzeIDModelVersion": "1.0", "DocumentMetadata": {"Pages": 1}},
        {"ExpenseDocuments": [], "DocumentMetadata": {"Pages": 2}},
        {"Summary": {"DocumentGroups": []}, "DocumentMetadata": {"Pages": 2}},
        {"JobStatus": "IN_PROGRESS", "DocumentMetadata": {"Pages": 2}},
    ],
    ids=["blank page", "no identity document", "no invoice", "only the summary", "running"],
)
def test_an_answer_that_has_nothing_to_tell_of_a_page_is_whole(answer: Json) -> None:
    reader = reader_of(answer)

    assert not reader.is_partial
    assert reader.page_count == answer["DocumentMetadata"]["Pages"]


def test_a_lost_part_of_an_expense_job_is_told() -> None:
    parts = [
        {"ExpenseDocuments": [{"Blocks": [line("a", Page=page)]}], "DocumentMetadata": {"Pages": 3}}
        for page in (1, 3)
    ]

    assert reader_of(*parts).is_partial
    assert not reader_of(parts[0]).is_partial


def test_textracts_own_warnings_are_kept_each_once_and_by_page() -> None:
    warnings = [{"ErrorCode": "PAGE_DENSE", "Pages": [2, 3]}, {"ErrorCode": "ODD", "Pages": None}]
    parts = [a_part(Warnings=warnings), a_part(Warnings=warnings, JobStatus="PARTIAL_SUCCESS")]

    found = extract(parts, min_confidence=90.0)

    assert [(w.code, w.page) for w in found.warnings] == [
        ("PAGE_DENSE", 2),
        ("PAGE_DENSE", 3),
        ("ODD", None),
        ("PAGES_MISSING", None),
    ]
    assert found.job_status == "PARTIAL_SUCCESS"


def test_a_job_that_is_not_done_has_no_pages() -> None:
    found = extract([decode_part(b'{"JobStatus": "IN_PROGRESS"}')], min_confidence=90.0)

    assert (found.pages, found.job_status) == ([], "IN_PROGRESS")


def test_unknown_block_types_and_dangling_ids_are_told_once_a_page() -> None:
    found = extraction(
        block("HOLOGRAM", "h"),
        block("HOLOGRAM", "i"),
        block(None, "n"),
        *key_value(block("KEY_VALUE_SET", "k", CHILD=["x", "y"]), None),
    )

    assert codes(found) == ["UNKNOWN_BLOCK_TYPE", "UNKNOWN_BLOCK_TYPE", "DANGLING_ID"]
    assert found.warnings[0].message == "2 blocks of the unknown type 'HOLOGRAM' were skipped"
    assert found.warnings[2].message == "2 referenced blocks are not on this page"
    assert found.warnings[2].page == 1


def test_a_part_that_came_twice_counts_once() -> None:
    found = extraction(line("a"), line("a"), block("LINE", "b", Text="b"))

    assert found.pages[0].text == "a\nb"
    assert codes(found) == ["DUPLICATE_ID"]


def test_two_blocks_with_one_id_are_both_read_where_they_differ() -> None:
    first, second = block("LINE", "same", Text="a"), block("LINE", "same", Text="b")

    found = extraction(first, second, first)

    assert found.pages[0].text == "a\nb"
    assert [(warning.code, warning.message) for warning in found.warnings] == [
        ("DUPLICATE_ID", "1 blocks came twice and are counted once"),
        ("DUPLICATE_ID", "1 blocks have the id of another one, and are kept"),
    ]


def test_blocks_without_an_id_are_kept_apart() -> None:
    nameless: list[Json] = [{"BlockType": "LINE", "Text": text} for text in "ab"]

    assert extraction(*nameless).pages[0].text == "a\nb"


def test_counts_say_what_is_on_a_page_and_how_much_of_it_is_doubtful() -> None:
    found = extraction(
        line("sure"),
        block("LINE", "unsure", Text="unsure", Confidence=89.99),
        word("a"),
        block("SIGNATURE", "s"),
        *table([["x"]]),
        *key_value(block("KEY_VALUE_SET", "k"), block("KEY_VALUE_SET", "v", Confidence=50)),
        min_confidence=90.0,
    )

    counts = found.pages[0].counts
    assert (counts.lines, counts.words, counts.tables, counts.fields) == (2, 2, 1, 1)
    assert (counts.signatures, counts.doubtful) == (1, 2)


def test_a_line_with_one_handwritten_word_is_handwriting() -> None:
    found = extraction(
        line("typed", CHILD=["word typed"]),
        line("typed written", CHILD=["word typed", "word written"]),
        word("typed", TextType="PRINTED"),
        word("written", TextType="HANDWRITING"),
    )

    assert [line_.handwriting for line_ in found.pages[0].lines] == [False, True]


def test_a_word_says_whether_it_is_handwritten_and_in_which_line_it_stands() -> None:
    found = extraction(
        line("Name: Ada", CHILD=["word Name:", "word Ada"]),
        word("Ada", TextType="HANDWRITING", Confidence=91.234),
        word("Name:", TextType="PRINTED"),
        word("stray"),
    )

    words = found.pages[0].words
    assert [(word_.text, word_.handwriting, word_.line) for word_ in words] == [
        ("Ada", True, 0),
        ("Name:", False, 0),
        ("stray", False, None),
    ]
    assert words[0].confidence == 91.23


def test_boxes_have_five_digits_and_confidence_two() -> None:
    found = extraction(
        block("LINE", "l", at=(0.12345678, 1 / 3, 0.5, 0.0000004), Confidence=99.92634582519531)
    )

    line_ = found.pages[0].lines[0]
    assert line_.box is not None
    assert (line_.box.left, line_.box.top) == (0.12346, 0.33333)
    assert (line_.box.width, line_.box.height) == (0.5, 0.0)
    assert line_.confidence == 99.93


@pytest.mark.parametrize("stated", [{}, {"Left": 0.5, "Top": 0.5, "Width": 0.1}])
def test_a_box_that_is_not_all_there_is_none(stated: Json) -> None:
    placed = line("a", at=(0.1, 0.1, 0.5, 0.02))
    found = extraction(placed, {**line("b"), "Geometry": {"BoundingBox": stated}})

    first, second = found.pages[0].lines
    assert (first.text, second.text) == ("a", "b")
    assert first.box is not None
    assert second.box is None


def test_words_that_nothing_names_are_told_since_no_text_has_them() -> None:
    key = block("KEY_VALUE_SET", "k", CHILD=["word Name"], EntityTypes=["KEY"])
    page = block("PAGE", "p", CHILD=["word lost", "word gone"])

    found = extraction(page, word("lost"), word("gone"), word("Name"), key)

    assert [(warning.code, warning.message) for warning in found.warnings] == [
        ("WORDS_WITHOUT_LINE", "2 words are in no line, and so not in the page's text")
    ]
