"""The rules as Amazon A2I's conditions: of its schema, and of the same meaning."""

from __future__ import annotations

import json
import operator
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.session import Session
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.review.conditions import MAX_CONDITIONS, activation_conditions
from lambdas.review.rules import FieldRule, ReviewRules
from local.a2i.condition_rules import checked
from tests.lambdas.review.made_up import field, told

properties = settings(deadline=None, derandomize=True, database=None)

# The SageMaker guide, "JSON Schema for Human Loop Activation Conditions" and "... with Textract"
OPERATORS = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}
TESTS = {f"{of}BlockConfidence{name}" for of in ("KeyValue", "Word") for name in OPERATORS}
KEYS = {"ImportantFormKey", "ImportantFormKeyAliases"}
PARAMETERS = {
    "ImportantFormKeyConfidenceCheck": KEYS | TESTS,
    "MissingImportantFormKey": KEYS,
    "Sampling": {"RandomSamplingPercentage"},
}

Pair = tuple[str, float, float]  # key, confidence of the key-value, lowest of its words


def check(conditions: str) -> list[dict[str, Any]]:
    """Return the conditions, if they are as A2I wants them."""
    found = json.loads(conditions)
    assert list(found) == ["Conditions"]
    for condition in found["Conditions"]:
        check_condition(condition, levels=2)
    return list(found["Conditions"])


def check_condition(condition: dict[str, Any], *, levels: int) -> None:
    assert levels > 0
    for name in ("And", "Or"):
        if name in condition:
            assert list(condition) == [name]
            assert len(condition[name]) >= 2
            for each in condition[name]:
                check_condition(each, levels=levels - 1)
            return
    assert set(condition) == {"ConditionType", "ConditionParameters"}
    check_parameters(condition["ConditionType"], condition["ConditionParameters"])


def check_parameters(type_: str, parameters: dict[str, Any]) -> None:
    assert set(parameters) <= PARAMETERS[type_]
    if type_ == "Sampling":
        assert 0.01 <= parameters["RandomSamplingPercentage"] <= 100
        return
    assert isinstance(parameters["ImportantFormKey"], str)
    assert parameters["ImportantFormKey"]
    assert all(isinstance(each, str) for each in parameters.get("ImportantFormKeyAliases", []))
    limits = [limit for name, limit in parameters.items() if name in TESTS]
    assert all(0 <= limit <= 100 for limit in limits)
    assert (type_ == "MissingImportantFormKey") or limits


def holds(condition: dict[str, Any], pairs: list[Pair]) -> bool:
    """Say what A2I would of a form's key-values, as its guide describes it."""
    if "Or" in condition:
        return any(holds(each, pairs) for each in condition["Or"])
    parameters = condition["ConditionParameters"]
    names = {parameters["ImportantFormKey"], *parameters.get("ImportantFormKeyAliases", [])}
    named = [pair for pair in pairs if pair[0] in names or "*" in names]
    if condition["ConditionType"] == "MissingImportantFormKey":
        return not named
    return any(all(outcomes(parameters, pair)) for pair in named)


def outcomes(parameters: dict[str, Any], pair: Pair) -> Iterator[bool]:
    for name in TESTS & set(parameters):
        of, _, comparison = name.partition("BlockConfidence")
        yield OPERATORS[comparison](pair[1 if of == "KeyValue" else 2], parameters[name])


CONFIDENCES = st.integers(0, 100).map(float)
NAMES = st.sampled_from(["Name", "Total", "Sum", "City"])
RULES = st.builds(
    ReviewRules,
    by=st.just("a2i-textract"),
    min_confidence=st.none() | CONFIDENCES,
    fields=st.tuples(
        st.builds(
            FieldRule,
            name=st.just("Total"),
            aliases=st.just(("Sum",)),
            min_confidence=st.none() | CONFIDENCES,
            required=st.booleans(),
        )
    ),
)


def test_every_kind_of_rule_has_its_condition() -> None:
    rules = ReviewRules(
        min_confidence=80,
        fields=(
            FieldRule(name="Total", aliases=("Sum:",), min_confidence=95, required=True),
            FieldRule(name="Signed", required=True),
        ),
        sample_percent=2.5,
    )
    total = {
        "ImportantFormKey": "Total",
        "ImportantFormKeyAliases": ["Total:", "Sum", "Sum:"],
    }

    below_80, below_95, missing, missing_too, sample = check(activation_conditions(rules))

    assert below_80["Or"][0] == {
        "ConditionType": "ImportantFormKeyConfidenceCheck",
        "ConditionParameters": {
            "ImportantFormKey": "*",
            "KeyValueBlockConfidenceLessThan": 80,
            "WordBlockConfidenceGreaterThanEquals": 0,
        },
    }
    assert below_95["Or"][1] == {
        "ConditionType": "ImportantFormKeyConfidenceCheck",
        "ConditionParameters": {
            **total,
            "KeyValueBlockConfidenceGreaterThanEquals": 0,
            "WordBlockConfidenceLessThan": 95,
        },
    }
    assert missing == {"ConditionType": "MissingImportantFormKey", "ConditionParameters": total}
    assert missing_too["ConditionParameters"]["ImportantFormKey"] == "Signed"
    assert sample == {
        "ConditionType": "Sampling",
        "ConditionParameters": {"RandomSamplingPercentage": 2.5},
    }


@properties
@given(RULES, st.floats(0.01, 100))
def test_conditions_are_of_the_schema_whatever_the_rules(rules: ReviewRules, share: float) -> None:
    sampled = ReviewRules(
        min_confidence=rules.min_confidence, fields=rules.fields, sample_percent=share
    )

    assert check(activation_conditions(sampled))[-1]["ConditionType"] == "Sampling"
    check(activation_conditions(rules))


@properties
@given(RULES)
def test_the_local_a2i_takes_them(rules: ReviewRules) -> None:
    if conditions := check(activation_conditions(rules)):
        assert checked(activation_conditions(rules)) == conditions


@properties
@given(RULES, st.lists(st.tuples(NAMES, CONFIDENCES), max_size=5))
def test_conditions_hold_exactly_where_the_rules_do(
    rules: ReviewRules, found: list[tuple[str, float]]
) -> None:
    of_all = rules.min_confidence or 0
    if (rules.fields[0].min_confidence or 100) < of_all or rules.fields[0].min_confidence == 0:
        return  # not allowed: A2I cannot be told of a field that may be less sure than all

    conditions = check(activation_conditions(rules))

    pairs = [(name, confidence, 100.0) for name, confidence in found]
    fields = [field(name, "x", confidence=confidence) for name, confidence in found]
    assert any(holds(each, pairs) for each in conditions) == bool(told(rules, *fields))


@pytest.mark.parametrize(
    ("confidence", "word", "doubtful"), [(95, 95, False), (80, 95, True), (95, 80, True)]
)
def test_a_doubtful_word_is_as_bad_as_a_doubtful_key_value(
    confidence: float, word: float, doubtful: bool
) -> None:
    (condition,) = check(activation_conditions(ReviewRules(min_confidence=90)))

    assert holds(condition, [("Name", confidence, word)]) is doubtful


@pytest.mark.parametrize("name", ["Name", "Name:", " Name :", "Name ::"])
def test_a_key_is_looked_for_with_and_without_its_colon(name: str) -> None:
    rules = ReviewRules(fields=(FieldRule(name=name, required=True),))

    (condition,) = check(activation_conditions(rules))

    assert condition["ConditionParameters"] == {
        "ImportantFormKey": "Name",
        "ImportantFormKeyAliases": ["Name:"],
    }


def test_a_minimum_of_nothing_is_no_condition() -> None:
    nothing = FieldRule(name="Notes", min_confidence=0, required=True)
    rules = ReviewRules(min_confidence=0, fields=(nothing,), sample_percent=5)

    assert [each["ConditionType"] for each in check(activation_conditions(rules))] == [
        "MissingImportantFormKey",
        "Sampling",
    ]


def test_the_limit_is_the_models() -> None:
    model = Session().get_service_model("sagemaker")

    assert model.shape_for("HumanLoopActivationConditions").metadata["max"] == MAX_CONDITIONS
