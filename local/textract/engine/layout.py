"""A simple layout: lines grouped into titles, headers, paragraphs, tables and key-values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from local.textract.engine.findings import KeyValue, Region, Table
from local.textract.engine.geometry import Box, overlap_x
from local.textract.engine.text import Line, box_of, rows

CONFIDENCE = 80.0  # the heuristic agreed with Textract on 59 % of lines: never say it is sure
TITLE = 1.6  # of the page's usual text height
HEADER = 1.2
HEADER_WORDS = 10
FIELD_GAP = 1.5  # text heights between rows of one group of key-values
PARAGRAPH_GAP = 0.9  # text heights between lines of one paragraph
ALIKE = 1.3  # heights of lines in one paragraph differ by less
MARGIN = 0.06  # of the page's height: headers and footers stand here
TOP = 0.35  # of the page's height: a title stands above
PAGE_NUMBER = re.compile(r"^(?:page\s*)?\(?\d{1,4}\)?(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)


def regions(
    lines: Sequence[Line], tables: Sequence[Table], pairs: Sequence[KeyValue], page_height: float
) -> list[Region]:
    """Return the page's regions in reading order."""
    if not lines:
        return []
    usual = median(line.box.height for line in lines)
    found, rest = [], list(lines)
    for table in tables:
        own = [line for line in rest if table.box.holds_middle_of(line.box)]
        rest = [line for line in rest if line not in own]
        found.append(_region("LAYOUT_TABLE", own, table.box))
    keyed = {word for pair in pairs for word in (*pair.key, *pair.value)}
    fields = [line for line in rest if all(word in keyed for word in line.words)]
    found += [_region("LAYOUT_KEY_VALUE", group) for group in _blocks_of_rows(fields)]
    text = [line for line in rest if line not in fields]
    found += [_region(_kind(group, usual, page_height), group) for group in _groups(text)]
    return _in_order(found)


def _region(kind: str, lines: Sequence[Line], box: Box | None = None) -> Region:
    return Region(kind=kind, box=box or box_of(lines), lines=tuple(lines), confidence=CONFIDENCE)


def _groups(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that follow one another closely, one below the other and of one size."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.y):
        home = next((group for group in groups if _continues(group[-1].box, line.box)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    return groups


def _blocks_of_rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of neighbouring rows together, whatever column they stand in."""
    blocks: list[list[Line]] = []
    for row in rows(lines):
        if blocks and box_of(row).top - box_of(blocks[-1]).bottom < FIELD_GAP * row[0].box.height:
            blocks[-1] += row
        else:
            blocks.append(row)
    return blocks


def _continues(above: Box, below: Box) -> bool:
    short, tall = sorted((above.height, below.height))
    return (
        overlap_x(above, below) > 0
        and -0.5 * short < below.top - above.bottom < PARAGRAPH_GAP * short
        and tall < ALIKE * short
    )


def _kind(lines: Sequence[Line], usual: float, page_height: float) -> str:
    box = box_of(lines)
    text = " ".join(line.text for line in lines)
    size = median(line.box.height for line in lines) / usual
    in_margin = box.bottom < MARGIN * page_height or box.top > (1 - MARGIN) * page_height
    if in_margin and PAGE_NUMBER.match(text):
        return "LAYOUT_PAGE_NUMBER"
    if in_margin and size < HEADER:
        return "LAYOUT_HEADER" if box.y < page_height / 2 else "LAYOUT_FOOTER"
    if size >= TITLE and box.top < TOP * page_height:
        return "LAYOUT_TITLE"
    if size >= HEADER and len(text.split()) <= HEADER_WORDS:
        return "LAYOUT_SECTION_HEADER"
    return "LAYOUT_TEXT"


def _in_order(found: Sequence[Region]) -> list[Region]:
    """Reading order by cutting the page at white bands, across first, then down (XY-cut)."""
    for span in (_down, _across):
        parts = _cut(found, span)
        if len(parts) > 1:
            return [region for part in parts for region in _in_order(part)]
    return sorted(found, key=lambda region: (region.box.top, region.box.left))


def _down(box: Box) -> tuple[float, float]:
    return box.top, box.bottom


def _across(box: Box) -> tuple[float, float]:
    return box.left, box.right


def _cut(found: Sequence[Region], span: Callable[[Box], tuple[float, float]]) -> list[list[Region]]:
    parts: list[list[Region]] = []
    reach = float("-inf")
    for region in sorted(found, key=lambda each: span(each.box)):
        start, end = span(region.box)
        if start > reach:
            parts.append([])
        parts[-1].append(region)
        reach = max(reach, end)
    return parts
