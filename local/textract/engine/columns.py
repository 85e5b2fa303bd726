"""Rows of text whose parts stand in columns: which rows go together, and what the columns are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from local.textract.engine.geometry import Box, overlap_x, union
from local.textract.engine.text import Word, box_of, rows, split_at_gaps, text_of

PART_GAP = 1.0  # text heights of white between the parts of a row
SPACE = 1.8  # widths of a letter: a typewriter's space and the white beside an I or a 1
ROW_GAP = 2.2  # text heights of white that end a table
RULED_GAP = 5.0  # ..., though a rule between two rows holds them together
EVEN_GAP = 4.0  # ..., as do three texts above three
WIDE = 3
LOOSER = 0.5  # text heights of white more than in the run: what begins new columns is not of it
ALONG = 0.8  # of a row's width: a rule so long parts rows
ACROSS = 2  # rows on end that may keep to no columns: a header over others, a section's title


@dataclass(frozen=True, kw_only=True)
class Part:
    """Words of a row that stand together."""

    words: tuple[Word, ...]
    box: Box

    @property
    def text(self) -> str:
        return text_of(self.words)


Row = list[Part]


@dataclass(kw_only=True)
class Run:
    """Rows one below the other whose parts keep to the same columns."""

    rows: list[Row]
    columns: list[Box]
    """Extents from left to right; their tops and bottoms mean nothing."""
    across: list[Row] = field(default_factory=list)
    """Those of the rows that keep to no columns."""

    def homes(self, part: Part) -> list[int]:
        """Return the columns that a part stands in, the one that it shares most with first."""
        shared = [overlap_x(part.box, column) for column in self.columns]
        found = sorted(range(len(shared)), key=lambda i: -shared[i])
        return [i for i in found if shared[i] > 0] or found[:1]

    def fits(self, row: Row) -> bool:
        """Whether no part of the row stands in two of the columns, nor two in one."""
        homes = [
            [i for i, column in enumerate(self.columns) if overlap_x(part.box, column) > 0]
            for part in row
        ]
        inner = [home[0] for home in homes if len(home) == 1]
        return all(len(home) <= 1 for home in homes) and len(inner) == len(set(inner))

    def begin_with(self, rows: Sequence[Row]) -> None:
        """Put rows on top: the first keeps to the columns, or makes new ones, the others do not."""
        self.rows = [*rows, *self.rows]
        self.columns = extents([*self.columns, *(part.box for part in rows[0])])
        self.across += rows[1:]

    def widens(self, row: Row) -> bool:
        """Whether a part of the row stands in none of the columns."""
        return any(all(overlap_x(part.box, column) <= 0 for column in self.columns) for part in row)

    def spans(self, row: Row) -> bool:
        """Whether the parts stand over columns of their own all the same, if over several."""
        best = [self.homes(part)[0] for part in row]
        return len(self.columns) > 1 and best == sorted(set(best))


def runs(words: Iterable[Word], rules: Sequence[Box]) -> list[Run]:
    """Return the runs of a page from top to bottom.

    Each is followed from its last row upwards: what stands in a table's body keeps to columns,
    and its header, which may not, comes last.
    """
    page = _parted(words)
    found, end = list[Run](), len(page)
    while end:
        found.append(_run(page, end, rules))
        end -= len(found[-1].rows)
    return found[::-1]


def extents(boxes: Iterable[Box]) -> list[Box]:
    """Return what the boxes cover from left to right."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.left):
        last = found[-1] if found else None
        if last and overlap_x(last, box) > 0:
            found[-1] = Box(left=last.left, top=0, right=max(last.right, box.right), bottom=0)
        else:
            found.append(Box(left=box.left, top=0, right=box.right, bottom=0))
    return found


def _run(page: Sequence[Row], end: int, rules: Sequence[Box]) -> Run:
    """Return the run that ends before the row number `end`."""
    run = Run(rows=[page[end - 1]], columns=extents(part.box for part in page[end - 1]))
    waiting: list[Row] = []
    whites: list[float] = []
    for number in range(end - 2, -1, -1):
        row, below = page[number : number + 2]
        white = _white(row, below)
        fits = run.fits(row)
        if white > _most(row, below, rules) or any(len(each) > 1 for each in waiting):
            break
        if fits and run.widens(row) and white > min(whites, default=white) + LOOSER:
            break
        if not fits and (len(waiting) == ACROSS or not run.spans(row)):
            break
        if fits:
            run.begin_with([row, *waiting[::-1]])
        waiting = [] if fits else [*waiting, row]
        whites.append(white)
    header = waiting[:1] if waiting and len(waiting[0]) > 1 else []
    run.rows = header + run.rows
    run.across += header
    return run


def _most(row: Row, below: Row, rules: Sequence[Box]) -> float:
    """Return how many text heights of white may part a row from the one below."""
    several = len(row) > 1 and len(below) > 1
    if several and parted(row, below, rules):
        return RULED_GAP
    if len(row) >= WIDE and len(row) == len(below):
        return EVEN_GAP
    return ROW_GAP


def _parted(words: Iterable[Word]) -> list[Row]:
    return [
        [Part(words=tuple(part), box=box_of(part)) for part in _apart(row)] for row in rows(words)
    ]


def _apart(row: Sequence[Word]) -> list[list[Word]]:
    """Cut a row at wide gaps; one space of a typewriter, as wide as its letters, is none."""
    letter = median(word.box.width / len(word.text) for word in row)
    parts: list[list[Word]] = []
    for part in split_at_gaps(row, gap=PART_GAP):
        if parts and part[0].box.left - parts[-1][-1].box.right < SPACE * letter:
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _white(above: Row, below: Row) -> float:
    """Return the white between two rows in text heights; a dash has no height to speak of."""
    upper, lower = box_of(above), box_of(below)
    height = median(part.box.height for part in (*above, *below))
    return (lower.top - upper.bottom) / height


def parted(above: Row, below: Row, rules: Iterable[Box]) -> bool:
    """Whether a rule stands between two rows, along most of both."""
    upper, lower = box_of(above), box_of(below)
    least = ALONG * max(upper.width, lower.width)
    both = union([upper, lower])
    return any(upper.y < rule.y < lower.y and overlap_x(rule, both) > least for rule in rules)
