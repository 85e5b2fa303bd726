"""Event source: the answers queue, with Amazon A2I's events and our own messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lambdas.handlers.batch import each_record
from lambdas.handlers.clock import Context, patience
from lambdas.messages import review_notice
from lambdas.pipeline.reconcile import reconcile
from lambdas.services import services


def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    aws = services()
    return each_record(
        event, aws, lambda body: reconcile(review_notice(body), aws, patience(context))
    )
