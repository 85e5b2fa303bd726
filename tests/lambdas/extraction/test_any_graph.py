"""Whatever comes, in whatever order, cut wherever: the same result or a warning, never an error."""

import json
from collections.abc import Iterable
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.extraction.answers import Part, decode_part
from lambdas.extraction.blocks import Block
from lambdas.extraction.graph import KNOWN
from lambdas.extraction.model import LayoutBlock, Page
from tests.lambdas.extraction.builders import Extraction, Json, extract
from tests.lambdas.extraction.graphs import any_json_of, pages

KINDS = [*sorted(KNOWN), "LAYOUT_LIST", "LAYOUT_TEXT", "LAYOUT_KEY_VALUE", "LAYOUT_X", "NEW"]
IDS = st.sampled_from([f"id{number}" for number in range(12)])
RELATIONSHIPS = st.fixed_dictionaries(
    {
        "Type": st.sampled_from(
            ["CHILD", "VALUE", "ANSWER", "MERGED_CELL", "TABLE_TITLE", "TABLE_FOOTER", "NEW", None]
        ),
        "Ids": st.none() | st.lists(IDS, max_size=5),
    }
)
ANY_BLOCK = st.tuples(
    any_json_of(Block),
    st.fixed_dictionaries(
        {
            "BlockType": st.sampled_from(KINDS),
            "Id": IDS,
            "Page": st.none() | st.integers(-1, 3),
            "Relationships": st.lists(RELATIONSHIPS, max_size=3),
        }
    ),
).map(lambda parts: parts[0] | parts[1])

MEMBERS = [field.encode_name for field in msgspec.structs.fields(Block)]

# The same examples everywhere, and no database of failed ones.
properties = settings(deadline=None, derandomize=True, database=None, max_examples=40)


def read(*parts: Iterable[Json]) -> Extraction:
    answers = [{"Blocks": list(part), "DocumentMetadata": {}} for part in parts]
    return extract([decode_part(json.dumps(answer).encode()) for answer in answers])


def whole(pages_: list[list[Json]]) -> list[Json]:
    return [each for page in pages_ for each in page]


def meaning(found: Extraction) -> dict[str, object]:
    """Return what was found, without the order of what has none but Textract's."""
    tables = [msgspec.structs.replace(table, continues=None) for table in found.tables]
    return {
        "pages": [_page_meaning(page) for page in found.pages],
        "fields": sorted(map(repr, found.fields)),
        "tables": sorted(map(repr, tables)),
        "signatures": sorted(map(repr, found.signatures)),
        "warnings": sorted(map(repr, found.warnings)),
    }


def _page_meaning(page: Page) -> object:
    layout = sorted(_layout_meaning(page, each) for each in page.layout)
    return page.page, page.counts, sorted(map(repr, page.lines)), layout


def _layout_meaning(page: Page, each: LayoutBlock) -> str:
    lines = sorted(page.lines[index].text for index in each.lines)
    children = sorted(_layout_meaning(page, child) for child in each.children)
    return repr((each.kind, each.box, each.confidence, lines, children))


@properties
@given(data=st.data(), drawn=pages())
def test_a_page_that_is_shuffled_means_the_same(
    data: st.DataObject, drawn: list[list[Json]]
) -> None:
    shuffled = [data.draw(st.permutations(page)) for page in drawn]

    assert meaning(read(whole(shuffled))) == meaning(read(whole(drawn)))


@properties
@given(drawn=pages(), seed=st.integers(0, 99))
def test_pages_that_are_mixed_within_a_part_mean_the_same(
    drawn: list[list[Json]], seed: int
) -> None:
    mixed = whole(drawn)
    Random(seed).shuffle(mixed)  # noqa: S311 (nothing is kept secret)

    assert meaning(read(mixed)) == meaning(read(whole(drawn)))


@properties
@given(drawn=pages(), cuts=st.lists(st.integers(0, 60), max_size=4).map(sorted))
def test_parts_cut_anywhere_are_the_same_result(drawn: list[list[Json]], cuts: list[int]) -> None:
    blocks = whole(drawn)
    edges = zip([0, *cuts], [*cuts, len(blocks)], strict=True)

    assert read(*(blocks[start:end] for start, end in edges)) == read(blocks)


@properties
@given(drawn=pages())
def test_nulls_for_absent_members_are_the_same_result(drawn: list[list[Json]]) -> None:
    blocks = whole(drawn)

    assert read([dict.fromkeys(MEMBERS) | each for each in blocks]) == read(blocks)


@properties
@given(drawn=pages(), gone=st.integers(0, 3))
def test_ids_that_refer_to_nothing_are_a_warning_and_change_nothing(
    drawn: list[list[Json]], gone: int
) -> None:
    blocks = whole(drawn)
    found = read([_with_dangling_ids(each, gone) for each in blocks])

    assert meaning(found) | {"warnings": []} == meaning(read(blocks))
    assert {warning.code for warning in found.warnings} <= {"DANGLING_ID"}


def _with_dangling_ids(made: Json, gone: int) -> Json:
    ids = [f"gone {number}" for number in range(gone)]
    relationships = [
        {**each, "Ids": [*ids, *each["Ids"]]} for each in made.get("Relationships", [])
    ]
    return {**made, "Relationships": relationships}


@properties
@given(data=st.data(), drawn=pages())
def test_blocks_that_are_missing_leave_the_others(
    data: st.DataObject, drawn: list[list[Json]]
) -> None:
    blocks = whole(drawn)
    kept = [each for each in blocks if data.draw(st.integers(0, 4))]

    lines = sorted(line.text for page in read(kept).pages for line in page.lines)
    assert lines == sorted(each["Text"] for each in kept if each["BlockType"] == "LINE")


@properties
@given(drawn=pages())
def test_a_part_that_comes_twice_is_told_and_counts_once(drawn: list[list[Json]]) -> None:
    blocks = drawn[0]
    found = read(blocks, blocks)

    assert {warning.code for warning in found.warnings} == {"DUPLICATE_ID"}
    assert meaning(found) | {"warnings": []} == meaning(read(blocks))


@properties
@given(blocks=st.lists(ANY_BLOCK, max_size=25), cut=st.integers(0, 25))
def test_any_blocks_at_all_can_be_read_and_rendered(blocks: list[Json], cut: int) -> None:
    found = read(blocks[:cut], blocks[cut:])

    for page in found.pages:
        placed = [index for each in page.layout for index in _lines_of(each)]
        assert len(placed) == len(set(placed)) <= len(page.lines)
    for table in found.tables:
        assert max(cell.row + cell.row_span - 1 for cell in table.cells) == table.rows
        assert max(cell.column + cell.column_span - 1 for cell in table.cells) == table.columns


def _lines_of(each: LayoutBlock) -> list[int]:
    return [*each.lines, *(index for child in each.children for index in _lines_of(child))]


@properties
@given(answers=st.lists(any_json_of(Part), max_size=2))
def test_any_answer_at_all_can_be_read_and_rendered(answers: list[Json]) -> None:
    extract([decode_part(json.dumps(answer).encode()) for answer in answers])
