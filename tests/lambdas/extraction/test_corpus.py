"""Every recorded response means what an independent reader found in it, or we say why not."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from lambdas.extraction.model import Cell, Field, LayoutBlock, Line, Signature, Table
from tests.lambdas.extraction.builders import Json, read
from tests.lambdas.extraction.differences import differences, explained
from tests.lambdas.extraction.recordings import CORPUS, found_in, manifest

RECORDED = manifest()
pytestmark = pytest.mark.skipif(not RECORDED, reason="the recorded responses are not here")
each_recording = pytest.mark.parametrize("name", list(RECORDED) or ["none"])

# What the picture of the form shows for its six questions.
YES, NO = "[x] Yes [ ] No", "[ ] Yes [x] No"
FORM_ANSWERS = [YES, NO, NO, NO, YES, NO]
FORMS = [
    name
    for name in RECORDED
    if name.startswith("patient-intake") and RECORDED[name]["counts"].get("TABLE")
]

NAMED = {"expense", "identity", "lending"}  # their blocks, if any, are within their documents
OF_BLOCKS = [name for name, each in RECORDED.items() if each["blocks"] and not NAMED & each.keys()]
PARTS = 3


def raw(name: str) -> Json:
    answer: Json = json.loads((CORPUS / "responses" / name).read_bytes())
    return answer


@each_recording
def test_every_difference_is_explained_and_there_is_no_other(name: str) -> None:
    found = differences(found_in(name), RECORDED[name])

    assert {each.aspect: each for each in found}.keys() == explained(name).keys()


@pytest.mark.parametrize("name", FORMS or ["none"])
def test_checkboxes_are_ticked_as_in_the_picture(name: str) -> None:
    table = found_in(name).tables[0]

    assert [cell.text for cell in table.cells if "[" in cell.text] == FORM_ANSWERS


def test_columns_are_read_one_after_the_other() -> None:
    (page,) = found_in("multicol-1--trp--test-multicol-response.json").pages

    texts = [line.text for line in page.lines]
    left, right = texts.index("within one paragraph."), texts.index("A horizontally separate right")
    assert right == left + 1
    assert texts[-1] == "good start."


@each_recording
def test_handwriting_is_told_by_line(name: str) -> None:
    blocks = {block["Id"]: block for block in _blocks(raw(name))}
    written = sorted(
        block["Text"]
        for block in blocks.values()
        if block["BlockType"] == "LINE"
        and any(blocks[id_].get("TextType") == "HANDWRITING" for id_ in _children(block))
    )

    lines = [line for page in found_in(name).pages for line in page.lines]
    assert sorted(line.text for line in lines if line.handwriting) == written


@each_recording
def test_everything_with_a_place_has_a_box_and_a_confidence(name: str) -> None:
    found = found_in(name)
    placed: list[Line | Field | LayoutBlock | Table | Cell | Signature] = [
        *(line for page in found.pages for line in page.lines),
        *(field for field in found.fields if field.kind == "key_value"),
        *(block for page in found.pages for block in page.layout),
        *found.tables,
        *(cell for table in found.tables for cell in table.cells),
        *found.signatures,
    ]

    assert all(each.box is not None and each.confidence is not None for each in placed)


@each_recording
def test_every_word_of_every_line_is_in_the_markdown(name: str) -> None:
    found = found_in(name)

    shown = _bare(found.markdown)
    assert set().union(*(_bare(page.text) for page in found.pages)) <= shown


@each_recording
def test_every_table_is_a_csv_of_its_rows(name: str) -> None:
    found = found_in(name)

    for number, table in enumerate(found.tables, start=1):
        rows = list(csv.reader(io.StringIO(found.files[f"tables/{number}.csv"], newline="")))
        assert len(rows) >= table.rows
        assert {len(row) for row in rows} == {table.columns}


@each_recording
def test_every_field_is_a_row_of_the_csv(name: str) -> None:
    found = found_in(name)

    rows = list(csv.DictReader(io.StringIO(found.files["fields.csv"], newline="")))
    assert [(row["kind"], row["name"].lstrip("'")) for row in rows] == [
        (field.kind, field.name.lstrip("'")) for field in found.fields
    ]


@pytest.mark.parametrize("name", OF_BLOCKS or ["none"])
def test_parts_cut_anywhere_mean_the_same(name: str) -> None:
    answer = raw(name)
    blocks = answer.pop("Blocks")
    cuts = [len(blocks) * part // PARTS for part in range(PARTS + 1)]
    parts = [{**answer, "Blocks": blocks[a:b]} for a, b in pairwise(cuts)]

    assert read(*parts) == found_in(name)


@each_recording
def test_nulls_and_unknown_members_change_nothing(name: str) -> None:
    answer = raw(name)
    for block in _blocks(answer):
        block |= {"Hint": None, "Custom": {"anything": [1]}}
        for member in ("Relationships", "EntityTypes", "RowSpan", "Query", "Text", "TextType"):
            block.setdefault(member, None)

    assert read(answer | {"ResponseMetadata": {"HTTPStatusCode": 200}}) == found_in(name)


def _blocks(answer: Json) -> Iterator[Json]:
    """Yield an answer's blocks, those of its invoices and identity documents too."""
    yield from answer.get("Blocks") or ()
    for member in ("ExpenseDocuments", "IdentityDocuments"):
        for document in answer.get(member) or ():
            yield from document.get("Blocks") or ()


def _children(block: Json) -> list[str]:
    relationships: list[dict[str, Any]] = block.get("Relationships") or []
    return [id_ for each in relationships if each["Type"] == "CHILD" for id_ in each["Ids"]]


def _bare(text: str) -> set[str]:
    """Return the words without markup, and without the colon that a pair's name gets."""
    return {word.rstrip(":") for word in text.replace("\\", "").replace("**", " ").split()}
