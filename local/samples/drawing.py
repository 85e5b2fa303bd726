"""What documents are made of: rules, boxes, paragraphs, tables, labelled fields, checkboxes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin
from typing import Literal

from local.samples.pdf import BLACK, GREY, Font, Ink, Path, Point, Shape, Text, text_width

PADDING = 5.0  # points between a cell's edge and its text
CURVE_STEPS = 10  # straight pieces between two points of a curve


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: its heading, its width in points, where its text stands."""

    title: str
    width: float
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, kw_only=True)
class TableStyle:
    """How a table looks; sizes in points."""

    row_height: float = 18
    size: float = 9
    heading: Ink = (36, 58, 94)
    rule: Ink = (150, 156, 168)
    stripe: Ink | None = None
    vertical_rules: bool = True


def rule(x: float, y: float, width: float, *, ink: Ink = BLACK, thickness: float = 0.6) -> Path:
    """Draw a horizontal line."""
    return Path(((x, y), (x + width, y)), stroke=ink, width=thickness)


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    stroke: Ink | None = BLACK,
    fill: Ink | None = None,
    thickness: float = 0.6,
) -> Path:
    """Draw a rectangle; `x` and `y` are its top left corner."""
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return Path(corners, stroke=stroke, fill=fill, width=thickness, closed=True)


def ellipse(
    center: Point, radii: Point, *, stroke: Ink | None = None, fill: Ink | None = None
) -> Path:
    """Draw an ellipse as a polygon too fine to see."""
    angles = [2 * pi * step / 64 for step in range(64)]
    points = [(center[0] + radii[0] * cos(a), center[1] + radii[1] * sin(a)) for a in angles]
    return Path(points, stroke=stroke, fill=fill, closed=True)


def curve(points: Sequence[Point], *, ink: Ink = BLACK, width: float = 1.1) -> Path:
    """Draw a smooth line (a Catmull-Rom spline) through the points."""
    around = [points[0], *points, points[-1]]
    smooth = [
        _between(around[index : index + 4], step / CURVE_STEPS)
        for index in range(len(points) - 1)
        for step in range(CURVE_STEPS)
    ]
    return Path([*smooth, points[-1]], stroke=ink, width=width)


def _between(points: Sequence[Point], t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        cubic = (3 * b - a - 3 * c + d) * t**3
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + cubic)

    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    return along(x0, x1, x2, x3), along(y0, y1, y2, y3)


def lines(
    x: float,
    y: float,
    texts: Sequence[str],
    *,
    leading: float = 12,
    size: float = 9,
    font: Font = Font.REGULAR,
    ink: Ink = BLACK,
    align: Literal["left", "right", "center"] = "left",
) -> list[Shape]:
    """Write one line under the other; `y` is the first baseline."""
    return [
        Text(x, y + index * leading, text, size=size, font=font, ink=ink, align=align)
        for index, text in enumerate(texts)
    ]


def wrapped(text: str, *, width: float, size: float, font: Font) -> list[str]:
    """Break a paragraph into lines no wider than `width` points."""
    broken: list[str] = []
    for word in text.split():
        longer = f"{broken[-1]} {word}" if broken else word
        if broken and text_width(longer, font=font, size=size) <= width:
            broken[-1] = longer
        else:
            broken.append(word)
    return broken


def table(
    x: float,
    y: float,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    style: TableStyle | None = None,
) -> list[Shape]:
    """Draw a ruled table with a heading row; `x` and `y` are its top left corner."""
    look = style or TableStyle()
    width = sum(column.width for column in columns)
    height = look.row_height * (len(rows) + 1)
    shapes: list[Shape] = [box(x, y, width, look.row_height, stroke=None, fill=look.heading)]
    if look.stripe:
        shapes += [
            box(x, y + row * look.row_height, width, look.row_height, stroke=None, fill=look.stripe)
            for row in range(2, len(rows) + 1, 2)
        ]
    titles = [column.title for column in columns]
    for index, cells in enumerate([titles, *rows]):
        baseline = y + (index + 0.5) * look.row_height + look.size * 0.34
        font, ink = (Font.REGULAR, BLACK) if index else (Font.BOLD, (255, 255, 255))
        shapes += _row_texts(x, baseline, columns, cells, font=font, ink=ink, size=look.size)
        shapes.append(rule(x, y + (index + 1) * look.row_height, width, ink=look.rule))
    if look.vertical_rules:
        shapes += [Path(((e, y), (e, y + height)), stroke=look.rule) for e in _edges(x, columns)]
    return shapes


def _row_texts(
    x: float,
    baseline: float,
    columns: Sequence[Column],
    cells: Sequence[str],
    *,
    font: Font,
    ink: Ink,
    size: float,
) -> Iterator[Text]:
    for (left, right), column, cell in zip(
        pairwise(_edges(x, columns)), columns, cells, strict=True
    ):
        at = left + PADDING if column.align == "left" else right - PADDING
        if cell:
            yield Text(at, baseline, cell, font=font, ink=ink, size=size, align=column.align)


def _edges(x: float, columns: Sequence[Column]) -> list[float]:
    return [x + sum(column.width for column in columns[:n]) for n in range(len(columns) + 1)]


def pairs(
    x: float,
    y: float,
    entries: Sequence[tuple[str, str]],
    *,
    width: float,
    leading: float = 15,
    size: float = 9,
) -> list[Shape]:
    """Write labels on the left of a block of `width` points and their values on its right."""
    shapes: list[Shape] = []
    for index, (label, value) in enumerate(entries):
        baseline = y + index * leading
        shapes.append(Text(x, baseline, label, size=size, ink=GREY, font=Font.BOLD))
        shapes.append(Text(x + width, baseline, value, size=size, align="right"))
    return shapes
