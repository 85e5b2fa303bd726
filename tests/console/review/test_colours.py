"""The page's colours can be told apart, by light and in the dark (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLE = Path(__file__).parents[3] / "console" / "review" / "static" / "style.css"
TEXT, EDGES = 4.5, 3.0  # WCAG 1.4.3 and 1.4.11
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\(#(\w{6}), #(\w{6})\)", STYLE.read_text("utf-8")
    )
}


def luminance(colour: str) -> float:
    """WCAG's relative luminance of "rrggbb"."""
    shares = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, scheme: str) -> float:
    dark, light = sorted(luminance(COLOURS[each][scheme]) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "ground"])
@pytest.mark.parametrize("text", ["ink", "quiet", "accent", "warn", "good"])
def test_text_can_be_read(text: str, ground: str, scheme: str) -> None:
    assert contrast(text, ground, scheme) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [("on-accent", "accent"), ("ink", "warn-ground")])
def test_text_on_colours_can_be_read(text: str, ground: str, scheme: str) -> None:
    assert contrast(text, ground, scheme) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "ground"])
def test_it_is_seen_where_something_can_be_typed(ground: str, scheme: str) -> None:
    assert contrast("edge", ground, scheme) >= EDGES
