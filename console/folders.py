"""Where results go: a folder for each document."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path


def folders(names: Iterable[str], out: Path) -> list[Path]:
    """Return a folder in `out` for each name; equal names get a number."""
    chosen: dict[Path, None] = {}
    for name in names:
        candidates = chain([name], (f"{name}-{number}" for number in count(2)))
        chosen[next(out / each for each in candidates if out / each not in chosen)] = None
    return [*chosen]
