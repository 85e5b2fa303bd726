"""Lines from a PDF's own text layer, where that layer can be believed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from local.textract.engine import pdf
from local.textract.engine.geometry import Box, overlap_y, union
from local.textract.engine.pdf import Character, TextLayer
from local.textract.engine.text import FOLDED, Line, Word, lines_of

CONFIDENCE = 99.9  # there is nothing to doubt: Textract itself answers 99.x on digital pages
MIN_CHARACTERS = 8  # fewer is a page number stamped on a scan
MAX_STRANGE = 0.05  # share of characters that no person can read
SCAN = 0.8  # an image that covers more is a scan, and the layer an old OCR's
MIN_ALPHANUMERIC = 0.5  # below, the font has no map to Unicode: '"7+%-' for "Phone"
WORD_GAP = 0.15  # of the character's height, between font boxes
BASELINE_JUMP = 0.6  # of the character's height: another line
UPRIGHT = 0.2  # rad; text at a steeper angle is left to the OCR
MAX_SLANTED = 0.3  # share of slanted characters on a page that is read from its layer
LIGATURES = str.maketrans({0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"})


@dataclass(frozen=True, kw_only=True)
class PageText:
    """Lines in pixels of the page's picture, whose size is told as well."""

    lines: list[Line]
    width: int
    height: int


def page_text(data: bytes, page: int) -> PageText | None:
    """Return what the page carries as text, or None where that cannot be believed."""
    lines = text_lines(pdf.text_layer(data, page))
    if lines is None:
        return None
    width, height = pdf.size(data, page)
    return PageText(lines=lines, width=width, height=height)


def text_lines(layer: TextLayer) -> list[Line] | None:
    """Return the page's lines, or None where the layer cannot be believed."""
    visible = [c for c in layer.characters if not c.text.isspace() and c.loose.area > 0]
    if layer.largest_image > SCAN or not _is_sound(visible):
        return None
    return lines_of(_word(part) for part in _words(layer.characters))


def _is_sound(visible: Sequence[Character]) -> bool:
    if len(visible) < MIN_CHARACTERS:
        return False
    strange = sum(unicodedata.category(c.text) in ("Cc", "Co", "Cn", "Cs") for c in visible)
    strange += sum(c.text == "\ufffd" for c in visible)
    slanted = sum(UPRIGHT < c.angle < 2 * 3.14159 - UPRIGHT for c in visible)
    alphanumeric = sum(c.text.isalnum() for c in visible)
    return (
        strange <= MAX_STRANGE * len(visible)
        and slanted <= MAX_SLANTED * len(visible)
        and alphanumeric >= MIN_ALPHANUMERIC * len(visible)
    )


def _words(characters: Sequence[Character]) -> Iterator[list[Character]]:
    word: list[Character] = []
    space = False
    for character in characters:
        if character.text.isspace() or character.loose.area <= 0:
            space = space or not character.generated
            continue
        if word and (space or _parts(word[-1].loose, character.loose)):
            yield word
            word = []
        word.append(character)
        space = False
    if word:
        yield word


def _parts(last: Box, following: Box) -> bool:
    height = max(min(last.height, following.height), 1e-6)
    gap = following.left - last.right
    return (
        gap > WORD_GAP * height
        or gap < -BASELINE_JUMP * max(last.width, height)
        or overlap_y(last, following) < (1 - BASELINE_JUMP) * height
    )


def _word(characters: Sequence[Character]) -> Word:
    inked = [c.tight for c in characters if c.tight.area > 0] or [c.loose for c in characters]
    text = (
        "".join(character.text for character in characters).translate(FOLDED).translate(LIGATURES)
    )
    return Word(text=text, quad=union(inked).quad, confidence=CONFIDENCE)
