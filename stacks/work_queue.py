"""The only way this stack makes a queue, and the queues that work waits in."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from lambdas.documents import Operation
from stacks.nag import acknowledge
from stacks.sizes import SIZES

RETENTION = Duration.days(14)  # SQS quota: the longest there is
MAX_RECEIVE_COUNT = 5  # Lambda guide: at least 5, or throttled batches end up in the DLQ
VISIBILITY_PER_TIMEOUT = 6  # Lambda guide: six times the function's timeout


class Dlq(sqs.Queue):
    """Where messages go that nobody could work on: encrypted, TLS only, kept for 14 days."""

    def __init__(self, scope: Construct, id_: str, *, key: kms.IKey | None) -> None:
        super().__init__(
            scope,
            id_,
            enforce_ssl=True,
            retention_period=RETENTION,
            encryption=_encryption(key),
            encryption_master_key=key,
        )
        acknowledge(self, "SQS3", reason="A DLQ is the end of the line: an alarm watches it.")


class WorkQueue(Construct):
    """A queue and its DLQ."""

    def __init__(
        self, scope: Construct, id_: str, *, consumer_timeout: Duration, key: kms.IKey | None
    ) -> None:
        super().__init__(scope, id_)
        self.name = id_
        self.dlq = Dlq(self, "Dlq", key=key)
        self.queue = sqs.Queue(
            self,
            "Queue",
            enforce_ssl=True,
            retention_period=RETENTION,
            visibility_timeout=Duration.seconds(
                VISIBILITY_PER_TIMEOUT * int(consumer_timeout.to_seconds())
            ),
            dead_letter_queue=sqs.DeadLetterQueue(
                queue=self.dlq, max_receive_count=MAX_RECEIVE_COUNT
            ),
            encryption=_encryption(key),
            encryption_master_key=key,
        )


class Queues(Construct):
    """One queue per kind of work; one per call of Textract, since quotas are per call."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        operations: Sequence[Operation],
        key: kms.IKey | None,
    ) -> None:
        super().__init__(scope, id_)

        def queue(name: str, consumer: str) -> WorkQueue:
            return WorkQueue(self, name, consumer_timeout=SIZES[consumer].duration, key=key)

        self.uploads = queue("Uploads", "ingest")
        self.completions = queue("Completions", "collect")
        self.synchronous = [
            queue(each.synchronous, "analyze") for each in operations if each.synchronous
        ]
        self.starts = [queue(each.start, "start") for each in operations if each.start]
        self.of_operations = [*self.synchronous, *self.starts]
        self.answers = queue("Answers", "reconcile")
        self.all = [self.uploads, self.completions, *self.of_operations, self.answers]


def let_send(service: str, queue: sqs.Queue, *, source_arn: str) -> None:
    """Let an AWS `service` send to `queue`, on behalf of `source_arn` only."""
    queue.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal(service)],
            actions=["sqs:SendMessage"],
            resources=[queue.queue_arn],
            conditions={"ArnEquals": {"aws:SourceArn": source_arn}},
        )
    )


def _encryption(key: kms.IKey | None) -> sqs.QueueEncryption:
    return sqs.QueueEncryption.KMS if key else sqs.QueueEncryption.SQS_MANAGED
