"""Activation conditions: which hold of a form, which keys people see, which JSON A2I takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.a2i.condition_rules import checked
from local.a2i.conditions import evaluated
from local.a2i.errors import ValidationException
from tests.local.a2i.forms import a_pair

FORM = [
    *a_pair("Name:", "Jane Doe", confidence=95.0, words=70.0),
    *a_pair("Total", "12.50", confidence=60.0, words=99.0),
    *a_pair("Married", "", confidence=99.0, selected=True),
]


def check(key: str, *aliases: str, **limits: float) -> dict[str, Any]:
    parameters = {"ImportantFormKey": key, "ImportantFormKeyAliases": list(aliases), **limits}
    return {
        "ConditionType": "ImportantFormKeyConfidenceCheck",
        "ConditionParameters": parameters,
    }


def missing(key: str, *aliases: str) -> dict[str, Any]:
    parameters = {"ImportantFormKey": key, "ImportantFormKeyAliases": list(aliases)}
    return {"ConditionType": "MissingImportantFormKey", "ConditionParameters": parameters}


def sampling(percentage: float) -> dict[str, Any]:
    parameters = {"RandomSamplingPercentage": percentage}
    return {"ConditionType": "Sampling", "ConditionParameters": parameters}


LOW_PAIR = check("*", KeyValueBlockConfidenceLessThan=90)
LOW_WORDS = check("*", WordBlockConfidenceLessThan=90)
NOTHING = check("Name:", KeyValueBlockConfidenceLessThan=1)


@pytest.mark.parametrize(
    ("condition", "holds", "keys"),
    [
        (LOW_PAIR, True, {"Total-key"}),
        (LOW_WORDS, True, {"Name:-key"}),
        (check("Total", KeyValueBlockConfidenceLessThan=60), False, set()),
        (check("Total", KeyValueBlockConfidenceLessThanEquals=60), True, {"Total-key"}),
        (check("Total", KeyValueBlockConfidenceEquals=60), True, {"Total-key"}),
        (check("Total", KeyValueBlockConfidenceGreaterThan=60), False, set()),
        (check("Total", KeyValueBlockConfidenceGreaterThanEquals=60), True, {"Total-key"}),
        (check("Name", KeyValueBlockConfidenceLessThan=99), False, set()),
        (check("Name", "Name:", KeyValueBlockConfidenceLessThan=99), True, {"Name:-key"}),
        (
            check("*", KeyValueBlockConfidenceLessThan=98, WordBlockConfidenceLessThan=98),
            True,
            {"Name:-key"},
        ),
        (missing("Total"), False, set()),
        (missing("Date"), True, set()),
        (missing("Date", "Total"), False, set()),
        (sampling(100), True, {"Name:-key", "Total-key", "Married-key"}),
        ({"Or": [NOTHING, LOW_PAIR]}, True, {"Total-key"}),
        ({"Or": [sampling(100), LOW_PAIR]}, True, {"Name:-key", "Total-key", "Married-key"}),
        ({"And": [NOTHING, LOW_PAIR]}, False, set()),
        ({"And": [sampling(100), LOW_PAIR]}, True, {"Total-key"}),
        ({"Or": [NOTHING, {"And": [sampling(100), LOW_WORDS]}]}, True, {"Name:-key"}),
    ],
)
def test_a_condition_holds_or_does_not(
    condition: dict[str, Any], holds: bool, keys: set[str]
) -> None:
    found = evaluated([condition], FORM, seed="document")

    assert found.activated is holds
    assert found.results["Conditions"][0]["EvaluationResult"] is holds
    assert found.key_ids == keys


def test_people_see_the_keys_of_every_condition_that_holds() -> None:
    found = evaluated([LOW_PAIR, LOW_WORDS, NOTHING, missing("Date")], FORM, seed="document")

    assert found.key_ids == {"Total-key", "Name:-key"}
    assert [each["EvaluationResult"] for each in found.results["Conditions"]] == [
        True,
        True,
        False,
        True,
    ]
    assert [parameters["ImportantFormKey"] for parameters in found.missing] == ["Date"]


def test_each_condition_within_another_has_its_own_result() -> None:
    found = evaluated([{"And": [NOTHING, {"Or": [LOW_PAIR, NOTHING]}]}], FORM, seed="document")

    (outer,) = found.results["Conditions"]
    inner = outer["And"][1]
    assert [each["EvaluationResult"] for each in (outer, outer["And"][0], inner)] == [
        False,
        False,
        True,
    ]
    assert [each["EvaluationResult"] for each in inner["Or"]] == [True, False]


def test_without_conditions_everything_goes_to_people() -> None:
    found = evaluated([], FORM, seed="document")

    assert found.activated
    assert len(found.key_ids) == 3


def test_a_sample_is_the_same_for_the_same_request_and_of_its_share() -> None:
    def drawn() -> list[bool]:
        return [evaluated([sampling(20)], [], seed=str(n)).activated for n in range(2000)]

    assert drawn() == drawn()
    assert 320 < sum(drawn()) < 480


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        "{}",
        json.dumps({"Conditions": []}),
        json.dumps({"Conditions": [1]}),
        json.dumps({"Conditions": [{"ConditionType": "ModerationLabelConfidenceCheck"}]}),
        json.dumps({"Conditions": [{"ConditionType": "Sampling"}]}),
        json.dumps({"Conditions": [sampling(0)]}),
        json.dumps({"Conditions": [sampling(101)]}),
        json.dumps({"Conditions": [{"And": [sampling(1)]}]}),
        json.dumps({"Conditions": [{"And": [NOTHING] * 2, "Or": [NOTHING] * 2}]}),
        json.dumps({"Conditions": [check("a", KeyValueBlockConfidenceLessThan=101)]}),
        json.dumps({"Conditions": [check("a", KeyValueBlockConfidenceBelow=1)]}),
        json.dumps({"Conditions": [missing(1)]}),  # type: ignore[arg-type]
        json.dumps({"Conditions": [missing("a", 1)]}),  # type: ignore[arg-type]
        json.dumps(
            {
                "Conditions": [
                    {"Or": [NOTHING, {"And": [NOTHING, {"Or": [NOTHING, {"And": [NOTHING] * 2}]}]}]}
                ]
            }
        ),
    ],
)
def test_a2i_takes_no_other_json(text: str) -> None:
    with pytest.raises(ValidationException, match="HumanLoopActivationConditions"):
        checked(text)


def test_conditions_nest_two_deep() -> None:
    nested = {"Or": [NOTHING, {"And": [sampling(5), LOW_PAIR]}]}

    assert checked(json.dumps({"Conditions": [nested]})) == [nested]
