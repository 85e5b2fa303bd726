"""CloudFormation's types for a private workteam, which MiniStack does not know.

They are recorded and no more: a worker of the local A2I needs no account.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ministack.core.responses import (  # type: ignore[import-not-found]
    get_account_id,
    get_region,
)
from ministack.services.cloudformation import provisioners  # type: ignore[import-not-found]

Properties = Mapping[str, Any]
Made = tuple[str, dict[str, str]]
"""What `Ref` and `Fn::GetAtt` give."""


def record() -> None:
    """Let templates have a private workteam."""
    for kind, create in _TYPES.items():
        provisioners._RESOURCE_HANDLERS.setdefault(kind, {"create": create, "delete": _delete})


def _workforce(logical_id: str, properties: Properties, stack_name: str) -> Made:
    name = properties.get("WorkforceName", f"{stack_name}-{logical_id}")
    return name, {"SubDomain": "workers.localhost", "WorkforceArn": _arn("workforce", name)}


def _workteam(logical_id: str, properties: Properties, stack_name: str) -> Made:
    name = properties.get("WorkteamName", f"{stack_name}-{logical_id}")
    return _arn("workteam/private-crowd", name), {"WorkteamName": name}


def _user(logical_id: str, properties: Properties, stack_name: str) -> Made:
    return properties.get("Username", f"{stack_name}-{logical_id}"), {}


def _user_of_a_group(logical_id: str, properties: Properties, stack_name: str) -> Made:
    return f"{stack_name}-{logical_id}", {}


def _delete(physical_id: str, properties: Properties) -> None:
    """Nothing was made."""


def _arn(kind: str, name: str) -> str:
    return f"arn:aws:sagemaker:{get_region()}:{get_account_id()}:{kind}/{name}"


_TYPES: dict[str, Callable[[str, Properties, str], Made]] = {
    "AWS::SageMaker::Workforce": _workforce,
    "AWS::SageMaker::Workteam": _workteam,
    "AWS::Cognito::UserPoolUser": _user,
    "AWS::Cognito::UserPoolUserToGroupAttachment": _user_of_a_group,
}
