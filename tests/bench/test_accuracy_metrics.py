"""What the accuracy benchmark takes for the same, and what it does not."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.accuracy.answers import Box, KeyValue, Text
from bench.accuracy.metrics import (
    NOTHING,
    Score,
    answers_score,
    character_error_rate,
    folded,
    pairs_score,
    tables_score,
    texts_score,
    values_score,
)

CHECKED, FREE = "SELECTED", "NOT_SELECTED"


def text(text: str, *, left: float = 0.1, top: float = 0.1, width: float = 0.1) -> Text:
    return Text(text, Box(left, top, left + width, top + 0.02))


def pair(key: str, value: str = "", *, state: str | None = None, top: float = 0.1) -> KeyValue:
    return KeyValue(key=text(key, top=top), value=value, state=state)


def score(same: int, found: int, told: int) -> Score:
    return Score(same=same, found=found, told=told)


def test_f1_is_between_precision_and_recall() -> None:
    some = score(3, 4, 6)

    assert (some.precision, some.recall, some.f1) == (0.75, 0.5, 0.6)


def test_finding_nothing_is_right_only_where_there_is_nothing() -> None:
    assert (NOTHING.precision, NOTHING.recall, NOTHING.f1) == (1, 1, 1)
    assert (score(0, 0, 2).precision, score(0, 0, 2).recall, score(0, 0, 2).f1) == (0, 0, 0)
    assert score(0, 2, 0).f1 == 0


def test_scores_add_up_thing_by_thing() -> None:
    assert score(1, 2, 3) + score(4, 5, 6) == score(5, 7, 9)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\N{RIGHT SINGLE QUOTATION MARK}tis", "'TIS"),
        ("1\N{EN DASH}2", "1-2"),
        ("x\N{SUPERSCRIPT TWO}", "x2"),
        ("\N{LEFT DOUBLE QUOTATION MARK}a\N{RIGHT DOUBLE QUOTATION MARK}", '"A"'),
        (" two   words ", "two words"),
    ],
)
def test_typographers_and_typists_write_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_words_are_the_same_by_text_and_place() -> None:
    told = [text("Total"), text("9.00", left=0.8)]

    assert texts_score([text("TOTAL"), text("9.00", left=0.5)], told) == score(1, 2, 2)
    assert texts_score([text("Totel"), text("9.00", left=0.81)], told) == score(1, 2, 2)
    assert texts_score([], told) == score(0, 0, 2)


def test_a_word_is_not_the_line_that_it_stands_in() -> None:
    wide = text("a", width=0.8)

    assert texts_score([text("a", width=0.1)], [wide]).same == 0


def test_a_word_found_twice_counts_once_and_so_does_a_word_told_twice() -> None:
    assert texts_score([text("a"), text("a")], [text("a")]) == score(1, 2, 1)
    assert texts_score([text("a")], [text("a"), text("a")]) == score(1, 1, 2)


def test_equal_words_side_by_side_find_their_own_places() -> None:
    told = [text("a", left=0.10), text("a", left=0.14)]
    found = [text("a", left=0.135), text("a", left=0.095)]

    assert texts_score(found, told).same == 2


def test_errors_are_edits_in_reading_order() -> None:
    told = [text("abcd"), text("efgh")]

    assert character_error_rate(told, told) == 0
    assert character_error_rate([text("abcd"), text("efgx")], told) == pytest.approx(1 / 9)
    assert character_error_rate([], told) == 1
    assert character_error_rate(told[::-1], told) > 0.5


def test_how_text_is_cut_into_lines_is_no_error_of_its_characters() -> None:
    assert character_error_rate([text("a"), text("b c")], [text("a b"), text("c")]) == 0


def test_pairs_are_the_same_when_key_and_value_are_alike() -> None:
    told = [pair("Name:", "Ana Carolina"), pair("City", "Anytown", top=0.5)]

    assert pairs_score([pair("Name", "Ana Carolima")], told) == score(1, 1, 2)
    assert pairs_score([pair("Name", "Anytown")], told).same == 0
    assert pairs_score([pair("Street", "Ana Carolina")], told).same == 0


def test_a_colon_is_not_a_part_of_a_short_key() -> None:
    assert pairs_score([pair("To", "Ana")], [pair("To:", "Ana")]).same == 1


def test_a_value_in_place_of_none_is_not_alike() -> None:
    assert pairs_score([pair("Name", "x")], [pair("Name", "")]).same == 0
    assert pairs_score([pair("Name", "")], [pair("Name", "")]).same == 1


def test_swapped_values_are_two_mistakes() -> None:
    told = [pair("From", "Monday", top=0.1), pair("To", "Friday", top=0.5)]
    found = [pair("From", "Friday", top=0.1), pair("To", "Monday", top=0.5)]

    assert pairs_score(found, told) == score(0, 2, 2)


def test_a_checkbox_is_the_same_where_it_stands_and_only_in_its_state() -> None:
    told = [pair("Yes", state=CHECKED, top=0.1), pair("Yes", state=FREE, top=0.5)]
    swapped = [pair("Yes", state=FREE, top=0.1), pair("Yes", state=CHECKED, top=0.5)]

    assert pairs_score(told[::-1], told).same == 2
    assert pairs_score(swapped, told).same == 0


def test_cells_are_the_same_by_text_row_and_column() -> None:
    told = [{(1, 1): "a", (1, 2): "b", (2, 1): "c"}]
    found = [{(1, 1): "A", (1, 2): "c", (2, 1): "b"}]

    assert tables_score(told, told, shifted=False) == score(3, 3, 3)
    assert tables_score(found, told, shifted=False) == score(1, 3, 3)
    assert tables_score([], told, shifted=False) == score(0, 0, 3)


def test_a_row_too_many_is_one_mistake_if_shifts_are_allowed() -> None:
    told = [{(1, 1): "a", (2, 1): "b"}]
    found = [{(1, 1): "heading", (2, 1): "a", (3, 1): "b"}]

    assert tables_score(found, told, shifted=True) == score(2, 3, 2)
    assert tables_score(found, told, shifted=False) == score(0, 3, 2)


def test_a_table_has_one_shift_only() -> None:
    told = [{(1, 1): "a", (2, 1): "b", (3, 1): "c"}]
    found = [{(1, 1): "a", (3, 1): "b", (4, 1): "c"}]

    assert tables_score(found, told, shifted=True).same == 2


def test_two_tables_made_one_are_the_larger_of_them() -> None:
    told = [{(1, 1): "a", (2, 1): "b"}, {(1, 1): "c"}]
    found = [{(1, 1): "a", (2, 1): "b", (3, 1): "c"}]

    assert tables_score(found, told, shifted=True) == score(2, 3, 3)


def test_tables_are_compared_whichever_comes_first() -> None:
    told = [{(1, 1): "a"}, {(1, 1): "b", (1, 2): "c"}]

    assert tables_score(told[::-1], told, shifted=False) == score(3, 3, 3)


def test_no_answer_is_right_where_textract_had_none() -> None:
    told = {"Who?": "Ana", "When?": "", "Where?": "Anytown"}

    assert answers_score({"Who?": "ANA", "When?": "", "Where?": "Ana"}, told) == score(1, 2, 2)
    assert answers_score({}, told) == score(0, 0, 2)
    assert answers_score({"When?": "now"}, told) == score(0, 1, 2)


def test_values_count_as_often_as_they_are_there() -> None:
    told = Counter({("PRICE", "1.00"): 2, ("ITEM", "Tea"): 1})
    found = Counter({("PRICE", "1.00"): 1, ("ITEM", "tea"): 2})

    assert values_score(found, told) == score(2, 3, 3)
