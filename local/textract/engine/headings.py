"""What a group of lines is: a title, a section's header, a page's margin, or plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local.textract.engine.geometry import overlap_y
from local.textract.engine.lettering import Lettering
from local.textract.engine.text import Line, Word, box_of

TITLE = 1.6  # of the body's type size
LARGER = 1.2  # of the body's type size: larger than a run of bold type or capitals looks
BOLDER = 1.2  # of the body's strokes; regular type varies by a tenth
NO_SMALLER = 0.9  # of the body's type size
HEADER_WORDS = 10
HEADER_LINES = 2
PRINTED = 80.0  # confidence: what is read with less is handwriting or a picture
MARGIN = 0.06  # of the page's height: headers and footers stand here
NUMBER_MARGIN = 0.12  # of the page's height: "Page 1 of 2" may stand a little further in
TOP = 0.35  # of the page's height: a title stands above
BARE_NUMBER = re.compile(r"^\(?\d{1,4}\)?$")
PAGE_NUMBER = re.compile(r"^(?:page\s*\d{1,4}|(?:page\s*)?\d{1,4}\s*(?:of|/)\s*\d{1,4})$", re.I)
WORDY = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The page around a group: how its lines are lettered, and which words are in pairs."""

    letterings: Mapping[Line, Lettering]
    body: Lettering
    lines: Sequence[Line]
    keyed: frozenset[Word]
    page_height: float


def kind_of(group: Sequence[Line], setting: Setting) -> str:
    """Return the type of the block that stands for these lines."""
    box, height = box_of(group), setting.page_height
    text = " ".join(line.text for line in group)
    edge = min(box.bottom, height - box.top) / height
    if edge < MARGIN and BARE_NUMBER.match(text):
        return "LAYOUT_PAGE_NUMBER"
    if edge < NUMBER_MARGIN and PAGE_NUMBER.match(text):
        return "LAYOUT_PAGE_NUMBER"
    heading = is_heading(group, setting)
    if heading and _size(group, setting) >= TITLE and box.top < TOP * height:
        return "LAYOUT_TITLE"
    if heading:
        return "LAYOUT_SECTION_HEADER"
    if edge < MARGIN:
        return "LAYOUT_HEADER" if box.y < height / 2 else "LAYOUT_FOOTER"
    return "LAYOUT_TEXT"


def is_heading(group: Sequence[Line], setting: Setting) -> bool:
    """Whether lines are printed words, no field's, set off by wider strokes than the body's.

    Stroke width tells both larger and bolder type, and is no larger for a pen or for ink boxes
    that took in a rule. Bold type alone also marks names and labels: these share their row.
    """
    words = [word for line in group for word in line.words]
    sure = sum(word.confidence for word in words) / len(words)
    if len(group) > HEADER_LINES or len(words) > HEADER_WORDS or sure < PRINTED:
        return False
    text = " ".join(line.text for line in group)
    letters, digits = (sum(map(test, text)) for test in (str.isalpha, str.isdigit))
    if not WORDY.search(text) or digits >= letters or text.endswith((",", ";")):
        return False
    if any(word in setting.keyed for word in words):
        return False
    if min(setting.letterings[line].stroke for line in group) < BOLDER * setting.body.stroke:
        return False
    size = _size(group, setting)
    return size >= LARGER or (size >= NO_SMALLER and _stands_alone(group, setting))


def _size(group: Sequence[Line], setting: Setting) -> float:
    return min(setting.letterings[line].size for line in group) / setting.body.size


def _stands_alone(group: Sequence[Line], setting: Setting) -> bool:
    box = box_of(group)
    others = (line.box for line in setting.lines if line not in group)
    return not any(overlap_y(box, other) > other.height / 2 for other in others)
