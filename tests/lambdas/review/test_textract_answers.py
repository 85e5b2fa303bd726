"""What workers said in A2I's own task type for Textract is told of the document's fields."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from lambdas.extraction.answers import Part
from lambdas.review.answers import Addition, Answer, InvalidAnswer
from lambdas.review.flow_definition import TASK_TYPE
from lambdas.review.textract_answers import textract_answers
from tests.lambdas.extraction.builders import Json, block, checkbox, extraction, key_value
from tests.lambdas.extraction.graphs import any_json_of
from tests.lambdas.review.reviews import pair, reviewed

properties = settings(deadline=None, derandomize=True, database=None, max_examples=60)
ARRIVED = "2026-11-21T12:00:00.000+00:00"
Change = Callable[[dict[str, Json]], object]

BOX = (0.5, 0.4, 0.02, 0.02)


def named(prefix: str, blocks: list[Json]) -> list[Json]:
    """Return blocks whose ids begin with a prefix, so that two pairs may have one name."""
    return [
        {
            **each,
            "Id": f"{prefix} {each['Id']}",
            "Relationships": [
                {**relation, "Ids": [f"{prefix} {id_}" for id_ in relation["Ids"]]}
                for relation in each.get("Relationships", [])
            ],
        }
        for each in blocks
    ]


TICKED = [
    block("WORD", "word", Text="Agreed"),
    checkbox("box", selected=False, at=BOX),
    *key_value(
        block("KEY_VALUE_SET", "key", CHILD=["word"]),
        block("KEY_VALUE_SET", "value", CHILD=["box"], at=BOX),
    ),
]
BLOCKS = [
    *named("a", pair("Name:", "Jame", at=(0.1, 0.1, 0.4, 0.02))),
    *named("b", pair("Phone:", "12", at=(0.1, 0.2, 0.4, 0.02))),
    *named("c", pair("Phone:", "13", at=(0.1, 0.3, 0.4, 0.02))),
    *named("d", TICKED),
]
FOUND = extraction(*BLOCKS)
assert [field.name for field in FOUND.fields] == ["Name:", "Phone:", "Phone:", "Agreed"]
NAME_VALUE, NAME_WORD = "a 1 value Name:", "a 1 Name: 1"
ALL = ("a", "b", "c", "d")


def camel(value: Any) -> Any:  # noqa: ANN401  (JSON)
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: camel(member) for name, member in value.items()}
    return [*map(camel, value)] if isinstance(value, list) else value


def forms(blocks: list[Json], *prefixes: str) -> list[Json]:
    """Return the pairs whose ids have one of the prefixes, with all their words."""
    return [each for each in blocks if each["Id"].startswith(prefixes)] if prefixes else []


def output(*answers: list[Json], selected: tuple[str, ...] = ALL) -> bytes:
    contents = [{TASK_TYPE: {"blocks": camel(blocks)}} for blocks in answers]
    return json.dumps(
        {
            "awsManagedHumanLoopRequestSource": TASK_TYPE,
            "humanAnswers": [
                {
                    "answerContent": content,
                    "submissionTime": "2026-11-21T10:00:00.000Z",
                    "workerId": f"w{number}",
                }
                for number, content in enumerate(contents)
            ],
            "inputContent": {
                "aiServiceResponse": {"blocks": camel(BLOCKS)},
                "selectedAiServiceResponse": {"blocks": camel(forms(BLOCKS, *selected))},
            },
        }
    ).encode()


def changed(change: Change) -> list[Json]:
    """Return the blocks after a change of them by their ids."""
    blocks = {each["Id"]: dict(each) for each in BLOCKS}
    change(blocks)
    return [*blocks.values()]


def said(blocks: list[Json], selected: tuple[str, ...] = ALL) -> Answer:
    (answer,) = textract_answers(
        output(blocks, selected=selected), enumerate(FOUND.fields), at=ARRIVED
    )
    return answer


def test_what_was_selected_and_left_is_confirmed_and_nothing_else() -> None:
    answer = said(BLOCKS, ("a", "d"))

    assert answer.values == {"field-0": "Jame", "field-3": "", "selected-3": False}
    assert (answer.reviewer, answer.at) == ("w0", "2026-11-21T10:00:00.000Z")
    assert (answer.added, answer.note) == ((), "")


@pytest.mark.parametrize(
    "change",
    [
        lambda blocks: blocks[NAME_VALUE].update(Text="Jane"),
        lambda blocks: blocks[NAME_WORD].update(Text="Jane"),
        lambda blocks: (
            blocks[NAME_VALUE].update(Text="Jame"),
            blocks[NAME_WORD].update(Text="Jane"),
        ),
        lambda blocks: (
            blocks[NAME_VALUE].update(
                Text="Jane", Relationships=[{"Type": "CHILD", "Ids": ["new"]}]
            ),
            blocks.update(new={"BlockType": "WORD", "Id": "new", "Text": "Jane"}),
        ),
    ],
)
def test_a_correction_is_told_by_the_values_own_text_or_by_its_words(change: Change) -> None:
    assert said(changed(change), ("a",)).values == {"field-0": "Jane"}


def test_what_was_changed_counts_though_it_was_not_selected() -> None:
    blocks = changed(lambda blocks: blocks[NAME_WORD].update(Text="Jane"))

    assert said(blocks, ("d",)).values["field-0"] == "Jane"


def test_a_value_is_emptied_where_its_words_are_gone() -> None:
    blocks = changed(lambda blocks: blocks[NAME_VALUE].update(Text="", Relationships=[]))

    assert said(blocks, ("a",)).values == {"field-0": ""}


def test_words_that_an_answer_only_names_are_those_that_textract_read() -> None:
    only_forms = [each for each in BLOCKS if each["BlockType"] == "KEY_VALUE_SET"]

    assert said(only_forms).values == said(BLOCKS).values


def test_a_checkbox_is_ticked() -> None:
    blocks = changed(lambda blocks: blocks["d box"].update(SelectionStatus="SELECTED"))

    assert said(blocks, ()).values == {"field-3": "", "selected-3": True}


def test_pairs_of_one_name_are_told_apart_by_their_places() -> None:
    blocks = changed(lambda blocks: blocks["c 1 Phone: 1"].update(Text="99"))

    assert said(forms(blocks, "b", "c")[::-1], ("b", "c")).values == {
        "field-1": "12",
        "field-2": "99",
    }


def test_a_pair_that_was_moved_is_known_by_its_name_and_a_renamed_one_by_its_place() -> None:
    def change(blocks: dict[str, Json]) -> None:
        blocks[NAME_VALUE]["Geometry"] = None
        blocks["b 1 key Phone:"]["Text"] = "Mobile:"

    answer = said(changed(change), ("a", "b"))

    assert answer.values == {"field-0": "Jame", "field-1": "12"}
    assert answer.note == "field-1 is named Mobile:"


def test_a_new_pair_is_an_addition() -> None:
    new: list[Json] = [
        {"BlockType": "KEY_VALUE_SET", "Id": "k", "EntityTypes": ["KEY"], "Text": "Fax:"},
        {"BlockType": "KEY_VALUE_SET", "Id": "v", "EntityTypes": ["VALUE"], "Text": "=1 <b>"},
    ]
    new[0]["Relationships"] = [{"Type": "VALUE", "Ids": ["v"]}]

    answer = said([*BLOCKS, *new], ("a",))

    assert answer.values == {"field-0": "Jame"}
    assert answer.added == (Addition(name="Fax:", value="=1 <b>"),)


def test_a_pair_that_was_left_out_is_not_changed_and_the_note_says_so() -> None:
    answer = said(forms(BLOCKS, "a"), ("a", "b"))

    assert answer.values == {"field-0": "Jame"}
    assert answer.note == "field-1 was left out"


def test_several_workers_have_an_answer_each() -> None:
    answers = textract_answers(output(BLOCKS, BLOCKS), enumerate(FOUND.fields), at=ARRIVED)

    assert [answer.reviewer for answer in answers] == ["w0", "w1"]


def test_fields_of_other_kinds_are_never_taken_for_pairs_and_keep_their_numbers() -> None:
    query = block("QUERY", "q", Query={"Text": "Name:"}, ANSWER=["r"])
    found = extraction(query, block("QUERY_RESULT", "r", Text="Jame"))
    fields = [*enumerate(found.fields), *enumerate(FOUND.fields, start=7)]

    (answer,) = textract_answers(output(BLOCKS, selected=("a",)), fields, at=ARRIVED)

    assert answer.values == {"field-7": "Jame"}


def test_an_answer_goes_into_the_document() -> None:
    blocks = changed(lambda blocks: blocks[NAME_WORD].update(Text="Jane"))

    after = reviewed(FOUND, said(blocks))

    assert [field.value for field in after.document.fields] == ["Jane", "12", "13", ""]
    assert (after.merge.corrected, after.merge.confirmed) == (1, 3)


def test_five_hundred_pairs_are_matched_in_a_moment() -> None:
    many = [
        each
        for number in range(500)
        for each in named(
            str(number), pair("Key:", f"v{number}", at=(0.1, number / 500, 0.4, 0.001))
        )
    ]
    found = extraction(*many)
    blocks = [
        {**each, "Text": f"w{each['Text'][1:]}"} if each.get("Text", "").startswith("v") else each
        for each in many
        if each["BlockType"] != "LINE"
    ]

    (answer,) = textract_answers(output(blocks[::-1]), enumerate(found.fields), at=ARRIVED)

    assert answer.values == {f"field-{number}": f"w{number}" for number in range(500)}


@pytest.mark.parametrize(
    "content",
    [{}, {TASK_TYPE: None}, {TASK_TYPE: {"blocks": "x"}}, {TASK_TYPE: {"blocks": [1, None]}}],
)
def test_answers_without_blocks_are_refused(content: object) -> None:
    document = {"humanAnswers": [{"answerContent": content, "workerId": "w"}]}

    with pytest.raises(InvalidAnswer, match="in no shape that is understood"):
        textract_answers(json.dumps(document).encode(), enumerate(FOUND.fields), at=ARRIVED)


def test_what_is_no_json_object_is_refused() -> None:
    with pytest.raises(InvalidAnswer):
        textract_answers(b"[]", [], at=ARRIVED)


@properties
@given(part=any_json_of(Part))
def test_any_blocks_at_all_are_read_and_can_be_kept(part: Json) -> None:
    blocks = part.get("Blocks")
    document = {"humanAnswers": [{"answerContent": {TASK_TYPE: {"blocks": camel(blocks)}}}]}

    try:
        answers = textract_answers(
            json.dumps(document).encode(), enumerate(FOUND.fields), at=ARRIVED
        )
    except InvalidAnswer:
        return
    for answer in answers:
        assert msgspec.json.decode(msgspec.json.encode(answer), type=Answer) == answer
