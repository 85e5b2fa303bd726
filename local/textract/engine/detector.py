"""Find where text lines stand in a picture, with PP-OCR's detection model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from local.textract.engine.geometry import Box, Picture, Quad
from local.textract.engine.models import run

MODEL = "PP-OCRv6_det_small"
LONG_SIDE = 1600  # px; 1280 and 2000 read no better, larger costs memory
STRIDE = 32  # px: the network's input sides are multiples of this
# PP-OCR's own settings of the differentiable binarisation.
TEXT_PROBABILITY = 0.3
BOX_PROBABILITY = 0.4  # lower than PP-OCR's own: long lines of small grey print are less sure
UNCLIP = 1.4  # PP-OCR's own 1.6 lets the lines next to it into the picture of a line
MIN_SIDE = 3  # px in the network's picture: less is a speck
MAX_LINES = 3000  # a page of 1 mm print; more is noise made to keep us busy


@dataclass(frozen=True, kw_only=True)
class Heat:
    """How probably text stands where in a picture, at the network's resolution."""

    values: npt.NDArray[np.float32]
    across: float  # pixels of the picture in one of the network's
    down: float


def text_heat(picture: Picture) -> Heat:
    scaled = _scaled(picture)
    return Heat(
        values=_probabilities(scaled),
        across=picture.shape[1] / scaled.shape[1],
        down=picture.shape[0] / scaled.shape[0],
    )


def seen_again(heat: Heat, picture: Picture, changed: Box, *, context: float) -> Heat:
    """Look again at the rows where the picture has changed; that is cheaper than at the whole.

    The network needs to see `context` pixels around them. Old and new meet in rows without text,
    lest a line be found twice, in halves; where there are none, the whole is looked at.
    """
    seen = changed.grown(context)
    first = max(int(seen.top / heat.down / STRIDE), 0) * STRIDE
    last = math.ceil(seen.bottom / heat.down / STRIDE) * STRIDE
    old = heat.values[first:last]
    new = _probabilities(_scaled(picture)[first:last])
    blank = first + np.flatnonzero(np.maximum(old, new).max(axis=1) <= TEXT_PROBABILITY)
    above, below = blank[blank < changed.top / heat.down], blank[blank > changed.bottom / heat.down]
    if not (above.size and below.size):
        return text_heat(picture)
    start, stop = above[0], below[-1]
    values = heat.values.copy()
    values[start:stop] = new[start - first : stop - first]
    return replace(heat, values=values)


def _probabilities(scaled: Picture) -> npt.NDArray[np.float32]:
    batch = (scaled.astype(np.float32) / 255 - 0.5) / 0.5
    (heat,) = run(MODEL, np.ascontiguousarray(batch.transpose(2, 0, 1)[None]))[0]
    return np.asarray(heat, dtype=np.float32)


def text_quads(heat: Heat) -> list[Quad]:
    """Return the quad of each text line, in the picture's pixels, in no order."""
    down, across = heat.values.shape
    width, height = round(across * heat.across), round(down * heat.down)
    return [
        _quad(corners * (heat.across, heat.down), width, height)
        for corners in _rectangles(heat.values)
    ]


def _scaled(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    scale = min(1.0, LONG_SIDE / max(height, width))
    size = tuple(max(STRIDE, round(side * scale / STRIDE) * STRIDE) for side in (width, height))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=method), dtype=np.uint8)


def _rectangles(heat: npt.NDArray[np.float32]) -> Iterator[npt.NDArray[np.float64]]:
    mask = cv2.dilate((heat > TEXT_PROBABILITY).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours[:MAX_LINES]:
        middle, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < MIN_SIDE:
            continue
        if _probability(heat, cv2.boxPoints((middle, (width, height), angle))) < BOX_PROBABILITY:
            continue
        # The network sees shrunken text: give back what it took from each side.
        grow = 2 * width * height * UNCLIP / (2 * (width + height))
        grown = (middle, (width + grow, height + grow), angle)
        yield np.asarray(cv2.boxPoints(grown), dtype=np.float64)


def _probability(heat: npt.NDArray[np.float32], corners: npt.ArrayLike) -> float:
    points = np.asarray(corners)
    top_left = np.maximum(np.floor(points.min(axis=0)).astype(int), 0)
    bottom_right = np.ceil(points.max(axis=0)).astype(int) + 1
    part = heat[top_left[1] : bottom_right[1], top_left[0] : bottom_right[0]]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [(points - top_left).astype(np.int32)], [1])
    return float(cv2.mean(part, mask)[0])


def _quad(corners: npt.NDArray[np.float64], width: int, height: int) -> Quad:
    """Order corners for reading: the two leftmost are the beginning of the line."""
    inside = np.clip(corners, 0, (width - 1, height - 1))
    by_x = inside[np.argsort(inside[:, 0], kind="stable")]
    (tl, bl), (tr, br) = (pair[np.argsort(pair[:, 1])].tolist() for pair in (by_x[:2], by_x[2:]))
    return (tl[0], tl[1]), (tr[0], tr[1]), (br[0], br[1]), (bl[0], bl[1])
