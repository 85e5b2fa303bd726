"""CloudFormation has no type for A2I's flow definitions: this is the custom resource that does it.

Made under a name that says what is in it, it may be made again at no harm; CloudFormation itself
deletes the old one after an update. Whatever happens, CloudFormation gets its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Literal

import msgspec
from botocore.exceptions import ClientError
from msgspec import Struct

from lambdas.aws.flow_definitions import FlowDefinitions, InUse
from lambdas.aws.stack_answers import put_answer
from lambdas.errors import NO_A2I_CUSTOMER, PapertrayError
from lambdas.observability import log
from lambdas.pipeline.patience import Patience
from lambdas.review.flow_definition import FlowDefinition

POLL = 1.0  # seconds between looks at what A2I is busy with
DELETED_WITHIN = 10.0  # seconds; what loops still use is in use for days, and left behind
RESERVE = 20.0  # seconds, to clean up and to answer
LONGEST_REASON = 500  # characters, of CloudFormation's 4,096 bytes for all of an answer


class NotMade(PapertrayError):
    """A2I did not bring the flow definition up."""


class StackRequest(Struct, frozen=True, kw_only=True, rename="pascal"):
    """What CloudFormation sends to a custom resource (user guide, request objects)."""

    request_type: Literal["Create", "Update", "Delete"]
    response_url: str = msgspec.field(name="ResponseURL")
    stack_id: str
    request_id: str
    logical_resource_id: str
    physical_resource_id: str = ""
    resource_properties: dict[str, Any]

    def arn(self, resource: str) -> str:
        """Return the ARN of one of SageMaker's resources beside the stack."""
        _, partition, _, region, account, _ = self.stack_id.split(":", 5)
        return f"arn:{partition}:sagemaker:{region}:{account}:{resource}"

    def answer(self, physical_id: str, **more: str) -> dict[str, Any]:
        return {
            "PhysicalResourceId": physical_id,
            "StackId": self.stack_id,
            "RequestId": self.request_id,
            "LogicalResourceId": self.logical_resource_id,
            **more,
        }


def fulfil(event: Mapping[str, Any], flows: FlowDefinitions, patience: Patience) -> None:
    """Do what CloudFormation asks and answer it; an OSError means that it did not hear us, and
    that Lambda should try again."""
    request = msgspec.convert(event, StackRequest)
    put_answer(request.response_url, _outcome(request, flows, patience))


def _outcome(request: StackRequest, flows: FlowDefinitions, patience: Patience) -> dict[str, Any]:
    physical_id = request.physical_resource_id or request.logical_resource_id
    try:
        if request.request_type == "Delete":
            _delete(request.physical_resource_id, flows, patience)
        else:
            wanted = msgspec.convert(request.resource_properties, FlowDefinition, strict=False)
            name = wanted.name(request.stack_id)
            arn = request.arn(f"flow-definition/{name}")
            if request.request_type == "Create":
                physical_id = arn  # which CloudFormation deletes, should this fail
            page_arn = request.arn(f"human-task-ui/{name}")
            _make(name, wanted, page_arn, flows, patience)
            physical_id = arn
    except Exception as error:  # noqa: BLE001  (CloudFormation would wait an hour for an answer)
        log.exception("flow definition not done", request_type=request.request_type)
        reason = str(error)[:LONGEST_REASON]
        if request.request_type != "Delete":
            reason = f"{reason} {NO_A2I_CUSTOMER}"
        return request.answer(physical_id, Status="FAILED", Reason=reason)
    log.info("flow definition done", request_type=request.request_type, arn=physical_id)
    return request.answer(physical_id, Status="SUCCESS")


def _make(
    name: str, wanted: FlowDefinition, page_arn: str, flows: FlowDefinitions, patience: Patience
) -> None:
    """Return once the flow definition is active; leave nothing new behind if it never is."""
    is_new = flows.create_page(name, wanted.template)
    try:
        flows.create(wanted.request(name, page_arn))
        _wait_until_active(name, flows, patience)
    except Exception:
        if is_new:  # or it may be what a rollback goes back to
            with suppress(ClientError, InUse):
                flows.delete(name)
        raise


def _wait_until_active(name: str, flows: FlowDefinitions, patience: Patience) -> None:
    while (state := flows.state(name)).status == "Initializing":
        if patience.seconds_left() < POLL + RESERVE:
            raise NotMade(f"Flow definition {name} is still not active.")
        patience.sleep(POLL)
    if state.status != "Active":
        why = state.failure.rstrip(".") or "no reason given"
        raise NotMade(f"Flow definition {name} is {state.status}: {why}.")


def _delete(physical_id: str, flows: FlowDefinitions, patience: Patience) -> None:
    """Delete what a physical id names; one that is no ARN was given before anything was made."""
    name = physical_id.partition(":flow-definition/")[2]
    given_up = patience.seconds_left() - DELETED_WITHIN
    while name:
        try:
            flows.delete(name)
        except InUse:
            if patience.seconds_left() < given_up:
                raise
            patience.sleep(POLL)
        else:
            return
