"""What is a drawn rule on a page, and what only looks like one."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import ImageFilter, ImageFont

from local.textract.engine.geometry import Box, Picture
from local.textract.engine.ruling import ruling
from tests.local.textract.engine.sheets import Sheet

SIZE = 15  # px: as small as print is in a poor photo
TEXTS = (
    "Sincerely concerned customers",
    "return envelope announcement",
    "curious messenger's means",
)


def blurred(sheet: Sheet) -> Picture:
    image = sheet.image.filter(ImageFilter.GaussianBlur(1.1))
    return cv2.cvtColor(np.asarray(image, dtype=np.uint8), cv2.COLOR_RGB2BGR).astype(np.uint8)


def words(x: int, y: int, text: str) -> list[Box]:
    font, found = ImageFont.load_default(SIZE), list[Box]()
    for word in text.split():
        left, top, right, bottom = font.getbbox(word)
        found.append(Box(left=x + left, top=y + top, right=x + right, bottom=y + bottom))
        x += round(font.getlength(f"{word} "))
    return found


def test_the_letters_of_a_blurred_picture_are_no_rules() -> None:
    sheet, boxes = Sheet((500, 200)), list[Box]()
    for y, text in zip((40, 80, 120), TEXTS, strict=True):
        sheet.text(40, y, text, size=SIZE)
        boxes += words(40, y, text)

    assert ruling(blurred(sheet), boxes, 11.0).rules == ()


def test_a_rule_stays_one_where_text_stands_on_it() -> None:
    sheet = Sheet((500, 200)).text(60, 60, "Imogen Delacroix", size=24).line((40, 84), (300, 84))
    boxes = [Box(left=60, top=64, right=255, bottom=90)]

    assert len(ruling(blurred(sheet), boxes, 20.0).rules) == 1
