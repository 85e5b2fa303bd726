"""Line items of all pages are rows of one CSV file."""

import csv
import io

import pytest

from lambdas.extraction.line_items import MOST_COLUMNS, LineItemsCsv, item_table
from lambdas.extraction.model import Field, LineItem


def a_value(name: str, value: str, label: str | None = None) -> Field:
    return Field(
        name=name,
        value=value,
        label=label,
        selected=None,
        confidence=None,
        page=1,
        box=None,
        kind="expense",
    )


def an_item(*values: Field, page: int = 1, row: int = 1) -> LineItem:
    return LineItem(page=page, record=2, group=3, row=row, fields=list(values))


def rows(*pages: list[LineItem]) -> list[list[str]]:
    lines, file = LineItemsCsv(io.BytesIO()), io.BytesIO()
    for items in pages:
        lines.add(items)
    lines.write(file)
    return list(csv.reader(io.StringIO(file.getvalue().decode(), newline="")))


def test_a_type_first_seen_on_a_later_page_is_a_column_of_all_rows() -> None:
    nut = an_item(a_value("ITEM", "Nut"), a_value("EXPENSE_ROW", "Nut 2"))
    bolt = an_item(a_value("PRICE", "3"), a_value("ITEM", "Bolt"), page=2, row=4)

    assert rows([nut], [bolt]) == [
        ["page", "record", "group", "row", "ITEM", "PRICE", "EXPENSE_ROW"],
        ["1", "2", "3", "1", "Nut", "", "Nut 2"],
        ["2", "2", "3", "4", "Bolt", "3", ""],
    ]


def test_values_of_no_type_have_columns_by_label_and_equal_columns_are_numbered() -> None:
    item = an_item(
        a_value("OTHER", "98941", "Billing code"),
        a_value("OTHER", "1", "Pointer"),
        a_value("OTHER", "x"),
        a_value("TOTAL", "60", "Fee"),
        a_value("TOTAL", "61", "Total"),
        a_value("TOTAL", "62"),
    )

    header, row = rows([item])
    assert dict(zip(header[4:], row[4:], strict=True)) == {
        "OTHER (Billing code)": "98941",
        "OTHER (Pointer)": "1",
        "OTHER": "x",
        "TOTAL": "60",
        "TOTAL 2": "61",
        "TOTAL 3": "62",
    }


def test_a_number_goes_to_the_next_column_that_is_free() -> None:
    item = an_item(*(a_value(name, "1") for name in ("TOTAL", "TOTAL 2", "TOTAL", "TOTAL")))

    assert rows([item])[0][4:] == ["TOTAL", "TOTAL 2", "TOTAL 3", "TOTAL 4"]


def test_values_beyond_the_most_columns_share_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lambdas.extraction.line_items.MOST_COLUMNS", 2)
    first = an_item(a_value("ITEM", "Nut"), a_value("EXPENSE_ROW", "Nut 2"), a_value("PRICE", "2"))
    other = an_item(a_value("A", "1"), a_value("ITEM", "Bolt"), a_value("B", "x"), a_value("C", ""))

    expected = [
        ["ITEM", "PRICE", "MORE", "EXPENSE_ROW"],
        ["Nut", "2", "", "Nut 2"],
        ["Bolt", "", "A: 1; B: x", ""],
    ]
    assert [row[4:] for row in rows([first], [other])] == expected
    told = an_item(a_value("ITEM", "Nut"), a_value("PRICE", "2"))
    assert item_table([told, other]) == [row[:3] for row in expected]


def test_a_long_list_of_types_of_their_own_is_no_larger_than_its_values() -> None:
    items = [an_item(a_value(f"T{n}", "v")) for n in range(1000)]

    assert {len(row) for row in rows(items)} == {4 + MOST_COLUMNS + 1}


def test_a_spreadsheet_runs_nothing_of_what_is_printed() -> None:
    item = an_item(a_value("ITEM", "=1+1"), a_value("PRICE", "-12.50"), a_value("OTHER", "", "@x"))

    assert rows([item])[1][4:] == ["'=1+1", "-12.50", ""]


def test_texts_of_several_lines_and_quotes_stay_one_value() -> None:
    item = an_item(a_value("ITEM", 'a "b",\nc'))

    assert rows([item])[1][4:] == ['a "b",\nc']


def test_without_line_items_there_is_a_header_alone() -> None:
    assert rows([]) == [["page", "record", "group", "row"]]
