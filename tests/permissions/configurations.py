"""The configurations whose permissions are taken out, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.stacks.synthesized import variant, with_a2i


def managed(folder: Path) -> Path:
    """With AWS's keys, and reviewers of our own: the project's own papertray.toml."""
    return _in(folder)


def kms(folder: Path) -> Path:
    """With a key of our own."""
    return _in(folder, ('encryption = "managed"', 'encryption = "kms"'))


def a2i(folder: Path) -> Path:
    """With Amazon A2I, which asks people by a task type of ours and by Textract's own."""
    return with_a2i(_in(folder), "a2i", "a2i-textract")


def _in(folder: Path, *changes: tuple[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return variant(folder, *changes)


CONFIGURATIONS: dict[str, Callable[[Path], Path]] = {"managed": managed, "kms": kms, "a2i": a2i}
