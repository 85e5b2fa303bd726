"""Tables, forms, queries and layout are found on drawn pages, and told as Textract tells them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from local.textract.engine import Query, open_document, page_blocks
from tests.local.textract.engine.sheets import Sheet

Block = dict[str, Any]
EVERYTHING = frozenset({"TABLES", "FORMS", "QUERIES", "SIGNATURES", "LAYOUT"})
QUERIES = [
    Query(text="What is the policy number?", alias="POLICY"),
    Query(text="Who painted the ceiling?", alias=None),
]
ORDER = ["PAGE", "LINE", "WORD", "SELECTION_ELEMENT", "TABLE", "KEY_VALUE_SET", "QUERY", "LAYOUT"]


def drawn() -> Sheet:
    sheet = Sheet().text(330, 50, "Claim Report", size=52)
    sheet.text(80, 180, "Policy number:").text(330, 180, "QX-4711")
    sheet.text(80, 240, "Insured:").text(330, 240, "Imogen Delacroix")
    sheet.text(80, 330, "Damage by").box(300, 328, marked=True).text(336, 330, "Fire")
    sheet.box(480, 328).text(516, 330, "Water")
    sheet.grid((80, 400, 600, 860), (480, 540, 600, 660))
    sheet.draw.rectangle((402, 602, 858, 658), fill="white")  # the last two cells are one
    sheet.line((400, 600), (860, 600)).line((400, 660), (860, 660)).line((860, 600), (860, 660))
    rows = ["Item", "Count", "Price"], ["Curtain", "4", ""], ["Rest", "", ""]
    for y, row in zip((494, 554, 614), rows, strict=True):
        for x, text in zip((100, 420, 620), row, strict=True):
            sheet.text(x, y, text)
    return sheet.text(520, 614, "nothing but dust")


@pytest.fixture(scope="module")
def blocks() -> list[Block]:
    document = open_document(drawn().bytes())
    return page_blocks(document, 1, feature_types=EVERYTHING, queries=QUERIES)


@pytest.fixture(scope="module")
def by_id(blocks: list[Block]) -> dict[str, Block]:
    return {block["Id"]: block for block in blocks}


def of_type(blocks: list[Block], kind: str) -> list[Block]:
    return [block for block in blocks if block["BlockType"] == kind]


def related(block: Block, kind: str) -> list[str]:
    links = block.get("Relationships", [])
    return [id_ for link in links if link["Type"] == kind for id_ in link["Ids"]]


def text(block: Block, by_id: dict[str, Block]) -> str:
    children = [by_id[id_] for id_ in related(block, "CHILD")]
    return " ".join(child.get("Text") or child["SelectionStatus"] for child in children)


def pairs(blocks: list[Block], by_id: dict[str, Block]) -> dict[str, str]:
    keys = [b for b in of_type(blocks, "KEY_VALUE_SET") if b["EntityTypes"] == ["KEY"]]
    return {text(key, by_id): text(by_id[related(key, "VALUE")[0]], by_id) for key in keys}


def test_blocks_come_in_textracts_order(blocks: list[Block]) -> None:
    rooms = {"CELL": "TABLE", "MERGED_CELL": "TABLE", "TABLE_TITLE": "TABLE"}
    rooms["QUERY_RESULT"] = "QUERY"
    seen = [rooms.get(b["BlockType"], b["BlockType"].split("_")[0]) for b in blocks]
    names = [
        next(name for name in ORDER if name.split("_")[0] == kind)
        for kind in (kind.split("_")[0] for kind in seen)
    ]

    assert names == sorted(names, key=ORDER.index)
    assert set(names) == set(ORDER)


def test_ids_are_random_and_every_relationship_leads_to_a_block(
    blocks: list[Block], by_id: dict[str, Block]
) -> None:
    assert len(by_id) == len(blocks)
    assert all(UUID(block["Id"]).version == 4 for block in blocks)
    for block in blocks:
        for link in block.get("Relationships", []):
            assert link["Ids"]
            assert all(id_ in by_id for id_ in link["Ids"])


def test_each_type_has_the_fields_that_textract_sends(blocks: list[Block]) -> None:
    common = {"BlockType", "Id", "Page", "Relationships"}
    own = {
        "PAGE": {"Geometry"},
        "LINE": {"Geometry", "Confidence", "Text"},
        "WORD": {"Geometry", "Confidence", "Text", "TextType"},
        "CELL": {"RowIndex", "ColumnIndex", "RowSpan", "ColumnSpan", "EntityTypes"},
        "QUERY": {"Query"},
        "KEY_VALUE_SET": {"Geometry", "Confidence", "EntityTypes"},
    }
    own["CELL"] |= {"Geometry", "Confidence"}
    for kind, fields in own.items():
        for block in of_type(blocks, kind):
            assert set(block) <= common | fields, kind


def test_geometry_stays_on_the_page(blocks: list[Block]) -> None:
    points = [p for b in blocks if "Geometry" in b for p in b["Geometry"]["Polygon"]]

    assert all(0 <= point["X"] <= 1 and 0 <= point["Y"] <= 1 for point in points)


def test_the_page_holds_lines_and_findings_but_no_words_or_cells(
    blocks: list[Block], by_id: dict[str, Block]
) -> None:
    kinds = {by_id[id_]["BlockType"] for id_ in related(blocks[0], "CHILD")}

    assert {"LINE", "TABLE", "KEY_VALUE_SET", "QUERY", "QUERY_RESULT"} <= kinds
    assert not kinds & {"WORD", "CELL", "MERGED_CELL", "SELECTION_ELEMENT"}


def test_labels_with_a_colon_are_keys(blocks: list[Block], by_id: dict[str, Block]) -> None:
    found = pairs(blocks, by_id)

    assert found["Policy number:"] == "QX-4711"
    assert found["Insured:"] == "Imogen Delacroix"


def test_checkboxes_are_values_of_their_labels(
    blocks: list[Block], by_id: dict[str, Block]
) -> None:
    found = pairs(blocks, by_id)

    assert (found["Fire"], found["Water"]) == ("SELECTED", "NOT_SELECTED")


def test_a_ruled_grid_is_a_table_with_a_header(
    blocks: list[Block], by_id: dict[str, Block]
) -> None:
    cells = of_type(blocks, "CELL")
    grid = {(c["RowIndex"], c["ColumnIndex"]): text(c, by_id) for c in cells}
    headers = {c["RowIndex"] for c in cells if c.get("EntityTypes") == ["COLUMN_HEADER"]}

    assert [grid[1, column] for column in (1, 2, 3)] == ["Item", "Count", "Price"]
    assert [grid[2, column] for column in (1, 2, 3)] == ["Curtain", "4", ""]
    assert headers == {1}


def test_cells_span_one_and_merged_cells_say_the_rest(
    blocks: list[Block], by_id: dict[str, Block]
) -> None:
    (merged,) = of_type(blocks, "MERGED_CELL")

    assert {(c["RowSpan"], c["ColumnSpan"]) for c in of_type(blocks, "CELL")} == {(1, 1)}
    assert (merged["RowIndex"], merged["ColumnIndex"], merged["ColumnSpan"]) == (3, 2, 2)
    assert len(related(merged, "CHILD")) == 2


def test_a_query_is_answered_or_left_without_an_answer(
    blocks: list[Block], by_id: dict[str, Block]
) -> None:
    answered, unanswered = of_type(blocks, "QUERY")

    assert answered["Query"] == {"Text": "What is the policy number?", "Alias": "POLICY"}
    assert [by_id[id_]["Text"] for id_ in related(answered, "ANSWER")] == ["QX-4711"]
    assert unanswered["Query"] == {"Text": "Who painted the ceiling?"}
    assert "Relationships" not in unanswered


def test_the_largest_line_on_top_is_the_title(blocks: list[Block], by_id: dict[str, Block]) -> None:
    (title,) = of_type(blocks, "LAYOUT_TITLE")

    assert text(title, by_id) == "Claim Report"


def test_only_what_was_asked_is_told() -> None:
    document = open_document(drawn().bytes())

    kinds = {block["BlockType"] for block in page_blocks(document, 1)}

    assert kinds == {"PAGE", "LINE", "WORD"}
