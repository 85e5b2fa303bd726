"""One conditional UpdateItem: its expressions, with every name aliased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lambdas.aws.items import to_attribute
from lambdas.documents import Status


class Update:
    """Sets `values`, and adds one to `counting`; many names are DynamoDB's reserved words."""

    def __init__(self, values: Mapping[str, object], counting: str | None) -> None:
        kept = {name: value for name, value in values.items() if value not in (None, "")}
        self._names = {f"#{name}": name for name in [*kept, "status", "lease_until"]}
        self._values = {f":{name}": to_attribute(value) for name, value in kept.items()}
        self._update = "SET " + ", ".join(f"#{name} = :{name}" for name in kept)
        self._conditions: list[str] = []
        if counting:
            self._names[f"#{counting}"] = counting
            self._values[":one"] = {"N": "1"}
            self._update += f" ADD #{counting} :one"

    def remove(self, names: Iterable[str]) -> None:
        """Remove attributes, of none of which a value is set."""
        removed = {f"#{name}": name for name in names}
        self._names |= removed
        if removed:
            self._update += f" REMOVE {', '.join(removed)}"

    def only_from(self, statuses: Iterable[Status], *, or_given_up: bool) -> None:
        allowed = {f":from_{status.value}": {"S": status.value} for status in statuses}
        self._values.update(allowed)
        condition = f"#status IN ({', '.join(allowed)})"
        if or_given_up:
            self._names["#gave_up"] = "gave_up"
            self._values[":given_up"] = {"BOOL": True}
            condition = f"({condition} OR #gave_up = :given_up)"
        self._conditions.append(condition)

    def only_free(self, now: float) -> None:
        self._values[":free_at"] = to_attribute(now)
        self._conditions.append("(attribute_not_exists(#lease_until) OR #lease_until < :free_at)")

    def only_where(self, name: str, value: object) -> None:
        self._names[f"#{name}"] = name
        self._values[f":is_{name}"] = to_attribute(value)
        self._conditions.append(f"#{name} = :is_{name}")

    def only_with(self, name: str) -> None:
        self._names[f"#{name}"] = name
        self._conditions.append(f"attribute_exists(#{name})")

    def only_without(self, name: str) -> None:
        self._names[f"#{name}"] = name
        self._conditions.append(f"attribute_not_exists(#{name})")

    def only_unclaimed(self, session: str, now: str) -> None:
        """Only where no other session than `session` holds the claim of a review."""
        self._names |= {"#claimed_by": "claimed_by", "#claimed_until": "claimed_until"}
        self._values |= {":claimant": {"S": session}, ":claim_ends": {"S": now}}
        self._conditions.append(
            "(attribute_not_exists(#claimed_until) OR #claimed_until <= :claim_ends"
            " OR #claimed_by = :claimant)"
        )

    def parameters(self) -> dict[str, Any]:
        condition = " AND ".join(self._conditions)
        used = f"{self._update} {condition}"
        return {
            "UpdateExpression": self._update,
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {
                alias: name for alias, name in self._names.items() if alias in used
            },
            "ExpressionAttributeValues": self._values,
        }
