"""What starts work: what EventBridge tells us of, and the clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.work_queue import Dlq, WorkQueue, let_send


class EventRule(Construct):
    """Each event like `pattern` becomes a message; one that cannot be sent lies in the DLQ."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        description: str,
        pattern: Mapping[str, Any],
        to: WorkQueue,
        key: kms.IKey | None,
    ) -> None:
        super().__init__(scope, id_)
        self.dlq = Dlq(self, "Dlq", key=key)
        self.rule = events.CfnRule(
            self,
            "Rule",
            description=f"Papertray: {description}",
            event_pattern=pattern,
            targets=[_target(to.queue.queue_arn, self.dlq)],
        )
        for queue in (to.queue, self.dlq):
            let_send("events.amazonaws.com", queue, source_arn=self.rule.attr_arn)


class Schedule(Construct):
    """Invokes `function` every `interval`; an event that cannot be delivered lies in the DLQ."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        interval: Duration,
        function: lambda_.Function,
        key: kms.IKey | None,
    ) -> None:
        super().__init__(scope, id_)
        self.dlq = Dlq(self, "Dlq", key=key)
        self.rule = events.CfnRule(
            self,
            "Rule",
            description="Papertray: look after what is stuck",
            schedule_expression=events.Schedule.rate(interval).expression_string,
            targets=[_target(function.function_arn, self.dlq)],
        )
        lambda_.CfnPermission(
            self,
            "Permission",
            action="lambda:InvokeFunction",
            function_name=function.function_arn,
            principal="events.amazonaws.com",
            source_arn=self.rule.attr_arn,
        )
        let_send("events.amazonaws.com", self.dlq, source_arn=self.rule.attr_arn)


def _target(arn: str, dlq: sqs.Queue) -> events.CfnRule.TargetProperty:
    return events.CfnRule.TargetProperty(
        arn=arn,
        id="Target",
        dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=dlq.queue_arn),
    )
