"""Points, boxes and frames: every coordinate rule of the engine is in this module."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]  # height x width x 3 (BGR), or height x width (grey)
Matrix = npt.NDArray[np.float64]  # 2 x 3, affine
Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""The corners of a text, in reading direction: top left, top right, bottom right, bottom left."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """An upright rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """The middle, horizontally."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle, vertically."""
        return (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        return max(self.width, 0.0) * max(self.height, 0.0)

    @property
    def quad(self) -> Quad:
        return (
            (self.left, self.top),
            (self.right, self.top),
            (self.right, self.bottom),
            (self.left, self.bottom),
        )

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def holds_middle_of(self, other: Box) -> bool:
        return self.holds((other.x, other.y))

    def grown(self, margin: float) -> Box:
        return Box(
            left=self.left - margin,
            top=self.top - margin,
            right=self.right + margin,
            bottom=self.bottom + margin,
        )


def overlap_x(one: Box, other: Box) -> float:
    """How many pixels both cover horizontally; negative is the gap between them."""
    return min(one.right, other.right) - max(one.left, other.left)


def overlap_y(one: Box, other: Box) -> float:
    """How many pixels both cover vertically; negative is the gap between them."""
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def shared_area(one: Box, other: Box) -> float:
    return max(overlap_x(one, other), 0.0) * max(overlap_y(one, other), 0.0)


def around(points: Iterable[Point]) -> Box:
    """The smallest box that holds all points."""
    xs, ys = zip(*points, strict=True)
    return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))


def union(boxes: Sequence[Box]) -> Box:
    return Box(
        left=min(box.left for box in boxes),
        top=min(box.top for box in boxes),
        right=max(box.right for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )


def between(quad: Quad, left: float, right: float, top: float, bottom: float) -> Quad:
    """The part of `quad` between these fractions (0 to 1) of its sides."""

    def at(across: float, down: float) -> Point:
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
        upper = (ax + (bx - ax) * across, ay + (by - ay) * across)
        lower = (dx + (cx - dx) * across, dy + (cy - dy) * across)
        return upper[0] + (lower[0] - upper[0]) * down, upper[1] + (lower[1] - upper[1]) * down

    return at(left, top), at(right, top), at(right, bottom), at(left, bottom)


def transformed(quad: Quad, matrix: Matrix) -> Quad:
    a, b, c, d = (np.asarray(quad) @ matrix[:, :2].T + matrix[:, 2]).tolist()
    return (a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1])


def inverse(matrix: Matrix) -> Matrix:
    return np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64)


def joined(first: Matrix, second: Matrix) -> Matrix:
    """The transformation that does `first`, then `second`."""
    square = np.vstack([first, [0.0, 0.0, 1.0]])
    return np.asarray(second @ square, dtype=np.float64)


IDENTITY: Matrix = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
