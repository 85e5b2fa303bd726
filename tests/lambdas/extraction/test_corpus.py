"""Every recorded response with blocks means what an independent reader found in it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from lambdas.extraction.answers import decode_part
from lambdas.extraction.model import Cell, Table
from tests.lambdas.extraction.builders import Extraction, extract

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"

# Pages without LAYOUT whose columns of prose we read one after the other; Textract goes across.
IN_COLUMNS = {
    "multicol-1--trp--test-multicol-response.json",
    "multicol-2--trp--test-multicol-response-2.json",
}

# Its merged cell says row 3 and names the cells of row 1 (edited by hand?): we believe the cells.
MISPLACED_MERGED_CELL = "employmentapp--trp--tables_with_headers_and_merged_cells.json"

Expected = dict[str, Any]


def _manifest() -> dict[str, Expected]:
    if not CORPUS.exists():
        return {}
    entries = json.loads((CORPUS / "manifest.json").read_bytes())
    return {name: e["expect"] for name, e in entries.items() if e["expect"]["blocks"]}


def _with_blocks() -> dict[str, Expected]:
    """Answers of expense, identity and lending keep their blocks elsewhere: another reader's."""
    return {
        name: expected
        for name, expected in _manifest().items()
        if not {"expense", "identity", "lending"} & expected.keys()
    }


RECORDED = _with_blocks()
pytestmark = pytest.mark.skipif(not RECORDED, reason="the recorded responses are not here")
each_response = pytest.mark.parametrize(
    ("name", "expected"), RECORDED.items() or [("none", {})], ids=list(RECORDED) or ["none"]
)


def found_in(name: str) -> Extraction:
    part = decode_part((CORPUS / "responses" / name).read_bytes())
    return extract([part], min_confidence=90.0)


def sha1(lines: list[str]) -> str:
    return hashlib.sha1("\n".join(lines).encode(), usedforsecurity=False).hexdigest()


@each_response
def test_nothing_recorded_is_lost(name: str, expected: Expected) -> None:
    found = found_in(name)

    assert found.warnings == []
    assert (found.page_count, len(found.pages)) == (expected["pages"], expected["pages"])
    assert found.job_status == expected.get("job_status")
    assert len(found.signatures) == expected["signatures"]
    counts = expected["counts"]
    assert sum(page.counts.words for page in found.pages) == counts.get("WORD", 0)
    assert sum(page.counts.lines for page in found.pages) == counts.get("LINE", 0)


@each_response
def test_lines_are_in_reading_order(name: str, expected: Expected) -> None:
    found = found_in(name)

    texts = {str(page.page): [line.text for line in page.lines] for page in found.pages}
    if "reading_order_sha1" in expected:
        assert (
            sha1([text for lines in texts.values() for text in lines])
            == (expected["reading_order_sha1"])
        )
    elif name in IN_COLUMNS:
        assert {page: sha1(lines) for page, lines in texts.items()} != expected["line_sha1_by_page"]
    else:
        assert {page: sha1(lines) for page, lines in texts.items()} == expected["line_sha1_by_page"]


def test_columns_are_read_one_after_the_other() -> None:
    (page,) = found_in("multicol-1--trp--test-multicol-response.json").pages

    texts = [line.text for line in page.lines]
    left, right = texts.index("within one paragraph."), texts.index("A horizontally separate right")
    assert right == left + 1
    assert texts[-1] == "good start."


@each_response
def test_key_values_are_those_of_the_page(name: str, expected: Expected) -> None:
    fields = [field for field in found_in(name).fields if field.kind == "key_value"]

    assert [(f.page, f.name) for f in fields] == [
        (pair["page"], pair["key"]) for pair in expected["key_values"]
    ]
    for field, pair in zip(fields, expected["key_values"], strict=True):
        states = [state == "SELECTED" for state in pair.get("selection", [])]
        # Two checkboxes in one value: the other reader lists their states, ours stand as marks.
        several = len(states) > 1
        value = field.value.replace("[x]", "").replace("[ ]", "") if several else field.value
        assert value.split() == pair["value"].split()
        assert field.selected == (states[0] if len(states) == 1 else None)


@each_response
def test_questions_have_their_answers(name: str, expected: Expected) -> None:
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for field in found_in(name).fields:
        if field.kind == "query":
            values = found.setdefault((field.alias, field.question), [])
            values += [field.value] if field.confidence is not None else []

    assert [[*key, values] for key, values in found.items()] == expected["queries"]


@each_response
def test_tables_have_their_cells_and_captions(name: str, expected: Expected) -> None:
    tables = found_in(name).tables

    assert len(tables) == len(expected["tables"])
    for table, other in zip(tables, expected["tables"], strict=True):
        assert (table.page, table.rows, table.columns) == (
            other["page"],
            other["rows"],
            other["cols"],
        )
        assert (table.title or "").split("\n") == other.get("titles", [""])
        assert (table.footer or "").split("\n") == other.get("footers", [""])
        _assert_same_cells(table, other, misplaced=name == MISPLACED_MERGED_CELL)


def _assert_same_cells(table: Table, other: Expected, *, misplaced: bool) -> None:
    plain = {f"{c.row},{c.column}": c for c in table.cells if (c.row_span, c.column_span) == (1, 1)}
    merged = [cell for cell in table.cells if (cell.row_span, cell.column_span) != (1, 1)]
    marked = [place for place, cell in plain.items() if "[x]" in cell.text or "[ ]" in cell.text]
    # The other reader leaves checkboxes out of a cell's text and lists them beside it.
    assert {place: _words(cell) for place, cell in plain.items()} == {
        place: text.split() for place, text in other["grid"].items() if place in plain
    }
    assert sorted(marked) == sorted(set(other.get("cell_selection", {})) & set(plain))
    texts = sorted(cell.text for cell in merged)
    assert texts == sorted(other_cell["text"] for other_cell in other.get("merged", []))
    if not misplaced:
        assert sorted((c.row, c.column, c.row_span, c.column_span) for c in merged) == sorted(
            (m["row"], m["col"], m["rowspan"], m["colspan"]) for m in other.get("merged", [])
        )
    headers = other.get("cell_entity_types", {}).get("COLUMN_HEADER", [])
    assert set(table.header_rows) == {int(place.split(",")[0]) for place in headers}


def _words(cell: Cell) -> list[str]:
    return cell.text.replace("[x]", "").replace("[ ]", "").split()


def _bare(text: str) -> set[str]:
    """Return the words without markup, and without the colon that a pair's name gets."""
    return {word.rstrip(":") for word in text.replace("\\", "").replace("**", " ").split()}


@each_response
def test_every_word_of_every_line_is_in_the_markdown(name: str, expected: Expected) -> None:
    found = found_in(name)

    shown = _bare(found.markdown)
    assert set().union(*(_bare(page.text) for page in found.pages)) <= shown


@each_response
def test_csv_can_be_written(name: str, expected: Expected) -> None:
    found = found_in(name)

    assert len(found.files["fields.csv"].splitlines()) > len(found.fields)
    first = [number for number, table in enumerate(found.tables, start=1) if not table.continues]
    assert all(found.files[f"tables/{number}.csv"] for number in first)
