"""Where results go, and what they never overwrite or delete."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.errors import CommandError
from console.folders import NO_FOLDERS, Folders, clear


def touched(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_each_document_has_a_folder_of_its_own() -> None:
    homes = Folders(Path("out"), [])

    assert [homes.choose(name) for name in ("a", "b", "a", "a-2", "a")] == [
        *(Path("out") / name for name in ("a", "b", "a-2", "a-2-2", "a-3"))
    ]


def test_names_that_differ_only_in_their_case_have_different_folders() -> None:
    homes = Folders(Path("out"), [])

    assert [homes.choose(name).name for name in ("A", "a", "B")] == ["A", "a-2", "B"]


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="a result cannot be in a folder named"):
        Folders(tmp_path / "out", []).choose(name)


FILE_NAMES = st.text(st.characters(exclude_characters="/\0", codec="utf-8"), max_size=20)


@given(FILE_NAMES.filter(lambda name: name not in NO_FOLDERS))
def test_every_file_s_name_is_a_folder_directly_in_the_one_that_was_named(name: str) -> None:
    folder = Folders(Path("/nowhere/out"), []).choose(name)

    assert folder.resolve().parent == Path("/nowhere/out")


def test_a_folder_that_holds_an_input_is_refused(tmp_path: Path) -> None:
    document = touched(tmp_path / "out" / "a" / "deep" / "a.pdf")

    with pytest.raises(CommandError, match="holds what is to be read; choose another folder"):
        Folders(tmp_path / "out", [document]).choose("a")


def test_a_file_in_a_folder_s_place_is_refused(tmp_path: Path) -> None:
    touched(tmp_path / "a.txt")

    with pytest.raises(CommandError, match=r"a\.txt is no folder; choose another folder"):
        Folders(tmp_path, []).choose("a.txt")


def test_a_folder_that_cannot_be_looked_at_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"results cannot be written to .*: File name too long"):
        Folders(tmp_path, []).choose("a" * 300)


def test_only_results_of_an_earlier_run_are_cleared(tmp_path: Path) -> None:
    results = [
        *("document.json", "document.md", "text.txt", "fields.csv", "line_items.csv"),
        *("tables/1.csv", "tables/12.csv", "raw/1.json.gz"),
    ]
    others = ["letter.pdf", "tables/mine.csv", "raw/notes.txt", "deep/tables/1.csv", "1.csv"]
    for name in results + others:
        touched(tmp_path / name)

    clear(tmp_path)

    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in left) == sorted(others)


def test_nothing_is_cleared_where_no_result_lies(tmp_path: Path) -> None:
    mine = touched(tmp_path / "tables" / "1.csv")

    clear(tmp_path)

    assert mine.exists()
