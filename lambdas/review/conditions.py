"""The rules as Amazon A2I's own conditions, for the task type that Textract evaluates itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from lambdas.review.rules import FieldRule, ReviewRules

MAX_CONDITIONS = 10_240  # characters; SageMaker model, HumanLoopActivationConditions
ALL_KEYS = "*"

Condition = Mapping[str, object]


def activation_conditions(rules: ReviewRules) -> str:
    """Return `HumanLoopActivationConditions`, JSON: one condition for each thing that rules ask.

    One that holds is enough for a review. Only `min_confidence`, `required` and `sample_percent`
    can be told to A2I, and there must be one of them: without conditions it reviews everything.
    """
    return msgspec.json.encode({"Conditions": list(_conditions(rules))}).decode()


def _conditions(rules: ReviewRules) -> Iterator[Condition]:
    if rules.min_confidence:
        yield _doubtful({"ImportantFormKey": ALL_KEYS}, rules.min_confidence)
    for rule in rules.fields:
        keys = _keys(rule)
        if rule.min_confidence:
            yield _doubtful(keys, rule.min_confidence)
        if rule.required:
            yield {"ConditionType": "MissingImportantFormKey", "ConditionParameters": keys}
    if rules.sample_percent:
        share = {"RandomSamplingPercentage": rules.sample_percent}
        yield {"ConditionType": "Sampling", "ConditionParameters": share}


def _doubtful(keys: Condition, least: float) -> Condition:
    """Return the condition that a key-value, or a word of it, is below `least`.

    Within one check both of its tests must hold, so it takes two checks. All of AWS's examples
    state both tests; the one that is not meant always holds.
    """
    tests = (
        {"KeyValueBlockConfidenceLessThan": least, "WordBlockConfidenceGreaterThanEquals": 0},
        {"KeyValueBlockConfidenceGreaterThanEquals": 0, "WordBlockConfidenceLessThan": least},
    )
    return {
        "Or": [
            {
                "ConditionType": "ImportantFormKeyConfidenceCheck",
                "ConditionParameters": {**keys, **test},
            }
            for test in tests
        ]
    }


def _keys(rule: FieldRule) -> Condition:
    """Return the rule's name and its other spellings; Textract keeps a colon behind a key."""
    bare = (name.strip().rstrip(" :") for name in rule.names)
    name, *aliases = dict.fromkeys(f"{each}{end}" for each in bare for end in ("", ":"))
    return {"ImportantFormKey": name, "ImportantFormKeyAliases": aliases}
