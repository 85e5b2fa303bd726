"""Labels and values that stand in tables, below each other, or over several lines."""

from __future__ import annotations

from collections.abc import Sequence

from tests.local.textract.engine.pairs import Pairs, box, found, rule
from tests.local.textract.engine.sheets import shown

Rows = Sequence[tuple[str, ...]]


def listed(rows: Rows, xs: tuple[int, ...] = (60, 220, 340, 440), size: int = 12) -> str:
    return "".join(
        shown(x, y, text, size)
        for y, row in zip(range(700, 0, -16), rows, strict=False)
        for x, text in zip(xs, row, strict=False)
    )


def ruled(rows: Rows, xs: tuple[int, ...]) -> str:
    low = 716 - 16 * len(rows)
    content = "".join(rule(xs[0], 716 - 16 * n, xs[-1]) for n in range(len(rows) + 1))
    content += "".join(f"{x} {low} m {x} 716 l S\n" for x in xs)
    return content + "".join(
        shown(x + 4, 704 - 16 * n, text, 9)
        for n, row in enumerate(rows)
        for x, text in zip(xs, row, strict=False)
    )


def captioned(rows: list[list[tuple[int, str, str]]], *, ruled: bool = False) -> str:
    content = ""
    for number, row in enumerate(rows):
        y = 700 - 34 * number
        content += rule(60, y - 20, 500) if ruled else ""
        content += "".join(shown(x, y, a, 7) + shown(x + 3, y - 15, b, 12) for x, a, b in row)
    return content


def test_the_amounts_of_a_summary_are_pairs_from_its_first_sum_on() -> None:
    summary = [("Opening balance", "$2,481.16"), ("Deposits", "$3,805.42"), ("Fees", "-$5.00")]
    goods = [("Bananas", "1.32"), ("Milk", "4.19"), ("Subtotal", "5.51"), ("Visa tend", "5.51")]

    assert found(listed([*summary, ("Closing balance", "$6,281.58")]))[0][:3] == summary
    assert found(listed(goods))[0] == goods[2:]


def test_a_ruled_list_of_labels_and_values_is_pairs_as_well_as_a_table() -> None:
    rows = [
        ("Invoice No.", "INV-10482"),
        ("Invoice date", "12 Mar 2026"),
        ("Customer", "C-771"),
    ]

    assert found(ruled(rows, (60, 160, 300))) == (rows, [list(row) for row in rows])


def test_names_over_a_single_row_of_values_are_keys() -> None:
    names = ("Employee", "Number", "Period end")
    values = ("Alex Jordan", "20417", "02/28/2026")

    assert found(ruled([names, values], (60, 180, 260, 400)))[0] == list(
        zip(names, values, strict=True)
    )


def test_names_over_several_rows_are_a_table_s_header() -> None:
    rows: Rows = [
        ("Name", "Desk", "City", "Grade"),
        ("Alex Jordan", "Editorial", "Exampleville", "B2"),
        ("Dana Hill", "Sales", "Sampleton", "A1"),
        ("Imogen Lee", "Stores", "Exampleville", "C4"),
    ]

    assert found(ruled(rows, (60, 150, 220, 320, 380))) == ([], [list(row) for row in rows])


def test_captions_over_larger_values_are_fields_and_no_table_though_rules_part_the_rows() -> None:
    rows = [
        [(60, "NAME OF CHILD", "Robin Jordan"), (350, "SEX", "Male")],
        [(60, "DATE OF BIRTH", "March 14, 2019"), (350, "PLACE OF BIRTH", "Exampleville")],
        [(60, "NAME OF MOTHER", "Imogen Delacroix"), (350, "BIRTHPLACE", "Sampleton")],
        [(60, "REGISTRAR", "A. Smith"), (350, "DATE FILED", "03/20/2019")],
    ]

    pairs = [(label, value) for row in rows for _, label, value in row]
    assert found(captioned(rows, ruled=True)) == (pairs, [])


def test_one_caption_in_a_row_is_a_field_where_there_are_others() -> None:
    rows = [
        [(60, "Type", "P"), (200, "Passport No. / No de passeport", "L898902C3")],
        [(60, "Surname / Nom", "Eriksson")],
        [(60, "Date of birth / Date de naissance", "12 AUG 1974"), (300, "Sex", "F")],
    ]

    pairs = [(label, value) for row in rows for _, label, value in row]
    assert found(captioned(rows))[0] == pairs
    assert found(captioned([[(60, "Our services", "Consulting")]]))[0] == []


def test_small_headers_over_numbers_are_a_table_s() -> None:
    content = "".join(
        shown(x, 700, t, 7) for x, t in ((60, "Qty"), (160, "Article"), (400, "Price"))
    )
    for y, row in ((686, ("20", "Paper", "31.00")), (670, ("5", "Card", "42.40"))):
        content += "".join(shown(x, y, t, 11) for x, t in zip((60, 160, 400), row, strict=True))

    assert found(content)[0] == []


def test_an_address_is_one_value_below_its_label_or_beside_it() -> None:
    lines = ("Imogen Delacroix", "9 Sample Lane", "Exampleville XX 00000")
    content = shown(60, 700, "BILL TO", 9) + shown(240, 700, "SHIP FROM:", 9)
    for y, line in zip((684, 670, 656), lines, strict=True):
        content += shown(60, y, line) + shown(320, y + 16, line)

    expected: Pairs = [("SHIP FROM:", " ".join(lines)), ("BILL TO", " ".join(lines))]
    assert sorted(found(content)[0]) == sorted(expected)


def test_a_sentence_after_a_colon_is_no_value() -> None:
    content = shown(60, 700, "the mayor answered: four million, most of it from the state. Work")
    content += shown(60, 680, "Caution: Federal law prohibits the transfer of this drug.")

    assert found(content)[0] == []


def test_a_box_beside_or_below_a_label_is_its_field() -> None:
    content = shown(60, 700, "First name") + box(160, 696, 150, 18) + shown(166, 701, "Alex")
    content += shown(330, 700, "Phone") + box(400, 696, 120, 18)
    content += shown(60, 660, "Email") + box(60, 636, 200, 20) + shown(66, 641, "alex@example.com")

    assert found(content)[0] == [
        ("First name", "Alex"),
        ("Phone", ""),
        ("Email", "alex@example.com"),
    ]
