"""Event source: the completions queue, with Textract's notices (delivered raw by SNS)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lambdas.handlers.batch import each_record
from lambdas.handlers.clock import Context, patience
from lambdas.messages import Completion, decode
from lambdas.pipeline.collect import collect
from lambdas.services import services


def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    aws = services()
    return each_record(
        event, aws, lambda body: collect(decode(body, Completion), aws, patience(context))
    )
