"""An account with the stack in it, on moto's AWS, and time that a test may pass."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import boto3
import msgspec

from lambdas.documents import Document, Kind, Operation, Query, Work
from lambdas.pipeline.patience import Patience
from lambdas.profiles import Configuration, Profile, Stack
from lambdas.review.rules import ReviewRules
from lambdas.services import Services
from lambdas.settings import Settings
from tests.lambdas.human_loops import FLOW_ARN, FakeA2I
from tests.lambdas.power import Power
from tests.lambdas.resources import make_queues, make_storage
from tests.lambdas.textract import FakeTextract

UPLOADS = "uploads"
RESULTS = "results"
TABLE = "documents"
OPERATIONS = (
    *("DetectDocumentText", "AnalyzeDocument", "AnalyzeExpense", "AnalyzeID"),
    *("StartDocumentTextDetection", "StartDocumentAnalysis"),
    *("StartExpenseAnalysis", "StartLendingAnalysis"),
)

HOUR = 3600  # seconds
QUEUES = "https://sqs.us-east-1.amazonaws.com/123456789012/"
EVENTS_ARN = "arn:aws:sqs:us-east-1:123456789012:events"
ROLE_ARN = "arn:aws:iam::123456789012:role/textract"
TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:completions"

PROFILES = {
    "forms": Profile(
        prefix="forms/",
        operation=Operation.ANALYZE_DOCUMENT,
        feature_types=("FORMS",),
        min_confidence=80,
    ),
    "text": Profile(prefix="text/", operation=Operation.DETECT_DOCUMENT_TEXT),
    "questions": Profile(
        prefix="questions/",
        operation=Operation.ANALYZE_DOCUMENT,
        feature_types=("QUERIES",),
        queries=(Query(text="What is the total?", alias="TOTAL"),),
    ),
    "receipts": Profile(prefix="receipts/", operation=Operation.ANALYZE_EXPENSE),
    "ids": Profile(prefix="ids/", operation=Operation.ANALYZE_ID, date_order="MDY"),
    "loans": Profile(prefix="loans/", operation=Operation.ANALYZE_LENDING),
    "reviewed": Profile(
        prefix="reviewed/",
        operation=Operation.ANALYZE_DOCUMENT,
        feature_types=("FORMS",),
        review=ReviewRules(min_confidence=99.5),
    ),
    "people": Profile(
        prefix="people/",
        operation=Operation.ANALYZE_DOCUMENT,
        feature_types=("FORMS",),
        review=ReviewRules(by="a2i", min_confidence=99.5),
    ),
    "pictures": Profile(
        prefix="pictures/",
        operation=Operation.ANALYZE_DOCUMENT,
        feature_types=("FORMS",),
        review=ReviewRules(by="a2i-textract", min_confidence=99.5),
    ),
}


@dataclass
class Clock:
    """Time that passes only in `sleep`; an invocation ends at `ends`."""

    now: float
    ends: float

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def seconds_left(self) -> float:
        return self.ends - self.now

    def get_remaining_time_in_millis(self) -> int:
        return round(self.seconds_left() * 1000)


@dataclass
class World:
    """An account with the stack in it, as a user sees it: objects, items, messages, events."""

    services: Services
    settings: Settings
    textract: FakeTextract
    a2i: FakeA2I
    power: Power
    listeners: Listeners
    events_queue_url: str
    s3: Any
    sqs: Any
    dynamodb: Any
    event_bus: Any

    def build(self) -> None:
        """Make the stack's resources in a new account, of which nothing has been said."""
        self.textract.forget()
        self.a2i.forget()
        self.listeners.clear()
        make_storage(self.s3, self.dynamodb, buckets=(UPLOADS, RESULTS), table=TABLE)
        names = ("uploads", "completions", "answers", *OPERATIONS)
        make_queues(self.sqs, self.event_bus, names=names, events=EVENTS_ARN)

    def reconfigured(
        self,
        *,
        profiles: dict[str, Profile] | None = None,
        stack: Stack | None = None,
        **settings: str,
    ) -> World:
        """The same account, with another configuration or other settings."""
        config = Configuration(profiles=profiles or PROFILES, stack=stack or Stack())
        changed = replace(self.settings, **settings)
        services = replace(self.services, settings=changed, configuration=config)
        return replace(self, services=services, settings=changed)

    def at(self, moment: float) -> World:
        """The same account at a moment, in seconds since the epoch; the clock stands."""
        return replace(self, services=replace(self.services, clock=lambda: moment))

    def after(self, hours: float) -> World:
        """The same account so many hours from now."""
        return self.at(time.time() + hours * HOUR)

    def upload(
        self, key: str, content: bytes, *, bucket: str = UPLOADS, **metadata: str
    ) -> Document:
        """Put an object; `papertray_profile` and the like are its metadata."""
        own = {name.replace("_", "-"): value for name, value in metadata.items()}
        answer = self.s3.put_object(Bucket=bucket, Key=key, Body=content, Metadata=own)
        return Document(
            bucket=bucket,
            key=key,
            version_id=answer.get("VersionId"),
            etag=answer["ETag"].strip('"'),
            size=len(content),
        )

    def work(
        self,
        key: str = "forms/a.png",
        *,
        profile: str = "forms",
        pages: int = 1,
        content: bytes = b"",
        **changes: object,
    ) -> Work:
        """Work of a document that was taken in, as `ingest` leaves it."""
        kind: Kind = "PNG" if pages == 1 else "PDF"
        document = self.upload(key, content or b"content of " + key.encode())
        work = Work(
            document=document,
            kind=kind,
            pages=pages,
            profile=profile,
            min_confidence=80,
            request=PROFILES[profile].request,
        )
        work = msgspec.structs.replace(work, **changes)
        self.services.table.receive(document, profile=profile)
        self.services.table.queue(work)
        return work

    def patience(self, *, seconds: float = 300) -> Patience:
        clock = Clock(now=0, ends=seconds)
        return Patience(
            seconds_left=clock.seconds_left, sleep=clock.sleep, jitter=lambda low, high: high
        )

    def item(self, document: Document) -> dict[str, Any]:
        """The document's own item, as plain strings."""
        key = {"document_id": {"S": document.document_id}, "item": {"S": "DOCUMENT"}}
        return _plain(self.dynamodb.get_item(TableName=TABLE, Key=key)["Item"])

    def items(self, document: Document) -> dict[str, dict[str, Any]]:
        """All items of the document, by their sort key."""
        pages = self.dynamodb.get_paginator("query").paginate(
            TableName=TABLE,
            KeyConditionExpression="document_id = :id",
            ExpressionAttributeValues={":id": {"S": document.document_id}},
        )
        found = [_plain(each) for page in pages for each in page["Items"]]
        return {each["item"]: each for each in found}

    def status(self, document: Document) -> str:
        return str(self.item(document)["status"])

    def messages(self, queue_url: str) -> list[str]:
        """Take all visible messages off a queue."""
        bodies: list[str] = []
        while got := self.sqs.receive_message(
            QueueUrl=queue_url, MaxNumberOfMessages=10, VisibilityTimeout=0
        ).get("Messages"):
            for each in got:
                bodies.append(each["Body"])
                self.sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=each["ReceiptHandle"])
        return bodies

    def queued(self, operation: str) -> list[str]:
        return self.messages(self.settings.operation_queue_url(operation))

    def delayed(self, operation: str) -> int:
        """How many messages of an operation's queue wait for their delay to pass."""
        name = "ApproximateNumberOfMessagesDelayed"
        answer = self.sqs.get_queue_attributes(
            QueueUrl=self.settings.operation_queue_url(operation), AttributeNames=[name]
        )
        return int(answer["Attributes"][name])

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Take detail type and detail of the events that were put since the last look."""
        told = [json.loads(body) for body in self.messages(self.events_queue_url)]
        return [(event["detail-type"], event["detail"]) for event in told]

    def result(self, document: Document, name: str) -> bytes:
        key = f"results/{document.document_id}/{name}"
        return bytes(self.s3.get_object(Bucket=RESULTS, Key=key)["Body"].read())

    def has_results(self, document: Document) -> bool:
        prefix = f"results/{document.document_id}/"
        return bool(self.s3.list_objects_v2(Bucket=RESULTS, Prefix=prefix)["KeyCount"])

    def put_part(self, document: Document, job_id: str, name: str, part: dict[str, Any]) -> None:
        """Write a job's output as Textract does."""
        self.s3.put_object(
            Bucket=RESULTS,
            Key=f"jobs/{document.document_id}/{job_id}/{name}",
            Body=json.dumps(part).encode() if part else b"",
        )

    def age(self, document: Document, **values: object) -> None:
        """Change the document's item behind the pipeline's back."""
        for name, value in values.items():
            number = isinstance(value, int | float)
            self.dynamodb.update_item(
                TableName=TABLE,
                Key={"document_id": {"S": document.document_id}, "item": {"S": "DOCUMENT"}},
                UpdateExpression="SET #n = :v",
                ExpressionAttributeNames={"#n": name},
                ExpressionAttributeValues={":v": {"N" if number else "S": str(value)}},
            )


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    def value(attribute: dict[str, Any]) -> object:
        kind, content = next(iter(attribute.items()))
        return float(content) if kind == "N" else content

    return {name: value(attribute) for name, attribute in item.items()}


class Listeners(dict[str, Callable[..., None]]):
    """What a test hears of botocore's events, by the event's whole name."""

    def __call__(self, *, event_name: str, **heard: object) -> None:
        if event_name in self:
            self[event_name](**heard)


def new_world(session: boto3.Session) -> World:
    """Connect to an account; `build` makes the resources."""
    textract, a2i, power, listeners = FakeTextract(), FakeA2I(), Power(), Listeners()
    session.events.register_first("before-send.textract", textract)
    session.events.register_first("before-send.sagemaker-a2i-runtime", a2i)
    session.events.register("before-call", power)
    for moment in ("provide-client-params", "before-call", "after-call"):
        session.events.register(moment, listeners)
    settings = Settings(
        uploads_bucket=UPLOADS,
        results_bucket=RESULTS,
        table=TABLE,
        uploads_queue_url=QUEUES + "uploads",
        completions_queue_url=QUEUES + "completions",
        operation_queue_urls=json.dumps({name: QUEUES + name for name in OPERATIONS}),
        completion_topic_arn=TOPIC_ARN,
        textract_role_arn=ROLE_ARN,
        answers_queue_url=QUEUES + "answers",
        flow_definition_arns=json.dumps({"people": FLOW_ARN, "pictures": FLOW_ARN}),
        kms_key_arn="",
    )
    return World(
        services=Services(settings=settings, configuration=Configuration(profiles=PROFILES)),
        settings=settings,
        textract=textract,
        a2i=a2i,
        power=power,
        listeners=listeners,
        events_queue_url=QUEUES + "events",
        s3=session.client("s3"),
        sqs=session.client("sqs"),
        dynamodb=session.client("dynamodb"),
        event_bus=session.client("events"),
    )
