"""Tables: spans, headers, captions, checkboxes, and cells that are out of order."""

from lambdas.extraction.model import Table
from lambdas.extraction.tables import MAX_INDEX
from tests.lambdas.extraction.builders import (
    Json,
    block,
    checkbox,
    codes,
    extraction,
    table,
    word,
)


def only(*blocks: Json) -> Table:
    (found,) = extraction(*blocks).tables
    return found


def a_cell(row: int, column: int, *children: str) -> Json:
    place = {"RowIndex": row, "ColumnIndex": column}
    return block("CELL", f"{row},{column}", CHILD=list(children)) | place


def a_merged_cell(*children: str, row_span: int = 1, column_span: int = 1) -> Json:
    row, column = map(int, children[0].split(","))
    return block(
        "MERGED_CELL",
        "merged",
        RowIndex=row,
        ColumnIndex=column,
        RowSpan=row_span,
        ColumnSpan=column_span,
        CHILD=list(children),
    )


def test_a_table_has_rows_columns_and_header_rows() -> None:
    found = only(*table([["Item", "Price"], ["Pen", "1.50"]], header=True))

    assert (found.rows, found.columns, found.header_rows) == (2, 2, [1])
    assert [(cell.row, cell.column, cell.text) for cell in found.cells] == [
        (1, 1, "Item"),
        (1, 2, "Price"),
        (2, 1, "Pen"),
        (2, 2, "1.50"),
    ]


def test_a_merged_cell_is_one_cell_with_its_parts_text_and_header() -> None:
    found = only(
        *table([["Gross", "Pay"], ["1", "2"]], header=True, MERGED_CELL=["merged"]),
        a_merged_cell("1,1", "1,2", column_span=2),
    )

    first = found.cells[0]
    assert (first.text, first.column_span, first.header) == ("Gross Pay", 2, True)
    assert len(found.cells) == 3


def test_a_merged_cell_whose_parts_are_missing_keeps_its_place() -> None:
    found = extraction(
        block("TABLE", "t", CHILD=["2,1"], MERGED_CELL=["merged"]),
        a_cell(2, 1),
        a_merged_cell("1,1", "1,2", column_span=2),
    )

    assert (found.tables[0].rows, found.tables[0].columns) == (2, 2)
    assert codes(found) == ["DANGLING_ID"]


def test_a_merged_cell_stands_where_its_parts_stand() -> None:
    merged = a_merged_cell("1,1", "1,2") | {"RowIndex": 2, "RowSpan": 2}

    found = only(*table([["a", "b"], ["c", "d"]], MERGED_CELL=["merged"]), merged)

    first = found.cells[0]
    assert (first.row, first.row_span, first.column_span, first.text) == (1, 1, 2, "a b")
    assert found.rows == 2


def test_cells_out_of_order_are_put_in_row_order() -> None:
    found = only(block("TABLE", "t", CHILD=["2,1", "1,1"]), a_cell(2, 1), a_cell(1, 1))

    assert [cell.row for cell in found.cells] == [1, 2]


def test_titles_and_footers_are_told_apart_by_lines() -> None:
    found = only(
        *table([["x"]], TABLE_TITLE=["title"], TABLE_FOOTER=["f1", "f2"]),
        word("Prices"),
        word("Net"),
        word("Late"),
        block("TABLE_TITLE", "title", CHILD=["word Prices"]),
        block("TABLE_FOOTER", "f1", CHILD=["word Net"]),
        block("TABLE_FOOTER", "f2", CHILD=["word Late"]),
    )

    assert (found.title, found.footer) == ("Prices", "Net\nLate")


def test_the_kind_is_what_textract_says_or_unknown() -> None:
    kinds = [["SEMI_STRUCTURED_TABLE"], ["STRUCTURED_TABLE"], ["STRUCTURED"], None]

    assert [only(*table([["x"]], EntityTypes=kind)).kind for kind in kinds] == [
        "semi_structured",
        "structured",
        "structured",
        None,
    ]


def test_a_checkbox_in_a_cell_is_a_mark_and_a_state() -> None:
    found = only(
        block("TABLE", "t", CHILD=["1,1", "1,2"]),
        a_cell(1, 1, "box", "word Yes"),
        a_cell(1, 2, "empty"),
        checkbox("box", selected=True),
        checkbox("empty", selected=False),
        word("Yes"),
    )

    assert [(cell.text, cell.selected) for cell in found.cells] == [
        ("Yes [x]", True),  # no geometry: after the words
        ("[ ]", False),
    ]


def test_cells_say_what_they_are_for() -> None:
    kinds = ["TABLE_TITLE", "TABLE_SECTION_TITLE", "TABLE_SUMMARY", "TABLE_FOOTER", "NEW"]
    cells = [
        a_cell(row, 1) | {"EntityTypes": [kind] if kind else None}
        for row, kind in enumerate([*kinds, None], start=1)
    ]

    found = only(block("TABLE", "t", CHILD=[cell["Id"] for cell in cells]), *cells)

    assert [cell.role for cell in found.cells] == [
        *("title", "section_title", "summary", "footer", None, None)
    ]


def test_a_merged_cell_is_for_what_its_parts_are_for() -> None:
    parts = [a_cell(1, column) | {"EntityTypes": ["TABLE_SUMMARY"]} for column in (1, 2)]

    found = only(
        block("TABLE", "t", CHILD=["1,1", "1,2"], MERGED_CELL=["merged"]),
        *parts,
        a_merged_cell("1,1", "1,2", column_span=2),
    )

    assert [cell.role for cell in found.cells] == ["summary"]


def test_a_table_without_cells_is_a_warning() -> None:
    found = extraction(block("TABLE", "t"))

    assert found.tables == []
    assert codes(found) == ["TABLE_WITHOUT_CELLS"]


def test_cells_without_a_sound_place_are_a_warning_and_take_no_memory() -> None:
    found = extraction(
        block("TABLE", "t", CHILD=["1,1", "1000000000,1", "0,1", "nowhere"]),
        a_cell(1, 1),
        a_cell(1_000_000_000, 1),
        a_cell(0, 1),
        block("CELL", "nowhere"),
    )

    assert found.tables[0].rows == 1
    assert codes(found) == ["CELL_OUT_OF_RANGE"]


def test_a_cell_that_its_table_names_twice_is_one_cell() -> None:
    found = only(block("TABLE", "t", CHILD=["1,1", "1,1"]), a_cell(1, 1))

    assert len(found.cells) == 1


def test_what_two_tables_name_is_the_first_ones() -> None:
    second = block("TABLE", "second", CHILD=["1,1", "own"], TABLE_TITLE=["t"])

    found = extraction(
        *table([["a"]], TABLE_TITLE=["t"]),
        second,
        block("CELL", "own", RowIndex=1, ColumnIndex=1, CHILD=["1,1,a"]),
        block("TABLE_TITLE", "t", CHILD=["1,1,a"]),
    )

    assert [[cell.text for cell in each.cells] for each in found.tables] == [["a"], ["a"]]
    assert [each.title for each in found.tables] == ["a", None]
    assert codes(found) == ["CELL_OF_ANOTHER_TABLE"]


def test_cells_far_out_of_a_table_are_a_warning_and_take_no_memory() -> None:
    near = [a_cell(row, column) for row in range(1, 11) for column in range(1, 11)]
    cells = [*near, a_cell(1, MAX_INDEX), a_cell(MAX_INDEX, 1)]

    found = extraction(block("TABLE", "t", CHILD=[cell["Id"] for cell in cells]), *cells)

    assert (found.tables[0].rows, found.tables[0].columns) == (10, 10)
    assert [(c.row, c.column) for c in found.tables[0].cells] == [
        (cell["RowIndex"], cell["ColumnIndex"]) for cell in near
    ]
    assert codes(found) == ["CELL_OUT_OF_RANGE"]


def test_a_table_with_nothing_but_a_cell_far_out_is_no_table() -> None:
    found = extraction(
        block("TABLE", "t", CHILD=["far"]),
        a_cell(MAX_INDEX, MAX_INDEX) | {"Id": "far"},
    )

    assert found.tables == []
    assert codes(found) == ["CELL_OUT_OF_RANGE", "TABLE_WITHOUT_CELLS"]


def test_a_sparse_table_is_kept_whole() -> None:
    rows, columns = 60, 30
    cells = [a_cell(row, 1 + row % columns) for row in range(1, rows + 1)]

    found = only(block("TABLE", "t", CHILD=[cell["Id"] for cell in cells]), *cells)

    assert (found.rows, found.columns, len(found.cells)) == (rows, columns, rows)
