"""Regions of key-values: the pairs that stand together, and the questions of their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local.textract.engine.findings import KeyValue
from local.textract.engine.geometry import Box, overlap_x, overlap_y, union
from local.textract.engine.lettering import Lettering
from local.textract.engine.paragraphs import FIGURE, alike
from local.textract.engine.stacked import ADDRESSED
from local.textract.engine.text import Line, Word, row_wise, text_of

ROW_GAP = 2.0  # type sizes of white between the rows of one region
BESIDE_GAP = 8.0  # type sizes of white between pairs in a row
ROW_REACH = 20.0  # type sizes between a pair and what completes its row
CLOSE = 0.9  # type sizes of white between lines of one paragraph
COLUMN = 1.0  # type sizes between left edges of one column


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A pair, or what completes the row of one, with the lines that tell it."""

    box: Box
    lines: tuple[Line, ...]
    marked: bool = False
    paired: bool = True


def field_lines(
    lines: Sequence[Line], pairs: Sequence[KeyValue], letterings: Mapping[Line, Lettering]
) -> list[Line]:
    """Lines of pairs alone, but for addresses, and what stands in them: "Attn: A. Smith"."""
    plain = [pair for pair in pairs if not ADDRESSED.fullmatch(text_of(pair.key))]
    keyed = {word for pair in plain for word in (*pair.key, *pair.value)}
    running = [pair for pair in pairs if pair.key[-1].text.endswith(":")]
    whole = [{*pair.key, *pair.value} for pair in running if not pair.checkbox]
    fields = [line for line in lines if all(word in keyed for word in line.words)]

    def in_paragraph(line: Line) -> bool:
        near = [other for other in lines if _continues(line, other, letterings)]
        text = sum(other not in fields for other in near)
        return set(line.words) in whole and text > len(near) / 2

    return [line for line in fields if not in_paragraph(line)]


def _continues(line: Line, other: Line, letterings: Mapping[Line, Lettering]) -> bool:
    one, two = letterings[line], letterings[other]
    white = -overlap_y(line.box, other.box)
    same_column = abs(line.box.left - other.box.left) < COLUMN * one.size
    return same_column and alike(one, two) and 0 < white < CLOSE * one.size


def key_value_regions(
    fields: Sequence[Line], text: Sequence[Line], pairs: Sequence[KeyValue], size: float
) -> list[tuple[list[Line], Box]]:
    """Group the pairs whose lines are `fields`; each region's lines are key, value, key, value.

    Lines of `text` are taken in where they ask what a row of checkboxes answers, or go on with
    the figures of a pair's row.
    """
    of_word = {word: line for line in fields for word in line.words}
    units = [unit for pair in pairs if (unit := _unit(pair, of_word))]
    units += [
        Unit(box=line.box, lines=(line,), paired=False)
        for line in text
        if any(_completes(line, unit, size) for unit in units)
    ]
    asked = {line for unit in units for line in unit.lines}
    walls = [line.box for line in text if line not in asked]
    return [
        (list(dict.fromkeys(line for unit in row_wise(group) for line in unit.lines)), box)
        for group in _linked(units, walls, size)
        for box in [union([unit.box for unit in group])]
    ]


def _unit(pair: KeyValue, of_word: Mapping[Word, Line]) -> Unit | None:
    words = (*pair.key, *pair.value)
    lines = tuple(dict.fromkeys(of_word[word] for word in words if word in of_word))
    box = union([pair.value_box, *(word.box for word in words)])
    return Unit(box=box, lines=lines, marked=pair.checkbox is not None) if lines else None


def _completes(line: Line, unit: Unit, size: float) -> bool:
    """Whether a line asks what checkboxes at its right answer, or is a further amount of a row."""
    first, second = (line.box, unit.box) if unit.marked else (unit.box, line.box)
    white = second.left - first.right
    same_row = overlap_y(first, second) > min(first.height, second.height) / 2
    fits = unit.marked or FIGURE.match(line.text)
    return bool(fits) and same_row and 0 < white < ROW_REACH * size


def _linked(units: Sequence[Unit], walls: Sequence[Box], size: float) -> list[list[Unit]]:
    groups: list[list[Unit]] = []
    for unit in units:
        near = [g for g in groups if any(_together(unit, other, walls, size) for other in g)]
        groups = [group for group in groups if group not in near]
        groups.append([unit, *(other for group in near for other in group)])
    return groups


def _together(one: Unit, other: Unit, walls: Sequence[Box], size: float) -> bool:
    across, down = overlap_x(one.box, other.box), overlap_y(one.box, other.box)
    if down > min(one.box.height, other.box.height) / 2:
        lone = one.marked != other.marked or not (one.paired and other.paired)
        return -across < (ROW_REACH if lone else BESIDE_GAP) * size
    if across <= 0 or -down > ROW_GAP * size:
        return False
    upper, lower = sorted((one.box, other.box), key=lambda box: box.y)
    return not any(
        upper.y < wall.y < lower.y and overlap_x(wall, union([upper, lower])) > 0 for wall in walls
    )
