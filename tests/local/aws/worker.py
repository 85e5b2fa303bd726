"""The function that the tests deploy: notes what it is given in a table, then does as told."""

import json
import os
import time
import uuid
from typing import Any, Protocol

import boto3
from botocore.exceptions import ClientError

table = boto3.client("dynamodb")


class Context(Protocol):
    """What Lambda tells a function about its invocation."""

    function_name: str
    aws_request_id: str

    def get_remaining_time_in_millis(self) -> int: ...


def handler(event: dict[str, Any], context: Context) -> object:
    if "Records" not in event:
        return answer(event, context)
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        order = json.loads(record["body"])
        started = time.time()
        note(order["run"], record, batch=len(event["Records"]), state="started", at=started)
        if "raise" in order:
            raise ValueError(order["raise"])
        if "exit" in order:
            os._exit(order["exit"])
        time.sleep(order.get("sleep", 0))
        if order.get("fail"):
            failures.append({"itemIdentifier": record["messageId"]})
        if "identifier" in order:
            failures.append({"itemIdentifier": order["identifier"]})
        note(order["run"], record, batch=len(event["Records"]), state="ended", at=time.time())
    return {"batchItemFailures": failures}


def answer(event: dict[str, Any], context: Context) -> object:
    if event.get("source") == "aws.events":
        note("schedule", {"messageId": event["id"]}, batch=0, state="ended", at=time.time())
    if "raise" in event:
        raise ValueError(event["raise"])
    if "call" in event:
        return call(*event["call"], **event.get("with", {}))
    if "environ" in event:
        return dict(os.environ)
    if "import" in event:
        return __import__(event["import"]).__file__
    time.sleep(event.get("sleep", 0))
    return {
        "name": context.function_name,
        "request_id": context.aws_request_id,
        "remaining": context.get_remaining_time_in_millis(),
    }


def call(service: str, operation: str, **arguments: object) -> str:
    try:
        client: Any = vars(boto3)["client"](service)
        getattr(client, operation)(**arguments)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "allowed"


def note(run: str, record: dict[str, Any], *, batch: int, state: str, at: float) -> None:
    item = {
        "run": {"S": run},
        "id": {"S": uuid.uuid4().hex},
        "message": {"S": record["messageId"]},
        "receives": {"N": record.get("attributes", {}).get("ApproximateReceiveCount", "0")},
        "batch": {"N": str(batch)},
        "state": {"S": state},
        "at": {"N": str(at)},
    }
    table.put_item(TableName=os.environ["TABLE"], Item=item)
