"""When what was typed is what stood there."""

from __future__ import annotations


def flat(text: str) -> str:
    """Return a text as it is compared: its words, whatever stands between them."""
    return " ".join(text.split())


def same(typed: str, stood: str) -> bool:
    """Say whether two texts have the same words; a form may have glued lines to one another."""
    return flat(typed) in (flat(stood), flat(stood.replace("\n", "")))
