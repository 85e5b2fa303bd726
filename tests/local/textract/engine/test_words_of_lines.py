"""What the network sees in a line becomes words."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from local.textract.engine import recogniser
from local.textract.engine.ctc import Glyph, glyphs, ink, spans
from local.textract.engine.geometry import Box

STEP = 10  # px from letter to letter


def words(text: str) -> list[str]:
    """Decode a line whose every character but the space is 8 pixels of ink."""
    mask = np.zeros((48, STEP * len(text)), np.bool_)
    for at, character in enumerate(text):
        mask[10:38, STEP * at + 1 : STEP * at + 9] = character != " "
    line = [
        Glyph(character=character, at=(at + 0.5) / len(text), probability=0.9)
        for at, character in enumerate(text)
    ]
    return [span.text for span in spans(line, mask)]


@pytest.mark.parametrize("read", ["555-0100|", "|555-0100", "| 555-0100 |", "||555-0100 "])
def test_the_edge_of_a_cell_is_no_letter_of_its_text(read: str) -> None:
    assert words(read) == ["555-0100"]


def test_a_bar_between_words_is_text() -> None:
    assert words("home | about") == ["home", "|", "about"]


def test_a_line_of_bars_alone_has_no_words() -> None:
    assert words(" || |") == []


def test_a_colon_alone_parts_from_the_value_after_it() -> None:
    assert words("Date :  2022") == ["Date", ":", "2022"]


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ("01/31 - 02/28", ["01/31", "-", "02/28"]),
        ("Balance  -12.50", ["Balance", "-12.50"]),
        ("- $12.50", ["-$12.50"]),
    ],
)
def test_a_sign_is_of_the_number_that_it_stands_nearer_to(read: str, told: list[str]) -> None:
    assert words(read) == told


@pytest.mark.parametrize(
    ("space", "white", "told"),
    [(0.9, 0, ["AB", "C"]), (0.3, 8, ["AB", "C"]), (0.3, 2, ["ABC"]), (0.1, 8, ["ABC"])],
)
def test_white_confirms_a_space_that_the_network_is_not_sure_of(
    space: float, white: int, told: list[str]
) -> None:
    names = ["", "A", "B", "C", " "]
    scores = np.zeros((9, len(names)), np.float32)
    scores[:, 0] = 0.05
    scores[[1, 3, 7], [1, 2, 3]] = 0.95
    scores[5] = (1 - space, 0, 0, 0, space)
    mask = np.zeros((48, 90), np.bool_)
    mask[10:38, 10:20] = mask[10:38, 30:40] = mask[10:38, 40 + white : 80] = True

    assert [span.text for span in spans(glyphs(scores, names, used=1.0), mask)] == told


def test_letters_of_the_next_line_are_no_ink_of_this_one() -> None:
    line = np.full((48, 200), 255, np.uint8)
    line[14:34, 20:60] = line[14:34, 120:180] = 0
    line[:6, 70:110] = line[44:, 20:60] = 0  # a descender from above, tops of letters from below

    rows, columns = np.nonzero(ink(line))

    assert (rows.min(), rows.max()) == (14, 33)
    assert not ((columns > 60) & (columns < 120)).any()


def test_a_page_of_endless_lines_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = np.full((100, 400, 3), 255, np.uint8)
    cv2.putText(paper, "Household", (20, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 0), 2)
    quad = Box(left=10, top=15, right=290, bottom=75).quad
    monkeypatch.setattr(recogniser, "MOST_WIDTH", 1000)

    assert [line.text for line in recogniser.read_lines(paper, [quad] * 50)] == ["Household"] * 3
