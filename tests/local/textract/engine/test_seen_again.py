"""Looking again at a part of a page finds every line once."""

import cv2
import numpy as np
import pytest

from local.textract.engine.detector import seen_again, text_heat, text_quads
from local.textract.engine.geometry import Box, Picture

PITCH = 40  # pixels from line to line
LINES = 20


@pytest.fixture(scope="module")
def page() -> Picture:
    paper = np.full((PITCH * (LINES + 1), 800, 3), 255, np.uint8)
    for number in range(1, LINES + 1):
        text = f"This is line number {number}"
        cv2.putText(paper, text, (40, PITCH * number), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 2)
    return paper


@pytest.mark.parametrize("top", range(300, 400, 20))
def test_no_line_is_found_in_halves_where_old_and_new_meet(page: Picture, top: int) -> None:
    changed = Box(left=0, top=top, right=800, bottom=top + 30)

    again = seen_again(text_heat(page), page, changed, context=25)

    assert len(text_quads(again)) == LINES


def test_what_was_painted_over_is_no_longer_found(page: Picture) -> None:
    clean = page.copy()
    clean[370:415] = 255
    changed = Box(left=0, top=370, right=800, bottom=415)

    assert len(text_quads(seen_again(text_heat(page), clean, changed, context=25))) == LINES - 1


def test_a_page_without_a_blank_row_is_looked_at_as_a_whole(page: Picture) -> None:
    leaning = np.ascontiguousarray(np.rot90(page))

    again = seen_again(
        text_heat(leaning), leaning, Box(left=0, top=300, right=800, bottom=330), context=25
    )

    assert len(text_quads(again)) == LINES
