"""A call of A2I's two APIs, and what their List operations share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from local.a2i.errors import ValidationException
from local.identity import Credentials

DEFAULT_RESULTS = 10  # MaxResults of the List operations where none is stated


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of an operation, its parameters valid by the service's model."""

    parameters: dict[str, Any]
    region: str
    role: Credentials | None
    """Of the flow definition that is to be made, where SageMaker can assume its role."""


Operation = Callable[[Call], dict[str, Any]]


def page(
    name: str, summaries: Iterable[dict[str, Any]], parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Return one page of a list, the newest first where nothing else is said."""
    ordered = sorted(
        (each for each in summaries if _within(each, parameters)),
        key=lambda each: _seconds(each["CreationTime"]),
        reverse=parameters.get("SortOrder") != "Ascending",
    )
    token = parameters.get("NextToken", "0")
    if not token.isdecimal():
        raise ValidationException("NextToken is not valid.")
    start, size = int(token), parameters.get("MaxResults", DEFAULT_RESULTS)
    shown: dict[str, Any] = {name: ordered[start : start + size]}
    if start + size < len(ordered):
        shown["NextToken"] = str(start + size)
    return shown


def _within(summary: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    created = _seconds(summary["CreationTime"])
    after, before = parameters.get("CreationTimeAfter"), parameters.get("CreationTimeBefore")
    return (after is None or created >= after) and (before is None or created <= before)


def _seconds(moment: float | str) -> float:
    return datetime.fromisoformat(moment).timestamp() if isinstance(moment, str) else moment
