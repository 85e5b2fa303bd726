"""Everyday forms, cards and bills: what stands for what, in the order of reading."""

from __future__ import annotations

from tests.local.textract.engine.pairs import box, found, rule
from tests.local.textract.engine.sheets import shown


def test_pairs_come_row_by_row_from_the_left() -> None:
    content = box(60, 600, 400, 80) + box(60, 640, 200, 40) + box(60, 600, 300, 40)
    for x, y, label, value in (
        (64, 668, "Last name", "Delacroix"),
        (264, 668, "First name", "Imogen"),
        (64, 628, "Street address", "Sample Road"),
        (364, 628, "Unit", "B"),
    ):
        content += shown(x, y, label, 8) + shown(x, y - 18, value, 13)

    assert found(content)[0] == [
        ("Last name", "Delacroix"),
        ("First name", "Imogen"),
        ("Street address", "Sample Road"),
        ("Unit", "B"),
    ]


def test_numbered_labels_in_small_type_are_keys() -> None:
    content = ""
    for y, label, value in ((700, "4b EXP", "08/23/2030"), (670, "1 LN", "SAMPLE")):
        content += shown(60, y, label, 9) + shown(100, y, value, 16)
    content += shown(60, 640, "9a END", 9) + shown(77, 622, "NONE", 16)

    assert found(content)[0] == [
        ("4b EXP", "08/23/2030"),
        ("1 LN", "SAMPLE"),
        ("9a END", "NONE"),
    ]


def test_quantities_of_a_bill_are_no_numbered_labels() -> None:
    content = "".join(
        shown(60, y, text, 12)
        for y, text in ((700, "2 TEA HOT"), (680, "1 CAKE SLICE"), (660, "3 MILK COLD"))
    )

    assert found(content) == ([], [])


def test_digits_in_boxes_are_the_value_of_the_label_above() -> None:
    content = shown(60, 700, "Social Security number", 9)
    for x, digit in zip((60, 80, 100, 140, 160), "00012", strict=True):
        content += box(x, 670, 20, 24) + shown(x + 7, 677, digit, 14)

    assert found(content)[0] == [("Social Security number", "0 0 0 1 2")]


def test_what_is_written_on_a_line_belongs_to_the_label_below() -> None:
    content = rule(60, 600, 260) + rule(320, 600, 460)
    content += shown(80, 604, "I. Delacroix", 16) + shown(330, 604, "04/02/2026", 14)
    content += shown(60, 588, "Signature of applicant", 9) + shown(320, 588, "Date", 9)

    assert found(content)[0] == [
        ("Signature of applicant", "I. Delacroix"),
        ("Date", "04/02/2026"),
    ]


def test_both_ends_of_a_period_are_its_value() -> None:
    content = shown(60, 700, "Statement period") + shown(250, 700, "02/01/2026 - 02/28/2026")

    assert found(content)[0] == [("Statement period", "02/01/2026 - 02/28/2026")]


def test_a_colon_within_a_sentence_makes_no_pair() -> None:
    content = shown(60, 700, "Please note: we are closed on Sundays.")

    assert found(content)[0] == []


def test_items_of_a_bill_are_a_table_in_any_frame_and_its_totals_are_pairs() -> None:
    items = [["2 Oat Latte", "9.50"], ["1 Drip", "3.25"], ["3 Scone", "13.50"], ["1 Tea", "2.10"]]
    content = box(20, 400, 500, 360) + rule(60, 655, 400)
    for y, (name, price) in zip(range(715, 0, -16), items, strict=False):
        content += shown(60, y, name) + shown(365, y, price)
    content += shown(60, 640, "Subtotal") + shown(365, 640, "28.35")
    content += shown(60, 624, "Tax 7.00%") + shown(365, 624, "1.98")

    assert found(content) == ([("Subtotal", "28.35"), ("Tax 7.00%", "1.98")], items)


def test_a_colon_apart_from_its_label_ends_it() -> None:
    content = shown(60, 700, "Invoice No") + shown(160, 700, ": INV-0042")

    assert found(content)[0] == [("Invoice No :", "INV-0042")]


def test_a_value_ends_where_white_begins_before_the_next_label() -> None:
    content = shown(60, 700, "State:") + shown(110, 700, "XX") + shown(160, 700, "zip code: 00000")

    assert found(content)[0] == [("State:", "XX"), ("zip code:", "00000")]


def test_a_larger_heading_with_a_colon_is_no_empty_field() -> None:
    content = shown(60, 700, "Contact 1:", 18)
    content += shown(60, 660, "First name: Imogen") + shown(300, 660, "Last name:")

    assert found(content)[0] == [("First name:", "Imogen"), ("Last name:", "")]


def test_lines_below_a_label_are_one_value() -> None:
    content = shown(60, 700, "Ship to:")
    for y, line in ((686, "Imogen Delacroix"), (672, "Sample Road"), (640, "Thank you")):
        content += shown(60, y, line)

    assert found(content)[0] == [("Ship to:", "Imogen Delacroix Sample Road")]


def test_an_address_far_beside_an_empty_field_is_not_its_value() -> None:
    content = shown(60, 686, "Allowances:")
    for y, line in ((700, "Imogen Delacroix"), (686, "Sample Road"), (672, "Exampleville")):
        content += shown(330, y, line)

    assert found(content)[0] == [("Allowances:", "")]


def test_rows_of_more_than_one_amount_are_no_pairs() -> None:
    content = shown(60, 700, "Regular") + shown(160, 700, "10.00") + shown(240, 700, "320.00")
    content += shown(60, 684, "Overtime") + shown(160, 684, "15.00") + shown(240, 684, "15.00")

    assert found(content)[0] == []


def test_the_number_of_a_page_is_no_value() -> None:
    content = shown(200, 40, "The end") + shown(500, 40, "Page 1")

    assert found(content)[0] == []


def test_number_signs_and_dashes_part_labels_from_values() -> None:
    content = shown(60, 700, "ST# 1477") + shown(160, 700, "OP# 1928")
    content += shown(60, 680, "Invoice #1042") + shown(60, 660, "# ITEMS SOLD 4")
    content += shown(60, 640, "TRANS ID - 25162") + shown(60, 620, "CARD # **** 4242")

    assert found(content)[0] == [
        ("ST#", "1477"),
        ("OP#", "1928"),
        ("Invoice", "#1042"),
        ("# ITEMS SOLD", "4"),
        ("TRANS ID -", "25162"),
        ("CARD #", "**** 4242"),
    ]


def test_number_signs_and_dashes_in_sentences_make_no_pair() -> None:
    content = shown(60, 700, "We sent you order #1042 in two parts - the 2nd is late.")
    content += shown(60, 680, "Open Monday - Friday, pages 12 - 14")

    assert found(content)[0] == []


def test_the_sums_of_a_pay_slip_are_pairs_with_the_amounts_of_the_period() -> None:
    content = ""
    for y, row in (
        (700, ("Regular", "320.00", "16,640.00")),
        (684, ("Overtime", "15.00", "780.00")),
        (668, ("Holiday", "80.00", "4,160.00")),
        (652, ("Gross pay", "$ 415.00", "21,580.00")),
    ):
        content += "".join(shown(x, y, text) for x, text in zip((60, 200, 320), row, strict=True))

    pairs, rows = found(content)
    assert pairs == [("Gross pay", "$ 415.00")]
    assert rows[0] == ["Regular", "320.00", "16,640.00"]


def test_labels_with_colons_are_keys_in_a_table_too() -> None:
    content = box(60, 600, 400, 90) + rule(60, 630, 460) + rule(60, 660, 460)
    content += "".join(f"{x} 600 m {x} 690 l S\n" for x in (160, 260, 360))
    for y, row in (
        (670, ("Item", "Weight", "Pieces", "Price")),
        (640, ("Flour", "20", "1", "31.00")),
        (610, ("Rush:", "none", "Packed:", "no")),
    ):
        content += "".join(shown(x, y, t) for x, t in zip((70, 170, 270, 370), row, strict=True))

    pairs, rows = found(content)
    assert pairs == [("Rush:", "none"), ("Packed:", "no")]
    assert len(rows) == 3


def test_a_row_of_labels_over_a_row_of_values_makes_pairs() -> None:
    content = ""
    for x, label, value in (
        (60, "Account number", "0042-7716"),
        (220, "Due date", "03/21/2026"),
        (360, "Amount due", "$ 84.12"),
    ):
        content += shown(x, 700, label) + shown(x, 684, value)

    assert found(content)[0] == [
        ("Account number", "0042-7716"),
        ("Due date", "03/21/2026"),
        ("Amount due", "$ 84.12"),
    ]


def test_small_captions_over_larger_text_are_labels_even_of_words() -> None:
    content = shown(60, 700, "Borrower", 8) + shown(60, 684, "Imogen Delacroix", 13)
    content += shown(300, 700, "Property", 8) + shown(300, 684, "Sample Road", 13)

    assert found(content)[0] == [("Borrower", "Imogen Delacroix"), ("Property", "Sample Road")]


def test_text_in_columns_makes_no_pairs() -> None:
    content = ""
    for y, left, right in ((700, "Our work", "Our people"), (684, "began early", "come from afar")):
        content += shown(60, y, left) + shown(300, y, right)

    assert found(content)[0] == []


def test_lines_to_write_on_are_fields_of_the_labels_before_them() -> None:
    content = shown(60, 700, "Signature") + rule(120, 699, 300)
    content += shown(320, 700, "Name:") + rule(360, 699, 500)
    content += shown(320, 688, "Please print")
    content += shown(60, 660, "Employer") + shown(125, 662, "Fernhollow") + rule(118, 659, 300)

    assert found(content)[0] == [("Signature", ""), ("Name:", ""), ("Employer", "Fernhollow")]


def test_small_captions_in_the_cells_of_a_grid_are_labels_though_they_are_numbered() -> None:
    content = box(60, 600, 400, 120) + rule(60, 640, 460) + rule(60, 680, 460)
    content += "260 600 m 260 720 l S\n"
    for x, y, label, value in (
        (64, 710, "1 Wages and tips", "48,500.00"),
        (264, 710, "2 Tax withheld", "6,835.00"),
        (64, 670, "3 Control number", "A1B2-77"),
        (264, 670, "4 Allocated tips", ""),
        (64, 630, "5 Employer", "Fernhollow"),
        (264, 630, "6 State", "XX"),
    ):
        content += shown(x, y, label, 7) + (shown(x + 8, y - 20, value, 12) if value else "")

    pairs, rows = found(content)
    assert rows == []
    assert pairs == [
        ("1 Wages and tips", "48,500.00"),
        ("2 Tax withheld", "6,835.00"),
        ("3 Control number", "A1B2-77"),
        ("4 Allocated tips", ""),
        ("5 Employer", "Fernhollow"),
        ("6 State", "XX"),
    ]


def test_checkboxes_belong_to_the_labels_on_their_side() -> None:
    content = ""
    for y, before in ((700, 0), (660, 52)):
        for x, label in ((120, "Single"), (240, "Married")):
            content += shown(x, y, label) + box(x - 18 + before + (before and 18), y - 2, 12, 12)

    pairs = [("Single", "NOT_SELECTED"), ("Married", "NOT_SELECTED")]
    assert found(content)[0] == pairs * 2


def test_a_question_that_checkboxes_answer_is_no_empty_field() -> None:
    content = shown(60, 700, "Account:") + box(120, 698, 12, 12) + shown(138, 700, "Checking")

    assert found(content)[0] == [("Checking", "NOT_SELECTED")]


def test_a_label_right_before_a_date_or_a_telephone_number_is_a_key() -> None:
    content = shown(60, 700, "REV 03/12/2017") + shown(60, 680, "Tel. (555) 555-0164")
    content += shown(60, 660, "Monday 03/12/2017") + shown(60, 640, "We met on 03/12/2017 again")

    assert found(content)[0] == [("REV", "03/12/2017"), ("Tel.", "(555) 555-0164")]


def test_wide_spaces_of_a_typewriter_keep_label_and_value_together() -> None:
    content = shown(60, 700, "VALIDATION") + shown(145, 700, "-") + shown(165, 700, "1271")

    assert found(content)[0] == [("VALIDATION -", "1271")]


def test_an_empty_cell_with_room_below_its_label_is_an_empty_field() -> None:
    content = box(60, 600, 400, 80) + box(60, 640, 200, 40) + box(60, 600, 300, 40)
    for x, y, label, value in (
        (64, 668, "Last name", "Delacroix"),
        (264, 668, "Middle name", ""),
        (64, 628, "Street address", "Sample Road"),
        (364, 628, "Unit", "B"),
    ):
        content += shown(x, y, label, 8) + (shown(x, y - 18, value, 13) if value else "")

    assert ("Middle name", "") in found(content)[0]


def test_an_empty_line_over_what_is_signed_there_is_an_empty_field() -> None:
    content = rule(60, 600, 260) + rule(320, 600, 460)
    content += shown(60, 588, "Patient signature", 9) + shown(320, 588, "Date", 9)
    content += rule(60, 500, 260) + shown(60, 488, "Our services", 9)

    assert found(content)[0] == [("Patient signature", ""), ("Date", "")]


def test_a_number_before_a_colon_is_no_label() -> None:
    content = shown(60, 700, "Subject:") + shown(120, 700, "Order 1042: late delivery")

    assert found(content)[0] == [("Subject:", "Order 1042: late delivery")]


def test_labels_beside_values_of_several_kinds_are_pairs_though_they_stand_in_columns() -> None:
    content = ""
    for y, row in (
        (700, ("Account number", "0042-7716", "Previous charges", "$80.10")),
        (684, ("Bill date", "03/01/2026", "Days of service", "28")),
        (668, ("Service address", "Sample Road", "Next reading", "March 27")),
        (652, ("Meter read", "02/27/2026", "Meter number", "M-88231")),
    ):
        content += "".join(
            shown(x, y, text) for x, text in zip((60, 170, 320, 440), row, strict=True)
        )

    pairs = dict(found(content)[0])
    assert pairs["Account number"] == "0042-7716"
    assert pairs["Service address"] == "Sample Road"
    assert pairs["Meter number"] == "M-88231"
    assert len(pairs) == 8


def test_a_column_of_like_values_stays_a_table() -> None:
    content = ""
    for y, row in (
        (700, ("Gallons", "1,200")),
        (684, ("Days", "31")),
        (668, ("Each day", "38")),
        (652, ("Each week", "266")),
        (636, ("Each month", "1,140")),
    ):
        content += "".join(shown(x, y, text) for x, text in zip((60, 200), row, strict=True))
    pairs, rows = found(content)

    assert not (pairs and rows)
