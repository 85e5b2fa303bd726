"""Pairs in one run of text without a colon: a number sign or a dash, then the value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from local.textract.engine.findings import KeyValue
from local.textract.engine.labels import LABEL_GAP, is_label, pair_of
from local.textract.engine.text import Word, rows, split_at_gaps, text_of

TRUST = 0.85  # on top of the confidence of the words that were read
VALUE_GAP = 3 * LABEL_GAP  # text heights of white within what a number sign announces
DASHES = frozenset({"-", "--"})  # others are read as these
DASHED_WORDS = 3  # of a value after a dash: more go on with a sentence


def inline(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Pairs like "TE# 20", "Invoice #1234", "# ITEMS SOLD 4" and "TRANS ID - 2516"."""
    for row in rows(words):
        for part in split_at_gaps(row, gap=VALUE_GAP):
            yield from _numbered(part)
        for part in split_at_gaps(row, gap=LABEL_GAP):
            yield from _counted(part)
            yield from _dashed(part)


def _numbered(part: Sequence[Word]) -> Iterator[KeyValue]:
    """A number sign ends the label or begins the value; values hold a figure or stars.

    Where words follow after the last value, it all is a sentence.
    """
    runs = [list(run) for _, run in groupby(part, key=_is_value)]
    if not _is_value(part[-1]):
        return
    for label, value in pairwise(runs):
        signed = label[-1].text[-1] == "#" or value[0].text[0] == "#"
        if signed and not _is_value(label[0]) and is_label(label):
            yield pair_of(label, value, TRUST)


def _is_value(word: Word) -> bool:
    return any(map(str.isdigit, word.text)) or set(word.text) <= set("*xX")


def _counted(part: Sequence[Word]) -> Iterator[KeyValue]:
    """A number sign before a label stands for "number of"."""
    label, value = part[:-1], part[-1:]
    if len(label) > 1 and label[0].text == "#" and is_label(label[1:]) and value[0].text.isdigit():
        yield pair_of(label, value, TRUST)


def _dashed(part: Sequence[Word]) -> Iterator[KeyValue]:
    """A dash with white around it between a label and a figure."""
    dash = next((i for i, word in enumerate(part) if word.text in DASHES), 0)
    label, value = part[:dash], part[dash + 1 :]
    figures = any(map(str.isdigit, text_of(value[:1])))
    if label and is_label(label) and figures and len(value) <= DASHED_WORDS:
        yield pair_of(part[: dash + 1], value, TRUST)
