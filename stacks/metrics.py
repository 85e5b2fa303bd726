"""The metrics that the functions write themselves, through Powertools."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from stacks.functions import POWERTOOLS


def papertray_metric(name: str, *, period: Duration) -> cloudwatch.Metric:
    """Return the sum of a count, as `lambdas/observability.py` names it."""
    return cloudwatch.Metric(
        namespace=POWERTOOLS["POWERTOOLS_METRICS_NAMESPACE"],
        metric_name=name,
        dimensions_map={"service": POWERTOOLS["POWERTOOLS_SERVICE_NAME"]},
        statistic="Sum",
        period=period,
    )
