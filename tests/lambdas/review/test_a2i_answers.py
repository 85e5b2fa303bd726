"""What workers said in A2I's custom task type is read, however odd; only no JSON is an error."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.review.a2i_answers import custom_answers
from lambdas.review.answers import Answer, InvalidAnswer

ARRIVED = "2026-11-21T12:00:00Z"
properties = settings(deadline=None, derandomize=True, database=None, max_examples=100)


def human(content: object, **more: object) -> dict[str, Any]:
    return {
        "acceptanceTime": "2026-11-21T09:59:00.000Z",
        "answerContent": content,
        "submissionTime": "2026-11-21T10:00:00.000Z",
        "timeSpentInSeconds": 60.0,
        "workerId": "a1b2",
        "workerMetadata": {"identityData": {"identityProviderType": "Cognito", "sub": "sub-1"}},
        **more,
    }


def output(*answers: object) -> bytes:
    return json.dumps(
        {
            "flowDefinitionArn": "arn",
            "humanAnswers": answers,
            "humanLoopName": "n",
            "inputContent": {},
        }
    ).encode()


def said(content: object) -> Answer:
    (answer,) = custom_answers(output(human(content)), at=ARRIVED)
    return answer


def test_every_worker_has_an_answer_with_a_name_and_a_time() -> None:
    others = human({"field-0": "b"}, workerMetadata=None, submissionTime=None)
    nobody = human({}, workerMetadata={"identityData": {"sub": 1}}, workerId=None)
    untold = human({}, submissionTime=None, acceptanceTime=None, timeSpentInSeconds=None)

    answers = custom_answers(output(human({"field-0": "a"}), others, nobody, untold), at=ARRIVED)

    assert answers == [
        Answer(
            reviewer="sub-1", at="2026-11-21T10:00:00.000Z", values={"field-0": "a"}, seconds=60.0
        ),
        Answer(
            reviewer="a1b2", at="2026-11-21T09:59:00.000Z", values={"field-0": "b"}, seconds=60.0
        ),
        Answer(reviewer="unknown", at="2026-11-21T10:00:00.000Z", values={}, seconds=60.0),
        Answer(reviewer="sub-1", at=ARRIVED, values={}),
    ]


TASK = {
    "document": None,
    "fields": [
        {"id": "field-0", "name": "a", "value": "1", "selected": None, "doubtful": True},
        {"id": "field-1", "name": "b", "value": "2\n3", "selected": None, "doubtful": False},
        {"id": "field-2", "name": "c", "value": "", "selected": True, "doubtful": False},
        {"id": "field-3", "name": "d", "value": "", "selected": False, "doubtful": True},
    ],
    "missing": [{"id": "missing-0", "name": "e", "page": 1}],
    "tables": [{"number": 1, "rows": [[{"id": "cell-1-1-1", "text": "4"}, None]]}],
    "line_items": [{"page": 1, "values": [{"id": "item-0-0", "name": "ITEM", "value": "5"}]}],
}
AS_SHOWN = {
    **{"field-0": "1", "field-1": "2 3", "selected-2": True, "selected-3": {"on": False}},
    **{"missing-0": "", "cell-1-1-1": "4 ", "item-0-0": "5", "field-9": "6"},
}


def said_of_task(*contents: dict[str, Any]) -> list[Any]:
    document = {"humanAnswers": [human(each) for each in contents], "inputContent": TASK}
    return [each.values for each in custom_answers(json.dumps(document).encode(), at=ARRIVED)]


def test_what_was_only_shown_and_left_as_it_was_is_said_by_nobody() -> None:
    [values] = said_of_task(AS_SHOWN)

    assert values == {"field-0": "1", "selected-3": False, "missing-0": "", "field-9": "6"}


def test_what_was_only_shown_and_changed_is_said() -> None:
    changes = {"field-1": "2", "selected-2": False, "cell-1-1-1": "", "item-0-0": "50"}

    [values] = said_of_task({**AS_SHOWN, **changes})

    assert {**values, **changes} == values


def test_who_left_what_another_changed_has_a_say_in_it() -> None:
    first, second = said_of_task(AS_SHOWN, {**AS_SHOWN, "field-1": "2"})

    assert (first["field-1"], second["field-1"]) == ("2 3", "2")
    assert "item-0-0" not in {**first, **second}


@pytest.mark.parametrize("task", [None, [], "x", {"fields": 1}, {"tables": [{"rows": [[1]]}]}])
def test_of_a_task_that_is_none_of_ours_all_is_said(task: object) -> None:
    document = {"humanAnswers": [human({"field-0": "1"})], "inputContent": task}

    [answer] = custom_answers(json.dumps(document).encode(), at=ARRIVED)

    assert answer.values == {"field-0": "1"}


@pytest.mark.parametrize(
    "document",
    [
        output(),
        b"{}",
        b'{"humanAnswers": null}',
        b'{"humanAnswers": {"answerContent": {}}}',
        output(None, 1, "x", {}, {"answerContent": None}, {"answerContent": []}),
    ],
)
def test_a_loop_without_answers_has_none(document: bytes) -> None:
    assert custom_answers(document, at=ARRIVED) == []


def test_answers_of_another_form_are_refused_unless_one_is_of_ours() -> None:
    other = human({"total": "5"})

    with pytest.raises(InvalidAnswer, match="in no shape that is understood"):
        custom_answers(output(other, other), at=ARRIVED)
    assert len(custom_answers(output(other, human({})), at=ARRIVED)) == 2


@pytest.mark.parametrize("document", [b"", b"[]", b"{", b'"x"', b"\xff{}", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(document: bytes) -> None:
    with pytest.raises(InvalidAnswer):
        custom_answers(document, at=ARRIVED)


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ({"on": True}, True),
        ({"on": False}, False),
        ({"on": "true"}, True),
        (True, True),
        (False, False),
        ("true", True),
        ("False", False),
        ("on", True),
        ("", False),
    ],
)
def test_a_checkbox_is_understood_as_crowd_elements_and_others_tell_it(
    value: object, state: bool
) -> None:
    content = {"selected-4": value, "cell-selected-1-2-3": value}

    assert said(content).values == {"selected-4": state, "cell-selected-1-2-3": state}


def test_numbers_and_truths_are_taken_for_what_was_typed() -> None:
    content = {"field-0": 12, "item-1-2": 1.5, "cell-1-1-1": True, "missing-0": "x\r\ny\x00"}

    assert said(content).values == {
        "field-0": "12",
        "item-1-2": "1.5",
        "cell-1-1-1": "true",
        "missing-0": "x\ny",
    }


def test_what_was_emptied_is_answered_with_nothing() -> None:
    answer = said({"cleared": "field-1  cell-1-1-1 nonsense", "field-2": "x"})

    assert answer.values == {"field-1": "", "cell-1-1-1": "", "field-2": "x"}
    assert answer.note == 'nonsense: ""'


def test_what_is_not_understood_is_kept_in_the_note() -> None:
    answer = said(
        {
            "note": "page is blurred",
            "Comment": "ça va",
            "field-1": ["a", {"b": 1}],
            "selected-2": "perhaps",
            "field-3": None,
            "crowd-submit": {"on": True},
        }
    )

    assert answer.values == {}
    assert answer.note.splitlines() == [
        "page is blurred",
        'Comment: "ça va"',
        'field-1: ["a", {"b": 1}]',
        'selected-2: "perhaps"',
        'crowd-submit: {"on": true}',
    ]


def test_html_and_formulas_are_what_was_typed() -> None:
    typed = {"field-0": "<script>alert(1)</script>", "field-1": "=1+1"}

    assert said(typed).values == typed


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(["field-0", "selected-1", "missing-2", "note", "cleared", "other"])
HUMAN = st.fixed_dictionaries(
    {},
    optional={
        "answerContent": st.dictionaries(NAMES, JSON) | JSON,
        "submissionTime": JSON,
        "acceptanceTime": JSON,
        "timeSpentInSeconds": JSON,
        "workerId": JSON,
        "workerMetadata": st.dictionaries(st.just("identityData"), JSON) | JSON,
    },
)


@properties
@given(answers=st.lists(HUMAN | JSON, max_size=3) | JSON)
def test_any_answers_at_all_are_refused_or_can_be_kept(answers: object) -> None:
    try:
        read = custom_answers(json.dumps({"humanAnswers": answers}).encode(), at=ARRIVED)
    except InvalidAnswer:
        return
    for answer in read:
        assert msgspec.json.decode(msgspec.json.encode(answer), type=Answer) == answer
