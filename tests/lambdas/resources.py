"""The stack's buckets, table and queues on moto's AWS."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any


def make_storage(s3: Any, dynamodb: Any, *, buckets: Iterable[str], table: str) -> None:  # noqa: ANN401  (clients of moto's AWS)
    for bucket in buckets:
        s3.create_bucket(Bucket=bucket)
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    names = ("document_id", "item", "status", "updated_at", "field_name", "field_value")
    dynamodb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
        KeySchema=_keys("document_id", "item"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": name,
                "KeySchema": _keys(*keys),
                "Projection": {"ProjectionType": "ALL"},
            }
            for name, keys in {
                "by-status": ("status", "updated_at"),
                "by-field": ("field_name", "field_value"),
            }.items()
        ],
    )


def _keys(partition: str, order: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": order, "KeyType": "RANGE"},
    ]


def make_queues(sqs: Any, event_bus: Any, *, names: Iterable[str], events: str) -> None:  # noqa: ANN401
    """Make the queues, and one more, of the ARN `events`, that gets every event of ours."""
    for name in (*names, events.rpartition(":")[2]):
        sqs.create_queue(QueueName=name)
    event_bus.put_rule(Name="ours", EventPattern=json.dumps({"source": ["papertray"]}))
    event_bus.put_targets(Rule="ours", Targets=[{"Id": "queue", "Arn": events}])
