"""Labelled values of a bill: pairs, rows that end in an amount, lines that begin with a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from local.textract.engine.aligned import MONEY
from local.textract.engine.expense_fields import ExpenseField, currency
from local.textract.engine.expense_labels import AMOUNT, AMOUNTS, meaning, plain
from local.textract.engine.findings import KeyValue
from local.textract.engine.labels import LABEL_WORDS, sureness
from local.textract.engine.passages import passage
from local.textract.engine.text import Line, Word, rows, split_at_gaps, text_of

ROW, PREFIX = 0.95, 0.9  # trust in a row's amount, and in a label that begins a line
AMOUNT_WORDS = 3  # "$ 452.43", "899.99 S", "USD 12.00 -"
LETTERS = re.compile(r"[A-Z]+")
PART_GAP = 1.5  # text heights of white between the parts of a row


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A label and its value, each on one line."""

    label: tuple[Word, ...]
    value: tuple[Word, ...]
    confidence: float

    @property
    def meaning(self) -> str | None:
        """Textract's type, where label and value say it."""
        return meaning(text_of(self.label), text_of(self.value))

    def field(self, type_: str) -> ExpenseField:
        return ExpenseField(
            type=type_,
            value=passage(self.value),
            label=passage(self.label),
            confidence=self.confidence,
        )


def of_pairs(pairs: Sequence[KeyValue]) -> Iterator[Labelled]:
    for pair in pairs:
        if pair.value:
            yield Labelled(label=pair.key, value=pair.value, confidence=pair.confidence)


def of_rows(words: Sequence[Word]) -> Iterator[Labelled]:
    """Rows like "TOTAL $53.93" and "APPLE TV V4 $89.99 S"; whether an item or a total is open."""
    for row in rows(words):
        if amount := _amount(row):
            before = row[: len(row) - len(amount)]
            label = split_at_gaps(before, gap=PART_GAP)[-1] if before else []
            if any(c.isalpha() for word in label for c in word.text):
                sure = sureness(ROW, [*label, *amount])
                yield Labelled(label=tuple(label), value=tuple(amount), confidence=sure)


def of_lines(lines: Sequence[Line]) -> Iterator[Labelled]:
    """Lines like "INVOICE # 123PQR456" whose first words are a label that we know."""
    for line in lines:
        for part in split_at_gaps(line.words, gap=PART_GAP):
            if found := _prefixed(part):
                yield found


def with_amounts(words: Sequence[Word]) -> Iterator[tuple[list[Word], list[list[Word]]]]:
    """Texts and the amounts that follow them in their rows: "Gross Pay $ 452.43 23,526.80"."""
    for row in rows(words):
        parts = split_at_gaps(row, gap=PART_GAP)
        for index, label in enumerate(parts):
            amounts = list(takewhile(is_money, parts[index + 1 :]))
            if amounts and any(c.isalpha() for word in label for c in word.text):
                yield label, amounts


def is_money(words: Sequence[Word]) -> bool:
    """Whether a text is an amount with cents; the letters before it, if any, name a currency."""
    text = text_of(words)
    letters = LETTERS.match(text)
    named = letters is None or currency(letters[0]) is not None
    return named and bool(MONEY.match(text))


def signed(lines: Sequence[Line]) -> Iterator[Labelled]:
    """Lines like "OP# 19280104": a number sign ends a label, whatever it says."""
    for line in lines:
        for part in split_at_gaps(line.words, gap=PART_GAP):
            ends = [n for n, word in enumerate(part, start=1) if word.text.endswith("#")]
            if ends and ends[0] < len(part) and part[0].text[0].isalpha():
                sure = sureness(PREFIX, part)
                label, value = tuple(part[: ends[0]]), tuple(part[ends[0] :])
                yield Labelled(label=label, value=value, confidence=sure)


def _amount(row: Sequence[Word]) -> list[Word]:
    """The words at the end of a row that are an amount; whole units need a label that asks."""
    for count in range(min(AMOUNT_WORDS, len(row)), 0, -1):
        if is_money(row[-count:]):
            return list(row[-count:])
    if len(row) > 1 and AMOUNT.fullmatch(row[-1].text):
        label = text_of(split_at_gaps(row[:-1], gap=PART_GAP)[-1])
        return [row[-1]] if meaning(label, row[-1].text) in AMOUNTS else []
    return []


def _prefixed(words: Sequence[Word]) -> Labelled | None:
    for count in range(min(len(words) - 1, LABEL_WORDS), 0, -1):
        label, value = words[:count], words[count:]
        if plain(text_of(label)) and meaning(text_of(label), text_of(value)):
            sure = sureness(PREFIX, words)
            return Labelled(label=tuple(label), value=tuple(value), confidence=sure)
    return None
