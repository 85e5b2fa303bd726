"""The recorded responses, and what an independent reader found in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from lambdas.extraction.answers import decode_part
from lambdas.extraction.model import Cell, Field
from tests.lambdas.extraction.builders import Extraction, extract

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
MARKS = {"[x]": "SELECTED", "[ ]": "NOT_SELECTED"}
MARK = re.compile(r"\[[x ]\]")

Expected = dict[str, Any]
Compared = tuple[list[Any], list[Any]]  # ours and theirs, value by value


def manifest() -> dict[str, Expected]:
    """Return what the other reader found in each response; nothing without the recordings."""
    if not CORPUS.exists():
        return {}
    entries = json.loads((CORPUS / "manifest.json").read_bytes())
    return {name: entry["expect"] for name, entry in entries.items()}


def found_in(name: str) -> Extraction:
    return extract([decode_part((CORPUS / "responses" / name).read_bytes())])


def states(thing: Field | Cell) -> list[str]:
    """Return the states of the checkboxes in a value or cell, in the order of the text."""
    marks = [MARKS[mark] for mark in MARK.findall(_printed(thing))]
    lone = [] if thing.selected is None else ["SELECTED" if thing.selected else "NOT_SELECTED"]
    return marks or lone


def _printed(thing: Field | Cell) -> str:
    return thing.value if isinstance(thing, Field) else thing.text


def bare(thing: Field | Cell) -> str:
    """Return the text as the other reader has it: without the checkboxes."""
    text = _printed(thing)
    return " ".join(MARK.sub("", text).split()) if MARK.search(text) else text
