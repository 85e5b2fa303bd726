"""What Amazon A2I found when Textract's own task type evaluated its conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from lambdas.extraction.model import Field
from lambdas.extraction.result_document import Reason
from lambdas.names import indexed
from lambdas.review.conditions import ALL_KEYS

NESTED = 4  # levels that are looked at; A2I allows two


def evaluated(results: str | None) -> list[Reason]:
    """Return a reason for every condition that held, each once.

    `results` are `HumanLoopActivationConditionsEvaluationResults`: the conditions as they were
    given, each with its `EvaluationResult`. What is not like that says nothing.
    """
    try:
        found = msgspec.json.decode(results or "null")
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return []
    conditions = found.get("Conditions") if isinstance(found, dict) else None
    return list(dict.fromkeys(_held(conditions, NESTED)))


def placed(reasons: Iterable[Reason], fields: Iterable[Field]) -> list[Reason]:
    """Return the reasons with the place of the field that each is about, if one alone has its
    name."""
    found: dict[str, list[tuple[int, int]]] = {}
    for index, field in enumerate(fields):
        found.setdefault(indexed(field.name), []).append((index, field.page))
    return [_placed(reason, found.get(indexed(reason.field or ""), [])) for reason in reasons]


def _placed(reason: Reason, places: Sequence[tuple[int, int]]) -> Reason:
    if not reason.field or len(places) != 1:
        return reason
    [(index, page)] = places
    return msgspec.structs.replace(reason, index=index, page=page)


def _held(conditions: Any, levels: int) -> Iterator[Reason]:  # noqa: ANN401  (JSON: any shape)
    if not isinstance(conditions, list) or not levels:
        return
    for condition in conditions:
        if isinstance(condition, dict) and condition.get("EvaluationResult") is True:
            yield from _held(condition.get("And"), levels - 1)
            yield from _held(condition.get("Or"), levels - 1)
            yield from _reasons(condition)


def _reasons(condition: dict[str, Any]) -> Iterator[Reason]:
    parameters = condition.get("ConditionParameters")
    told = parameters if isinstance(parameters, dict) else {}
    key = told.get("ImportantFormKey")
    field = key if isinstance(key, str) and key != ALL_KEYS else None
    match condition.get("ConditionType"):
        case "ImportantFormKeyConfidenceCheck":
            yield Reason(rule="min_confidence", message=_doubt(told), field=field)
        case "MissingImportantFormKey":
            yield Reason(rule="required", message="Is missing, says Amazon A2I", field=field)
        case "Sampling":
            yield Reason(rule="sample", message="One of those that Amazon A2I draws by lot")


def _doubt(parameters: dict[str, Any]) -> str:
    limits = [
        limit
        for name, limit in parameters.items()
        if name.endswith("ConfidenceLessThan")
        and isinstance(limit, int | float)
        and 0 <= limit <= 100
    ]
    if not limits:
        return "Its confidence is in a range of which Amazon A2I was told"
    return f"A field or a word of it is below {max(limits):g}, says Amazon A2I"
