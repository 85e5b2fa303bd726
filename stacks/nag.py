"""How an exception from cdk-nag's rules is written: the rule and the reason, at the construct."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_cdk import Acknowledgment, Stack, Validations
from constructs import IConstruct


def acknowledge(construct: IConstruct, rule: str, *, reason: str) -> None:
    """Accept the AwsSolutions finding `rule` (like "S1") on `construct` and what is below it."""
    Validations.of(construct).acknowledge(Acknowledgment(id=f"AwsSolutions-{rule}", reason=reason))


def acknowledge_stars(construct: IConstruct, reasons: Mapping[str, str]) -> None:
    """Accept policies of `construct` that end in a star, each resource for its reason."""
    for arn, reason in reasons.items():
        written = _written(Stack.of(construct).resolve(arn))
        acknowledge(construct, f"IAM5[Resource::{written}]", reason=reason)


def _written(value: Any) -> str:  # noqa: ANN401  (CloudFormation's intrinsic functions)
    """Return a resource as cdk-nag writes it, in angle brackets what only CloudFormation knows."""
    match value:
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": names}:
            return f"<{'.'.join(names)}>"
        case {"Fn::Join": ["", parts]}:
            return "".join(map(_written, parts))
    return str(value)
