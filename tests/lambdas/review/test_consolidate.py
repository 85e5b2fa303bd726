"""Several people's answers come to one: what most said, else what was said last."""

from lambdas.review.answers import Addition
from lambdas.review.consolidate import Found, Said, consolidate
from tests.lambdas.review.reviews import AT, LATER, answer

LAST = "2026-11-21T12:00:00Z"


def test_one_answer_stands_as_it_is() -> None:
    verdict = consolidate([answer("ann", field_1=" Jane ", selected_2=False)])

    assert verdict.values == {
        "field-1": Said(value="Jane", by=["ann"], at=AT),
        "selected-2": Said(value=False, by=["ann"], at=AT),
    }
    assert (verdict.added, verdict.disagreements) == ([], {})


def test_no_answer_says_nothing() -> None:
    verdict = consolidate([])

    assert (verdict.values, verdict.added, verdict.disagreements) == ({}, [], {})


def test_what_most_said_stands_though_another_came_later() -> None:
    verdict = consolidate(
        [
            answer("ann", AT, field_1="5.00"),
            answer("bob", LATER, field_1=" 5.00"),
            answer("cy", LAST, field_1="6.00"),
        ]
    )

    stands = Said(value="5.00", by=["ann", "bob"], at=LATER)
    assert verdict.values == {"field-1": stands}
    assert verdict.disagreements == {"field-1": [stands, Said(value="6.00", by=["cy"], at=LAST)]}


def test_where_as_many_said_one_thing_as_another_the_last_stands() -> None:
    said = [answer("ann", LATER, field_1="a", selected_1=True)]
    others = [answer("bob", AT, field_1="b", selected_1=False)]

    for answers in ([*said, *others], [*others, *said]):
        verdict = consolidate(answers)

        assert {id_: each.value for id_, each in verdict.values.items()} == {
            "field-1": "a",
            "selected-1": True,
        }
        assert [each.by for each in verdict.disagreements["field-1"]] == [["ann"], ["bob"]]


def test_of_a_value_that_only_some_were_asked_those_decide() -> None:
    verdict = consolidate([answer("ann", field_1="a"), answer("bob", field_2="b")])

    assert {id_: each.by for id_, each in verdict.values.items()} == {
        "field-1": ["ann"],
        "field-2": ["bob"],
    }
    assert verdict.disagreements == {}


def test_texts_are_one_whatever_stands_between_their_words() -> None:
    verdict = consolidate(
        [answer("ann", AT, field_1="1  Elm\nRoad"), answer("bob", LATER, field_1="1 Elm Road ")]
    )

    assert verdict.values["field-1"] == Said(value="1 Elm Road", by=["ann", "bob"], at=LATER)
    assert verdict.disagreements == {}


def test_what_several_added_is_one_field_and_what_they_added_differently_is_several() -> None:
    phone = Addition(name="Phone", value="12", page=2)

    verdict = consolidate(
        [
            answer("ann", AT, [phone]),
            answer("bob", LATER, [Addition(name="phone", value=" 12", page=2)]),
            answer("cy", LAST, [Addition(name="Phone", value="13", page=2)]),
        ]
    )

    assert verdict.added == [
        Found(name="phone", value="12", page=2, by=["ann", "bob"], at=LATER),
        Found(name="Phone", value="13", page=2, by=["cy"], at=LAST),
    ]


def test_what_one_person_added_twice_is_two_fields() -> None:
    twice = [Addition(name="Child", value="Jo")] * 2

    assert [found.by for found in consolidate([answer("ann", AT, twice)]).added] == [["ann"]] * 2
    both = consolidate([answer("ann", AT, twice), answer("bob", LATER, twice)])
    assert [found.by for found in both.added] == [["ann", "bob"]] * 2
