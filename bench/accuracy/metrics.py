"""How much of what one reader found another found as well."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from bench.accuracy.answers import KeyValue, Table, Text, Values

ALIKE = 0.8  # similarity of two keys, and of two values, that pass for the same
# Code points of dashes, of single quotes (with primes and lone accents) and of double quotes
DASHES = (*range(0x2010, 0x2016), 0x2212)
QUOTES = (*range(0x2018, 0x201C), 0x2032, 0x60, 0xB4)
DOUBLE_QUOTES = (*range(0x201C, 0x2020), 0x2033)
FOLDED = {
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(QUOTES, "'"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
}


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many things were found, how many were told by the other, how many are the same."""

    same: int
    found: int
    told: int

    @property
    def precision(self) -> float:
        return self.same / self.found if self.found else float(not self.told)

    @property
    def recall(self) -> float:
        return self.same / self.told if self.told else float(not self.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 1 where nothing is to be found and nothing was."""
        both = self.found + self.told
        return 2 * self.same / both if both else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            same=self.same + other.same,
            found=self.found + other.found,
            told=self.told + other.told,
        )


NOTHING = Score(same=0, found=0, told=0)


def folded(text: str) -> str:
    """Return a text as compared: compatible characters, dashes, quotes, case and spaces alike."""
    plain = unicodedata.normalize("NFKC", text.translate(FOLDED))
    return " ".join(plain.casefold().split())


def texts_score(found: Sequence[Text], told: Sequence[Text]) -> Score:
    """Compare words or lines: the same text, the middle of each inside of the other."""
    places = defaultdict(list)
    for number, text in enumerate(told):
        places[folded(text.text)].append(number)
    candidates = (
        (math.dist(text.box.middle, told[other].box.middle), number, other)
        for number, text in enumerate(found)
        for other in places[folded(text.text)]
        if _in_one_place(text, told[other])
    )
    return Score(same=len(_paired(candidates)), found=len(found), told=len(told))


def character_error_rate(found: Sequence[Text], told: Sequence[Text]) -> float:
    """Return the edits from the lines found to those told, in their order, per character told."""
    ours, theirs = (folded(" ".join(line.text for line in lines)) for lines in (found, told))
    return Levenshtein.distance(ours, theirs) / max(len(theirs), 1)


def pairs_score(found: Sequence[KeyValue], told: Sequence[KeyValue]) -> Score:
    """Compare keys with their values: both alike, states equal, the keys' boxes touching."""
    candidates = (
        (-likeness, number, other)
        for number, pair in enumerate(found)
        for other, another in enumerate(told)
        if pair.key.box.touches(another.key.box) and (likeness := _likeness(pair, another))
    )
    return Score(same=len(_paired(candidates)), found=len(found), told=len(told))


def tables_score(found: Sequence[Table], told: Sequence[Table], *, shifted: bool) -> Score:
    """Compare cells by text, row and column; `shifted`: one shift of all of a table is allowed."""
    shared = {
        (number, other): _same_cells(table, another, shifted=shifted)
        for number, table in enumerate(found)
        for other, another in enumerate(told)
    }
    best = _paired((-same, *which) for which, same in shared.items())
    return Score(
        same=sum(shared[which] for which in best),
        found=sum(map(len, found)),
        told=sum(map(len, told)),
    )


def answers_score(found: dict[str, str], told: dict[str, str]) -> Score:
    """Compare the answers to questions; an empty one is none."""
    same = sum(bool(text) and folded(text) == folded(found.get(q, "")) for q, text in told.items())
    answered, expected = (sum(map(bool, each.values())) for each in (found, told))
    return Score(same=same, found=answered, told=expected)


def values_score(found: Values, told: Values) -> Score:
    """Compare typed values, each as often as it is there."""
    ours, theirs = (
        Counter((kind, folded(value)) for kind, value in values.elements())
        for values in (found, told)
    )
    return Score(same=(ours & theirs).total(), found=ours.total(), told=theirs.total())


def _paired(candidates: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Choose pairs, the cheapest first, so that nothing is in two of them."""
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in sorted(candidates):
        if one not in chosen and other not in taken:
            chosen[one] = other
            taken.add(other)
    return list(chosen.items())


def _in_one_place(one: Text, other: Text) -> bool:
    return one.box.holds(other.box.middle) and other.box.holds(one.box.middle)


def _likeness(one: KeyValue, other: KeyValue) -> float:
    """Return how alike two pairs are, 0 where key, value or state are not."""
    if one.state != other.state:
        return 0.0
    keys = _similarity(one.key.text, other.key.text)
    values = _similarity(one.value, other.value)
    return keys + values if min(keys, values) >= ALIKE else 0.0


def _similarity(one: str, other: str) -> float:
    """Return 1 less the share of characters to edit; a colon at the end is no difference."""
    ours, theirs = (folded(text).rstrip(" :") for text in (one, other))
    return Levenshtein.normalized_similarity(ours, theirs)


def _same_cells(table: Table, other: Table, *, shifted: bool) -> int:
    """Count equal cells under the shift of rows and columns under which most are equal."""
    shifts = Counter(
        (row - other_row, column - other_column)
        for (row, column), text in table.items()
        for (other_row, other_column), other_text in other.items()
        if folded(text) == folded(other_text)
    )
    return max(shifts.values(), default=0) if shifted else shifts[0, 0]
