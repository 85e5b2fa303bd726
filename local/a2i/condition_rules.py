"""What A2I takes for human loop activation conditions of Textract's task type."""

from __future__ import annotations

import msgspec

from local.a2i.conditions import COMPARISONS, KEY_VALUE, WORD, Condition
from local.a2i.errors import ValidationException

MAX_NESTING = 2  # by A2I's guide: And and Or, one in the other
_KEY_PARAMETERS = {"ImportantFormKey", "ImportantFormKeyAliases"}
_CONFIDENCE_PARAMETERS = {f"{block}{test}" for block in (KEY_VALUE, WORD) for test in COMPARISONS}
PARAMETERS = {
    "ImportantFormKeyConfidenceCheck": _KEY_PARAMETERS | _CONFIDENCE_PARAMETERS,
    "MissingImportantFormKey": _KEY_PARAMETERS,
    "Sampling": {"RandomSamplingPercentage"},
}


def checked(text: str) -> list[Condition]:
    """Return the conditions that a flow definition's JSON states; raise where A2I would not."""
    try:
        root = msgspec.json.decode(text)
    except (ValueError, RecursionError) as error:
        raise _invalid("it is no JSON") from error
    conditions = root.get("Conditions") if isinstance(root, dict) else None
    if not isinstance(conditions, list) or not conditions:
        raise _invalid("Conditions must be a list with at least one condition")
    for each in conditions:
        _check(each, nesting=0)
    return conditions


def _check(condition: object, *, nesting: int) -> None:
    if not isinstance(condition, dict):
        raise _invalid("every condition is an object")
    operators = [name for name in ("And", "Or") if name in condition]
    if not operators:
        _check_simple(condition)
        return
    members = condition[operators[0]]
    if len(operators) > 1 or not isinstance(members, list) or len(members) < 2:
        raise _invalid(f"{operators[0]} takes a list of at least two conditions")
    if nesting == MAX_NESTING:
        raise _invalid(f"And and Or nest {MAX_NESTING} deep at most")
    for each in members:
        _check(each, nesting=nesting + 1)


def _check_simple(condition: Condition) -> None:
    kind, parameters = condition.get("ConditionType"), condition.get("ConditionParameters")
    if not isinstance(kind, str) or kind not in PARAMETERS:
        raise _invalid(f"ConditionType is none of {', '.join(PARAMETERS)}")
    if not isinstance(parameters, dict):
        raise _invalid(f"{kind} lacks ConditionParameters")
    if unknown := set(parameters) - PARAMETERS[kind]:
        raise _invalid(f"{kind} has no {', '.join(sorted(unknown))}")
    _check_numbers(kind, parameters)
    if kind != "Sampling":
        _check_keys(kind, parameters)


def _check_numbers(kind: str, parameters: Condition) -> None:
    for name in sorted(set(parameters) - _KEY_PARAMETERS):
        number, least = parameters[name], 0.01 if kind == "Sampling" else 0
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not least <= number <= 100:
            raise _invalid(f"{name} is a number from {least} to 100")
    if kind == "Sampling" and not parameters:
        raise _invalid("Sampling lacks RandomSamplingPercentage")


def _check_keys(kind: str, parameters: Condition) -> None:
    if not isinstance(parameters.get("ImportantFormKey"), str):
        raise _invalid(f"{kind} lacks ImportantFormKey, a string")
    aliases = parameters.get("ImportantFormKeyAliases", [])
    if not isinstance(aliases, list) or not all(isinstance(each, str) for each in aliases):
        raise _invalid(f"{kind}: ImportantFormKeyAliases is a list of strings")


def _invalid(why: str) -> ValidationException:
    return ValidationException(f"HumanLoopActivationConditions: {why}")
