"""The deployed stack as its operator sees it: its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from console.errors import CommandError

STACK = "Papertray"
FUNCTION = "Function"  # an output's ending: DetectFunction is the function "detect"


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """What a person needs of the stack, by its physical names."""

    uploads_bucket: str
    results_bucket: str
    table: str

    @classmethod
    def of(cls, outputs: Mapping[str, str]) -> Deployed:
        return cls(
            uploads_bucket=outputs["UploadsBucket"],
            results_bucket=outputs["ResultsBucket"],
            table=outputs["Table"],
        )


def outputs_of(stack: str) -> dict[str, str]:
    """Return the outputs of a stack; empty where there is no such stack."""
    import boto3  # noqa: PLC0415  (takes longer than what needs only the name of the stack)
    from botocore.exceptions import ClientError  # noqa: PLC0415

    client = boto3.client("cloudformation")
    try:
        described = client.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # CloudFormation's "not found"
            return {}
        raise CommandError(f"the stack {stack!r} cannot be looked up: {error}") from error
    return {each["OutputKey"]: each["OutputValue"] for each in described.get("Outputs", [])}


def function_in_stack(name: str, stack: str) -> str | None:
    """Return the physical name of our function `name`, like "detect"."""
    return outputs_of(stack).get(f"{name.capitalize()}{FUNCTION}")


def function_names(stack: str) -> list[str]:
    outputs = outputs_of(stack)
    return sorted(
        each.removesuffix(FUNCTION).lower() for each in outputs if each.endswith(FUNCTION)
    )
