"""`document.md` shows what people said in the place of what was read, never both as the value."""

from tests.lambdas.extraction.builders import Json, block, checkbox, extraction, line, table
from tests.lambdas.review.reviews import answer, pair, reviewed

AT = (0.1, 0.1, 0.4, 0.02)
NAME = pair("Name:", "Jame", at=AT)


def form(*blocks: Json) -> Json:
    """Return LAYOUT's form around the lines of the blocks."""
    ids = [each["Id"] for each in blocks if each["BlockType"] == "LINE"]
    return block("LAYOUT_KEY_VALUE", "form", at=(0.05, 0.05, 0.5, 0.2), CHILD=ids)


def test_a_corrected_value_stands_in_the_place_of_its_line() -> None:
    found = reviewed(extraction(*NAME), answer(field_0="Jane"))

    assert found.markdown == "- **Name:** Jane\n"


def test_a_corrected_value_stands_in_the_form_that_layout_saw() -> None:
    rest = line("Please print", at=(0.1, 0.15, 0.4, 0.02))

    found = reviewed(extraction(*NAME, rest, form(*NAME, rest)), answer(field_0="Jane"))

    assert found.markdown == "- **Name:** Jane\n\nPlease print\n"


def test_a_confirmed_value_is_shown_as_before() -> None:
    for before in (extraction(*NAME), extraction(*NAME, form(*NAME))):
        assert reviewed(before, answer(field_0="Jame")).markdown == before.markdown


def test_a_value_that_was_emptied_is_shown_empty_and_one_that_was_filled_in_its_place() -> None:
    empty = pair("Name:", "", at=AT)

    assert reviewed(extraction(*NAME), answer(field_0="")).markdown == "- **Name:**\n"
    assert reviewed(extraction(*empty), answer(field_0="Jo")).markdown == "- **Name:** Jo\n"


def test_a_value_whose_line_says_more_is_told_beside_the_printed_text() -> None:
    key = [
        {**each, "Text": "Name: Jame, born 1990"} if each["BlockType"] == "LINE" else each
        for each in NAME
    ]

    found = reviewed(extraction(*key), answer(field_0="Jane"))

    assert found.markdown == (
        "Name: Jame, born 1990\n\n**Form fields**\n\n- **Name:** Jane (corrected; printed: Jame)\n"
    )


def test_a_corrected_value_is_told_though_the_same_words_are_printed_elsewhere() -> None:
    more = line("Name: Jane is another", at=(0.1, 0.5, 0.4, 0.02))
    key = [
        {**each, "Text": "Name: Jame, born 1990"} if each["BlockType"] == "LINE" else each
        for each in NAME
    ]

    found = reviewed(extraction(*key, more), answer(field_0="Jane"))

    assert "- **Name:** Jane" in found.markdown


def test_a_corrected_cell_stands_in_the_place_of_the_tables_lines() -> None:
    rows = [
        line("Item Price", at=(0.1, 0.1, 0.4, 0.02)),
        line("Pen l.50", at=(0.1, 0.13, 0.4, 0.02)),
    ]
    blocks = table([["Item", "Price"], ["Pen", "l.50"]], header=True, at=(0.05, 0.05, 0.6, 0.2))

    found = reviewed(extraction(*rows, *blocks), answer(cell_1_2_2="1.50"))

    assert found.markdown == "| Item | Price |\n| --- | --- |\n| Pen | 1.50 |\n"


def test_a_corrected_field_in_a_table_is_told_unless_the_table_says_so_at_its_place() -> None:
    blocks = table([["Name:", "Jame"], ["Jane", "x"]], at=(0.05, 0.05, 0.9, 0.2))
    places = {"1,2": (0.3, 0.1, 0.2, 0.02), "2,1": (0.1, 0.15, 0.2, 0.02)}
    for each in blocks:
        if each["BlockType"] == "CELL" and each["Id"] in places:
            names = ("Left", "Top", "Width", "Height")
            box = dict(zip(names, places[each["Id"]], strict=True))
            each["Geometry"] = {"BoundingBox": box}
    before = extraction(*NAME, *blocks)
    assert before.markdown == "|  |  |\n| --- | --- |\n| Name: | Jame |\n| Jane | x |\n"

    beside = reviewed(before, answer(field_0="Jane"))
    both = reviewed(before, answer(field_0="Jane", cell_1_1_2="Jane"))

    assert beside.markdown.endswith(
        "| Jane | x |\n\n**Form fields**\n\n- **Name:** Jane (corrected; printed: Jame)\n"
    )
    assert both.markdown == "|  |  |\n| --- | --- |\n| Name: | Jane |\n| Jane | x |\n"


def test_a_key_and_its_corrected_value_on_two_lines_are_one_pair() -> None:
    words = [each for each in NAME if each["BlockType"] != "LINE"]
    lines = [line("Name:", at=(0.1, 0.1, 0.1, 0.02)), line("Jame", at=(0.3, 0.1, 0.1, 0.02))]

    found = reviewed(extraction(*lines, *words), answer(field_0="Jane"))

    assert found.markdown == "- **Name:** Jane\n"


def test_an_emptied_value_leaves_its_line_even_if_nothing_marks_the_key() -> None:
    found = reviewed(extraction(*pair("Name", "Jame", at=AT)), answer(field_0=""))

    assert found.markdown == "- **Name:**\n"


def test_a_checkbox_with_a_corrected_text_stands_in_the_place_of_its_line() -> None:
    box = checkbox("box", selected=False, at=(0.4, 0.1, 0.02, 0.02))
    blocks = pair("Paid by", "cush", at=AT)
    blocks[-1]["Relationships"][0]["Ids"].append("box")

    found = reviewed(extraction(*blocks, box), answer(field_0="cash", selected_0=True))

    assert found.markdown == "- [x] Paid by cash\n"
