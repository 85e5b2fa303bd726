"""The lines of a page that its tables show: their texts, and the titles above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from lambdas.extraction.model import Line, Table
from lambdas.extraction.places import inside

TITLE_GAP = 2.0  # of a line's height: so near above its table stands a title


def tables_of(lines: Iterable[Line], tables: Sequence[Table]) -> dict[int, int]:
    """Return the table that shows a line, in the line's place, by the line's `id`.

    Each of a table's words shows one word of one line: what is printed beside it again is not lost.
    """
    words = [Counter(" ".join([cell.printed for cell in table.cells]).split()) for table in tables]
    found: dict[int, int] = {}
    for line in lines:
        for index, table in enumerate(tables):
            if inside(line.box, table.box) and _taken(words[index], line.text.split()):
                found[id(line)] = index
                break
    return found


def _taken(words: Counter[str], wanted: list[str]) -> bool:
    """Take words away from others, all of them or, if one is lacking, none."""
    for count, word in enumerate(wanted):
        if not words[word]:
            words.update(wanted[:count])
            return False
        words[word] -= 1
    return True


class Titles:
    """The titles of a page's tables."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._titles = [
            (table.box.top, {*table.title.split()}) for table in tables if table.title and table.box
        ]

    def hold(self, line: Line) -> bool:
        """Say whether a line is a table's title, or a part of it, close above the table."""
        if line.box is None or not self._titles:
            return False
        bottom, near = line.box.top + line.box.height, TITLE_GAP * line.box.height
        return any(
            abs(top - bottom) <= near and title.issuperset(line.text.split())
            for top, title in self._titles
        )
