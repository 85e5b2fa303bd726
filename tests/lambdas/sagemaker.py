"""A SageMaker with A2I's flow definitions and worker pages, as far as a custom resource sees it."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.lambdas.wire import response


class Refusal(Exception):
    def __init__(self, code: str, message: str = "No.") -> None:
        super().__init__(message)
        self.code = code


@dataclass
class FakeSageMaker:
    """Answers at the network's edge: botocore's own serialising, parsing and errors all run.

    `statuses` is what the next flow definition goes through, look by look; the last one stays.
    """

    pages: dict[str, str] = field(default_factory=dict)
    flows: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: tuple[str, ...] = ("Active",)
    calls: list[str] = field(default_factory=list)
    refusals: dict[str, list[Refusal]] = field(default_factory=dict)
    """What is answered instead, by operation, once each."""
    _coming: dict[str, deque[str]] = field(default_factory=dict)

    def refuses(self, operation: str, *refusals: Refusal) -> None:
        self.refusals[operation] = [*refusals]

    def __call__(self, request: Any, **_: object) -> Any:  # noqa: ANN401  (botocore's own)
        operation = request.headers["X-Amz-Target"].decode().removeprefix("SageMaker.")
        self.calls.append(operation)
        try:
            if waiting := self.refusals.get(operation):
                raise waiting.pop(0)
            status, answer = 200, getattr(self, f"_{operation}")(json.loads(request.body))
        except Refusal as refusal:
            status, answer = 400, {"__type": refusal.code, "message": str(refusal)}
        headers = {"Content-Type": "application/x-amz-json-1.1"}
        return response(request.url, status, answer, headers)

    def _CreateHumanTaskUi(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = asked["HumanTaskUiName"]
        if name in self.pages:
            raise Refusal("ResourceInUse", "Human Task UI already exists")
        self.pages[name] = asked["UiTemplate"]["Content"]
        return {"HumanTaskUiArn": _arn(f"human-task-ui/{name}")}

    def _CreateFlowDefinition(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = asked["FlowDefinitionName"]
        if name in self.flows:
            raise Refusal("ResourceInUse", "Flow definition already exists")
        self.flows[name] = asked
        self._coming[name] = deque(self.statuses)
        return {"FlowDefinitionArn": _arn(f"flow-definition/{name}")}

    def _DescribeFlowDefinition(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = asked["FlowDefinitionName"]
        if name not in self.flows:
            raise Refusal("ResourceNotFound")
        coming = self._coming[name]
        status = coming.popleft() if len(coming) > 1 else coming[0]
        reason = {"FailureReason": "cannot assume the role"} if status == "Failed" else {}
        return {"FlowDefinitionStatus": status, **reason}

    def _DeleteFlowDefinition(self, asked: dict[str, Any]) -> dict[str, Any]:
        if not self.flows.pop(asked["FlowDefinitionName"], None):
            raise Refusal("ResourceNotFound")
        return {}

    def _DeleteHumanTaskUi(self, asked: dict[str, Any]) -> dict[str, Any]:
        if not self.pages.pop(asked["HumanTaskUiName"], None):
            raise Refusal("ResourceNotFound")
        return {}


def _arn(resource: str) -> str:
    return f"arn:aws:sagemaker:us-east-1:123456789012:{resource}"
