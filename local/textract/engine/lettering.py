"""How large and how bold a line is set, whatever letters it happens to have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from local.textract.engine.geometry import Box, Picture
from local.textract.engine.text import Line, Word

# Heights in shares of the type size, near enough for the usual Latin faces.
SMALL, TALL, DEEP = 0.53, 0.72, 0.21  # letters like x; letters like b and B; below the baseline
LOW_LETTERS = frozenset("acegmnopqrsuvwxyz")
DESCENDERS = frozenset("gjpqy,;()[]{}|/$@Q")
HAIR = 0.1  # px: no stroke counts as thinner, not even one that nobody sees
FAINT = 0.2  # of full ink: noise of the paper


@dataclass(frozen=True, kw_only=True)
class Lettering:
    size: float  # type size in pixels, about 1.4 times a capital's height
    baseline: float  # y in pixels
    stroke: float  # mean width of the strokes in pixels: wide in large type and in bold type


def lettering(line: Line, picture: Picture) -> Lettering:
    words = [word for word in line.words if any(c.isalnum() for c in word.text)] or line.words
    return Lettering(
        size=median(type_size(word) for word in words),
        baseline=median(baseline(word) for word in words),
        stroke=median(_stroke(picture, word.box) for word in words),
    )


def usual(letterings: Mapping[Line, Lettering]) -> Lettering:
    """The lettering of the body: medians in which each line counts by its characters."""
    weights = [len(line.text) for line in letterings]

    def middle(values: Sequence[float]) -> float:
        return median(v for v, count in zip(values, weights, strict=True) for _ in range(count))

    sizes, baselines, strokes = zip(
        *((each.size, each.baseline, each.stroke) for each in letterings.values()), strict=True
    )
    return Lettering(size=middle(sizes), baseline=middle(baselines), stroke=middle(strokes))


def type_size(word: Word) -> float:
    """The ink of "box" is taller than that of "ace" in the same type, that of "gap" deeper."""
    above = SMALL if set(word.text) <= LOW_LETTERS else TALL
    return max(word.box.height, 1.0) / (above + _depth(word))


def baseline(word: Word) -> float:
    return word.box.bottom - _depth(word) * type_size(word)


def _depth(word: Word) -> float:
    return 0.0 if DESCENDERS.isdisjoint(word.text) else DEEP


def _stroke(picture: Picture, box: Box) -> float:
    """Mean width of the strokes in a box, in pixels: ink over half of its edges, across."""
    rows = slice(max(round(box.top), 0), max(round(box.bottom), round(box.top) + 1))
    columns = slice(max(round(box.left), 0), max(round(box.right), round(box.left) + 1))
    cut = picture[rows, columns]
    if not cut.size:
        return HAIR
    grey = cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY).astype(np.float64)
    light, dark = np.percentile(grey, (98, 2))
    ink = (light - grey) / max(light - dark, 1.0)
    ink = 1 - ink if np.median(ink) > 1 / 2 else ink  # light letters on a dark band
    ink = np.clip((ink - FAINT) / (1 - 2 * FAINT), 0, 1)
    edges = np.abs(np.diff(ink, axis=1, prepend=0, append=0)).sum()
    return max(float(2 * ink.sum() / max(edges, 1.0)), HAIR)
