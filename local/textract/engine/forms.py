"""Find key-value pairs: what the form draws, what the text shows, each word in one pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from local.textract.engine.combs import combed
from local.textract.engine.drawn_fields import boxed, field_cells, marked, on_rules
from local.textract.engine.findings import Checkbox, KeyValue, Table
from local.textract.engine.labelled import with_colons
from local.textract.engine.numbered import numbered
from local.textract.engine.ruling import Ruling
from local.textract.engine.side_by_side import beside
from local.textract.engine.text import Line, Word, row_wise


def key_values(
    lines: Sequence[Line],
    checkboxes: Sequence[Checkbox],
    drawn: Ruling,
    tables: Sequence[Table],
) -> list[KeyValue]:
    """Return the page's pairs in reading order; no word serves in two of them."""
    words = [word for line in lines for word in line.words]
    found = [pair for box in checkboxes if (pair := marked(box, words, checkboxes))]
    rest = [word for word in words if not any(t.box.holds_middle_of(word.box) for t in tables)]
    rest = _without(rest, found)
    found += [pair for cell in field_cells(drawn.grids, tables) if (pair := boxed(cell, rest))]
    found += combed(drawn, rest := _without(rest, found))
    found += on_rules(drawn.rules, rest := _without(rest, found))
    for look in (numbered, with_colons, beside):
        found += look(rest := _without(rest, found))
    return row_wise(found)


def _without(words: Iterable[Word], pairs: Iterable[KeyValue]) -> list[Word]:
    used = {word for pair in pairs for word in (*pair.key, *pair.value)}
    return [word for word in words if word not in used]
