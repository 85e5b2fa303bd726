"""What wakes an operator: one topic, and an alarm for each way in which documents get stuck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from stacks.functions import PipelineFunction
from stacks.metrics import papertray_metric
from stacks.work_queue import WorkQueue

PERIOD = Duration.minutes(5)
THROTTLED_PERIODS = 12  # in a row: an hour. Bursts are throttled for minutes, which is normal
FAILED_AT_ONCE = 10  # documents in a period: one bad upload is its owner's matter, many are ours


class AlarmTopic(sns.Topic):
    """Where alarms go. Only CloudWatch, for this account's alarms, may publish here."""

    def __init__(self, scope: Construct, id_: str, *, email: str, key: kms.IKey | None) -> None:
        # Not with the key of AWS for SNS: CloudWatch may not use it, and no alarm would arrive.
        super().__init__(scope, id_, enforce_ssl=True, master_key=key)
        stack = Stack.of(self)
        alarms = stack.format_arn(
            service="cloudwatch",
            resource="alarm",
            resource_name="*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        self.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[self.topic_arn],
                conditions={
                    "StringEquals": {"aws:SourceAccount": stack.account},
                    "ArnLike": {"aws:SourceArn": alarms},
                },
            )
        )
        if email:
            sns.Subscription(
                self,
                "Email",
                topic=self,
                protocol=sns.SubscriptionProtocol.EMAIL,
                endpoint=email,
            )


class Alarms(Construct):
    """All alarms of the stack; each says what is wrong and what to do."""

    def __init__(self, scope: Construct, id_: str, *, email: str, key: kms.IKey | None) -> None:
        super().__init__(scope, id_)
        self.topic = AlarmTopic(self, "Topic", email=email, key=key)
        self._action = actions.SnsAction(self.topic)

    def watch_dlqs(self, dlqs: Mapping[str, sqs.IQueue]) -> None:
        for name, dlq in dlqs.items():
            self._alarm(
                f"{name}NotEmpty",
                dlq.metric_approximate_number_of_messages_visible(
                    period=PERIOD, statistic="Maximum"
                ),
                f"Messages in {name}: look at them, mend the cause, redrive.",
            )

    def watch_age(self, queues: Sequence[WorkQueue], *, limit: Duration) -> None:
        for queue in queues:
            self._alarm(
                f"{queue.name}QueueOld",
                queue.queue.metric_approximate_age_of_oldest_message(
                    period=PERIOD, statistic="Maximum"
                ),
                f"A message waits in {queue.name}Queue for longer than the stuck_minutes of "
                "papertray.toml: too few workers, or too little Textract quota.",
                threshold=limit.to_seconds(),
            )

    def watch_functions(self, functions: Sequence[PipelineFunction]) -> None:
        for each in functions:
            self._alarm(
                f"{each.node.id}Errors",
                each.function.metric_errors(period=PERIOD),
                f"{each.node.id} fails: its log says why.",
            )
            self._alarm(
                f"{each.node.id}Throttles",
                each.function.metric_throttles(period=PERIOD),
                f"{each.node.id} is throttled: the account's Lambda concurrency is used up.",
            )

    def watch_rules(self, rules: Mapping[str, events.CfnRule]) -> None:
        for name, rule in rules.items():
            self._alarm(
                f"{name}Fails",
                cloudwatch.Metric(
                    namespace="AWS/Events",
                    metric_name="FailedInvocations",
                    dimensions_map={"RuleName": rule.ref},
                    statistic="Sum",
                    period=PERIOD,
                ),
                f"EventBridge cannot deliver for {name}: look into {name}Dlq.",
            )

    def watch_documents(self) -> None:
        """Neither a refusal nor a throttled call leaves a message in a DLQ."""
        self._alarm(
            "ManyDocumentsFailed",
            papertray_metric("DocumentsFailed", period=PERIOD),
            "Many documents were refused: their items in the table say why.",
            threshold=FAILED_AT_ONCE,
        )
        self._alarm(
            "ThrottledForLong",
            papertray_metric("Throttled", period=PERIOD),
            "Textract has throttled for an hour: documents wait, none is lost. Ask for more quota "
            "in Service Quotas, or see who else uses it.",
            periods=THROTTLED_PERIODS,
        )

    def _alarm(
        self,
        id_: str,
        metric: cloudwatch.Metric,
        description: str,
        *,
        threshold: float = 0,
        periods: int = 1,
    ) -> None:
        alarm = metric.create_alarm(
            self,
            id_,
            alarm_description=description,
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=periods,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(self._action)
