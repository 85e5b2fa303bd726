"""The operations of A2I's runtime: human loops."""

from __future__ import annotations

import json
from typing import Any

from local.a2i import output
from local.a2i.calls import Call, Operation, page
from local.a2i.errors import ResourceNotFound, ResourceNotFoundException, ValidationException
from local.a2i.flows import FlowDefinition
from local.a2i.loops import HumanLoop, Start
from local.a2i.service import A2I

SERVICE = "sagemaker-a2i-runtime"


class Runtime:
    """The operations, by name."""

    def __init__(self, a2i: A2I) -> None:
        self._a2i = a2i
        self.operations: dict[str, Operation] = {
            "StartHumanLoop": self._start,
            "DescribeHumanLoop": self._describe,
            "ListHumanLoops": self._list,
            "StopHumanLoop": self._stop,
            "DeleteHumanLoop": self._delete,
        }

    def _start(self, call: Call) -> dict[str, Any]:
        self._a2i.check_customer()
        arn = self._a2i.flows.arn(
            "human-loop", call.parameters["HumanLoopName"], region=call.region
        )
        asked = Start(
            name=call.parameters["HumanLoopName"],
            arn=arn,
            flow=active_flow(self._a2i, call.parameters["FlowDefinitionArn"]),
            input=_input(call.parameters["HumanLoopInput"]["InputContent"]),
        )
        if asked.flow.source:
            raise ValidationException(
                f"Human loops of {asked.flow.name} start by {asked.flow.source}."
            )
        return {"HumanLoopArn": self._a2i.loops.start(asked).arn}

    def _describe(self, call: Call) -> dict[str, Any]:
        loop = self._a2i.loops.find(self._loop_arn(call))
        written = {"OutputS3Uri": loop.output_uri} if loop.output_uri else None
        told = {
            **_loop_summary(loop),
            "HumanLoopArn": loop.arn,
            "FailureCode": loop.failure_code,
            "HumanLoopOutput": written,
        }
        return {name: value for name, value in told.items() if value is not None}

    def _list(self, call: Call) -> dict[str, Any]:
        arn = call.parameters["FlowDefinitionArn"]
        loops = self._a2i.loops.of(arn)
        if not loops and all(flow.arn != arn for flow in self._a2i.flows.definitions.all()):
            raise ResourceNotFoundException(f"Flow definition {arn} does not exist.")
        return page("HumanLoopSummaries", map(_loop_summary, loops), call.parameters)

    def _stop(self, call: Call) -> dict[str, Any]:
        self._a2i.loops.stop(self._loop_arn(call))
        return {}

    def _delete(self, call: Call) -> dict[str, Any]:
        self._a2i.loops.delete(self._loop_arn(call))
        return {}

    def _loop_arn(self, call: Call) -> str:
        return self._a2i.flows.arn(
            "human-loop", call.parameters["HumanLoopName"], region=call.region
        )


def active_flow(a2i: A2I, arn: str) -> FlowDefinition:
    """Return the flow definition that a loop may start with."""
    try:
        flow = a2i.flows.definitions.find(arn)
    except ResourceNotFound as error:  # not among StartHumanLoop's errors
        raise ValidationException(str(error)) from error
    status = flow.status(a2i.clock())
    if status != "Active":
        raise ValidationException(f"Flow definition {flow.name} is {status}, not Active.")
    return flow


def _input(content: str) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValidationException("HumanLoopInput.InputContent is no JSON.") from error
    if not isinstance(value, dict):
        raise ValidationException("HumanLoopInput.InputContent is no JSON object.")
    return value


def _loop_summary(loop: HumanLoop) -> dict[str, Any]:
    summary = {
        "HumanLoopName": loop.name,
        "HumanLoopStatus": loop.status,
        "CreationTime": output.iso(loop.created_at),
        "FailureReason": loop.failure_reason,
        "FlowDefinitionArn": loop.flow.arn,
    }
    return {name: value for name, value in summary.items() if value is not None}
