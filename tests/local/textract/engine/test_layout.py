"""Regions come in the order in which a person reads, and only headings are called headings."""

from __future__ import annotations

from typing import Any

from local.textract.engine import open_document, page_blocks
from tests.local.textract.engine.sheets import pdf, shown

FEATURES = frozenset({"TABLES", "FORMS", "LAYOUT"})
PROSE = (
    "The harbour was quiet in",
    "those years, and the boats",
    "lay along the wall until the",
    "spring tides came in again",
)


def laid_out(content: str) -> list[tuple[str, list[str]]]:
    """The regions of a page with this content: kind, and the texts of the lines."""
    blocks = page_blocks(open_document(pdf(content)), 1, feature_types=FEATURES)
    by_id = {block["Id"]: block for block in blocks}

    def lines(block: dict[str, Any]) -> list[str]:
        links = block.get("Relationships", [])
        return [by_id[id_]["Text"] for link in links for id_ in link["Ids"]]

    layout = [block for block in blocks if block["BlockType"].startswith("LAYOUT_")]
    return [(block["BlockType"].removeprefix("LAYOUT_"), lines(block)) for block in layout]


def texts(content: str) -> list[str]:
    return [line for _, lines in laid_out(content) for line in lines]


def column(x: int, y: int, *lines: str, size: int = 11, pitch: int = 14) -> str:
    return "".join(shown(x, y - pitch * row, text, size) for row, text in enumerate(lines))


def test_addresses_side_by_side_are_read_one_after_the_other() -> None:
    content = (
        column(60, 700, "BILL TO", "Inkwell Press", "Attn: Accounts Payable", "88 Sample Road")
        + column(230, 700, "SHIP TO", "Inkwell Press", "Receiving Dock", "92 Sample Road")
        + column(400, 696, "Invoice date", "Due date", "PO number", pitch=18)
        + column(500, 696, "03/12/2026", "04/11/2026", "QP-7731", pitch=18)
    )

    assert laid_out(content) == [
        ("TEXT", ["BILL TO", "Inkwell Press", "Attn: Accounts Payable", "88 Sample Road"]),
        ("TEXT", ["SHIP TO", "Inkwell Press", "Receiving Dock", "92 Sample Road"]),
        (
            "KEY_VALUE",
            ["Invoice date", "03/12/2026", "Due date", "04/11/2026", "PO number", "QP-7731"],
        ),
    ]


def test_columns_of_prose_are_read_down_and_rows_of_amounts_across() -> None:
    prose = column(60, 700, *PROSE) + column(300, 700, *(text.upper() for text in PROSE))
    amounts = column(60, 500, "2 Scones", "1 Tea") + column(300, 500, "7.20", "3.10")

    assert texts(prose + amounts) == [
        *PROSE,
        *(text.upper() for text in PROSE),
        *("2 Scones", "7.20", "1 Tea", "3.10"),
    ]


def test_white_between_paragraphs_of_two_columns_does_not_cut_across_them() -> None:
    left = column(60, 700, *PROSE[:2]) + column(60, 664, *PROSE[2:])
    right = column(300, 700, "Second column,") + column(300, 664, "its second paragraph")

    assert texts(left + right) == [*PROSE, "Second column,", "its second paragraph"]


def test_headings_are_larger_words_above_text() -> None:
    content = (
        shown(60, 730, "Annual Report", 26)
        + shown(60, 680, "The harbour in winter", 16)
        + column(60, 655, *PROSE)
    )

    assert laid_out(content) == [
        ("TITLE", ["Annual Report"]),
        ("SECTION_HEADER", ["The harbour in winter"]),
        ("TEXT", list(PROSE)),
    ]


def test_large_figures_and_large_values_are_no_headings() -> None:
    content = (
        column(60, 640, *PROSE)
        + shown(60, 730, "000 12 3456", 26)
        + shown(60, 690, "Name:", 11)
        + shown(130, 690, "Imogen Delacroix", 20)
    )
    kinds = {line: kind for kind, lines in laid_out(content) for line in lines}

    assert kinds["000 12 3456"] == "TEXT"
    assert {kinds["Name:"], kinds["Imogen Delacroix"]} == {"KEY_VALUE"}


def test_letters_without_descenders_do_not_look_smaller() -> None:
    short, tall = ("nine seven ocean sum", "Quickly, jumping (fully) by")

    assert [kind for kind, _ in laid_out(column(60, 700, short, tall, short))] == ["TEXT"]


def test_the_number_of_a_page_is_told_from_its_text() -> None:
    content = column(60, 700, *PROSE) + shown(500, 60, "Page 3 of 12", 10)

    assert laid_out(content)[-1] == ("PAGE_NUMBER", ["Page 3 of 12"])
