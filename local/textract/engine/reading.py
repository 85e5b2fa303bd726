"""Read a page: its own text layer where it has one, else by OCR, laid upright either way."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

import cv2
import numpy as np

from local.textract.engine import orientation
from local.textract.engine.checkboxes import checkboxes, without_checkboxes
from local.textract.engine.detector import text_quads
from local.textract.engine.documents import Document
from local.textract.engine.geometry import IDENTITY, Matrix, Picture, Quad, inverse, joined
from local.textract.engine.recogniser import read_lines
from local.textract.engine.text import Line, Word, moved, row_wise

SAMPLE = 10  # lines that tell which end is up (132 of 132 pages right in four rotations)
INK = 0.5  # of a detected line's height: words fill so much (from 0.44 to 0.63 measured)
SURE = 90.0  # mean confidence of lines that are surely not upside down


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page laid upright: everything is found in level pixels, then mapped `to_page`."""

    lines: tuple[Line, ...]
    width: int
    height: int
    to_page: Matrix
    """From level pixels to pixels of the page as it came."""
    draw: Callable[[], Picture]

    @cached_property
    def picture(self) -> Picture:
        """The level picture; drawn only for those who look at more than text."""
        return self.draw()

    @property
    def words(self) -> list[Word]:
        return [word for line in self.lines for word in line.words]


def read_page(document: Document, page: int) -> Page:
    text = document.text(page)
    if text is None:
        return _read_picture(document.picture(page))
    return Page(
        lines=tuple(text.lines),
        width=text.width,
        height=text.height,
        to_page=IDENTITY,
        draw=lambda: document.picture(page),
    )


def _read_picture(picture: Picture) -> Page:
    height, width = picture.shape[:2]
    turns, lines = _read_upright(picture)
    upright = orientation.turned(picture, turns)
    angle = orientation.skew([line.quad for line in lines])
    level, size = orientation.deskew(angle, upright.shape[1], upright.shape[0])

    def draw() -> Picture:
        if not angle:
            return upright
        paper = (255, 255, 255)
        drawn = cv2.warpAffine(upright, level, size, flags=cv2.INTER_LINEAR, borderValue=paper)
        return np.asarray(drawn, dtype=np.uint8)

    return Page(
        lines=tuple(row_wise(moved(line, level) for line in lines)),
        width=width,
        height=height,
        to_page=joined(inverse(level), orientation.turn_back(turns, width, height)),
        draw=draw,
    )


def _without_marks(picture: Picture, quads: Sequence[Quad]) -> tuple[Picture, Sequence[Quad]]:
    text_height = INK * median(math.dist(quad[0], quad[3]) for quad in quads)
    marks = checkboxes(picture, text_height)
    if not marks:
        return picture, quads
    clean = without_checkboxes(picture, marks)
    return clean, text_quads(clean)


def _read_upright(picture: Picture) -> tuple[int, list[Line]]:
    """Return the quarter turns that lay the page upright, and its lines read so."""
    quads: Sequence[Quad] = text_quads(picture)
    if not quads:
        return 0, []
    turns = int(orientation.lies_on_its_side(quads))
    if turns:
        picture = orientation.turned(picture, turns)
        quads = text_quads(picture)
    picture, quads = _without_marks(picture, quads) if quads else (picture, quads)
    lines = read_lines(picture, quads)
    if not quads or _sureness(lines, len(quads)) >= SURE:
        return turns, lines
    over = orientation.turned(picture, 2)
    if not _reads_better(over, picture, quads):
        return turns, lines
    return turns + 2, read_lines(over, text_quads(over))


def _sureness(lines: Sequence[Line], expected: int) -> float:
    """Mean confidence, a line that could not be read counting as none."""
    return sum(line.confidence for line in lines) / expected


def _reads_better(over: Picture, picture: Picture, quads: Sequence[Quad]) -> bool:
    height, width = picture.shape[:2]
    longest = sorted(quads, key=lambda quad: quad[0][0] - quad[1][0])[:SAMPLE]
    flipped = [_flipped(quad, width, height) for quad in longest]
    so = _sureness(read_lines(picture, longest), len(longest))
    otherwise = _sureness(read_lines(over, flipped), len(longest))
    return otherwise > so


def _flipped(quad: Quad, width: int, height: int) -> Quad:
    a, b, c, d = ((width - x, height - y) for x, y in quad)
    return c, d, a, b
