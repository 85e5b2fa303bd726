"""Amazon A2I's flow definitions, each with its worker page (a human task UI of the same name)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient


class InUse(TransientError):
    """A2I is still busy with the flow definition."""


@dataclass(frozen=True, kw_only=True)
class State:
    """`status` is Initializing, Active, Failed or Deleting."""

    status: str
    failure: str


class FlowDefinitions:
    """What SageMaker's control plane has of A2I, each call harmless to repeat."""

    def __init__(self, client: SageMakerClient) -> None:
        self._client = client

    def create_page(self, name: str, template: str) -> bool:
        """Make a worker page; return whether it was not there already."""
        try:
            self._client.create_human_task_ui(
                HumanTaskUiName=name, UiTemplate={"Content": template}
            )
        except ClientError as error:
            if _code(error) != "ResourceInUse":
                raise
            return False
        return True

    def create(self, request: dict[str, Any]) -> None:
        """Make a flow definition, unless there is one of its name."""
        with _accepting("ResourceInUse"):
            self._client.create_flow_definition(**request)

    def state(self, name: str) -> State:
        answer = self._client.describe_flow_definition(FlowDefinitionName=name)
        return State(status=answer["FlowDefinitionStatus"], failure=answer.get("FailureReason", ""))

    def delete(self, name: str) -> None:
        """Delete a flow definition and its page, if they are there; raise InUse if not yet."""
        try:
            with _accepting("ResourceNotFound"):
                self._client.delete_flow_definition(FlowDefinitionName=name)
        except ClientError as error:
            if _code(error) != "ResourceInUse":
                raise
            raise InUse(f"flow definition {name} is in use: {error}") from error
        with _accepting("ResourceNotFound"):
            self._client.delete_human_task_ui(HumanTaskUiName=name)


@contextmanager
def _accepting(code: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if _code(error) != code:
            raise


def _code(error: ClientError) -> str:
    return error.response["Error"]["Code"]
