"""`papertray local run`: what it refuses before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.cli import main
from console.documents import upload_name


def run(*arguments: Path | str) -> Result:
    return CliRunner().invoke(main, ["local", "run", *map(str, arguments)])


@pytest.mark.parametrize("name", ["...", "..json", "letter.pdf"])
def test_results_never_take_a_document_s_own_place(tmp_path: Path, name: str) -> None:
    document = tmp_path / name
    document.write_bytes(b"mine")

    result = run(document, "--out", tmp_path)

    assert result.exit_code == 1
    assert "holds what is to be read; choose another folder for --out" in result.stderr
    assert document.read_bytes() == b"mine"


def test_a_name_that_no_object_can_have_is_uploaded_by_one_that_it_can() -> None:
    assert upload_name("r\udce9sum\udce9.pdf") == "r\\xe9sum\\xe9.pdf"
    assert upload_name("a\nb\x1b.pdf") == "a\\nb\\x1b.pdf"
    assert upload_name("r\u00e9sum\u00e9 [1].pdf") == "r\u00e9sum\u00e9 [1].pdf"
