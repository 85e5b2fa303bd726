"""How Textract tells that a job is done: a topic, and the role that lets it publish there."""

from __future__ import annotations

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from stacks.work_queue import Dlq, WorkQueue, let_send


class TextractChannel(Construct):
    """The NotificationChannel of Textract's jobs, from topic to queue."""

    def __init__(
        self, scope: Construct, id_: str, *, completions: WorkQueue, key: kms.IKey | None
    ) -> None:
        super().__init__(scope, id_)
        # Without a key of ours the topic is not encrypted at rest: a notice names a job and an
        # object, and holds no contents; the policy of AWS's own key for SNS is not ours to shape.
        self.topic = sns.Topic(self, "Topic", enforce_ssl=True, master_key=key)
        self.role = _role(self, self.topic, key)
        self.dlq = Dlq(self, "SubscriptionDlq", key=key)
        sns.Subscription(
            self,
            "Subscription",
            topic=self.topic,
            protocol=sns.SubscriptionProtocol.SQS,
            endpoint=completions.queue.queue_arn,
            raw_message_delivery=True,
            dead_letter_queue=self.dlq,  # adds the right to send to it
        )
        let_send("sns.amazonaws.com", completions.queue, source_arn=self.topic.topic_arn)


def _role(scope: Construct, topic: sns.Topic, key: kms.IKey | None) -> iam.Role:
    stack = Stack.of(scope)
    jobs = stack.format_arn(
        service="textract", region="*", resource="*", arn_format=ArnFormat.NO_RESOURCE_NAME
    )
    role = iam.Role(
        scope,
        "Role",
        description="Lets Amazon Textract say that a job of ours is done",
        assumed_by=iam.ServicePrincipal(
            "textract.amazonaws.com",
            conditions={  # Textract guide: cross-service confused deputy prevention
                "StringEquals": {"aws:SourceAccount": stack.account},
                "ArnLike": {"aws:SourceArn": jobs},
            },
        ),
    )
    role.add_to_policy(iam.PolicyStatement(actions=["sns:Publish"], resources=[topic.topic_arn]))
    if key:
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[key.key_arn]
            )
        )
    return role
