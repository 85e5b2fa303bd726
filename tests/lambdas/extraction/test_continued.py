"""Tables that go on over pages are linked, and whole in the CSV of the first."""

import csv
import io

from tests.lambdas.extraction.builders import (
    Extraction,
    Json,
    Place,
    block,
    extract,
    key_value,
    table,
)
from tests.lambdas.extraction.test_extract import a_part

FOOT: Place = (0.1, 0.5, 0.8, 0.4)
HEAD: Place = (0.1, 0.1, 0.8, 0.3)


def on_page(page: int, rows: list[list[str]], at: Place, **more: object) -> list[Json]:
    """A table on a page, whose columns are equally wide."""
    blocks = table(rows, at=at, **more)  # type: ignore[arg-type]
    for each in blocks:
        each["Page"] = page
        each["Id"] = f"{page} {at} {each['Id']}"
        for relationship in each.get("Relationships", []):
            relationship["Ids"] = [f"{page} {at} {id_}" for id_ in relationship["Ids"]]
        if each["BlockType"] == "CELL":
            left = at[0] + (each["ColumnIndex"] - 1) * at[2] / len(rows[0])
            box = {"Left": left, "Top": at[1], "Width": 0.1, "Height": 0.02}
            each["Geometry"] = {"BoundingBox": box}
    return blocks


def links(*pages: list[Json]) -> list[int | None]:
    return [table_.continues for table_ in read(*pages).tables]


def read(*pages: list[Json]) -> Extraction:
    return extract([a_part(*page) for page in pages])


def rows_of(found: Extraction, number: int) -> list[list[str]]:
    return [*csv.reader(io.StringIO(found.files[f"tables/{number}.csv"], newline=""))]


def test_a_table_goes_on_at_the_head_of_the_next_page() -> None:
    found = read(
        on_page(1, [["Item", "Price"], ["Pen", "1"]], FOOT, header=True),
        on_page(2, [["Ink", "2"]], FOOT),
    )
    assert [each.continues for each in found.tables] == [None, None]

    found = read(
        on_page(1, [["Item", "Price"], ["Pen", "1"]], FOOT, header=True),
        on_page(2, [["Ink", "2"]], HEAD),
    )
    assert [each.continues for each in found.tables] == [None, 1]
    assert rows_of(found, 1) == [["Item", "Price"], ["Pen", "1"], ["Ink", "2"]]
    assert rows_of(found, 2) == [["Ink", "2"]]


def test_a_table_is_whole_in_the_first_ones_csv_with_one_header_and_each_part_in_its_own() -> None:
    page: Place = (0.1, 0.1, 0.8, 0.8)
    header = ["Item", "Price"]

    found = read(
        on_page(1, [header, ["Pen", "1"]], FOOT, header=True),
        on_page(2, [["Ink", "2"]], page),
        on_page(3, [header, ["Pad", "3"]], HEAD, header=True),
    )

    assert [each.continues for each in found.tables] == [None, 1, 2]
    assert rows_of(found, 1) == [header, ["Pen", "1"], ["Ink", "2"], ["Pad", "3"]]
    assert rows_of(found, 2) == [["Ink", "2"]]
    assert rows_of(found, 3) == [header, ["Pad", "3"]]


def test_tables_that_look_like_one_over_pages_but_are_not_have_a_csv_each() -> None:
    page: Place = (0.1, 0.1, 0.8, 0.8)
    payslips = [[["Pay", "Amount"], ["Net", str(number)]] for number in (1, 2, 3)]

    found = read(*(on_page(n, rows, page, header=True) for n, rows in enumerate(payslips, start=1)))

    assert rows_of(found, 1) == [["Pay", "Amount"], ["Net", "1"], ["Net", "2"], ["Net", "3"]]
    assert [rows_of(found, number) for number in (2, 3)] == payslips[1:]


def test_the_lowest_and_the_highest_table_count_however_textract_lists_them() -> None:
    found = read(
        [*on_page(1, [["a", "b"]], FOOT), *on_page(1, [["x", "y"]], HEAD)],
        [*on_page(2, [["e", "f"]], FOOT), *on_page(2, [["c", "d"]], HEAD)],
        on_page(3, [["g", "h"]], HEAD),
    )

    assert [each.continues for each in found.tables] == [None, None, None, 1, 3]
    assert rows_of(found, 1) == [["a", "b"], ["c", "d"]]
    assert rows_of(found, 2) == [["x", "y"]]
    assert rows_of(found, 3) == [["e", "f"], ["g", "h"]]


def test_another_header_other_columns_or_a_title_begin_a_new_table() -> None:
    first = on_page(1, [["Item", "Price"], ["Pen", "1"]], FOOT, header=True)
    title = block("TABLE_TITLE", "t", Page=2, CHILD=["w"])
    titled = on_page(2, [["Ink", "2"]], HEAD)
    titled[-3]["Relationships"].append({"Type": "TABLE_TITLE", "Ids": ["t"]})

    assert links(first, on_page(2, [["Ink", "2"]], HEAD)) == [None, 1]
    assert links(first, on_page(2, [["Name", "Age"], ["Ann", "9"]], HEAD, header=True))[1] is None
    assert links(first, on_page(2, [["Ink", "2", "x"]], HEAD))[1] is None
    assert links(first, on_page(2, [["Ink", "2"]], (0.3, 0.1, 0.6, 0.3)))[1] is None
    assert links(first, [*titled, title, block("WORD", "w", Page=2, Text="New")])[1] is None


def letterhead(page: int, name: str, value: str, *, top: float = 0.05) -> list[Json]:
    """A key-value on a page, above where its table stands."""
    ids = f"{page} {name}"
    return [
        {**each, "Page": page}
        for each in (
            block("WORD", f"{ids} name", Text=name),
            block("WORD", f"{ids} value", Text=value),
            *key_value(
                block("KEY_VALUE_SET", f"{ids} k", CHILD=[f"{ids} name"]),
                block(
                    "KEY_VALUE_SET", f"{ids} v", CHILD=[f"{ids} value"], at=(0.1, top, 0.2, 0.02)
                ),
            ),
        )
    ]


def test_another_name_above_in_the_same_place_begins_a_new_table() -> None:
    page: Place = (0.1, 0.1, 0.8, 0.8)
    first, second = (on_page(number, [["Net", "1"]], page) for number in (1, 2))

    def under(name: str, one: str, other: str, *, top: float = 0.05) -> int | None:
        pages = [*first, *letterhead(1, name, one)], [*second, *letterhead(2, name, other, top=top)]
        return links(*pages)[1]

    assert under("Employee", "Ann", "Ann") == 1
    assert under("Employee", "Ann", "Bob") is None
    assert under("Employee", "Ann", "Bob", top=0.95) == 1
    assert under("Page", "1 of 2", "2 of 2") == 1
    assert under("Carried", "12.50", "7.00") == 1
    assert under("Employee", "Ann", "") == 1


def test_a_page_between_parts_tables() -> None:
    first, third = on_page(1, [["a", "b"]], FOOT), on_page(3, [["c", "d"]], HEAD)

    assert links(first, [block("PAGE", "p", Page=2)], third) == [None, None]
    assert links(first, third) == [None, None]
