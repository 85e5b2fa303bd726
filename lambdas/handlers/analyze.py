"""Event source: the queues of the synchronous operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lambdas.documents import Work
from lambdas.handlers.batch import each_record
from lambdas.handlers.clock import Context, patience
from lambdas.messages import decode
from lambdas.pipeline.analyze import analyze
from lambdas.services import services


def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    aws = services()
    return each_record(event, aws, lambda body: analyze(decode(body, Work), aws, patience(context)))
