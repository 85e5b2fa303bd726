"""What requests to the services of our own are about: whose they are, and what they need."""

from __future__ import annotations

import json
import os
import re
from typing import Any

from ministack.core.router import extract_region  # type: ignore[import-not-found]

from local.aws.authorization import Asked, Passed, Permission, Request

TEXTRACT, SAGEMAKER = "textract", "sagemaker"
TARGETS = {TEXTRACT: "Textract.", SAGEMAKER: "SageMaker."}
PRINCIPALS = {TEXTRACT: "textract.amazonaws.com", SAGEMAKER: "sagemaker.amazonaws.com"}

_LOOP = re.compile(r"/human-loops/([^/]+)")
_ON_DEFINITIONS = {
    "CreateFlowDefinition",
    "DescribeFlowDefinition",
    "DeleteFlowDefinition",
}
_ON_TASK_UIS = {"CreateHumanTaskUi", "DescribeHumanTaskUi", "DeleteHumanTaskUi"}


def service(headers: dict[bytes, bytes]) -> str | None:
    """Return which of our services a request is for, by its signature or its target."""
    signature, target = headers.get(b"authorization", b""), headers.get(b"x-amz-target", b"")
    for name, prefix in TARGETS.items():
        if f"/{name}/aws4_request".encode() in signature or target.startswith(prefix.encode()):
            return name
    return None


def asked(name: str, request: Request) -> Asked:
    """Return what a request to one of our services needs."""
    return _asked_of_textract(request) if name == TEXTRACT else _asked_of_sagemaker(request)


def _asked_of_textract(request: Request) -> Asked:
    body = _members(request)
    operation = request.fields.get("x-amz-target", "").removeprefix(TARGETS[TEXTRACT])
    permissions = [Permission(action=f"textract:{operation}")]
    if flow := _text(body, "HumanLoopConfig", "FlowDefinitionArn"):
        permissions.append(Permission(action="sagemaker:StartHumanLoop", resource=flow))
    role = _text(body, "NotificationChannel", "RoleArn")
    passed = Passed(
        role_arn=role or "",
        service=PRINCIPALS[TEXTRACT],
        header="channel",
        refusal="InvalidParameterException",
    )
    return Asked(permissions=permissions, passed=passed if role else None)


def _asked_of_sagemaker(request: Request) -> Asked:
    """SageMaker's own operations have a target; those of A2I's runtime have a path."""
    target = request.fields.get("x-amz-target", "")
    if not target.startswith(TARGETS[SAGEMAKER]):
        return Asked(permissions=[_of_the_runtime(request)], denied_status=403)
    operation = target.removeprefix(TARGETS[SAGEMAKER])
    body = _members(request)
    role = _text(body, "RoleArn") if operation == "CreateFlowDefinition" else None
    passed = Passed(role_arn=role or "", service=PRINCIPALS[SAGEMAKER], header="role", refusal=None)
    permission = Permission(
        action=f"sagemaker:{operation}", resource=_resource(request, operation, body)
    )
    return Asked(permissions=[permission], passed=passed if role else None)


def _resource(request: Request, operation: str, body: dict[str, Any]) -> str:
    if operation in _ON_DEFINITIONS:
        name = _text(body, "FlowDefinitionName")
        return _arn(request, "flow-definition", name) if name else "*"
    if operation in _ON_TASK_UIS:
        name = _text(body, "HumanTaskUiName")
        return _arn(request, "human-task-ui", name) if name else "*"
    return "*"


def _of_the_runtime(request: Request) -> Permission:
    method, path = request.scope["method"], request.scope["path"]
    body = _members(request)
    if (method, path) == ("POST", "/human-loops"):
        flow = _text(body, "FlowDefinitionArn") or "*"
        return Permission(action="sagemaker:StartHumanLoop", resource=flow)
    if (method, path) == ("POST", "/human-loops/stop"):
        loop = _arn(request, "human-loop", _text(body, "HumanLoopName") or "*")
        return Permission(action="sagemaker:StopHumanLoop", resource=loop)
    if named := _LOOP.fullmatch(path):
        operation = "DeleteHumanLoop" if method == "DELETE" else "DescribeHumanLoop"
        loop = _arn(request, "human-loop", named[1])
        return Permission(action=f"sagemaker:{operation}", resource=loop)
    return Permission(action="sagemaker:ListHumanLoops")


def _arn(request: Request, kind: str, name: str) -> str:
    account = os.environ["MINISTACK_ACCOUNT_ID"]
    return f"arn:aws:sagemaker:{extract_region(request.fields)}:{account}:{kind}/{name}"


def _members(request: Request) -> dict[str, Any]:
    """Return the body's members; none where the service itself will refuse the body."""
    try:
        value = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _text(members: dict[str, Any], *path: str) -> str | None:
    value: Any = members
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None
