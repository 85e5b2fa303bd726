"""The lines of a value after its first: an address has several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from local.textract.engine.labels import LABEL_GAP, LARGER, print_size
from local.textract.engine.text import Word, box_of, split_at_gaps

VALUE_LINES = 5  # a name and an address; more is a paragraph
LINE_WHITE = 0.9  # text heights of white between lines of one value
IN_LINE = 0.7  # text heights between their left edges


def further_lines(
    value: Sequence[Word], page: Sequence[Sequence[Word]], *, alone_from: float | None = None
) -> Iterator[Word]:
    """The words of the rows below that go on with a value in its type, close and in line.

    No text may stand between `alone_from` and them: it would be their label.
    """
    last = value
    for row in page[: VALUE_LINES - 1]:
        parts = split_at_gaps(row, gap=LABEL_GAP)
        part = next((part for part in parts if _is_next(last, part)), None)
        if part is None or any(word.text.endswith(":") for word in part):
            return
        left = part[0].box.left
        if alone_from is not None and any(alone_from < word.box.right < left for word in row):
            return
        yield from part
        last = part


def _is_next(line: Sequence[Word], part: Sequence[Word]) -> bool:
    one, other = box_of(line), box_of(part)
    height, sizes = min(one.height, other.height), sorted(map(print_size, (line, part)))
    in_line = abs(one.left - other.left) < IN_LINE * height
    white = other.top - one.bottom
    return in_line and white < LINE_WHITE * height and sizes[1] < LARGER * sizes[0]
