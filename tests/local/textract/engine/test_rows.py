"""Words make rows whatever their number."""

from __future__ import annotations

import time

from local.textract.engine.geometry import Box
from local.textract.engine.text import Word, rows


def a_word(text: str, left: float, top: float, height: float = 12) -> Word:
    box = Box(left=left, top=top, right=left + 8 * len(text), bottom=top + height)
    return Word(text=text, quad=box.quad, confidence=90.0)


def test_words_that_share_half_a_height_with_their_neighbour_are_a_row() -> None:
    falling = [
        a_word(text, 40 * at, 4 * at) for at, text in enumerate(["a", "row", "that", "dips"])
    ]
    below = a_word("below", 0, 20)

    found = rows([below, *reversed(falling)])

    assert [[word.text for word in row] for row in found] == [
        ["a", "row", "that", "dips"],
        ["below"],
    ]


def test_a_row_of_twenty_thousand_words_takes_no_minutes() -> None:
    places = [7 * at % 20_000 for at in range(20_000)]  # every place once, in no order
    started = time.process_time()

    (row,) = rows(a_word("x", 10 * place, 0) for place in places)

    assert time.process_time() - started < 5
    assert [word.box.left for word in row] == [10 * place for place in range(20_000)]
