"""Where results go."""

from __future__ import annotations

from pathlib import Path

from console.folders import folders


def test_each_document_has_a_folder_of_its_own() -> None:
    out = Path("out")

    assert folders(["a", "b", "a", "a-2", "a"], out) == [
        *(out / name for name in ("a", "b", "a-2", "a-2-2", "a-3"))
    ]
