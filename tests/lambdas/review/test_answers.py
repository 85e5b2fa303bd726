"""What the review page sends is checked before it is kept: ids, sizes, characters."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.review.answers import (
    MOST_CHARACTERS,
    MOST_VALUES,
    Addition,
    Answer,
    Id,
    InvalidAnswer,
    builtin_answer,
    parsed,
)

AT = "2026-11-21T10:00:00Z"
properties = settings(deadline=None, derandomize=True, database=None, max_examples=200)


def accepted(**payload: object) -> Answer:
    return builtin_answer(payload, reviewer="ann", at=AT)


def refused(**payload: object) -> str:
    with pytest.raises(InvalidAnswer) as error:
        accepted(**payload)
    return str(error.value)


@pytest.mark.parametrize(
    ("id_", "meaning"),
    [
        ("field-3", Id("field", (3,))),
        ("selected-0", Id("selected", (0,))),
        ("cell-2-1-4", Id("cell", (2, 1, 4))),
        ("cell-selected-2-1-4", Id("cell-selected", (2, 1, 4))),
        ("item-0-12", Id("item", (0, 12))),
        ("missing-5", Id("missing", (5,))),
    ],
)
def test_an_id_names_a_value(id_: str, meaning: Id) -> None:
    assert parsed(id_) == meaning


@pytest.mark.parametrize(
    "id_",
    [
        *("", "field", "field-", "field--1", "field-01", "field-1-2", "field-1.0", "field-x"),
        *("Field-1", " field-1", "field-1\n", "field-٣", "cell-1-2", "cell-1-2-3-4"),
        *("item-1", "selected-cell-1-1-1", "other-1", f"field-{'9' * 30}", "cell_1_1_1"),
    ],
)
def test_nothing_else_is_an_id(id_: str) -> None:
    assert parsed(id_) is None
    assert refused(values={id_: "x"}).endswith("no id of a value, such as field-3")


def test_an_answer_has_its_values_additions_note_and_duration() -> None:
    assert accepted(
        action="answer",
        values={"field-3": "Jane", "selected-4": True},
        added=[{"name": " Phone ", "value": "12"}, {"name": "Fax", "value": "", "page": 2}],
        note="blurred",
        seconds=12.5,
    ) == Answer(
        reviewer="ann",
        at=AT,
        values={"field-3": "Jane", "selected-4": True},
        added=(Addition(name="Phone", value="12"), Addition(name="Fax", value="", page=2)),
        note="blurred",
        seconds=12.5,
    )


def test_an_answer_may_be_of_nothing() -> None:
    nothing = Answer(reviewer="ann", at=AT, values={})

    assert accepted() == accepted(values=None, added=None) == nothing


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"values": ["field-3"]}, "values: use an object"),
        ({"added": {"name": "x"}}, "added: a list"),
        ({"values": {"field-3": True}}, "values.field-3: use a text"),
        ({"values": {"field-3": None}}, "values.field-3: use a text"),
        ({"values": {"selected-3": "true"}}, "values.selected-3: a checkbox is true or false"),
        ({"values": {"cell-selected-1-1-1": 1}}, "values.cell-selected-1-1-1: a checkbox"),
        ({"values": {"field-3": "x" * (MOST_CHARACTERS + 1)}}, "values.field-3: 4,001 characters"),
        ({"added": ["x"]}, r"added[0]: use an object"),
        ({"added": [{"value": "x"}]}, "added[0].name: use a text"),
        ({"added": [{"name": " ", "value": "x"}]}, "added[0].name: give it a name"),
        ({"added": [{"name": "a"}]}, "added[0].value: use a text"),
        ({"added": [{"name": "a", "value": "", "page": 0}]}, "added[0].page: use a page's number"),
        ({"added": [{"name": "a", "value": "", "page": True}]}, "added[0].page"),
        ({"added": [{"name": "a", "value": "", "page": 3001}]}, "added[0].page"),
        ({"note": 1}, "note: use a text"),
    ],
)
def test_a_mistake_is_named_by_its_id(payload: dict[str, object], said: str) -> None:
    assert said in refused(**payload)


def test_a_refusal_holds_no_value_and_little_of_an_id() -> None:
    secret = "123-45-6789"

    told = [
        refused(values={"field-3": secret * 1000}),
        refused(values={"field-3": [secret]}),
        refused(added=[{"name": secret, "value": 1}]),
        refused(values={"x" * 10_000: "1"}),
    ]

    assert not any(secret in each for each in told)
    assert max(map(len, told)) < 200


def test_so_many_values_are_taken_and_no_more() -> None:
    most = {f"field-{number}": "" for number in range(MOST_VALUES)}

    assert len(accepted(values=most).values) == MOST_VALUES
    assert "10,001 of them" in refused(values=most, added=[{"name": "a", "value": "b"}])


def test_what_nobody_types_is_taken_away() -> None:
    typed = "a\x00b\x1b[31m\x7f\u0085\td\r\ne\rf\ud800"

    answer = accepted(values={"field-3": typed}, added=[{"name": "n\x00", "value": "\x07v"}])

    assert answer.values == {"field-3": "ab[31m\td\ne\nf\ufffd"}
    assert answer.added == (Addition(name="n", value="v"),)


@pytest.mark.parametrize("seconds", [-1, 1e300, "12", None, float("nan"), 10**400, [1]])
def test_a_duration_that_cannot_be_is_left_out(seconds: object) -> None:
    assert accepted(seconds=seconds).seconds is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@properties
@given(
    payload=st.fixed_dictionaries(
        {},
        optional={
            "values": st.dictionaries(st.sampled_from(["field-1", "selected-1", "x"]), JSON) | JSON,
            "added": st.lists(st.dictionaries(st.sampled_from(["name", "value", "page"]), JSON)),
            "note": JSON,
            "seconds": JSON,
        },
    )
)
def test_any_payload_is_an_answer_that_can_be_kept_or_is_refused(
    payload: dict[str, object],
) -> None:
    try:
        answer = builtin_answer(payload, reviewer="ann", at=AT)
    except InvalidAnswer:
        return
    assert msgspec.json.decode(msgspec.json.encode(answer), type=Answer) == answer
