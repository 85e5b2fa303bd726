"""One page's blocks as a graph that survives what is missing, doubled or unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from math import floor, isnan

from msgspec import Struct

from lambdas.extraction.blocks import Block, BoundingBox, related
from lambdas.extraction.model import Box, Warning

MARKS = {True: "[x]", False: "[ ]"}  # a checkbox in text form, everywhere

LAYOUT = "LAYOUT_"
FORM = ("KEY_VALUE_SET", "KEY", "VALUE")  # consoles write KEY and VALUE
KNOWN = {
    *FORM,
    *("PAGE", "LINE", "WORD", "SELECTION_ELEMENT", "SIGNATURE", "QUERY", "QUERY_RESULT"),
    *("TABLE", "CELL", "MERGED_CELL", "TABLE_TITLE", "TABLE_FOOTER", "TITLE", "FOOTER"),
}
# How often a page's blocks may name several others: Textract's do so about once a block
REFERENCES = 10_000
REFERENCES_PER_BLOCK = 10
MOST_COMPARED = 20_000  # words times checkboxes of one text; a full page has no more
_SCALE = 100_000  # five digits: a tenth of a pixel on the largest page that Textract takes
_FLOAT_SCALE = float(_SCALE)  # a float is multiplied by a float a tenth quicker


class Content(Struct, frozen=True, kw_only=True, gc=False):
    """What a key, value, cell or caption holds: its words, and the states of its checkboxes.

    `marked` is the words with the checkboxes among them as marks, where there are any; `signed`
    says that there is a signature; `parts` are the blocks of all these.
    """

    text: str
    parts: Sequence[Block] = ()
    marked: str | None = None
    states: tuple[bool, ...] = ()
    signed: bool = False

    @property
    def selected(self) -> bool | None:
        """The state of the checkbox if there is exactly one: several cannot be told by one."""
        return self.states[0] if len(self.states) == 1 else None

    @property
    def printed(self) -> str:
        return self.text if self.marked is None else self.marked


EMPTY = Content(text="")


class Graph:
    """The blocks of one page by id and by type, and what was found wrong with them."""

    def __init__(self, page: int, blocks: Sequence[Block]) -> None:
        self.page = page
        self.by_id = {block.id: block for block in blocks}
        self.by_type: defaultdict[str, list[Block]] = defaultdict(list)
        self.warnings: list[Warning] = []
        self._dangling: set[str] = set()
        self._references_left = REFERENCES + REFERENCES_PER_BLOCK * len(blocks)
        self._overdrawn = 0
        self.blocks = self._distinct(blocks)
        by_type = self.by_type
        for block in self.blocks:
            by_type[block.block_type or ""].append(block)
        self._name_unknown_types()

    def of(self, *block_types: str) -> list[Block]:
        """Return the page's blocks of these types, each type in Textract's order."""
        found = [self.by_type.get(block_type, []) for block_type in block_types]
        return found[0] if len(found) == 1 else [block for blocks in found for block in blocks]

    def layout(self) -> list[Block]:
        """Return the LAYOUT_ blocks of all types, in Textract's order, which is reading order."""
        types = {block_type for block_type in self.by_type if block_type.startswith(LAYOUT)}
        if not types:
            return []
        return [block for block in self.blocks if block.block_type in types]

    def resolve(self, ids: Collection[str]) -> list[Block]:
        """Return the blocks with these ids, each once; one that is not on the page is noted.

        Blocks that name the same ones over and over are read as empty in the end: what they say
        would grow with the square of their number.
        """
        if len(ids) > 1:
            if len(ids) > self._references_left:
                self._overdrawn += 1
                return []
            self._references_left -= len(ids)
            if len({*ids}) < len(ids):
                ids = dict.fromkeys(ids)
        by_id = self.by_id
        found = []
        for id_ in ids:
            block = by_id.get(id_)
            if block is None:
                self._dangling.add(id_)
            else:
                found.append(block)
        return found

    def content(self, ids: Sequence[str]) -> Content:
        """Return the words and checkboxes with these ids, a block's children."""
        if not ids:
            return EMPTY
        children = self.resolve(ids)
        texts = [child.text for child in children if child.text]
        if len(texts) == len(children):
            return Content(text=" ".join(texts), parts=children)
        boxes = [child for child in children if child.block_type == "SELECTION_ELEMENT"]
        return Content(
            text=" ".join(texts),
            parts=children,
            marked=_marked([child for child in children if child.text], boxes) if boxes else None,
            states=tuple(checked(box) for box in boxes),
            signed=any(child.block_type == "SIGNATURE" for child in children),
        )

    def content_of(self, blocks: Sequence[Block]) -> Content:
        """Return the words and checkboxes of blocks that are one value."""
        if len(blocks) == 1:
            return self.content(related(blocks[0], "CHILD"))
        ids: list[str] = []
        for block in blocks:
            ids += related(block, "CHILD")
            if len(ids) > self._references_left:
                break
        return self.content(ids)

    def warn(self, code: str, message: str) -> None:
        self.warnings.append(Warning(code=code, message=message, page=self.page))

    def all_warnings(self) -> list[Warning]:
        """Return what was lost on this page; call when the page has been read."""
        if self._dangling:
            count = len(self._dangling)
            self._dangling.clear()
            self.warn("DANGLING_ID", f"{count} referenced blocks are not on this page")
        if self._overdrawn:
            count, self._overdrawn = self._overdrawn, 0
            message = f"{count} blocks name what too many others name, and were read as empty"
            self.warn("SHARED_TOO_OFTEN", message)
        return self.warnings

    def _distinct(self, blocks: Sequence[Block]) -> Sequence[Block]:
        """Return the blocks, those that came twice once; of two with one id, the first has it."""
        if len(self.by_id) == len(blocks) and None not in self.by_id:
            return blocks
        self.by_id = {block.id: block for block in reversed(blocks) if block.id is not None}
        kept = []
        for block in blocks:
            first = self.by_id.get(block.id)
            if first is None or first is block or first != block:
                kept.append(block)
        self._tell_of_doubled(len(blocks) - len(kept), kept)
        return kept

    def _tell_of_doubled(self, doubled: int, kept: Sequence[Block]) -> None:
        if doubled:
            self.warn("DUPLICATE_ID", f"{doubled} blocks came twice and are counted once")
        named = sum(block.id is not None for block in kept)
        if others := named - len(self.by_id):
            self.warn("DUPLICATE_ID", f"{others} blocks have the id of another one, and are kept")

    def _name_unknown_types(self) -> None:
        for block_type, blocks in self.by_type.items():
            if block_type not in KNOWN and not block_type.startswith(LAYOUT):
                message = f"{len(blocks)} blocks of the unknown type {block_type!r} were skipped"
                self.warn("UNKNOWN_BLOCK_TYPE", message)


def checked(block: Block) -> bool:
    return block.selection_status == "SELECTED"


def _marked(words: list[Block], boxes: list[Block]) -> str:
    """Return the words, each checkbox as a mark before the first word that follows it in place.

    Textract names a cell's checkboxes first, whatever they stand beside; its words are in order.
    """
    marks = [(bounds(checkbox), MARKS[checked(checkbox)]) for checkbox in boxes]
    printed = [(bounds(word), word.text or "") for word in words]
    if len(marks) * len(printed) > MOST_COMPARED:
        return " ".join([text for _, text in marks + printed])
    for box_, mark in marks:
        after = (place for place, (other, _) in enumerate(printed) if _follows(other, box_))
        printed.insert(next(after, len(printed)), (box_, mark))
    return " ".join([text for _, text in printed])


def _follows(mine: BoundingBox | None, others: BoundingBox | None) -> bool:
    """Say whether a block stands to the right of another on the same row, or lower."""
    if mine is None or others is None:
        return False
    if mine.top >= others.top + others.height:
        return True
    return mine.top + mine.height > others.top and mine.left > others.left


def bounds(block: Block) -> BoundingBox | None:
    """Return where a block is, unrounded, or None where Textract does not say all of it."""
    if block.geometry is None or (found := block.geometry.bounding_box) is None:
        return None
    return None if isnan(found.left + found.top + found.width + found.height) else found


def box(block: Block) -> Box | None:
    """Return where a block is, or None where Textract does not say, or says nonsense."""
    if block.geometry is None or (raw := block.geometry.bounding_box) is None:
        return None
    try:
        return Box(  # not by `round`, which takes twice the time: here most of a page's
            left=floor(raw.left * _FLOAT_SCALE + 0.5) / _SCALE,
            top=floor(raw.top * _FLOAT_SCALE + 0.5) / _SCALE,
            width=floor(raw.width * _FLOAT_SCALE + 0.5) / _SCALE,
            height=floor(raw.height * _FLOAT_SCALE + 0.5) / _SCALE,
        )
    except (OverflowError, ValueError):  # beyond what a float can say, or not said
        return None


def first_box(*blocks: Block) -> Box | None:
    """Return where the first of the blocks is that says so."""
    for block in blocks:
        found = box(block)
        if found:
            return found
    return None


def confidence(block: Block, *others: Block) -> float | None:
    """Return the lowest confidence, 0-100 to two digits, of the blocks that have one."""
    lowest = block.confidence
    for other in others:
        stated = other.confidence
        if stated is not None and (lowest is None or stated < lowest):
            lowest = stated
    if lowest is None:
        return None
    if not 0.0 <= lowest <= 100.0:
        return 0.0 if lowest < 0.0 else 100.0
    return floor(lowest * 100.0 + 0.5) / 100
