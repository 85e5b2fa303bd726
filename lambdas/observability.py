"""Structured logs and metrics: one line an outcome, never an event, never a document's text."""

from __future__ import annotations

from typing import Literal

from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.metrics import MetricUnit

NAMESPACE = "Papertray"
SERVICE = "papertray"

Metric = Literal[
    "DocumentsReceived",
    "DocumentsCompleted",
    "DocumentsFailed",
    "PagesCharged",
    "Throttled",
    "DocumentsSwept",
    "ReviewsRequested",
    "ReviewsAnswered",
]

log = Logger(service=SERVICE)


def count(metric: Metric, value: int = 1) -> None:
    """Write one metric in CloudWatch's embedded metric format: a log line, no call."""
    with single_metric(
        name=metric,
        unit=MetricUnit.Count,
        value=value,
        namespace=NAMESPACE,
        default_dimensions={"service": SERVICE},
    ):
        pass
