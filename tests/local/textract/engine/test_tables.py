"""Tables are found with all their rules, with some of them, and with none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import process_time
from typing import Any

import numpy as np

from local.textract.engine import open_document, page_blocks
from local.textract.engine.ruling import Grid, Ruling
from local.textract.engine.tables import tables
from local.textract.engine.text import Word, line_of
from tests.local.textract.engine.sheets import pdf, shown

Rows = Sequence[Sequence[str]]

STAFF = (
    ("Name", "Team", "Town"),
    ("Anna Brown", "Sales", "Rome"),
    ("Tom Hardy", "Legal", "Oslo"),
    ("Eva Green", "Support", "Lyon"),
)
COSTS = (("Rent", "410", "390"), ("Heat", "120", "140"), ("Food", "230", "210"), ("Tea", "8", "9"))
LEFTS = (60, 180, 300)
PITCH = 18
PARTS = {"COLUM", "TABLE"}  # how the types of what is not of the body begin


def printed(rows: Rows, lefts: Sequence[int] = LEFTS, *, top: int = 700, pitch: int = PITCH) -> str:
    return "".join(
        shown(x, top - pitch * number, text)
        for number, row in enumerate(rows)
        for x, text in zip(lefts, row, strict=True)
        if text
    )


def stroke(x: int, y: int, right: int, low: int) -> str:
    return f"{x} {y} m {right} {low} l S\n"


def rules(ys: Iterable[int], *, left: int = 54, right: int = 400) -> str:
    return "".join(stroke(left, y, right, y) for y in ys)


def found(*content: str) -> list[list[list[str]]]:
    """The rows of each table of a page with this content."""
    document = open_document(pdf("".join(content)))
    blocks = page_blocks(document, 1, feature_types=frozenset({"TABLES"}))
    by_id = {block["Id"]: block for block in blocks}

    def related(block: dict[str, Any]) -> list[dict[str, Any]]:
        links = (link for link in block.get("Relationships", []) if link["Type"] == "CHILD")
        return [by_id[id_] for link in links for id_ in link["Ids"]]

    def rows(table: dict[str, Any]) -> list[list[str]]:
        texts: dict[int, list[str]] = {}
        for cell in related(table):
            text = " ".join(word["Text"] for word in related(cell))
            texts.setdefault(cell["RowIndex"], []).append(text)
        return list(texts.values())

    return [rows(block) for block in blocks if block["BlockType"] == "TABLE"]


def listed(rows: Rows) -> list[list[str]]:
    return [list(row) for row in rows]


def test_short_texts_in_columns_are_a_table_without_rules_or_numbers() -> None:
    assert found(printed(STAFF)) == [listed(STAFF)]


def test_columns_of_prose_are_no_table() -> None:
    prose = (
        "the harbour was quiet in those",
        "days and the old boats lay",
        "along the wall till it",
    )
    rows = [[line] * 3 for line in prose * 2]

    assert found(printed(rows, (40, 230, 420), pitch=14)) == []


def test_fields_of_a_form_are_no_table() -> None:
    rows = [(name + ":", name + " here", "or there") for name in ("Name", "Town", "Team", "Road")]

    assert found(printed(rows)) == []


def test_a_header_that_is_wider_than_its_columns_belongs_to_the_table() -> None:
    rows = [(*pair, "12") for pair in (("Rest", "4"), ("Lamp", "7"), ("Desk", "9"), ("Seat", "3"))]
    header = (
        shown(60, 718, "Things") + shown(160, 718, "How many there are") + shown(300, 718, "Sum")
    )

    (table,) = found(header, printed(rows, (60, 200, 300)))

    assert table == [["Things", "How many there are", "Sum"], *listed(rows)]


def test_a_header_beside_its_numbers_names_their_column() -> None:
    rows = [("Rest", "4.00", "12"), ("Lamp", "7.50", "12"), ("Desk", "9.00", "12")]
    header = printed([("Thing", "Price", "No.")], (60, 150, 300), top=718)

    (table,) = found(header, printed(rows, (60, 220, 300)))

    assert table == [["Thing", "Price", "No."], *listed(rows)]


def test_the_title_of_a_section_does_not_end_a_table() -> None:
    section = shown(60, 628, "What we spent on the way there")

    (table,) = found(printed(COSTS), section, printed(COSTS, top=610))

    assert len(table) == 2 * len(COSTS) + 1
    assert table[5:] == listed(COSTS)


def test_texts_above_a_table_that_keep_to_other_columns_are_not_of_it() -> None:
    address = printed([("Anna Brown", "Tom Hardy"), ("Rome", "Oslo")], (60, 230), top=732, pitch=14)

    assert found(address, printed(COSTS, top=690)) == [listed(COSTS)]


def test_an_address_beside_fields_is_no_table() -> None:
    rows = [
        ("Anna Brown", "Account", "0000 0042"),
        ("Sample Road", "Type", "Checking"),
        ("Anytown", "Period", "02/01/2026"),
    ]

    assert found(printed(rows)) == []


def test_a_wrapped_text_is_one_cell() -> None:
    wrapped = *COSTS[:2], ("of the houses", "", ""), *COSTS[2:]

    (table,) = found(printed(wrapped, pitch=15))

    assert table[1] == ["Heat of the houses", "120", "140"]
    assert len(table) == len(COSTS)


def test_numbers_beside_the_middle_of_a_wrapped_text_are_in_its_row() -> None:
    wrapped = shown(60, 634, "Cash that was") + shown(60, 618, "paid for bread")
    numbers = shown(180, 626, "77") + shown(300, 626, "88")

    (table,) = found(printed(COSTS), wrapped, numbers)

    assert table[4] == ["Cash that was paid for bread", "77", "88"]


def test_rules_between_rows_tell_where_they_end() -> None:
    rows = [
        ("Anna Brown", "Sales", "Rome"),
        ("Tom Hardy", "Legal", "Oslo"),
        ("Eva Green", "IT", "Lyon"),
    ]
    content = [rules(range(720, 520, -44))]
    for number, row in enumerate(rows):
        content.append(printed([row], top=704 - 44 * number))
        content.append(shown(180, 690 - 44 * number, "Department"))
    content.append(printed([("Li Wei", "Law", "Paris")], top=572))

    (table,) = found(*content)

    assert [row[1] for row in table] == [
        "Sales Department",
        "Legal Department",
        "IT Department",
        "Law",
    ]


def test_rows_far_apart_are_held_together_by_rules() -> None:
    content = printed(STAFF, pitch=48), rules(range(732, 500, -48))

    assert found(*content) == [listed(STAFF)]


def test_rows_that_no_rules_part_are_rows_all_the_same() -> None:
    ys = 716, 694, 622
    xs = (54, 174, 294, 400)
    columns = "".join(stroke(x, ys[0], x, ys[-1]) for x in xs)

    assert found(printed(STAFF), columns, rules(ys)) == [listed(STAFF)]


def test_a_long_cell_of_a_ruled_table_stays_one() -> None:
    ys = 716, 694, 640
    xs = (54, 174, 400)
    columns = "".join(stroke(x, ys[0], x, ys[-1]) for x in xs)
    prose = ("we met at the harbour that", "day and talked until it was", "far too late to go")
    cells = printed([("Day", "Notes")], (60, 180)) + printed([("Monday",)], (60,), top=682)
    long = "".join(shown(180, 682 - 15 * number, line) for number, line in enumerate(prose))

    (table,) = found(cells, long, columns, rules(ys))

    assert table[1] == ["Monday", " ".join(prose)]


def test_light_letters_on_a_dark_header_draw_no_columns() -> None:
    xs, ys = (54, 174, 294, 400), [714, 694, 676, 658, 640]
    band = f"0.2 g {xs[0]} {ys[1]} {xs[-1] - xs[0]} {ys[0] - ys[1]} re f\n1 g\n"
    header = band + printed(STAFF[:1]) + "0 g\n"
    grid = rules(ys) + "".join(stroke(x, ys[0], x, ys[-1]) for x in xs)

    assert found(header, printed(STAFF[1:], top=682), grid) == [listed(STAFF)]


def test_a_frame_around_a_table_is_not_the_table() -> None:
    frame = rules((730, 630)) + "".join(stroke(x, 730, x, 630) for x in (54, 400))

    assert found(printed(STAFF), frame) == [listed(STAFF)]


def test_the_rules_of_a_drawn_grid_are_its_rows_and_columns() -> None:
    xs, ys = (54, 174, 294, 400), range(716, 640, -PITCH)
    grid = rules(ys) + "".join(stroke(x, ys[0], x, ys[-1]) for x in xs)

    assert found(printed(STAFF), grid) == [listed(STAFF)]


def test_fields_above_a_table_are_not_of_it() -> None:
    fields = printed([("Number:", "", "10023"), ("Period:", "", "January")], top=736)

    assert found(fields, printed(STAFF)) == [listed(STAFF)]


def test_two_rows_of_short_texts_between_two_rules_are_rows() -> None:
    ys = 716, 694, 658
    xs = (54, 174, 294, 400)
    columns = "".join(stroke(x, ys[0], x, ys[-1]) for x in xs)

    assert found(printed(STAFF[:3]), columns, rules(ys)) == [listed(STAFF[:3])]


def test_a_table_beside_prose_is_found() -> None:
    lines = "Please pay what is due", "within a month of this", "letter to the town of", "Anytown"
    prose = "".join(shown(450, 696 - 13 * number, line) for number, line in enumerate(lines))

    assert found(printed(COSTS), prose) == [listed(COSTS)]


def kinds(*content: str) -> list[tuple[str, str, str]]:
    """Block type, entity type and text of what is told of a page's table beside its body."""
    document = open_document(pdf("".join(content)))
    blocks = page_blocks(document, 1, feature_types=frozenset({"TABLES"}))
    by_id = {block["Id"]: block for block in blocks}

    def text(block: dict[str, Any]) -> str:
        links = (link for link in block.get("Relationships", []) if link["Type"] == "CHILD")
        children = [by_id[id_] for link in links for id_ in link["Ids"]]
        return " ".join(child.get("Text") or text(child) for child in children).strip()

    return [
        (block["BlockType"], *block.get("EntityTypes", ("",)), text(block))
        for block in blocks
        if block["BlockType"].startswith("TABLE_") or block.get("EntityTypes", [""])[0][:5] in PARTS
    ]


def test_titles_headers_totals_and_notes_are_told_from_the_body() -> None:
    title = shown(60, 740, "Table 1: what we spent")
    header = printed([("", "2026", "2025")], top=718)
    section = shown(60, 628, "Travel")
    rows = printed((*COSTS[1:3], ("Total", "350", "350")), top=610)
    note = shown(60, 552, "* in dollars")

    assert kinds(title, header, printed(COSTS), section, rows, note) == [
        ("CELL", "COLUMN_HEADER", ""),
        ("CELL", "COLUMN_HEADER", "2026"),
        ("CELL", "COLUMN_HEADER", "2025"),
        ("CELL", "TABLE_SECTION_TITLE", "Travel"),
        ("CELL", "TABLE_SECTION_TITLE", ""),
        ("CELL", "TABLE_SECTION_TITLE", ""),
        ("CELL", "TABLE_SUMMARY", "Total"),
        ("CELL", "TABLE_SUMMARY", "350"),
        ("CELL", "TABLE_SUMMARY", "350"),
        ("MERGED_CELL", "TABLE_SECTION_TITLE", "Travel"),
        ("TABLE_TITLE", "", "Table 1: what we spent"),
        ("TABLE_FOOTER", "", "* in dollars"),
    ]


def test_the_title_of_a_ruled_table_may_be_its_first_row() -> None:
    xs, ys = (54, 174, 294, 400), range(716, 640, -PITCH)
    grid = rules(range(734, 640, -PITCH)) + "".join(stroke(x, ys[0], x, ys[-1]) for x in xs)
    sides = "".join(stroke(x, 734, x, 716) for x in (xs[0], xs[-1]))
    title = shown(180, 719, "Who works here")

    told = kinds(grid, sides, title, printed(STAFF))

    assert told[-1] == ("MERGED_CELL", "TABLE_TITLE", "Who works here")
    assert not any(kind.startswith("TABLE_") for kind, _, _ in told)


def test_a_frame_parts_a_table_from_what_stands_above() -> None:
    frame = rules((714, 630)) + "".join(stroke(x, 714, x, 630) for x in (54, 400))
    above = printed([("Bill to", "Ship to", "Invoice")], top=722)

    assert found(above, frame, printed(STAFF)) == [listed(STAFF)]


def test_the_edge_of_a_dark_header_ends_its_row() -> None:
    band = "0.2 g 54 695 346 18 re f\n1 g\n" + printed(STAFF[:1]) + "0 g\n"
    title = shown(60, 718, "Table 2: who works here")

    assert found(title, band, printed(STAFF[1:], top=682), rules((677, 659, 641))) == [
        listed(STAFF)
    ]


def test_rows_of_checkboxes_are_no_table() -> None:
    squares = "".join(f"{x - 13} {700 - PITCH * row} 9 9 re S\n" for row in range(4) for x in LEFTS)

    assert found(printed(STAFF), squares) == []


def test_a_grid_of_countless_cells_takes_bounded_time() -> None:
    lines = tuple(float(20 * number) for number in range(120))
    across, down = np.ones((120, 119), np.bool_), np.ones((119, 120), np.bool_)
    grid = Grid(xs=lines, ys=lines, across=across, down=down)
    words = [word(x, y) for x in range(44, 2300, 80) for y in range(45, 2300, 60)]
    began = process_time()

    (table,) = tables(Ruling(grids=(grid,), rules=()), [line_of([each]) for each in words], [], 11)

    assert (table.rows, table.columns) == (119, 119)
    assert process_time() - began < 10, "each cell is compared with each word"


def test_a_title_between_rules_within_two_columns_is_no_fault() -> None:
    amounts = [("Rent", "4.10"), ("Heat", "1.20"), ("Food", "2.30"), ("Tea", "0.80")]
    title = shown(60, 622, "What we spent on the way to the coast and back")
    content = printed(amounts, (60, 300)), title, printed(amounts, (60, 300), top=598)

    assert found(*content, rules((637, 617))) == [listed(amounts)] * 2


def word(x: int, y: int) -> Word:
    quad = ((x, y), (x + 12, y), (x + 12, y + 10), (x, y + 10))
    return Word(text="ab", quad=quad, confidence=99.0)
