"""Checkboxes are squares that stand by themselves; letters as square as they are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import ImageFont

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


WORDS = "Full name: How did you hear about us? The address and phone number of our own order"
BOLD = "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf", "DejaVuSans.ttf"


@pytest.mark.parametrize("face", BOLD)
@pytest.mark.parametrize("size", [22, 28, 32, 40])
def test_round_letters_that_begin_words_are_no_radio_buttons(face: str, size: int) -> None:
    try:
        font = ImageFont.truetype(face, size)
    except OSError:
        pytest.skip(f"The font {face} is not on this machine")
    sheet = Sheet((2400, 200))
    sheet.draw.text((30, 60), WORDS, fill="black", font=font)

    for height in (0.5, 0.6, 0.75):
        assert checkboxes(picture(sheet), height * size) == []


def test_round_letters_of_a_common_face_are_no_radio_buttons() -> None:
    sheet = Sheet((1700, 300))
    for row, size in enumerate((22, 28, 34)):
        sheet.text(30, 30 + 80 * row, WORDS, size=size)

    assert checkboxes(picture(sheet), 16.0) == []


def test_circles_of_their_own_size_are_radio_buttons_among_round_letters() -> None:
    sheet = Sheet((900, 300)).text(40, 30, "Do you own or rent our room? Once or often?")
    for x, label in ((40, "Own"), (240, "Rent"), (440, "Other")):
        sheet.draw.ellipse((x, 100, x + 24, 124), outline="black", width=2)
        sheet.text(x + 38, 97, label)

    assert len(checkboxes(picture(sheet), TEXT_HEIGHT)) == 3


@pytest.mark.parametrize("letter", "bpq")
def test_the_bowl_of_a_letter_with_a_stem_is_no_checkbox(letter: str) -> None:
    sheet = Sheet((300, 140))
    sheet.draw.rectangle((60, 50, 90, 80), outline="black", width=4)
    at = {"b": (60, 20, 64, 80), "p": (60, 50, 64, 110), "q": (86, 50, 90, 110)}[letter]
    sheet.draw.rectangle(at, fill="black")

    assert checkboxes(picture(sheet), TEXT_HEIGHT) == []
