"""A simple layout: lines grouped into titles, headers, paragraphs, tables and key-values."""

from __future__ import annotations

from collections.abc import Sequence

from local.textract.engine.findings import KeyValue, Region, Table
from local.textract.engine.geometry import Box, Picture
from local.textract.engine.headings import Setting, kind_of
from local.textract.engine.key_value_regions import field_lines, key_value_regions
from local.textract.engine.lettering import lettering, usual
from local.textract.engine.order import in_order
from local.textract.engine.paragraphs import paragraphs
from local.textract.engine.text import Line, box_of

CONFIDENCE = 80.0  # rules of thumb, which agreed with Textract on most lines: never call it sure


def regions(
    lines: Sequence[Line],
    tables: Sequence[Table],
    pairs: Sequence[KeyValue],
    picture: Picture,
) -> list[Region]:
    """Return the page's regions in reading order."""
    if not lines:
        return []
    letterings = {line: lettering(line, picture) for line in lines}
    body = usual(letterings)
    keyed = frozenset(word for pair in pairs for word in (*pair.key, *pair.value))
    setting = Setting(
        letterings=letterings, body=body, lines=lines, keyed=keyed, page_height=picture.shape[0]
    )
    found, rest = [], list(lines)
    for table in tables:
        own = [line for line in rest if table.box.holds_middle_of(line.box)]
        rest = [line for line in rest if line not in own]
        found.append(_region("LAYOUT_TABLE", own, table.box))
    fields = field_lines(rest, pairs, letterings)
    text = [line for line in rest if line not in fields]
    for group, box in key_value_regions(fields, text, pairs, body.size):
        found.append(_region("LAYOUT_KEY_VALUE", group, box))
        text = [line for line in text if line not in group]
    for group in paragraphs(text, setting):
        found.append(_region(kind_of(group, setting), group))
    return in_order(found, body.size)


def _region(kind: str, lines: Sequence[Line], box: Box | None = None) -> Region:
    return Region(kind=kind, box=box or box_of(lines), lines=tuple(lines), confidence=CONFIDENCE)
