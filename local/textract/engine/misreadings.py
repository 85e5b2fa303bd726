"""What the recogniser takes for one another, set right where the word leaves no doubt."""

from __future__ import annotations

import re

_DOTTED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})*\.\d{3}(?:[.,]\d{3})*\.\d{2}(?![\d.,])")
_CURRENCY = re.compile(r"^[Ss](?=\d{1,3}(?:,\d{3})*\.\d{2}$)")
_STROKE = re.compile(r"(?<=\d)\\(?=\d)")
_ZERO = re.compile(r"^0[A-Z]{2,}$|^[A-Z]+0[A-Z]+$|^0[FHKNR]$")  # the last: OF, OH, OK, ON, OR


def amended(word: str) -> str:
    """Return a word as it was printed.

    No number has two decimal points: the first ones are commas, worn or in a halftone. Before an
    amount with cents an S is a dollar; a backslash between figures is a 1; a zero among capitals
    and without another figure is an O.
    """
    word = _DOTTED.sub(_grouped, _STROKE.sub("1", word))
    word = _CURRENCY.sub("$", word)
    return word.replace("0", "O") if _ZERO.match(word) else word


def _grouped(number: re.Match[str]) -> str:
    whole, cents = number[0][:-3], number[0][-3:]
    return whole.replace(".", ",") + cents
