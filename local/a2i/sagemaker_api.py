"""SageMaker's operations for A2I: flow definitions and human task UIs."""

from __future__ import annotations

from typing import Any

from local.a2i.calls import Call, Operation, page
from local.a2i.errors import ResourceInUse
from local.a2i.flows import FlowDefinition, HumanTaskUi
from local.a2i.service import A2I

SERVICE = "sagemaker"

_TOLD_OF_FLOWS = (
    "HumanLoopRequestSource",
    "HumanLoopActivationConfig",
    "HumanLoopConfig",
    "OutputConfig",
    "RoleArn",
)


class SageMaker:
    """The operations, by name; all others of SageMaker's are not offered."""

    def __init__(self, a2i: A2I) -> None:
        self._a2i = a2i
        self.operations: dict[str, Operation] = {
            "CreateFlowDefinition": self._create_flow,
            "DescribeFlowDefinition": self._describe_flow,
            "DeleteFlowDefinition": self._delete_flow,
            "ListFlowDefinitions": self._list_flows,
            "CreateHumanTaskUi": self._create_ui,
            "DescribeHumanTaskUi": self._describe_ui,
            "DeleteHumanTaskUi": self._delete_ui,
            "ListHumanTaskUis": self._list_uis,
        }

    def _create_flow(self, call: Call) -> dict[str, Any]:
        self._a2i.check_customer()
        flow = self._a2i.flows.create(call.parameters, region=call.region, role=call.role)
        return {"FlowDefinitionArn": flow.arn}

    def _describe_flow(self, call: Call) -> dict[str, Any]:
        flow = self._flow(call)
        told = {name: flow.request[name] for name in _TOLD_OF_FLOWS if name in flow.request}
        return {**told, **self._flow_summary(flow)}

    def _delete_flow(self, call: Call) -> dict[str, Any]:
        flow = self._flow(call)
        if any(loop.is_active for loop in self._a2i.loops.of(flow.arn)):
            raise ResourceInUse(f"Flow definition {flow.name} has human loops in progress.")
        self._a2i.flows.definitions.remove(flow.arn)
        return {}

    def _list_flows(self, call: Call) -> dict[str, Any]:
        made = [each for each in self._a2i.flows.definitions.all() if each.region == call.region]
        return page("FlowDefinitionSummaries", map(self._flow_summary, made), call.parameters)

    def _create_ui(self, call: Call) -> dict[str, Any]:
        self._a2i.check_customer()
        return {
            "HumanTaskUiArn": self._a2i.flows.create_ui(call.parameters, region=call.region).arn
        }

    def _describe_ui(self, call: Call) -> dict[str, Any]:
        ui = self._ui(call)
        content = {"Url": f"{ui.arn}#content", "ContentSha256": ui.sha256}
        return {**_ui_summary(ui), "HumanTaskUiStatus": "Active", "UiTemplate": content}

    def _delete_ui(self, call: Call) -> dict[str, Any]:
        self._a2i.flows.uis.remove(self._ui(call).arn)
        return {}

    def _list_uis(self, call: Call) -> dict[str, Any]:
        here = self._a2i.flows.arn("human-task-ui", "", region=call.region)
        made = [each for each in self._a2i.flows.uis.all() if each.arn.startswith(here)]
        return page("HumanTaskUiSummaries", map(_ui_summary, made), call.parameters)

    def _flow(self, call: Call) -> FlowDefinition:
        flows, name = self._a2i.flows, call.parameters["FlowDefinitionName"]
        return flows.definitions.find(flows.arn("flow-definition", name, region=call.region))

    def _ui(self, call: Call) -> HumanTaskUi:
        flows, name = self._a2i.flows, call.parameters["HumanTaskUiName"]
        return flows.uis.find(flows.arn("human-task-ui", name, region=call.region))

    def _flow_summary(self, flow: FlowDefinition) -> dict[str, Any]:
        status = flow.status(self._a2i.clock())
        failed = {"FailureReason": flow.failure_reason} if status == "Failed" else {}
        return {
            "FlowDefinitionName": flow.name,
            "FlowDefinitionArn": flow.arn,
            "FlowDefinitionStatus": status,
            "CreationTime": flow.created_at,
            **failed,
        }


def _ui_summary(ui: HumanTaskUi) -> dict[str, Any]:
    return {
        "HumanTaskUiName": ui.name,
        "HumanTaskUiArn": ui.arn,
        "CreationTime": ui.created_at,
    }
