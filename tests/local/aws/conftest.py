"""One local AWS with one small stack for all contract tests."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.aws.local_aws import LocalAws

WORKER = Path(__file__).with_name("worker.py")
VISIBILITY = 2  # seconds
BATCH_VISIBILITY = 6  # seconds, in which a busy machine too works on a batch
PATIENCE = 60.0  # seconds for what must come; on a busy machine some of it takes ten


def _attribute(resource: str, name: str = "Arn") -> dict[str, Any]:
    return {"Fn::GetAtt": [resource, name]}


def _ref(resource: str) -> dict[str, str]:
    return {"Ref": resource}


def _queue(dead: str | None = None, *, visibility: int = VISIBILITY) -> dict[str, Any]:
    properties: dict[str, Any] = {"VisibilityTimeout": visibility}
    if dead:
        properties["RedrivePolicy"] = {
            "deadLetterTargetArn": _attribute(dead),
            "maxReceiveCount": 2,
        }
    return {"Type": "AWS::SQS::Queue", "Properties": properties}


def _lets(service: str, queue: str, source: dict[str, Any]) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sqs:SendMessage",
        "Resource": _attribute(queue),
        "Condition": {"ArnEquals": {"aws:SourceArn": source}},
    }
    properties = {"Queues": [_ref(queue)], "PolicyDocument": _policy(statement)}
    return {"Type": "AWS::SQS::QueuePolicy", "Properties": properties}


def _policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _allow(action: str | list[str], resource: object, **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def _role(service: str, *statements: dict[str, Any]) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    policies = [{"PolicyName": "grants", "PolicyDocument": _policy(*statements)}]
    properties = {"AssumeRolePolicyDocument": _policy(trust), "Policies": policies}
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _assumed_by_the_account(*statements: dict[str, Any]) -> dict[str, Any]:
    role = _role("ec2.amazonaws.com", *statements)
    trust = role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    trust["Principal"] = {"AWS": _ref("AWS::AccountId")}
    return role


def _function(role: str, **more: object) -> dict[str, Any]:
    properties = {
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Code": {"ZipFile": WORKER.read_text()},
        "Role": _attribute(role),
        "Timeout": 2,
        "Environment": {"Variables": {"TABLE": _ref("Notes"), "GREETING": "grüße, 100%"}},
        **more,
    }
    return {"Type": "AWS::Lambda::Function", "Properties": properties}


def _mapping(queue: str, **more: object) -> dict[str, Any]:
    properties = {"EventSourceArn": _attribute(queue), "FunctionName": _ref("Worker"), **more}
    return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}


CONSUME = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
PASS_CHANNEL = _allow(
    "iam:PassRole",
    _attribute("Channel"),
    Condition={"StringEquals": {"iam:PassedToService": "textract.amazonaws.com"}},
)

BUCKET = {
    "Uploads": {
        "Type": "AWS::S3::Bucket",
        "Properties": {
            "VersioningConfiguration": {"Status": "Enabled"},
            "NotificationConfiguration": {
                "EventBridgeConfiguration": {"EventBridgeEnabled": True},
            },
        },
    },
    "UploadsPolicy": {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": _ref("Uploads"),
            "PolicyDocument": _policy(
                {
                    "Effect": "Deny",
                    "Principal": {"AWS": "*"},
                    "Action": "s3:*",
                    "Resource": [
                        _attribute("Uploads"),
                        {"Fn::Join": ["", [_attribute("Uploads"), "/*"]]},
                    ],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ),
        },
    },
    "UploadsRule": {
        "Type": "AWS::Events::Rule",
        "Properties": {
            "EventPattern": {
                "source": ["aws.s3"],
                "detail-type": ["Object Created"],
                "detail": {
                    "bucket": {"name": [_ref("Uploads")]},
                    "object": {"key": [{"prefix": "in/"}]},
                },
            },
            "Targets": [{"Id": "queue", "Arn": _attribute("UploadsQueue")}],
        },
    },
    "UploadsQueue": _queue(),
    "UploadsQueuePolicy": _lets("events.amazonaws.com", "UploadsQueue", _attribute("UploadsRule")),
}
TABLE = {
    "Notes": {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [
                {"AttributeName": name, "AttributeType": kind}
                for name, kind in {"run": "S", "id": "S", "state": "S", "at": "N"}.items()
            ],
            "KeySchema": [
                {"AttributeName": "run", "KeyType": "HASH"},
                {"AttributeName": "id", "KeyType": "RANGE"},
            ],
            "GlobalSecondaryIndexes": [
                {
                    "IndexName": "ByState",
                    "KeySchema": [
                        {"AttributeName": "state", "KeyType": "HASH"},
                        {"AttributeName": "at", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True},
        },
    },
}
FUNCTIONS = {
    "WorkerRole": _role(
        "lambda.amazonaws.com",
        _allow("dynamodb:PutItem", _attribute("Notes")),
        _allow(CONSUME, [_attribute("Batches"), _attribute("Singles")]),
        _allow("textract:StartDocumentTextDetection", "*"),
        _allow("events:PutEvents", "*"),
        PASS_CHANNEL,
    ),
    "Worker": _function("WorkerRole"),
    "StrangerRole": _role("lambda.amazonaws.com", _allow("s3:ListAllMyBuckets", "*")),
    "Stranger": _function("StrangerRole"),
    "Reader": _assumed_by_the_account(
        _allow("s3:GetObject", {"Fn::Join": ["", [_attribute("Uploads"), "/*"]]})
    ),
    "Dead": _queue(),
    "Batches": _queue("Dead", visibility=BATCH_VISIBILITY),
    "Singles": _queue("Dead"),
    "BatchesMapping": _mapping(
        "Batches",
        BatchSize=10,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        ScalingConfig={"MaximumConcurrency": 2},
    ),
    "SinglesMapping": _mapping("Singles", BatchSize=1, ScalingConfig={"MaximumConcurrency": 2}),
    "Schedule": {
        "Type": "AWS::Events::Rule",
        "Properties": {
            "ScheduleExpression": "rate(1 minute)",
            "Targets": [{"Id": "worker", "Arn": _attribute("Worker")}],
        },
    },
    "SchedulePermission": {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Action": "lambda:InvokeFunction",
            "FunctionName": _ref("Worker"),
            "Principal": "events.amazonaws.com",
            "SourceArn": _attribute("Schedule"),
        },
    },
}
MESSAGES = {
    "Topic": {"Type": "AWS::SNS::Topic"},
    "Notices": _queue(),
    "NoticesPolicy": _lets("sns.amazonaws.com", "Notices", _ref("Topic")),
    "Subscription": {
        "Type": "AWS::SNS::Subscription",
        "Properties": {
            "TopicArn": _ref("Topic"),
            "Protocol": "sqs",
            "Endpoint": _attribute("Notices"),
            "RawMessageDelivery": True,
        },
    },
    "JobsTopic": {"Type": "AWS::SNS::Topic"},
    "Channel": _role("textract.amazonaws.com", _allow("sns:Publish", _ref("JobsTopic"))),
    "EventsRule": {
        "Type": "AWS::Events::Rule",
        "Properties": {
            "EventPattern": {"source": ["papertray"], "detail-type": ["Document Completed"]},
            "Targets": [{"Id": "queue", "Arn": _attribute("Events")}],
        },
    },
    "Events": _queue(),
    "EventsPolicy": _lets("events.amazonaws.com", "Events", _attribute("EventsRule")),
    "Plain": _queue(),
}
RESOURCES: dict[str, Any] = {**BUCKET, **TABLE, **FUNCTIONS, **MESSAGES}
TEMPLATE = {
    "Resources": RESOURCES,
    "Outputs": {
        **{name: {"Value": _ref(name)} for name in RESOURCES},
        "ChannelArn": {"Value": _attribute("Channel")},
        "StrangerRoleArn": {"Value": _attribute("StrangerRole")},
        "ReaderArn": {"Value": _attribute("Reader")},
    },
}


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAws]:
    with LocalAws(textract="tests.local.aws.echo_textract") as local_aws:
        yield local_aws


@pytest.fixture(scope="session")
def stack(aws: LocalAws) -> dict[str, str]:
    """The physical id of every resource of the template."""
    cloudformation = aws.client("cloudformation")
    cloudformation.create_stack(
        StackName="contract", TemplateBody=json.dumps(TEMPLATE), Capabilities=["CAPABILITY_IAM"]
    )
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName="contract", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    outputs = cloudformation.describe_stacks(StackName="contract")["Stacks"][0]["Outputs"]
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}


class Queue:
    """A queue, as seen from outside."""

    def __init__(self, aws: LocalAws, url: str) -> None:
        self._sqs = aws.client("sqs")
        self.url = url

    def send(self, *orders: dict[str, Any], delay: int = 0) -> None:
        entries = [
            {"Id": str(n), "MessageBody": json.dumps(order), "DelaySeconds": delay}
            for n, order in enumerate(orders)
        ]
        answer = self._sqs.send_message_batch(QueueUrl=self.url, Entries=entries)
        assert not answer.get("Failed")

    def receive(self, *, wait: int = 20) -> list[dict[str, Any]]:
        """Receive up to ten messages; they stay on the queue, invisible."""
        got = self._sqs.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=10,
            WaitTimeSeconds=wait,
            MessageSystemAttributeNames=["All"],
        )
        messages: list[dict[str, Any]] = got.get("Messages", [])
        return messages

    def take(self, *, count: int = 1, within: float = PATIENCE) -> list[Any]:
        """Take `count` messages off the queue, or those that come; return their bodies, decoded."""
        deadline, bodies = time.monotonic() + within, list[Any]()
        while len(bodies) < count and time.monotonic() < deadline:
            for message in self.receive(wait=1):
                bodies.append(json.loads(message["Body"]))
                handle = message["ReceiptHandle"]
                self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=handle)
        return bodies


@pytest.fixture
def queue(aws: LocalAws, stack: dict[str, str]) -> Callable[[str], Queue]:
    return lambda name: Queue(aws, stack[name])


@pytest.fixture
def client_with(aws: LocalAws) -> Callable[[str, dict[str, Any]], Any]:
    """Return a client of a service with the credentials that STS or an access key gives."""

    def client(service: str, credentials: dict[str, Any]) -> object:
        session: Any = boto3.session.Session(
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials.get("SessionToken"),
            region_name="us-east-1",
        )
        made: object = session.client(service, endpoint_url=aws.endpoint_url)
        return made

    return client


@pytest.fixture
def reader(aws: LocalAws, stack: dict[str, str]) -> dict[str, Any]:
    """Credentials of a role that may read uploads."""
    role = aws.client("sts").assume_role(RoleArn=stack["ReaderArn"], RoleSessionName="reader")
    credentials: dict[str, Any] = role["Credentials"]
    return credentials


@pytest.fixture
def run() -> str:
    """A name for what one test sends and the worker notes."""
    return uuid.uuid4().hex


Notes = list[dict[str, Any]]


@pytest.fixture
def notes(aws: LocalAws, stack: dict[str, str], run: str) -> Callable[..., Notes]:
    """What the worker noted of this run, waiting until there are `count` notes of `state`."""
    table = aws.client("dynamodb")

    def read(state: str, count: int, *, within: float = PATIENCE, run: str = run) -> Notes:
        deadline = time.monotonic() + within
        while True:
            items = table.query(
                TableName=stack["Notes"],
                KeyConditionExpression="#run = :run",
                ExpressionAttributeNames={"#run": "run"},
                ExpressionAttributeValues={":run": {"S": run}},
            )["Items"]
            found = [_plain(item) for item in items if item["state"]["S"] == state]
            if len(found) >= count or time.monotonic() > deadline:
                return sorted(found, key=lambda note: float(note["at"]))
            time.sleep(0.1)

    return read


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    return {name: float(value["N"]) if "N" in value else value["S"] for name, value in item.items()}


@pytest.fixture
def invoke(aws: LocalAws, stack: dict[str, str]) -> Callable[[str, dict[str, Any]], Any]:
    """Invoke a function; return what it returns, or its error with "FunctionError"."""

    def invoked(function: str, event: dict[str, Any]) -> object:
        response = aws.client("lambda").invoke(
            FunctionName=stack[function], Payload=json.dumps(event)
        )
        payload: object = json.loads(response["Payload"].read())
        if "FunctionError" in response and isinstance(payload, dict):
            return {"FunctionError": response["FunctionError"], **payload}
        return payload

    return invoked
