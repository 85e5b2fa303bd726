"""Line items of all pages are rows of one CSV file."""

import csv
import io

from lambdas.extraction.line_items import LineItemsCsv
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


def test_a_spreadsheet_runs_nothing_of_what_is_printed() -> None:
    item = an_item(a_value("ITEM", "=1+1"), a_value("PRICE", "-12.50"), a_value("OTHER", "", "@x"))

    assert rows([item])[1][4:] == ["'=1+1", "-12.50", ""]


def test_texts_of_several_lines_and_quotes_stay_one_value() -> None:
    item = an_item(a_value("ITEM", 'a "b",\nc'))

    assert rows([item])[1][4:] == ['a "b",\nc']


def test_without_line_items_there_is_a_header_alone() -> None:
    assert rows([]) == [["page", "record", "group", "row"]]
