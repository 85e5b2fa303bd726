"""Event source: CloudFormation, for each custom resource of type `Custom::FlowDefinition`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lambdas.handlers.clock import Context, patience
from lambdas.pipeline.flow_definition import fulfil
from lambdas.services import flow_definitions


def handler(event: Mapping[str, Any], context: Context) -> None:
    fulfil(event, flow_definitions(), patience(context))
