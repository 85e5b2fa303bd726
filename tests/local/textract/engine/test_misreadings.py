"""Look-alikes are set right where the word leaves no doubt, and only there."""

from __future__ import annotations

import pytest

from local.textract.engine.misreadings import amended


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("11.057.64", "11,057.64"),
        ("-$1.234.567.89", "-$1,234,567.89"),
        ("(1.016.37)", "(1,016.37)"),
        ("S601.67", "$601.67"),
        ("555-0\\00", "555-0100"),
        ("0AK", "OAK"),
        ("0R", "OR"),
    ],
)
def test_a_word_is_told_as_it_was_printed(read: str, printed: str) -> None:
    assert amended(read) == printed


@pytest.mark.parametrize(
    "word",
    [
        "12.05.64",
        "12.345.678",
        "1.234",
        "10.0.0.12",
        "S12",
        "S601",
        "A\\B",
        "A0",
        "0x",
        "B0T1",
        "8.00",
    ],
)
def test_what_may_be_printed_so_is_left_alone(word: str) -> None:
    assert amended(word) == word
