"""From the recogniser's class probabilities to words with places and confidences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from local.textract.engine.geometry import Picture

WORD_GAP = 0.55  # of the line's height: white this wide parts words without a space character
COLON_GAP = 0.22  # of the line's height: a label's colon stands closer to its value than this
SIGN_GAP = 0.6  # of the line's height: a sign nearer, and off the word before, is its number's
SIGNS = frozenset("+-")
CURRENCIES = "$€£"
LIKELY_SPACE = 0.15  # probability: seen above white, 9 of 10 such spaces are printed ones
SURE_SPACE = 0.5  # probability of a space that needs no white
SPACE_GAP = 0.1  # of the line's height: white that confirms a likely space
RULE = 0.9  # a pixel row with more ink than this is a printed rule, not text
EDGE = 0.25  # of the line's height: ink at an edge that ends sooner is of the line next to it
RULE_GLYPH = "|"
CHECKBOX_GLYPHS = "□■☐☑☒"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Glyph:
    """One decoded character; `at` is its middle as a fraction of the line's width."""

    character: str
    at: float
    probability: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A word inside its line; the sides are fractions (0 to 1) of the line's quad."""

    text: str
    confidence: float
    left: float
    right: float
    top: float
    bottom: float


def glyphs(probabilities: Floats, characters: Sequence[str], *, used: float) -> list[Glyph]:
    """Best-path decoding of (time x class); class 0 is the blank.

    `used` is the share of the time axis that the line covers; the rest is padding. A space is told
    wherever it is likely, if no other character is more so.
    """
    best = probabilities.argmax(axis=1)
    space = characters.index(" ")
    best[(best == 0) & (probabilities[:, space] >= LIKELY_SPACE)] = space
    peak = probabilities[np.arange(len(best)), best]
    edges = np.flatnonzero(np.diff(best)) + 1
    found = []
    for run in np.split(np.arange(len(best)), edges):
        kind = int(best[run[0]])
        if kind:
            middle = (float(run[0]) + float(run[-1]) + 1) / 2 / len(best) / used
            found.append(
                Glyph(
                    character=characters[kind],
                    at=min(middle, 1.0),
                    probability=float(peak[run].max()),
                )
            )
    return found


def ink(crop: Picture) -> npt.NDArray[np.bool_]:
    """Where a line's picture carries ink, whichever of paper and ink is the darker."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY) if crop.ndim == 3 else crop
    _, black = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    mask = black > 0
    if mask.mean() > 0.5:  # paper covers more than ink does
        mask = ~mask
    mask[mask.mean(axis=1) > RULE] = False
    return _without_neighbours(mask)


def _without_neighbours(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Leave out what hangs into the picture from the lines above and below."""
    height = len(mask)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    tops = boxes[:, cv2.CC_STAT_TOP]
    bottoms = tops + boxes[:, cv2.CC_STAT_HEIGHT]
    above = (tops == 0) & (bottoms < EDGE * height)
    below = (bottoms == height) & (tops > (1 - EDGE) * height)
    own = ~(above | below)
    own[0] = False
    return np.asarray(own[labels], dtype=np.bool_)


def spans(line: Sequence[Glyph], mask: npt.NDArray[np.bool_]) -> list[Span]:
    """Cut a decoded line into words at spaces and visible gaps; tighten each to its ink."""
    columns = np.asarray(mask.any(axis=0))
    words: list[list[Glyph]] = [[]]
    cuts = [0]
    white = math.inf  # in heights, before the last word
    for glyph, space in _visible(_without_rules(line)):
        if words[-1]:
            start, end = _widest_gap(columns, words[-1][-1].at, glyph.at)
            gap = (end - start) / mask.shape[0]
            parted = space > SURE_SPACE or (space > 0 and gap > SPACE_GAP)
            is_signed = _is_sign_of(words[-1], glyph) and gap < min(SIGN_GAP, white / 2)
            if not is_signed and _begins(glyph, words[-1], parted=parted, gap=gap):
                cuts.append((start + end) // 2)
                words.append([])
                white = gap
        words[-1].append(glyph)
    cuts.append(mask.shape[1])
    return [
        _span(word, mask, start, end)
        for word, start, end in zip(words, cuts[:-1], cuts[1:], strict=True)
        if word and word[0].character not in CHECKBOX_GLYPHS
    ]


def _without_rules(line: Sequence[Glyph]) -> Sequence[Glyph]:
    """A bar before or after all text is the edge of a cell, cut out together with the line."""
    text = [at for at, glyph in enumerate(line) if glyph.character not in (" ", RULE_GLYPH)]
    return line[text[0] : text[-1] + 1] if text else []


def _is_sign_of(last: Sequence[Glyph], glyph: Glyph) -> bool:
    return "".join(each.character for each in last) in SIGNS and (
        glyph.character.isdigit() or glyph.character in CURRENCIES
    )


def _begins(glyph: Glyph, last: Sequence[Glyph], *, parted: bool, gap: float) -> bool:
    """Whether a glyph begins a word after a `gap` in heights; `parted`: the network says so."""
    *before, end = (each.character for each in last)
    if end == ":" and not (before and before[-1].isdigit()):
        return parted or gap > (COLON_GAP if before else SPACE_GAP)  # alone, it is a word
    return parted or gap > WORD_GAP


def _visible(line: Sequence[Glyph]) -> Iterator[tuple[Glyph, float]]:
    """Each glyph with ink, and how probably it begins a word by what stands before it."""
    last = ""
    space = 0.0
    for glyph in line:
        if glyph.character.isspace():
            space = max(space, glyph.probability)
            continue
        box_edge = bool(last) and (last in CHECKBOX_GLYPHS or glyph.character in CHECKBOX_GLYPHS)
        yield glyph, 1.0 if box_edge else space
        last, space = glyph.character, 0.0


def _widest_gap(columns: npt.NDArray[np.bool_], one: float, other: float) -> tuple[int, int]:
    """The widest run of white columns between two middles, or the point halfway."""
    width = len(columns)
    start, end = int(one * width), max(int(other * width), int(one * width) + 1)
    best = ((start + end) // 2,) * 2
    begin: int | None = None
    for x in range(start, min(end, width) + 1):
        if x < min(end, width) and not columns[x]:
            begin = x if begin is None else begin
        elif begin is not None:
            if x - begin > best[1] - best[0]:
                best = (begin, x)
            begin = None
    return best


def _span(word: Sequence[Glyph], mask: npt.NDArray[np.bool_], start: int, end: int) -> Span:
    height, width = mask.shape
    part = mask[:, start:end]
    xs, ys = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    if not len(xs):
        xs, ys = np.array([0, max(end - start - 1, 0)]), np.array([0, height - 1])
    return Span(
        text="".join(glyph.character for glyph in word),
        confidence=100 * sum(glyph.probability for glyph in word) / len(word),
        left=(start + int(xs[0])) / width,
        right=(start + int(xs[-1]) + 1) / width,
        top=int(ys[0]) / height,
        bottom=(int(ys[-1]) + 1) / height,
    )
