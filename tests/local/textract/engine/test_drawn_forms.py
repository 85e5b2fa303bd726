"""Forms as they are drawn: captioned boxes, blanks, boxes and circles to tick."""

from __future__ import annotations

from tests.local.textract.engine.pairs import box, found, rule
from tests.local.textract.engine.sheets import shown

CIRCLE = 0.5523  # of the radius: where the handles of a quarter circle's curve stand


def circle(x: float, y: float, radius: float, *, filled: bool = False) -> str:
    r, m = radius, CIRCLE * radius
    curves = (
        (x + r, y + m, x + m, y + r, x, y + r),
        (x - m, y + r, x - r, y + m, x - r, y),
        (x - r, y - m, x - m, y - r, x, y - r),
        (x + m, y - r, x + r, y - m, x + r, y),
    )
    path = "".join(" ".join(f"{n:.2f}" for n in curve) + " c " for curve in curves)
    return f"{x + r} {y} m {path} {'f' if filled else 'S'}\n"


def test_a_cell_beside_several_others_is_one_field_with_all_its_lines() -> None:
    content = box(60, 600, 400, 90) + "260 600 m 260 690 l S\n" + rule(260, 630, 460)
    content += rule(260, 660, 460)
    content += shown(64, 680, "Employer name, address and ZIP code", 7)
    for y, line in ((662, "Fernhollow Paper"), (648, "Sample Road"), (634, "Exampleville")):
        content += shown(70, y, line, 11)
    for y, label, value in (
        (682, "1 Wages", "48,500.00"),
        (652, "2 Tax", "6,835.00"),
        (622, "3 Tips", ""),
    ):
        content += shown(264, y, label, 7) + (shown(280, y - 17, value, 11) if value else "")

    assert found(content) == (
        [
            ("Employer name, address and ZIP code", "Fernhollow Paper Sample Road Exampleville"),
            ("1 Wages", "48,500.00"),
            ("2 Tax", "6,835.00"),
            ("3 Tips", ""),
        ],
        [],
    )


def test_a_label_above_its_checkbox_is_the_checkbox_s() -> None:
    content = box(60, 600, 200, 40)
    for x, label in ((70, "Statutory"), (130, "Retirement"), (190, "Sick pay")):
        content += shown(x, 622, label, 7) + box(x + 10, 606, 11, 11)

    pairs = [("Statutory", "NOT_SELECTED"), ("Retirement", "NOT_SELECTED")]
    assert found(content)[0] == [*pairs, ("Sick pay", "NOT_SELECTED")]


def test_circles_before_labels_are_radio_buttons() -> None:
    content = shown(60, 700, "Do you smoke?")
    for x, label in ((200, "Yes"), (260, "No")):
        content += circle(x, 704, 5) + shown(x + 10, 700, label)
    content += circle(260, 704, 2.8, filled=True)

    assert found(content)[0] == [("Yes", "NOT_SELECTED"), ("No", "SELECTED")]


def test_letters_that_are_round_are_no_radio_buttons() -> None:
    content = "".join(
        shown(60, y, text)
        for y, text in ((700, "O Holy Night"), (680, "Blood group O or 0"), (660, "Type O blood"))
    )

    assert found(content)[0] == []


def test_brackets_are_checkboxes() -> None:
    content = shown(60, 700, "Sex:") + shown(100, 700, "[X] Female") + shown(180, 700, "[ ] Male")
    content += shown(60, 680, "\\( \\) Cash") + shown(130, 680, "\\(x\\) Card")
    content += shown(60, 660, "See section \\(x\\) of the terms")

    assert found(content)[0][:4] == [
        ("Female", "SELECTED"),
        ("Male", "NOT_SELECTED"),
        ("Cash", "NOT_SELECTED"),
        ("Card", "SELECTED"),
    ]


def test_a_letter_in_brackets_is_no_checkbox_where_there_is_no_choice() -> None:
    assert found(shown(60, 700, "See section \\(x\\) of the terms"))[0] == []


def test_typed_blanks_are_empty_fields() -> None:
    content = shown(60, 700, "Applicant: ____________ Permit No. ____________")
    content += shown(60, 680, "Telephone ____________") + shown(60, 660, "Rent ........ 45.00")

    assert found(content)[0] == [
        ("Applicant:", ""),
        ("Permit No.", ""),
        ("Telephone", ""),
        ("Rent", "45.00"),
    ]


def test_a_label_after_an_empty_field_is_whole() -> None:
    content = shown(60, 700, "Received by: ________ Fee paid: 45.00")
    for y, value in ((680, "48 hours"), (664, "")):
        content += shown(60, y, "Local tax:") + shown(130, y, value)
    content += shown(200, 680, "Vacation Balance: 48 hours")
    content += shown(200, 664, "Sick Balance: 16 hours")

    assert found(content)[0] == [
        ("Received by:", ""),
        ("Fee paid:", "45.00"),
        ("Local tax:", "48 hours"),
        ("Vacation Balance:", "48 hours"),
        ("Local tax:", ""),
        ("Sick Balance:", "16 hours"),
    ]


def test_a_handwritten_value_close_to_its_label_stays_out_of_it() -> None:
    content = shown(60, 700, "City") + rule(88, 699, 300) + shown(92, 701, "Exampleville", 14)

    assert found(content)[0] == [("City", "Exampleville")]


def test_the_greeting_of_a_letter_is_no_empty_field() -> None:
    content = shown(60, 700, "Dear Ms. Delacroix:") + shown(60, 660, "Thank you for your letter.")

    assert found(content)[0] == []


def test_a_frame_around_fields_is_no_field() -> None:
    content = box(60, 600, 400, 60) + shown(66, 645, "FOR OFFICE USE ONLY", 8)
    content += shown(66, 620, "Received by: Dana") + shown(260, 620, "Fee paid: 45.00")

    assert found(content)[0] == [("Received by:", "Dana"), ("Fee paid:", "45.00")]


def test_numbered_items_are_labels() -> None:
    content = ""
    for y, label, value in ((700, "1. Type of work", "New roof"), (684, "2. Start date", "May 4")):
        content += shown(60, y, label) + shown(260, y, value)

    assert found(content)[0] == [("1. Type of work", "New roof"), ("2. Start date", "May 4")]


def test_cells_that_are_numbered_are_fields_though_their_print_is_all_of_one_size() -> None:
    content = box(60, 600, 400, 90) + rule(60, 630, 460) + rule(60, 660, 460)
    content += "260 600 m 260 690 l S\n"
    fields = [
        (64, 678, "1 Wages and tips", "48,500.00"),
        (264, 678, "2 Tax withheld", "6,835.00"),
        (64, 648, "3 Social wages", "50,000.00"),
        (264, 648, "4 Social tax", "3,100.00"),
        (64, 618, "5 Medicare wages", "50,000.00"),
        (264, 618, "6 Medicare tax", "725.00"),
    ]
    content += "".join(shown(x, y, a, 9) + shown(x + 8, y - 13, b, 9) for x, y, a, b in fields)

    assert found(content) == ([(label, value) for _, _, label, value in fields], [])


def test_an_empty_line_s_label_is_no_part_of_the_next_label() -> None:
    content = shown(60, 700, "First Name:") + rule(126, 699, 260) + shown(150, 702, "IMOGEN", 20)
    content += shown(262, 700, "Last Name:") + rule(328, 699, 460) + shown(340, 702, "LEE", 20)

    assert found(content)[0] == [("First Name:", "IMOGEN"), ("Last Name:", "LEE")]
