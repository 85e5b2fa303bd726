"""The files of the longest document have room on a function's disk."""

import json
import os
from tempfile import SpooledTemporaryFile

import pytest

from bench import made_up
from lambdas.documents import MAX_PAGES
from lambdas.extraction.answers import decode_part
from lambdas.extraction.extract import Reader
from lambdas.extraction.files import ResultFiles
from stacks.sizes import SIZES
from tests.lambdas.extraction.test_result_document import HEAD

PAGES = 5
DENSE = made_up.Shape(text_lines=2, words_a_line=8, key_values=0, tables=1, rows=60, columns=10)


class Counted(SpooledTemporaryFile[bytes]):
    """Counts the bytes that are written to all of its kind."""

    written = 0

    def write(self, content: bytes) -> int:  # type: ignore[override]
        Counted.written += len(content)
        return super().write(content)


def test_nothing_is_written_twice_and_3000_dense_pages_have_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lambdas.extraction.files.SpooledTemporaryFile", Counted)
    monkeypatch.setattr(Counted, "written", 0)
    blocks = [block for page in range(1, PAGES + 1) for block in made_up.page(page, DENSE)]
    reader = Reader([decode_part(json.dumps({"Blocks": blocks}).encode())], min_confidence=90.0)

    with ResultFiles() as files:
        for content in reader.pages():
            files.add(content)
        given = sum(file.seek(0, os.SEEK_END) for _, file in files.finished(HEAD, reader.warnings))

    assert Counted.written < 1.05 * given
    assert Counted.written / PAGES * MAX_PAGES < SIZES["collect"].files << 20
