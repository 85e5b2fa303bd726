"""`papertray local run`: documents in, a folder of results out."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from console.cli import main
from tests.documents import png, text_called_pdf

pytestmark = pytest.mark.local


def test_it_reads_documents_and_tells_of_those_that_failed(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.png", tmp_path / "bad.pdf"
    good.write_bytes(png("Hello, laptop"))
    bad.write_bytes(text_called_pdf())
    again = tmp_path / "other" / "good.png"
    again.parent.mkdir()
    again.write_bytes(png("Same name"))
    out = tmp_path / "out"

    result = CliRunner().invoke(
        main, ["local", "run", str(good), str(bad), str(again), "--out", str(out)]
    )

    assert result.exit_code == 1, result.output
    assert "Hello, laptop" in (out / "good.png" / "text.txt").read_text()
    assert "Same name" in (out / "good.png-2" / "text.txt").read_text()
    assert "bad.pdf: The file is not a PDF, TIFF, JPEG or PNG" in result.output
    assert "3 documents in " in result.output


def test_a_missing_document_is_named_before_anything_starts(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["local", "run", "nowhere.png", "--out", str(tmp_path)])

    assert result.exit_code == 2
    assert "'nowhere.png' does not exist" in result.stderr


def test_an_unknown_profile_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png("a"))

    result = CliRunner().invoke(
        main, ["local", "run", str(path), "--out", str(tmp_path), "--profile", "nonesuch"]
    )

    assert result.exit_code == 1
    assert (
        "no profile 'nonesuch'; it has default, text, invoices, receipts, ids, loans"
        in result.stderr
    )
