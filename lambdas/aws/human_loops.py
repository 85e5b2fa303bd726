"""The only module that calls Amazon A2I: a human loop is its name for one review."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from lambdas.errors import (
    NAME_TAKEN,
    NO_A2I_CUSTOMER,
    HumanLoopRefused,
    TransientError,
    translate_a2i,
)

if TYPE_CHECKING:
    from mypy_boto3_sagemaker_a2i_runtime import AugmentedAIRuntimeClient

ENDED = ("Completed", "Failed", "Stopped")


@dataclass(frozen=True, kw_only=True)
class HumanLoop:
    """A human loop as Amazon A2I describes it; `output_uri` is where the answers lie."""

    arn: str
    status: str
    output_uri: str | None
    failure_code: str | None
    failure_reason: str | None

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


def human_loop_arn(name: str, flow_definition_arn: str) -> str:
    """Return the ARN of the loop `name`, which is of the account and region, not of the flow."""
    return f"{flow_definition_arn.partition(':flow-definition/')[0]}:human-loop/{name}"


class HumanLoops:
    """Amazon A2I with our errors instead of botocore's."""

    def __init__(self, client: AugmentedAIRuntimeClient) -> None:
        self._client = client

    def start(self, name: str, flow_definition_arn: str, content: str) -> None:
        """Ask people about `content` (JSON), unless a loop of that name has been started before.

        Raises HumanLoopRefused where Amazon A2I will not.
        """
        try:
            with _translated():
                self._start(name, flow_definition_arn, content)
        except HumanLoopRefused as error:
            if NAME_TAKEN not in str(error):
                raise HumanLoopRefused(f"{error} {NO_A2I_CUSTOMER}") from error

    def _start(self, name: str, flow_definition_arn: str, content: str) -> None:
        try:
            self._client.start_human_loop(
                HumanLoopName=name,
                FlowDefinitionArn=flow_definition_arn,
                HumanLoopInput={"InputContent": content},
            )
        except self._client.exceptions.ConflictException:
            return  # asked before, with other words: the first ones stand

    def describe(self, name: str) -> HumanLoop | None:
        """Return the loop of that name, if there is one."""
        try:
            with _translated():
                told = self._client.describe_human_loop(HumanLoopName=name)
        except self._client.exceptions.ResourceNotFoundException:
            return None
        return HumanLoop(
            arn=told["HumanLoopArn"],
            status=told["HumanLoopStatus"],
            output_uri=told.get("HumanLoopOutput", {}).get("OutputS3Uri"),
            failure_code=told.get("FailureCode"),
            failure_reason=told.get("FailureReason"),
        )

    def stop(self, name: str) -> None:
        """Ask people no longer; raise HumanLoopRefused where the loop has ended meanwhile."""
        with _translated():
            self._client.stop_human_loop(HumanLoopName=name)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise translate_a2i(error) from error
    except ParamValidationError as error:
        raise HumanLoopRefused(f"Amazon A2I cannot be asked that: {error}") from error
    except BotoCoreError as error:
        raise TransientError(f"Amazon A2I gave no answer: {error}") from error
