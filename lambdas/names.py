"""How names and values are looked up and compared."""

from __future__ import annotations

INDEXED_CHARACTERS = 200  # of a field's name and value; DynamoDB's index keys end at 1,024 bytes


def indexed(printed: str) -> str:
    """Return how a name or value is looked up: "Invoice No.:" and "invoice no." are the same."""
    return " ".join(printed.split()).rstrip(" :").casefold()[:INDEXED_CHARACTERS]
