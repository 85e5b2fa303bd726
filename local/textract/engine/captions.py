"""Lines that belong to a table and stand outside of it: its title above, its notes below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from local.textract.engine.findings import Table
from local.textract.engine.geometry import Box, overlap_x
from local.textract.engine.table_rows import NUMERIC
from local.textract.engine.text import Line

GAP = 2.0  # text heights between a table and its title or notes
TITLE_WORDS = 8
WITHIN = 0.9  # of a line's width that stands above or below the table
NUMBERED = re.compile(r"^(?:table|exhibit|schedule)\b", re.IGNORECASE)
NOTE = re.compile(r"^(?:[*\u2020\u2021]|\(\d\)|notes?\b|sources?\b)", re.IGNORECASE)


def with_captions(table: Table, lines: Sequence[Line], text_height: float) -> Table:
    above = [line for line in lines if _is_title(line, table.box, text_height)]
    below = [line for line in lines if _is_note(line, table.box, text_height)]
    # A table whose first row is its title needs none above.
    titled = "TABLE_TITLE" in table.kinds.values() or len(above) != 1
    return replace(table, title=None if titled else above[0], footer=below[0] if below else None)


def _is_title(line: Line, table: Box, text_height: float) -> bool:
    gap = table.top - line.box.bottom
    return (
        -text_height / 2 < gap < GAP * text_height
        and _stands_within(line, table)
        and len(line.words) <= TITLE_WORDS
        and (":" not in line.text or bool(NUMBERED.match(line.text)))
        and not NUMERIC.match(line.text)
    )


def _is_note(line: Line, table: Box, text_height: float) -> bool:
    gap = line.box.top - table.bottom
    near = -text_height / 2 < gap < GAP * text_height
    return near and _stands_within(line, table) and bool(NOTE.match(line.text))


def _stands_within(line: Line, table: Box) -> bool:
    return overlap_x(line.box, table) > WITHIN * line.box.width
