"""Where the labels of a row that end with colons begin: what stands before may be a value."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median_low

from local.textract.engine.geometry import Box
from local.textract.engine.labels import LABEL_WORDS, leads_to
from local.textract.engine.text import Word, split_at_gaps

CLEAR_GAP = 1.6  # of the usual gap between words: this parts a value from the next label
GENERAL = frozenset({"code:", "name:", "number:", "no:", "no.:", "id:", "#:"})
"""Ends of labels that in the middle of a row say little without the word before."""
IN_LINE = 0.25  # text heights between the left edges of labels that stand in one column
SAME_BLOCK = 8.0  # text heights between the labels of one column


@dataclass(frozen=True, kw_only=True)
class Colons:
    """Finds labels; `rules` are lines to write on, `starts` where labels surely begin."""

    rules: Sequence[Box]
    starts: Sequence[tuple[float, float]]
    """Left edge and middle in height, sorted."""

    def labels(self, row: Sequence[Word]) -> Iterator[tuple[list[Word], float]]:
        """The labels of a row, and where the label after each begins."""
        labels = list(self._before_colons(row))
        ends = [*(label[0].box.left for label in labels), float("inf")][1:]
        return zip(labels, ends, strict=True)

    def rule(self, label: Sequence[Word]) -> Box | None:
        """The line to write on after a label."""
        return next((rule for rule in self.rules if leads_to(label, rule)), None)

    def _before_colons(self, row: Sequence[Word]) -> Iterator[list[Word]]:
        start, last = 0, list[Word]()
        for index, word in enumerate(row):
            end = index if word.text.startswith(":") and len(word.text) > 1 else index + 1
            if end > start and _has_colon(word):
                label = self._label(row[start:end], last)
                if any(char.isalpha() for word in label for char in word.text):
                    if len(label) <= LABEL_WORDS:
                        yield label
                    start, last = end, label

    def _label(self, words: Sequence[Word], last: Sequence[Word]) -> list[Word]:
        """The end of these words that is the label; what stands before is the last one's value."""
        if words[-1].text == ":" and len(words) > 1:
            return [*self._label(words[:-1], last), words[-1]]
        part = split_at_gaps(words, gap=CLEAR_GAP)[-1]
        if not last or len(part) < len(words):
            return part
        known = self._start(words, last)
        return list(words[known:] if known is not None else words[_guess(words) :])

    def _start(self, words: Sequence[Word], last: Sequence[Word]) -> int | None:
        """Where a label begins that stands below others, or after the last one's line."""
        if rule := self.rule(last):
            on_rule = len(list(takewhile(lambda word: word.box.x < rule.right, words)))
            if on_rule < len(words):
                return on_rule
        starts = [index for index, word in enumerate(words) if self._is_start(word)]
        return starts[-1] if starts else None

    def _is_start(self, word: Word) -> bool:
        box, near = word.box, IN_LINE * word.box.height
        in_line = self.starts[
            bisect(self.starts, (box.left - near, 0.0)) : bisect(
                self.starts, (box.left + near, 0.0)
            )
        ]
        return any(0 < abs(y - box.y) / box.height < SAME_BLOCK for _, y in in_line)


def colons(page: Sequence[Sequence[Word]], rules: Sequence[Box]) -> Colons:
    starts = [
        part[0].box
        for row in page
        for before, part in pairwise([[], *split_at_gaps(row, gap=CLEAR_GAP)])
        if any(map(_has_colon, part)) and not (before and _has_colon(before[-1]))
    ]
    return Colons(rules=rules, starts=sorted((box.left, box.y) for box in starts))


def _has_colon(word: Word) -> bool:
    """Whether a word begins or ends with one, perhaps with a blank to fill in behind it."""
    return ":" in (word.text[:1], word.text.rstrip("_")[-1:])


def _guess(words: Sequence[Word]) -> int:
    """After the widest gap, if it is clearly that; else at the last capital."""
    gaps = [right.box.left - left.box.right for left, right in pairwise(words)]
    if gaps and max(gaps) > CLEAR_GAP * median_low(gaps):
        return gaps.index(max(gaps)) + 1
    capitals = [i for i, word in enumerate(words) if i and word.text[:1].isupper()]
    start = capitals[-1] if capitals else len(words) - 1
    return max(start - (words[start].text.lower() in GENERAL), 0)
