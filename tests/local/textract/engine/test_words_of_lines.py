"""What the network sees in a line becomes words."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from local.textract.engine import recogniser
from local.textract.engine.ctc import Glyph, spans
from local.textract.engine.geometry import Box

STEP = 10  # px from letter to letter


def words(text: str) -> list[str]:
    """Decode a line whose every character but the space is 8 pixels of ink."""
    mask = np.zeros((48, STEP * len(text)), np.bool_)
    for at, character in enumerate(text):
        mask[10:38, STEP * at + 1 : STEP * at + 9] = character != " "
    glyphs = [
        Glyph(character=character, at=(at + 0.5) / len(text), probability=0.9)
        for at, character in enumerate(text)
    ]
    return [span.text for span in spans(glyphs, mask)]


@pytest.mark.parametrize("read", ["555-0100|", "|555-0100", "| 555-0100 |", "||555-0100 "])
def test_the_edge_of_a_cell_is_no_letter_of_its_text(read: str) -> None:
    assert words(read) == ["555-0100"]


def test_a_bar_between_words_is_text() -> None:
    assert words("home | about") == ["home", "|", "about"]


def test_a_line_of_bars_alone_has_no_words() -> None:
    assert words(" || |") == []


def test_a_colon_alone_parts_from_the_value_after_it() -> None:
    assert words("Date :  2022") == ["Date", ":", "2022"]


def test_a_page_of_endless_lines_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = np.full((100, 400, 3), 255, np.uint8)
    cv2.putText(paper, "Household", (20, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 0), 2)
    quad = Box(left=10, top=15, right=290, bottom=75).quad
    monkeypatch.setattr(recogniser, "MOST_WIDTH", 1000)

    assert [line.text for line in recogniser.read_lines(paper, [quad] * 50)] == ["Household"] * 3
