"""What a terminal may show: a document's text is hostile, and could hold control sequences."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return `text` with everything that a terminal could take as a command escaped."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
