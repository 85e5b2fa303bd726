"""Which way up a page lies: quarter turns and small skew, from its own text lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

import numpy as np

from local.textract.engine.geometry import Matrix, Picture, Quad, around

ELONGATED = 1.5  # a line this much longer than thick tells its direction
LONG_LINE = 5.0  # a line this much longer than thick tells its angle
MIN_SKEW = 0.3  # degrees: less moves no word into another row
MAX_SKEW = 20.0  # degrees: more is a tilted logo, not a page


def lies_on_its_side(quads: Sequence[Quad]) -> bool:
    """Whether most of the text, by length, runs vertically."""
    boxes = [around(quad) for quad in quads]
    tall = sum(box.height for box in boxes if box.height > ELONGATED * box.width)
    wide = sum(box.width for box in boxes if box.width > ELONGATED * box.height)
    return tall > wide


def turned(picture: Picture, turns: int) -> Picture:
    """Turn a picture counter-clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, turns)) if turns else picture


def turn_back(turns: int, width: int, height: int) -> Matrix:
    """The map from a picture that was `turned` to the original of this size."""
    rows = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, -1, width], [1, 0, 0]],
        2: [[-1, 0, width], [0, -1, height]],
        3: [[0, 1, 0], [-1, 0, height]],
    }[turns]
    return np.array(rows, dtype=np.float64)


def skew(quads: Sequence[Quad]) -> float:
    """The angle in degrees by which the page's lines fall to the right; 0 if negligible."""
    angles = [
        math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))
        for left, right, low, _ in quads
        if right[0] - left[0] > LONG_LINE * (low[1] - right[1])
    ]
    angle = median(angles) if angles else 0.0
    return angle if MIN_SKEW < abs(angle) < MAX_SKEW else 0.0


def deskew(angle: float, width: int, height: int) -> tuple[Matrix, tuple[int, int]]:
    """The map that levels a picture of this size, and the size that holds it whole."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    matrix = np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0]])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) @ matrix[:, :2].T
    matrix[:, 2] = -corners.min(axis=0)
    across, down = np.ceil(corners.max(axis=0) - corners.min(axis=0)).astype(int).tolist()
    return matrix, (across, down)
