"""Pages made to take long: an answer of four times the size takes about four times the time."""

import time
from collections.abc import Callable

import pytest

from tests.lambdas.extraction.builders import Json, block, checkbox, extraction, key_value, word

SMALL, LARGE = 400, 1600
LINEAR = 8.0  # times the time at most, for four times the size; squares would be 16
AT = (0.1, 0.5, 0.1, 0.01)
WHOLE = (0.0, 0.0, 1.0, 1.0)


def a_line(number: int, text: str = "a") -> Json:
    return block("LINE", f"line {number}", Text=text, at=AT)


def a_pair(number: int, value: str) -> list[Json]:
    return key_value(
        block("KEY_VALUE_SET", f"k{number}", CHILD=["word a"]),
        block("KEY_VALUE_SET", f"v{number}", CHILD=[value], at=AT),
    )


def a_cell(number: int, *children: str) -> Json:
    return block("CELL", f"c{number}", RowIndex=1, ColumnIndex=1, at=AT, CHILD=[*children])


def checkboxes_of_one_label(n: int) -> list[Json]:
    pairs = [each for number in range(n) for each in a_pair(number, "x")]
    return [word("a"), checkbox("x", selected=True), *map(a_line, range(n)), *pairs]


def equal_pairs(n: int) -> list[Json]:
    pairs = [each for number in range(n) for each in a_pair(number, "word b")]
    return [word("a"), word("b"), *map(a_line, range(n)), *pairs]


def pairs_beside_parts_of_layout(n: int) -> list[Json]:
    beside = (0.8, 0.0, 0.1, 1.0)
    parts = [
        block("LAYOUT_KEY_VALUE", f"l{number}", at=beside, CHILD=[f"line {number}"])
        for number in range(n)
    ]
    return [*equal_pairs(n), *parts]


def pairs_on_a_page_of_much_text(n: int) -> list[Json]:
    lines = [block("LINE", f"line {number}", Text="a b c " * 60) for number in range(n)]
    pairs = [each for number in range(n) for each in a_pair(number, f"w{number}")]
    return [*lines, word("a"), *pairs, *(block("WORD", f"w{k}", Text=f"{k}") for k in range(n))]


def tables_over_one_another(n: int) -> list[Json]:
    tables = [block("TABLE", f"t{number}", at=WHOLE, CHILD=[f"c{number}"]) for number in range(n)]
    return [*tables, *map(a_cell, range(n)), *map(a_line, range(n))]


def tables_of_one_cell_and_title(n: int) -> list[Json]:
    words = [block("WORD", f"w{number}", Text="a") for number in range(n)]
    ids = [each["Id"] for each in words]
    tables = [block("TABLE", f"t{k}", CHILD=["c0"], TABLE_TITLE=["t"]) for k in range(n)]
    return [*words, *tables, a_cell(0, *ids), block("TABLE_TITLE", "t", CHILD=ids)]


def lists_of_one_item(n: int) -> list[Json]:
    item = block("LAYOUT_TEXT", "item", CHILD=[f"line {number}" for number in range(n)])
    lists = [block("LAYOUT_LIST", f"l{number}", CHILD=["item"]) for number in range(n)]
    return [*map(a_line, range(n)), *lists, item]


@pytest.mark.parametrize(
    "made",
    [
        checkboxes_of_one_label,
        equal_pairs,
        pairs_beside_parts_of_layout,
        pairs_on_a_page_of_much_text,
        tables_over_one_another,
        tables_of_one_cell_and_title,
        lists_of_one_item,
    ],
)
def test_time_grows_with_size(made: Callable[[int], list[Json]]) -> None:
    def taken(size: int) -> float:
        blocks = made(size)
        begun = time.process_time()
        extraction(*blocks)
        return time.process_time() - begun

    small = min(taken(SMALL) for _ in range(3))
    assert min(taken(LARGE) for _ in range(2)) < LINEAR * small


def test_line_items_of_types_of_their_own_take_time_by_their_number() -> None:
    def taken(size: int) -> float:
        rows = [
            {"LineItemExpenseFields": [{"Type": {"Text": f"{k}"}, "ValueDetection": {"Text": "v"}}]}
            for k in range(size)
        ]
        begun = time.process_time()
        extraction(ExpenseDocuments=[{"LineItemGroups": [{"LineItems": rows}]}])
        return time.process_time() - begun

    small = min(taken(SMALL) for _ in range(3))
    assert min(taken(LARGE) for _ in range(2)) < LINEAR * small
