"""A value that follows its label's colon is told in the same line."""

from __future__ import annotations

import pytest

from local.textract.engine import open_document, page_blocks
from tests.local.textract.engine.sheets import Sheet


def lines(sheet: Sheet) -> list[str]:
    blocks = page_blocks(open_document(sheet.bytes()), 1)
    return [block["Text"] for block in blocks if block["BlockType"] == "LINE"]


@pytest.mark.parametrize("left", [150, 165, 180])
def test_a_value_near_its_labels_colon_continues_the_line(left: int) -> None:
    sheet = Sheet((800, 200)).text(60, 80, "Phone:").text(left, 80, "555-0164")

    assert lines(sheet) == ["Phone: 555-0164"]


def test_a_value_in_a_column_of_its_own_is_a_line_of_its_own() -> None:
    sheet = Sheet((800, 200)).text(60, 80, "Phone:").text(300, 80, "555-0164")

    assert lines(sheet) == ["Phone:", "555-0164"]


def test_a_rule_parts_a_label_from_what_stands_in_the_next_cell() -> None:
    sheet = Sheet((800, 200)).text(60, 80, "Phone:").text(190, 80, "555-0164")
    sheet.grid([40, 168, 400], [60, 130])

    assert lines(sheet) == ["Phone:", "555-0164"]


def test_columns_without_a_colon_stay_apart() -> None:
    sheet = Sheet((800, 200)).text(60, 80, "Quantity").text(230, 80, "Price")

    assert lines(sheet) == ["Quantity", "Price"]
