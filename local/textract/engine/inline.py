"""Pairs in one run of text without a colon: a sign parts label and value, or the value's kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from local.textract.engine.dates import read_date
from local.textract.engine.expense_labels import PHONE
from local.textract.engine.findings import KeyValue
from local.textract.engine.labels import LABEL_GAP, is_label, pair_of
from local.textract.engine.text import Word, rows, split_at_gaps, text_of

TRUST = 0.85  # on top of the confidence of the words that were read
WIDE_GAP = 3 * LABEL_GAP  # text heights of white around a sign that joins label and value
DASHES = frozenset({"-", "--"})  # others are read as these
CODE = re.compile(r"[A-Z]")  # a lone letter: "SERVICE - E"
PLAIN_WORDS = 3  # of a label that nothing parts from its value
DAY = re.compile(
    r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b", re.IGNORECASE
)
DASHED_WORDS = 3  # of a value after a dash: more go on with a sentence


def inline(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Pairs like "TE# 20", "# ITEMS SOLD 4", "TRANS ID - 2516", "Issued 03/14/2026"."""
    for row in rows(words):
        for part in split_at_gaps(row, gap=WIDE_GAP):
            yield from _numbered(part) or _counted(part) or _dashed(part)
        for part in split_at_gaps(row, gap=LABEL_GAP):
            yield from _plain(part)


def _numbered(part: Sequence[Word]) -> list[KeyValue]:
    """A number sign ends the label or begins the value; values hold a figure or stars.

    Where words follow after the last value, it all is a sentence.
    """
    runs = [list(run) for _, run in groupby(part, key=_is_value)]
    if not _is_value(part[-1]):
        return []
    return [
        pair_of(label, value, TRUST)
        for label, value in pairwise(runs)
        if (label[-1].text[-1] == "#" or value[0].text[0] == "#")
        and not _is_value(label[0])
        and is_label(label)
    ]


def _is_value(word: Word) -> bool:
    return any(map(str.isdigit, word.text)) or set(word.text) <= set("*xX")


def _counted(part: Sequence[Word]) -> list[KeyValue]:
    """A number sign before a label stands for "number of"."""
    label, value = part[:-1], part[-1:]
    counts = len(label) > 1 and label[0].text == "#" and is_label(label[1:])
    return [pair_of(label, value, TRUST)] if counts and value[0].text.isdigit() else []


def _dashed(part: Sequence[Word]) -> list[KeyValue]:
    """A dash with white around it between a label and a figure."""
    dash = next((i for i, word in enumerate(part) if word.text in DASHES), 0)
    label, value = part[:dash], part[dash + 1 :]
    figures = any(map(str.isdigit, text_of(value[:1]))) or CODE.fullmatch(text_of(value))
    joined = label and is_label(label) and figures and len(value) <= DASHED_WORDS
    return [pair_of(part[: dash + 1], value, TRUST)] if joined else []


def _plain(part: Sequence[Word]) -> Iterator[KeyValue]:
    """A label and a whole date or telephone number, with nothing else beside them."""
    for count in range(1, min(len(part), PLAIN_WORDS + 1)):
        label, value = part[:count], text_of(part[count:])
        says = is_label(label) and not label[-1].text.endswith(",") and not DAY.match(label[0].text)
        if says and (read_date(value) or PHONE.fullmatch(value)):
            yield pair_of(label, part[count:], TRUST)
