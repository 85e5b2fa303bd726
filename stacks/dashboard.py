"""The page that an operator opens at three in the morning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.functions import PipelineFunction
from stacks.metrics import papertray_metric
from stacks.work_queue import WorkQueue

PERIOD = Duration.minutes(5)
HALF = 12  # of CloudWatch's 24 columns


class Dashboard(Construct):
    """From what the users see down to the cause: documents, queues, DLQs, functions, Textract."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        queues: Sequence[WorkQueue],
        dlqs: Mapping[str, sqs.IQueue],
        functions: Sequence[PipelineFunction],
        operations: Sequence[str],
    ) -> None:
        super().__init__(scope, id_)
        dashboard = cloudwatch.Dashboard(self, "Dashboard", default_interval=Duration.hours(6))
        dashboard.add_widgets(*_documents())
        dashboard.add_widgets(*_queues(queues))
        dashboard.add_widgets(_dlqs(dlqs), _throttles(operations))
        dashboard.add_widgets(*_functions(functions))
        dashboard.add_widgets(_reviews())
        region = Stack.of(self).region
        self.url = (
            f"https://console.aws.amazon.com/cloudwatch/home?region={region}"
            f"#dashboards/dashboard/{dashboard.dashboard_name}"
        )


def _documents() -> list[cloudwatch.IWidget]:
    flow = ["DocumentsReceived", "DocumentsCompleted", "DocumentsFailed"]
    return [
        _graph("Documents", [papertray_metric(name, period=PERIOD) for name in flow]),
        _graph(
            "Pages charged, calls throttled",
            [
                papertray_metric("PagesCharged", period=PERIOD),
                papertray_metric("Throttled", period=PERIOD),
            ],
        ),
    ]


def _reviews() -> cloudwatch.IWidget:
    metrics = [
        papertray_metric(name, period=PERIOD) for name in ("ReviewsRequested", "ReviewsAnswered")
    ]
    return _graph("Documents that people look at", metrics)


def _queues(queues: Sequence[WorkQueue]) -> list[cloudwatch.IWidget]:
    return [
        _graph("Messages that wait", [_waiting(each.queue, each.name) for each in queues]),
        _graph(
            "Age of the oldest message (seconds)",
            [
                each.queue.metric_approximate_age_of_oldest_message(
                    label=each.name, period=PERIOD, statistic="Maximum"
                )
                for each in queues
            ],
        ),
    ]


def _dlqs(dlqs: Mapping[str, sqs.IQueue]) -> cloudwatch.IWidget:
    return _graph("Messages in DLQs: should be none", [_waiting(q, n) for n, q in dlqs.items()])


def _functions(functions: Sequence[PipelineFunction]) -> list[cloudwatch.IWidget]:
    lambdas = [(each.name, each.function) for each in functions]
    return [
        _graph("Errors", [f.metric_errors(label=n, period=PERIOD) for n, f in lambdas], width=8),
        _graph(
            "Duration, p95 (milliseconds)",
            [f.metric_duration(label=n, period=PERIOD, statistic="p95") for n, f in lambdas],
            width=8,
        ),
        _graph(
            "Concurrent executions",
            [
                f.metric("ConcurrentExecutions", label=n, period=PERIOD, statistic="Maximum")
                for n, f in lambdas
            ],
            width=8,
        ),
    ]


def _throttles(operations: Sequence[str]) -> cloudwatch.IWidget:
    """Textract guide, CloudWatch metrics: namespace AWS/Textract, dimension Operation."""
    return _graph(
        "Textract: calls throttled, whole account",
        [
            cloudwatch.Metric(
                namespace="AWS/Textract",
                metric_name="ThrottledCount",
                dimensions_map={"Operation": operation},
                label=operation,
                statistic="Sum",
                period=PERIOD,
            )
            for operation in operations
        ],
    )


def _waiting(queue: sqs.IQueue, label: str) -> cloudwatch.Metric:
    return queue.metric_approximate_number_of_messages_visible(
        label=label, period=PERIOD, statistic="Maximum"
    )


def _graph(
    title: str, metrics: Sequence[cloudwatch.IMetric], *, width: int = HALF
) -> cloudwatch.IWidget:
    return cloudwatch.GraphWidget(title=title, left=metrics, width=width)
