"""Lines that a person reads on from one to the next: paragraphs, addresses, rows of amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from local.textract.engine.geometry import Box, overlap_x
from local.textract.engine.headings import BOLDER, Setting, is_heading
from local.textract.engine.lettering import Lettering
from local.textract.engine.text import Line, box_of, rows

PITCH = 1.65  # type sizes from baseline to baseline; a blank line makes it 1.8 and more
LOOSER = 1.3  # of the pitch so far: so much more begins a paragraph
ALIKE = 1.2  # type sizes in one paragraph differ by less, ...
NOT_UNLIKE = 1.5, 1.15  # ... or so, with strokes alike: ink boxes take in parts of other lines
SAME_EDGE = 1.0  # type sizes between the left edges of lines in one column
SHARED = 0.5  # of the narrower line's width: centred lines stand above one another so
FIGURE = re.compile(r"^[^A-Za-z]{0,3}\d[\d.,:/%()\- ]*[A-Za-z%*-]{0,2}$")
ROW_REACH = 30.0  # text heights between a text and the figure of its row

Unit = list[Line]


def paragraphs(lines: Iterable[Line], setting: Setting) -> list[list[Line]]:
    """Group lines that follow one another closely, in one column, in one size."""
    groups: list[list[Unit]] = []
    for unit in sorted(_units(lines), key=lambda unit: box_of(unit).y):
        home = next((group for group in groups[::-1] if _continues(group, unit, setting)), None)
        if home is None:
            groups.append([unit])
        else:
            home.append(unit)
    whole = [[line for unit in group for line in unit] for group in groups]
    return [part for group in whole for part in _without_heading(group, setting)]


def _units(lines: Iterable[Line]) -> Iterator[Unit]:
    """Lines, a figure together with the text of its row: names and their prices."""
    for row in rows(lines):
        unit: Unit = []
        for line in row:
            near = unit and line.box.left - unit[-1].box.right < ROW_REACH * line.box.height
            if near and FIGURE.match(line.text) and not FIGURE.match(unit[0].text):
                unit.append(line)
                continue
            if unit:
                yield unit
            unit = [line]
        yield unit


def _continues(group: Sequence[Unit], unit: Unit, setting: Setting) -> bool:
    last = group[-1]
    above, below = setting.letterings[last[0]], setting.letterings[unit[0]]
    if not _in_column(last[0].box, unit[0].box, below.size) or not alike(above, below):
        return False
    if len(last) != len(unit):
        return False
    pitch = below.baseline - above.baseline
    usual = PITCH * max(above.size, below.size)
    if len(group) > 1:
        usual = min(usual, LOOSER * (above.baseline - setting.letterings[group[-2][0]].baseline))
    return 0.5 * below.size < pitch < usual


def alike(one: Lettering, other: Lettering) -> bool:
    size = max(one.size, other.size) / min(one.size, other.size)
    stroke = max(one.stroke, other.stroke) / min(one.stroke, other.stroke)
    return size < ALIKE or (size < NOT_UNLIKE[0] and stroke < NOT_UNLIKE[1])


def _in_column(above: Box, below: Box, size: float) -> bool:
    shared = overlap_x(above, below)
    aligned = abs(above.left - below.left) < SAME_EDGE * size
    return shared > 0 and (aligned or shared > SHARED * min(above.width, below.width))


def _without_heading(group: list[Line], setting: Setting) -> Iterator[list[Line]]:
    """A bold line above the lines that it heads is a region of its own."""
    head, rest = group[:1], group[1:]
    if rest and is_heading(head, setting) and _is_bolder(group[0], group[1], setting):
        yield head
        yield rest
    else:
        yield group


def _is_bolder(line: Line, other: Line, setting: Setting) -> bool:
    return setting.letterings[line].stroke > BOLDER * setting.letterings[other].stroke
