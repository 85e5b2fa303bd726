"""The benchmarks' documents are what they claim to be, and are read without a loss."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bench.made_up import BLOCKS_A_PART, FORM, LETTER, PAYSLIP, Shape, page, write_parts
from lambdas.extraction.answers import decode_part
from lambdas.extraction.extract import Reader
from lambdas.extraction.model import Content


@pytest.mark.parametrize(("shape", "blocks"), [(LETTER, 149), (PAYSLIP, 662), (FORM, 1045)])
def test_a_page_has_as_many_blocks_as_the_recorded_one(shape: Shape, blocks: int) -> None:
    ids = {block["Id"] for block in page(1, shape)}

    assert len(ids) == blocks == shape.blocks


def test_the_same_document_is_made_every_time_and_each_page_differs(tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    for folder in (first, again):
        folder.mkdir()
        write_parts(folder, LETTER, pages=2)

    assert (first / "1").read_bytes() == (again / "1").read_bytes()
    ids = [{block["Id"] for block in page(number, LETTER)} for number in (1, 2)]
    assert ids[0].isdisjoint(ids[1])


def test_a_document_is_cut_where_textract_cuts_it(tmp_path: Path) -> None:
    paths = write_parts(tmp_path, LETTER, pages=10)

    parts = [msgspec.json.decode(path.read_bytes()) for path in paths]
    assert [path.name for path in paths] == ["1", "2"]
    assert [len(part["Blocks"]) for part in parts] == [BLOCKS_A_PART, 490]
    assert [part["DocumentMetadata"]["Pages"] for part in parts] == [10, 10]


@pytest.mark.parametrize("shape", [LETTER, PAYSLIP, FORM])
def test_all_that_is_on_a_page_is_found_again(tmp_path: Path, shape: Shape) -> None:
    parts = [decode_part(path.read_bytes()) for path in write_parts(tmp_path, shape, pages=3)]
    reader = Reader(parts, min_confidence=80)

    contents = list(reader.pages())

    assert [content.page.page for content in contents] == [1, 2, 3]
    assert [*reader.warnings, *(each for c in contents for each in c.warnings)] == []
    for content in contents:
        _holds_all(content, shape)


def _holds_all(content: Content, shape: Shape) -> None:
    lines = 2 + shape.text_lines + shape.key_values + shape.tables * (1 + _cells(shape))
    assert len(content.page.lines) == lines
    assert len(content.fields) == shape.key_values + shape.queries
    assert sum(field.selected is not None for field in content.fields) == shape.key_values // 10
    assert all(field.value or field.selected is not None for field in content.fields)
    assert len(content.signatures) == shape.signatures
    assert len(content.tables) == shape.tables
    for table in content.tables:
        assert (table.rows, table.columns) == (shape.rows, shape.columns)
        assert table.header_rows == [1]
        assert len(table.cells) == _cells(shape) - 1  # two of them are merged
        assert table.title
    assert all(0 <= line.box.top <= 1 for line in content.page.lines if line.box)


def _cells(shape: Shape) -> int:
    return shape.rows * shape.columns
