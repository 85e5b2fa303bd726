"""Whatever words stand wherever on a page: an answer comes, and soon."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.textract.engine.analysis import findings
from local.textract.engine.expense import expense_fields
from local.textract.engine.geometry import IDENTITY, Box
from local.textract.engine.identity import identity_fields
from local.textract.engine.lending_fields import lending_fields
from local.textract.engine.lending_labels import KNOWN
from local.textract.engine.page_types import page_type
from local.textract.engine.reading import Page
from local.textract.engine.text import Line, Word

SIDE = 400  # px
LOOKED_FOR = frozenset({"TABLES", "FORMS", "SIGNATURES"})
TELLING = st.sampled_from(
    [
        *("Total:", "Subtotal", "Tax", "$12.50", "12.50", "-3,00", "Invoice", "#", "No.", "Date"),
        *("Bill", "Ship", "to", "TO", "01/02/2026", "02/30/2026", "Period", "-", "4b", "EXP", "1"),
        *("2", "8", "DOB", "Main", "Street,", "Anytown,", "XX", "00000", "USA", "Page", "of", "("),
        *("(555)", "555-0117", "www.a.b", "@", "Signature", "sincerely,", "Qty", "Price", "Pay"),
    ]
)
WORDS = st.one_of(TELLING, st.text(min_size=1, max_size=8).filter(str.strip))


def a_line(texts: list[str], x: int, y: int) -> Line:
    words = []
    for text in texts:
        box = Box(left=x, top=y, right=x + 8 * len(text), bottom=y + 12)
        words.append(Word(text=text, quad=box.quad, confidence=90.0))
        x += 8 * len(text) + 6
    quad = Box(left=words[0].box.left, top=y, right=words[-1].box.right, bottom=y + 12).quad
    return Line(words=tuple(words), quad=quad)


LINES = st.builds(
    a_line,
    st.lists(WORDS, min_size=1, max_size=5),
    st.integers(0, SIDE),
    st.integers(0, SIDE // 15).map(lambda row: 15 * row),
)


def a_page(lines: list[Line]) -> Page:
    return Page(
        lines=tuple(lines),
        width=SIDE,
        height=SIDE,
        to_page=IDENTITY,
        draw=lambda: np.full((SIDE, SIDE, 3), 255, np.uint8),
    )


def read_as_everything(page: Page) -> None:
    found = findings(page, LOOKED_FOR, ())
    expense_fields(page, 1, found)
    identity_fields(page.lines, found.key_values)
    page_type(page.lines)
    for kind in (*KNOWN, "1003"):
        lending_fields(page, found, kind)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_any_page_can_be_read_as_anything(lines: list[Line]) -> None:
    read_as_everything(a_page(lines))


@pytest.mark.parametrize("text", ["1", "1.", "www.", "(", "%"])
def test_endless_words_take_no_endless_time(text: str) -> None:
    page = a_page([a_line([text * 20_000, "12.50"], 0, 0)])
    started = time.monotonic()

    read_as_everything(page)

    assert time.monotonic() - started < 20
