"""SNS, EventBridge and DynamoDB, as far as the pipeline leans on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.aws.local_aws import LocalAws

pytestmark = pytest.mark.local


def test_a_raw_subscription_delivers_the_message_itself(
    aws: LocalAws, stack: dict[str, str], queue: Callable[[str], Any]
) -> None:
    notice = {"JobId": "1", "Status": "SUCCEEDED"}
    aws.client("sns").publish(TopicArn=stack["Topic"], Message=json.dumps(notice))

    assert queue("Notices").take() == [notice]


def test_an_event_reaches_the_queue_of_the_rule_that_matches(
    aws: LocalAws, queue: Callable[[str], Any]
) -> None:
    entries = [
        {"Source": "papertray", "DetailType": kind, "Detail": json.dumps({"document_id": "1"})}
        for kind in ("Document Failed", "Document Completed")
    ]
    assert aws.client("events").put_events(Entries=entries)["FailedEntryCount"] == 0

    (event,) = queue("Events").take()
    others = queue("Events").take(within=2)

    assert others == []
    assert event["detail-type"] == "Document Completed"
    assert event["detail"] == {"document_id": "1"}


def test_a_condition_holds_a_write_back_and_tells_what_is_there(
    aws: LocalAws, stack: dict[str, str], run: str
) -> None:
    table = aws.client("dynamodb")
    item = {"run": {"S": run}, "id": {"S": "1"}, "state": {"S": "RECEIVED"}, "at": {"N": "1"}}
    write = {
        "TableName": stack["Notes"],
        "Item": item,
        "ConditionExpression": "attribute_not_exists(id)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    table.put_item(**write)

    with pytest.raises(ClientError) as refused:
        table.put_item(**write)

    response: dict[str, Any] = {**refused.value.response}
    assert response["Error"]["Code"] == "ConditionalCheckFailedException"
    assert response["Item"] == item


def test_a_transaction_says_which_of_its_writes_failed_and_writes_nothing(
    aws: LocalAws, stack: dict[str, str], run: str
) -> None:
    table = aws.client("dynamodb")
    first, second = ({"run": {"S": run}, "id": {"S": number}} for number in "12")
    puts = [
        {"TableName": stack["Notes"], "Item": first},
        {
            "TableName": stack["Notes"],
            "Item": second,
            "ConditionExpression": "attribute_exists(id)",
        },
    ]

    with pytest.raises(ClientError) as cancelled:
        table.transact_write_items(TransactItems=[{"Put": put} for put in puts])

    reasons = [reason["Code"] for reason in cancelled.value.response["CancellationReasons"]]
    assert reasons == ["None", "ConditionalCheckFailed"]
    assert "Item" not in table.get_item(TableName=stack["Notes"], Key=first)


def test_an_index_lists_by_state_and_time(aws: LocalAws, stack: dict[str, str], run: str) -> None:
    table = aws.client("dynamodb")
    for number in ("2", "10", "1"):
        item = {"run": {"S": run}, "id": {"S": number}, "state": {"S": run}, "at": {"N": number}}
        table.put_item(TableName=stack["Notes"], Item=item)

    found = table.query(
        TableName=stack["Notes"],
        IndexName="ByState",
        KeyConditionExpression="#state = :state AND #at < :before",
        ExpressionAttributeNames={"#state": "state", "#at": "at"},
        ExpressionAttributeValues={":state": {"S": run}, ":before": {"N": "10"}},
    )

    assert [item["id"]["S"] for item in found["Items"]] == ["1", "2"]
