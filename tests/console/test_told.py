"""What is told beside a result: warnings, one line for each kind, and one error for each file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from console.told import Told
from lambdas.extraction.model import Warning
from tests.console.reading import documents, read, saved
from tests.lambdas.blocks import answer, form_page


def lines(*warnings: Warning) -> list[str]:
    told = Told()
    told.add(warnings)
    return [*told.lines()]


def on(page: int | None, message: str = "lost") -> Warning:
    return Warning(code="LOST", message=message, page=page)


def test_a_warning_names_its_page() -> None:
    assert lines(on(3)) == ["page 3: lost"]
    assert lines(on(None)) == ["lost"]


def test_warnings_of_one_kind_are_one_line_that_names_the_pages() -> None:
    assert lines(on(3), on(4), on(3)) == ["pages 3, 4: lost"]
    assert lines(*map(on, range(1, 31))) == ["pages 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...: lost"]


def test_others_of_a_kind_are_counted() -> None:
    others = [on(4, "lost more"), on(5, "lost all")]

    assert lines(on(3), *others) == ["pages 3, 4, 5: lost (and 2 more like it: see the result)"]


def test_a_page_s_warnings_are_told_too(tmp_path: Path) -> None:
    pages = [form_page(), form_page(page=2)]
    for blocks in pages:
        blocks.append({**blocks[0], "BlockType": "NEW", "Id": f"new-{blocks[0]['Page']}"})

    result = read(saved(tmp_path / "a.json", answer(*pages)))

    assert len(documents(result)[0]["warnings"]) == len(pages)
    [line] = result.stderr.splitlines()
    assert line.startswith(f"papertray: {tmp_path / 'a.json'}: warning: pages 1, 2: ")
    assert "NEW" in line


def test_textract_s_own_warnings_name_their_pages(tmp_path: Path) -> None:
    warned = {**answer(form_page()), "Warnings": [{"ErrorCode": "BAD", "Pages": [1, 7]}]}

    result = read(saved(tmp_path / "a.json", warned))

    assert "warning: pages 1, 7: Textract warns: BAD\n" in result.stderr


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_an_answer_of_which_nothing_is_known_is_an_error(tmp_path: Path, form: str) -> None:
    blocks = [{**block, "BlockType": block["BlockType"].lower()} for block in form_page()]
    bad, good = saved(tmp_path / "a", answer(blocks)), saved(tmp_path / "b", answer(form_page()))

    result = read(bad, good, "--format", form)

    assert result.exit_code == 1
    assert f"papertray: {bad}: nothing of it is known: " in result.stderr
    assert "12.50" in result.stdout


def test_a_list_of_what_is_no_answer_is_one_error(tmp_path: Path) -> None:
    content: list[Any] = [{"Other": 1}] * 600 + [answer(form_page())]
    path = saved(tmp_path / "a.json", content)

    result = read(path)

    assert result.exit_code == 1
    assert "12.50" in result.stdout
    [line] = result.stderr.splitlines()
    assert line.startswith(f"papertray: {path}: no answer of Textract: it holds Other")
    assert line.endswith(" (and 599 more in it)")


def test_no_number_is_no_minimum_confidence(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", answer(form_page()))

    assert read(path, "--min-confidence", "nan").exit_code == 2


def test_a_folder_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.json", answer(form_page()))
    (tmp_path / "file").touch()

    result = read(path, "--out", tmp_path / "file" / "out")

    assert result.exit_code == 1
    assert f"the results cannot be written to {tmp_path / 'file' / 'out' / 'a'}: " in result.stderr
    assert "choose another folder for --out" in result.stderr
