"""Read a page: its own text layer where it has one, else by OCR, laid upright either way."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

import cv2
import numpy as np

from local.textract.engine import orientation
from local.textract.engine.checkboxes import checkboxes, without_checkboxes
from local.textract.engine.dashes import dashes
from local.textract.engine.detector import Heat, seen_again, text_heat, text_quads
from local.textract.engine.documents import Document
from local.textract.engine.geometry import IDENTITY, Matrix, Picture, Quad, inverse, joined
from local.textract.engine.kept import Kept
from local.textract.engine.printed_lines import printed_lines
from local.textract.engine.recogniser import read_lines
from local.textract.engine.text import Line, Word, box_of, moved

SAMPLE = 10  # lines that tell which end is up (132 of 132 pages right in four rotations)
INK = 0.54  # of a detected line's height: words fill so much (from 0.48 to 0.68 measured)
CONTEXT = 6.0  # text heights around checkboxes that the network needs to see what stands there
MOST_WORDS = 100_000  # of the pages that are kept, and one for each page: 100 MB
SURE = 86.0  # mean confidence of lines that are surely not upside down: those reach 80


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


@dataclass(frozen=True, kw_only=True)
class _Laid:
    """What is kept of a page: all but its picture, which would take a hundred times as much."""

    lines: tuple[Line, ...]
    width: int
    height: int
    turns: int = 0
    angle: float = 0.0

    @cached_property
    def level(self) -> tuple[Matrix, tuple[int, int]]:
        """The map from the upright to the level picture, and the size of that."""
        upright = (self.height, self.width) if self.turns % 2 else (self.width, self.height)
        return orientation.deskew(self.angle, *upright)

    @property
    def to_page(self) -> Matrix:
        turned_back = orientation.turn_back(self.turns, self.width, self.height)
        return joined(inverse(self.level[0]), turned_back) if self.turns or self.angle else IDENTITY

    def drawn(self, picture: Picture) -> Picture:
        upright = orientation.turned(picture, self.turns)
        if not self.angle:
            return upright
        matrix, size = self.level
        paper = (255, 255, 255)
        drawn = cv2.warpAffine(upright, matrix, size, flags=cv2.INTER_LINEAR, borderValue=paper)
        return np.asarray(drawn, dtype=np.uint8)


_laid: Kept[_Laid] = Kept(
    most=MOST_WORDS, weight=lambda laid: 1 + sum(len(x.words) for x in laid.lines)
)


def read_page(document: Document, page: int) -> Page:
    """Read a page (from 1), or remember it: the next operation often asks for the same one."""
    picture: Picture | None = None

    def lay() -> _Laid:
        nonlocal picture
        text = document.text(page)
        if text is not None:
            return _Laid(lines=tuple(text.lines), width=text.width, height=text.height)
        picture = document.picture(page)
        return _lay(picture)

    def draw() -> Picture:
        return laid.drawn(document.picture(page) if picture is None else picture)

    laid = _laid.get((document.source.digest, page), lay)
    return Page(
        lines=laid.lines, width=laid.width, height=laid.height, to_page=laid.to_page, draw=draw
    )


def _lay(picture: Picture) -> _Laid:
    height, width = picture.shape[:2]
    turns, lines = _read_upright(picture)
    angle = orientation.skew([line.quad for line in lines])
    laid = _Laid(lines=(), width=width, height=height, turns=turns, angle=angle)
    level, _ = laid.level
    levelled = [moved(line, level) for line in lines]
    drawn = laid.drawn(picture)
    found = printed_lines([*levelled, *dashes(levelled, drawn)], drawn)
    return replace(laid, lines=tuple(found))


def _without_marks(picture: Picture, heat: Heat, quads: list[Quad]) -> tuple[Picture, list[Quad]]:
    text_height = INK * median(math.dist(quad[0], quad[3]) for quad in quads)
    marks = checkboxes(picture, text_height)
    if not marks:
        return picture, quads
    clean = without_checkboxes(picture, marks)
    again = seen_again(heat, clean, box_of(marks), context=CONTEXT * text_height)
    return clean, text_quads(again)


def _read_upright(picture: Picture) -> tuple[int, list[Line]]:
    """Return the quarter turns that lay the page upright, and its lines read so."""
    heat = text_heat(picture)
    quads = text_quads(heat)
    if not quads:
        return 0, []
    turns = int(orientation.lies_on_its_side(quads))
    if turns:
        picture = orientation.turned(picture, turns)
        heat = text_heat(picture)
        quads = text_quads(heat)
    picture, quads = _without_marks(picture, heat, quads) if quads else (picture, quads)
    lines = read_lines(picture, quads)
    if not quads or _sureness(lines, len(quads)) >= SURE:
        return turns, lines
    over = orientation.turned(picture, 2)
    if not _reads_better(over, picture, quads):
        return turns, lines
    return turns + 2, read_lines(over, text_quads(text_heat(over)))


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
