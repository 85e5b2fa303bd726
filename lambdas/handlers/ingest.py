"""Event source: the uploads queue, with S3's "Object Created" events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lambdas.handlers.batch import each_record
from lambdas.messages import uploaded
from lambdas.pipeline.ingest import ingest
from lambdas.services import services


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    aws = services()
    return each_record(event, aws, lambda body: ingest(uploaded(body), aws))
