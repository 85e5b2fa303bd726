"""Dark bands with light letters on them, as the headers of many tables have."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from local.textract.engine.geometry import Picture

Outline = cv2.typing.MatLike  # the points around a part of a mask

BAND = 1.0  # text heights, the least thickness of a dark band
LIGHT_LETTER = 1.5  # text heights, the greatest height of light letters on a dark band
DARK = 0.62  # of the paper's brightness: the blue of many table styles has 0.56
SPARSE = 4  # px: one pixel in so many each way tells how bright the paper is
RECTANGLE = 0.8  # of its bounding box that a band fills; a halftone or a photo fills less
SOLID = 0.7  # share of dark pixels in a band; a halftone has half
PARENT = 3  # place of the surrounding outline's number in cv2's tree of outlines


def without_bands(mask: Picture, picture: Picture, text_height: float) -> Picture:
    """Of a dark band keep the outline: the gaps between its light letters look like strokes."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    paper = float(np.percentile(grey[::SPARSE, ::SPARSE], 90))
    dark = cv2.threshold(grey, DARK * paper, 255, cv2.THRESH_BINARY_INV)[1]
    square = np.ones((round(BAND * text_height),) * 2, np.uint8)
    filled = cv2.morphologyEx(_without_letters(dark, text_height), cv2.MORPH_OPEN, square)
    plain = mask.copy()
    for left, top, width, height in map(cv2.boundingRect, outlines(filled)):
        part = np.s_[top : top + height, left : left + width]
        area = cv2.countNonZero(filled[part])
        if area > RECTANGLE * width * height and dark[part].mean() > SOLID * 255:
            start, end = (left - 1, top - 1), (left + width, top + height)
            cv2.rectangle(plain, start, end, color=(0,), thickness=cv2.FILLED)
            cv2.rectangle(plain, start, end, color=(255,), thickness=1)
    return plain


def _without_letters(dark: cv2.typing.MatLike, text_height: float) -> cv2.typing.MatLike:
    """Fill what is light inside of the dark and no higher than a letter."""
    found, tree = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    most = LIGHT_LETTER * text_height
    letters = [
        outline
        for number, outline in enumerate(found)
        if tree[0, number, PARENT] >= 0 and cv2.boundingRect(outline)[3] < most
    ]
    return cv2.drawContours(dark.copy(), letters, -1, color=(255,), thickness=cv2.FILLED)


def outlines(mask: cv2.typing.MatLike) -> Sequence[Outline]:
    """Return the outline of each connected part of a mask that is in no hole of another."""
    return cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
