"""What Amazon A2I's evaluation of its conditions is told as."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.extraction.result_document import Reason
from lambdas.review.conditions import activation_conditions
from lambdas.review.evaluation import evaluated, placed
from lambdas.review.rules import FieldRule, ReviewRules
from tests.lambdas.extraction.builders import extraction
from tests.lambdas.review.reviews import pair

Json = dict[str, Any]

CONFIDENCE = "ImportantFormKeyConfidenceCheck"
MISSING = "MissingImportantFormKey"


def simple(type_: str, held: object = True, **parameters: object) -> Json:
    return {
        "ConditionType": type_,
        "ConditionParameters": parameters,
        "EvaluationResult": held,
    }


def results(*conditions: object) -> str:
    return json.dumps({"Conditions": conditions})


def as_held(condition: Json) -> Json:
    """Return a condition, and all in it, as one that held."""
    inner = {
        name: [as_held(each) for each in condition[name]] for name in ("Or",) if name in condition
    }
    return {**condition, **inner, "EvaluationResult": True}


def test_all_conditions_of_ours_come_back_as_the_rules_that_they_are() -> None:
    rules = ReviewRules(
        min_confidence=80,
        fields=(FieldRule(name="Total", min_confidence=95, required=True),),
        sample_percent=5,
    )
    conditions = json.loads(activation_conditions(rules))["Conditions"]

    assert evaluated(results(*map(as_held, conditions))) == [
        Reason(
            rule="min_confidence",
            message="A field or a word of it is below 80, says Amazon A2I",
        ),
        Reason(
            rule="min_confidence",
            message="A field or a word of it is below 95, says Amazon A2I",
            field="Total",
        ),
        Reason(rule="required", message="Is missing, says Amazon A2I", field="Total"),
        Reason(rule="sample", message="One of those that Amazon A2I draws by lot"),
    ]


def test_the_guides_own_example_is_understood() -> None:
    aliases = ["Mail Address:", "Mail address:", "Mailing Add:", "Mailing Addresses"]
    keys = {"ImportantFormKey": "Mail address", "ImportantFormKeyAliases": aliases}
    limits = {"KeyValueBlockConfidenceLessThan": 100, "WordBlockConfidenceLessThan": 100}
    found = results(
        {
            "EvaluationResult": True,
            "Or": [simple(CONFIDENCE, **keys, **limits), simple(MISSING, False, **keys)],
        }
    )

    assert [(each.rule, each.field) for each in evaluated(found)] == [
        ("min_confidence", "Mail address")
    ]


def test_a_part_of_a_whole_that_did_not_hold_is_no_reason() -> None:
    held = simple("Sampling", RandomSamplingPercentage=5)
    failed = simple(MISSING, False, ImportantFormKey="Name")

    assert evaluated(results({"And": [held, failed], "EvaluationResult": False})) == []
    assert len(evaluated(results({"Or": [held, failed], "EvaluationResult": True}))) == 1


def test_a_nest_deeper_than_a2i_builds_is_not_searched() -> None:
    nest = simple("Sampling", RandomSamplingPercentage=5)
    for _ in range(10):
        nest = {"Or": [nest, nest], "EvaluationResult": True}

    assert evaluated(results(nest)) == []


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "",
        "null",
        "[]",
        "{}",
        "{",
        '{"Conditions": {}}',
        '{"Conditions": [1, null, [], {"EvaluationResult": true}]}',
        results({"Or": "x", "EvaluationResult": True}),
        results(simple("Unknown")),
        results(simple(CONFIDENCE, "true")),
        "[" * 100_000,
        '{"Conditions":' + '[{"EvaluationResult":true,"Or":' * 300 + "[]" + "}]" * 300 + "}",
    ],
)
def test_what_is_no_evaluation_says_nothing(odd: str | None) -> None:
    assert evaluated(odd) == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"ImportantFormKey": 5},
        {"ImportantFormKey": "*", "KeyValueBlockConfidenceLessThan": "90"},
        {"ImportantFormKey": "*", "KeyValueBlockConfidenceLessThan": 10**400},
        {"ImportantFormKey": "*", "KeyValueBlockConfidenceGreaterThan": 90},
    ],
)
def test_a_condition_that_held_is_a_reason_whatever_its_parameters(parameters: Json) -> None:
    (reason,) = evaluated(results(simple(CONFIDENCE, **parameters)))

    assert reason.rule == "min_confidence"
    assert reason.field is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["Conditions", "And", "Or", "EvaluationResult", "ConditionParameters"]),
            inner,
        )
    ),
)


@settings(deadline=None, derandomize=True, database=None)
@given(JSON)
def test_nothing_that_is_json_is_an_error(found: object) -> None:
    assert isinstance(evaluated(json.dumps(found)), list)


def test_a_reason_says_where_its_field_is_if_one_alone_has_the_name() -> None:
    fields = extraction(
        *pair("Name:", "a", at=(0.1, 0.1, 0.4, 0.02)),
        *pair("Date:", "b", at=(0.1, 0.2, 0.4, 0.02)),
        *pair("Date", "c", at=(0.1, 0.3, 0.4, 0.02)),
    ).fields
    names = ["name", "Date", "Total", None]
    reasons = [Reason(rule="min_confidence", message="", field=name) for name in names]

    found = placed(reasons, fields)

    assert [(each.index, each.page) for each in found] == [(0, 1), *[(None, None)] * 3]
