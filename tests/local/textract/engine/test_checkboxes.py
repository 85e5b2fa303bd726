"""Checkboxes are squares that stand by themselves; letters as square as they are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from local.textract.engine.checkboxes import checkboxes
from local.textract.engine.geometry import Picture
from tests.local.textract.engine.sheets import Sheet

TEXT_HEIGHT = 20.0  # px


def picture(sheet: Sheet) -> Picture:
    return np.asarray(cv2.cvtColor(np.array(sheet.image), cv2.COLOR_RGB2BGR), dtype=np.uint8)


def test_a_square_is_a_checkbox_selected_when_it_is_marked() -> None:
    sheet = Sheet((300, 100)).box(40, 30, marked=True).box(160, 30)

    left, right = sorted(checkboxes(picture(sheet), TEXT_HEIGHT), key=lambda each: each.box.left)

    assert (left.selected, right.selected) == (True, False)


@pytest.mark.parametrize(("side", "stroke"), [(13, 3), (14, 3), (21, 4), (24, 4)])
def test_a_round_letter_is_no_checkbox(side: int, stroke: int) -> None:
    sheet = Sheet((300, 100))
    sheet.draw.ellipse((60, 30, 60 + side, 31 + side), outline="black", width=stroke)

    assert checkboxes(picture(sheet), float(side)) == []


def test_a_square_with_rounded_corners_is_a_checkbox() -> None:
    sheet = Sheet((300, 100))
    sheet.draw.rounded_rectangle((60, 30, 90, 60), radius=4, outline="black", width=2)

    assert len(checkboxes(picture(sheet), TEXT_HEIGHT)) == 1


def test_small_squares_of_a_blurred_picture_are_checkboxes() -> None:
    sheet = Sheet((200, 100)).box(40, 30, side=15, marked=True).box(120, 30, side=15)
    blurred = cv2.GaussianBlur(picture(sheet), (0, 0), 1.0)

    found = checkboxes(np.asarray(blurred, dtype=np.uint8), 12.0)
    left, right = sorted(found, key=lambda each: each.box.left)

    assert (left.selected, right.selected) == (True, False)


@pytest.mark.parametrize("size", range(40, 120, 8))
def test_the_hole_of_a_large_letter_is_no_checkbox(size: int) -> None:
    sheet = Sheet((900, 200)).text(30, 30, "Textract a o D B", size=size)

    assert checkboxes(picture(sheet), 15.0) == []
