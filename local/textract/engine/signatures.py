"""Signatures: pen strokes of no letters, where a form or a letter asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np

from local.textract.engine.findings import Signature
from local.textract.engine.geometry import Box, Picture, shared_area, union
from local.textract.engine.ruling import Mask, ink
from local.textract.engine.text import Line, Word

CONFIDENCE = 60.0  # a rule of thumb: a stamp or a scribble passes for a signature
ASKS = re.compile(r"\b(signatures?|sign here|signed( by)?|authori[sz]ed signa\w*)\b", re.IGNORECASE)
CLOSES = re.compile(r"\b(sincerely|regards|yours truly|respectfully)\b", re.IGNORECASE)
LABEL_WORDS = 8  # a longer line is prose about signatures
# Where to look, in text heights from the label: left, up, right, down.
ABOVE = (2.0, 7.0, 24.0, 1.5)  # and beside
BELOW = (2.0, -0.5, 24.0, 6.0)
READ = 90.0  # confidence of words that are surely no signature
WIDE = 1.5  # heights that no letter is wide: loops of a pen are read as one long "m"
RULE = 6.0  # text heights: a level stroke so long is the line to sign on
JOINT = 0.5  # text heights between strokes of one signature
LEAST = (4.0, 1.4)  # text heights: width and height of a signature ...
MOST = 8.0  # ... and its height at most
SPARSE = 0.35  # of its box that its ink fills at most: pictures and barcodes fill more


def signatures(picture: Picture, lines: Sequence[Line], text_height: float) -> list[Signature]:
    """Return the signatures near words that ask for one, or that close a letter."""
    labels = [line for line in lines if len(line.words) <= LABEL_WORDS]
    places = [
        _around(_print(each), ABOVE, text_height) for each in labels if ASKS.search(each.text)
    ]
    places += [
        _around(_print(each), BELOW, text_height) for each in labels if CLOSES.search(each.text)
    ]
    if not places:
        return []
    strokes = _strokes(picture, [word for line in lines for word in line.words], text_height)
    found: list[Signature] = []
    for place in places:
        boxes = [box for box in _drawn(strokes, place, text_height) if not _among(box, found)]
        if boxes:
            largest = max(boxes, key=lambda box: box.area)
            found.append(Signature(box=largest, confidence=CONFIDENCE))
    return found


def _print(label: Line) -> Box:
    """The box of a label without the pen's strokes beside it that were read as a part of it."""
    printed = [word.box for word in label.words if _is_print(word)]
    return union(printed) if printed else label.box


def _is_print(word: Word) -> bool:
    box = word.box
    return word.confidence >= READ and box.width < WIDE * box.height * len(word.text)


def _around(label: Box, reach: tuple[float, float, float, float], text_height: float) -> Box:
    left, up, right, down = (each * text_height for each in reach)
    edge = label.top if up > 0 else label.bottom
    return Box(left=label.left - left, top=edge - up, right=label.left + right, bottom=edge + down)


def _strokes(picture: Picture, words: Iterable[Word], text_height: float) -> Mask:
    """The ink of the page without the words that were read, and without level rules."""
    mask = ink(picture)
    length = max(round(RULE * text_height), 1)
    rules = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    mask[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
    for word in words:
        box = word.box
        if _is_print(word):
            mask[_span(box.top, box.bottom), _span(box.left, box.right)] = 0
    return mask


def _span(start: float, end: float) -> slice:
    return slice(max(round(start), 0), max(round(end), 0))


def _drawn(strokes: Mask, place: Box, text_height: float) -> Iterator[Box]:
    """The boxes of strokes in a place that hang together and are of a signature's size."""
    left, top = max(round(place.left), 0), max(round(place.top), 0)
    part = strokes[_span(place.top, place.bottom), _span(place.left, place.right)]
    if not part.size:
        return
    joint = max(round(JOINT * text_height), 1)
    joined = cv2.dilate(part, np.ones((joint, joint), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for number, (x, y, width, height, _) in enumerate(stats.tolist()):
        pixels = part[labels == number]
        box = Box(left=left + x, top=top + y, right=left + x + width, bottom=top + y + height)
        if number and _is_signature(box, float((pixels > 0).sum()), text_height):
            yield box


def _is_signature(box: Box, inked: float, text_height: float) -> bool:
    least_width, least_height = (each * text_height for each in LEAST)
    is_sized = box.width >= least_width and least_height <= box.height <= MOST * text_height
    return is_sized and inked <= SPARSE * box.area


def _among(box: Box, found: Iterable[Signature]) -> bool:
    return any(shared_area(box, other.box) > 0 for other in found)
