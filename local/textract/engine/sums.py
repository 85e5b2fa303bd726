"""Sums as bills and pay slips name them: rows of such a label and its amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from local.textract.engine.expense_labels import AMOUNTS, meaning
from local.textract.engine.findings import KeyValue
from local.textract.engine.labelled_values import with_amounts
from local.textract.engine.labels import pair_of
from local.textract.engine.text import Word, text_of

TRUST = 0.9  # on top of the confidence of the words that were read
SUM = re.compile(
    r"(?:grand |sub-?|new )?total\b.*|(?:\w+ ){0,2}balance(?: due)?|(?:\w+ )?amount due",
    re.IGNORECASE,
)
PAY = re.compile(
    r"(?:total )?(?:gross|net) (?:pay|income|earnings|wages)|total deductions", re.IGNORECASE
)


def totals(words: Sequence[Word]) -> Iterator[KeyValue]:
    """Rows of a sum's name and one amount; of a pay slip's amounts, the first is this period's."""
    for label, amounts in with_amounts(words):
        name, first = text_of(label), text_of(amounts[0])
        is_sum = bool(SUM.fullmatch(name)) or meaning(name, first) in AMOUNTS
        if (is_sum and len(amounts) == 1) or PAY.fullmatch(name):
            yield pair_of(label, amounts[0], TRUST)
