"""Whatever graph comes, cut wherever: an extraction and its renderings, never an error."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.extraction.answers import decode_part
from lambdas.extraction.graph import KNOWN
from tests.lambdas.extraction.builders import (
    Json,
    block,
    checkbox,
    extract,
    extraction,
    key_value,
    line,
    table,
    word,
)

IDS = st.sampled_from([f"id{number}" for number in range(12)])
FRACTIONS = st.floats(-1, 2)
TYPES = st.sampled_from([*sorted(KNOWN), "LAYOUT_LIST", "LAYOUT_TEXT", "LAYOUT_X", "NEW", None])
RELATIONSHIPS = st.fixed_dictionaries(
    {
        "Type": st.sampled_from(
            ["CHILD", "VALUE", "ANSWER", "MERGED_CELL", "TABLE_TITLE", "TABLE_FOOTER", "NEW", None]
        ),
        "Ids": st.none() | st.lists(IDS, max_size=5),
    }
)
INDEXES = st.none() | st.integers(-2, 5) | st.just(10**12)
BOXES = st.fixed_dictionaries(dict.fromkeys(["Left", "Top", "Width", "Height"], FRACTIONS))
BLOCKS = st.fixed_dictionaries(
    {
        "BlockType": TYPES,
        "Id": st.none() | IDS,
        "Page": st.none() | st.integers(-1, 3),
        "Text": st.none() | st.text(max_size=8),
        "TextType": st.sampled_from(["HANDWRITING", "PRINTED", None]),
        "Confidence": st.none() | st.floats(0, 100),
        "Geometry": st.none() | st.fixed_dictionaries({"BoundingBox": st.none() | BOXES}),
        "Relationships": st.none() | st.lists(RELATIONSHIPS, max_size=3),
        "EntityTypes": st.none() | st.lists(st.sampled_from(["KEY", "VALUE", "COLUMN_HEADER"])),
        "SelectionStatus": st.sampled_from(["SELECTED", "NOT_SELECTED", None]),
        "Query": st.none() | st.fixed_dictionaries({"Text": st.none() | st.text(max_size=5)}),
        **dict.fromkeys(["RowIndex", "ColumnIndex", "RowSpan", "ColumnSpan"], INDEXES),
    }
)

WHOLE: list[Json] = [
    line("Name: Ann", CHILD=["word Name:", "word Ann"], at=(0.1, 0.1, 0.3, 0.02)),
    line("x"),
    word("Name:"),
    word("Ann"),
    checkbox("box", selected=True),
    *key_value(
        block("KEY_VALUE_SET", "k", CHILD=["word Name:"]),
        block("KEY_VALUE_SET", "v", CHILD=["word Ann", "box"]),
    ),
    *table([["a", "b"], ["c", "d"]], header=True, at=(0.1, 0.5, 0.5, 0.2)),
    block("QUERY", "q", Query={"Text": "Who?"}, ANSWER=["r"]),
    block("QUERY_RESULT", "r", Text="Ann"),
    block("SIGNATURE", "s"),
]


def read(blocks: list[Any], cut: int) -> None:
    """Extract and render blocks that came in two parts."""
    parts = [
        decode_part(json.dumps({"Blocks": some}).encode()) for some in (blocks[:cut], blocks[cut:])
    ]
    extract(parts)


@settings(deadline=None)
@given(blocks=st.lists(BLOCKS, max_size=25), cut=st.integers(0, 25))
def test_any_blocks_can_be_read_and_rendered(blocks: list[Json], cut: int) -> None:
    read(blocks, cut)


@settings(deadline=None)
@given(blocks=st.permutations(WHOLE))
def test_a_shuffled_page_means_the_same(blocks: list[Json]) -> None:
    found, straight = extraction(*blocks), extraction(*WHOLE)

    assert found.fields == straight.fields
    assert found.tables == straight.tables
    assert sorted(line_.text for line_ in found.pages[0].lines) == ["Name: Ann", "x"]
    assert found.warnings == []


@settings(deadline=None)
@given(cut=st.integers(0, len(WHOLE)))
def test_a_page_cut_anywhere_means_the_same(cut: int) -> None:
    parts = [
        decode_part(json.dumps({"Blocks": some}).encode()) for some in (WHOLE[:cut], WHOLE[cut:])
    ]

    assert extract(parts, min_confidence=90.0) == extraction(*WHOLE)


@settings(deadline=None)
@given(gone=st.sets(st.sampled_from(range(len(WHOLE)))), cut=st.integers(0, len(WHOLE)))
def test_a_page_with_blocks_missing_can_be_read(gone: set[int], cut: int) -> None:
    read([block_ for index, block_ in enumerate(WHOLE) if index not in gone], cut)
