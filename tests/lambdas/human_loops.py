"""An Amazon A2I at the network's edge: its real shapes, errors and rules, and workers that answer
when a test says so."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.lambdas.wire import response

ACCOUNT = "arn:aws:sagemaker:us-east-1:123456789012"
FLOW_ARN = f"{ACCOUNT}:flow-definition/papertray"
MAX_INPUT = 3_145_728  # characters, service model
ENDED = ("Completed", "Failed", "Stopped")
STATUSES = {
    "ValidationException": 400,
    "ServiceQuotaExceededException": 402,
    "ResourceNotFoundException": 404,
    "ConflictException": 409,
    "ThrottlingException": 429,
    "InternalServerException": 500,
}


class _Refusal(Exception):
    def __init__(self, code: str, message: str = "No.") -> None:
        super().__init__(message)
        self.code = code


@dataclass
class FakeA2I:
    """Human loops by their names; `refusals` are said first, one a call."""

    loops: dict[str, dict[str, Any]] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    refusals: list[_Refusal] = field(default_factory=list)

    def forget(self) -> None:
        for each in (self.loops, self.inputs, self.calls, self.refusals):
            each.clear()

    def refuses(self, code: str, message: str = "No.", *, times: int = 1) -> None:
        self.refusals += [_Refusal(code, message)] * times

    def begin(self, name: str, content: str = "{}") -> None:
        """Start a loop, as Textract does for AnalyzeDocument."""
        self.inputs[name] = content
        self.loops[name] = {
            "CreationTime": "2026-11-21T12:00:00Z",
            "HumanLoopName": name,
            "HumanLoopArn": f"{ACCOUNT}:human-loop/{name}",
            "FlowDefinitionArn": FLOW_ARN,
            "HumanLoopStatus": "InProgress",
        }

    def end(self, name: str, status: str, **more: object) -> None:
        self.loops[name] |= {"HumanLoopStatus": status, **more}

    def task(self, name: str) -> Any:  # noqa: ANN401  (JSON)
        """What the workers are shown."""
        return json.loads(self.inputs[name])

    def __call__(self, request: Any, **_: object) -> Any:  # noqa: ANN401  (botocore's own)
        path = unquote(request.url.partition(".amazonaws.com")[2])
        body = json.loads(request.body) if request.body else {}
        try:
            status, answer = 200, self._answer(request.method, path, body)
        except _Refusal as refusal:
            status, answer = STATUSES[refusal.code], {"Message": str(refusal)}
            headers = {"x-amzn-ErrorType": refusal.code}
        else:
            headers = {}
        headers |= {"Content-Type": "application/json"}
        return response(request.url, status, answer, headers)

    def _answer(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        action = {"/human-loops": "start", "/human-loops/stop": "stop"}.get(path, "describe")
        self.calls.append(action)
        if self.refusals:
            raise self.refusals.pop(0)
        if (method, action) == ("POST", "start"):
            return self._start(body["HumanLoopName"], body["HumanLoopInput"]["InputContent"])
        if (method, action) == ("POST", "stop"):
            return self._stop(body["HumanLoopName"])
        return self._loop(path.removeprefix("/human-loops/"))

    def _start(self, name: str, content: str) -> dict[str, Any]:
        if len(content) > MAX_INPUT:
            raise _Refusal("ValidationException", "InputContent is too long")
        found = self.loops.get(name)
        if found and found["HumanLoopStatus"] in ENDED:
            raise _Refusal("ValidationException", f"HumanLoop '{name}' already exists")
        if found and self.inputs[name] != content:
            raise _Refusal("ConflictException")
        self.begin(name, content)
        return {"HumanLoopArn": self.loops[name]["HumanLoopArn"]}

    def _stop(self, name: str) -> dict[str, Any]:
        if self._loop(name)["HumanLoopStatus"] in ENDED:
            raise _Refusal("ValidationException", "the loop has ended")
        self.end(name, "Stopping")  # until a test says otherwise
        return {}

    def _loop(self, name: str) -> dict[str, Any]:
        if name not in self.loops:
            raise _Refusal("ResourceNotFoundException")
        return self.loops[name]
