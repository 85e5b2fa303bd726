"""Find key-value pairs: what the form draws, what the text shows, each word in one pair."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from local.textract.engine.captioned import captions
from local.textract.engine.cells import inside
from local.textract.engine.combs import combed
from local.textract.engine.drawn_fields import (
    before_rules,
    boxed,
    field_cells,
    on_rules,
)
from local.textract.engine.entry_boxes import in_boxes
from local.textract.engine.findings import Checkbox, KeyValue, Table
from local.textract.engine.geometry import Box, shared_area
from local.textract.engine.inline import inline
from local.textract.engine.labelled import with_colons
from local.textract.engine.marks import marked
from local.textract.engine.numbered import numbered
from local.textract.engine.ruling import Ruling
from local.textract.engine.side_by_side import beside
from local.textract.engine.stacked import carded, stacked
from local.textract.engine.sums import totals
from local.textract.engine.tabled import of_table
from local.textract.engine.text import Line, Word, row_wise

MAX_RULES = 300  # that stand alone on a page: more are a hatched picture's
BLANK = re.compile(r"_{2,}")  # typed, to be written on
LEADER = re.compile(r"\.{2,}")  # dots that lead to what stands at their end


def key_values(
    lines: Sequence[Line],
    checkboxes: Sequence[Checkbox],
    drawn: Ruling,
    tables: Sequence[Table],
) -> list[KeyValue]:
    """Return the page's pairs in reading order; no word serves in two of them.

    Few are told of what stands in tables: colons and sums alone make a cell a label.
    """
    words = [word for line in lines for word in line.words if not _is_drawn(word, checkboxes)]
    found = [pair for box in checkboxes if (pair := marked(box, words, checkboxes))]
    tabled = {word for table in tables for word in inside(table.box, words)}
    ruled = {word for grid in drawn.grids for word in tabled if grid.box.holds_middle_of(word.box)}

    def rest(*, without: Collection[Word] = tabled) -> list[Word]:
        used = {word for pair in found for word in _words(pair)}
        return [word for word in words if word not in used and word not in without]

    captioned = captions(drawn.grids, rest(without=()))
    found += [pair for pair in captioned if pair.value or not _is_question(pair, checkboxes)]
    free = rest()
    cells = [pair for cell in field_cells(drawn.grids, tables) if (pair := boxed(cell, free))]
    found += [pair for pair in cells if pair.value or not _is_question(pair, checkboxes)]
    found += in_boxes(drawn.grids, rest(without=ruled), checkboxes)
    rules = [*(drawn.rules if len(drawn.rules) <= MAX_RULES else ()), *_blanks(lines)]
    found += combed(drawn, rest(without=()))
    found += carded(rest(), rules)
    found += on_rules(rules, rest(without=ruled))
    found += before_rules(rules, rest(without=ruled))
    found += numbered(rest())
    labelled = with_colons(rest(without=()), rules, tabled)
    found += [pair for pair in labelled if not _is_question(pair, checkboxes)]
    found += totals(rest(without=()))
    found += inline(rest(without=ruled))
    found += stacked(rest())
    found += beside(rest())
    loose = frozenset(rest(without=()))
    for table in tables:
        found += [pair for pair in of_table(table, words) if loose.issuperset(_words(pair))]
    return row_wise(found)


def _words(pair: KeyValue) -> tuple[Word, ...]:
    return pair.key + pair.value


def _blanks(lines: Iterable[Line]) -> list[Box]:
    """The rules to write on that are typed."""
    boxes = [word.box for line in lines for word in line.words if BLANK.fullmatch(word.text)]
    return [replace(box, top=box.bottom) for box in boxes[:MAX_RULES]]


def _is_drawn(word: Word, checkboxes: Iterable[Checkbox]) -> bool:
    """Whether a word is a typed checkbox, a blank or a leader, and says nothing."""
    is_mark = any(mark.box.holds_middle_of(word.box) for mark in checkboxes)
    return is_mark or bool(BLANK.fullmatch(word.text) or LEADER.fullmatch(word.text))


def _is_question(pair: KeyValue, checkboxes: Iterable[Checkbox]) -> bool:
    """Whether a checkbox stands where the value would: it answers, with its own label."""
    return any(shared_area(pair.value_box, each.box) > 0 for each in checkboxes)
