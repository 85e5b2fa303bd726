"""A deployed template as the scenario sees it: what it puts in, looks at, and finds in the logs."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import WaiterError

from console.stack import Deployed
from lambdas.documents import Document
from local.aws.local_aws import LocalAws

WITHIN = 120.0  # seconds that anything may take; on two busy cores the slowest takes twenty
STACK = "Papertray"
ENDS = ("COMPLETED", "PARTIAL", "FAILED")
POLL = 0.1  # seconds between looks

# How the local AWS, its Textract and our functions' logs say that somebody was not allowed, and how
# we say it.
DENIALS = (
    (
        r"assumed-role/Papertray-(?:Functions)?(\w+?)(?:Function)?Role[0-9A-F]{8}-\S+"
        r" is not authorized to perform: ([\w:]+)",
        r"\1 was denied \2",
    ),
    (r"An error occurred \((AccessDenied\w*)\) when calling the (\w+) operation", r"\2: \1"),
    (r"queue policy denies delivery from \S*sns", "SNS was denied sending to the queue"),
    (r"notice lost topic=\S+ reason=(\w+)", r"Textract was denied publishing: \1"),
    (r"(Textract cannot assume the role)", r"\1"),
    (r"Flow definition \S+ is Failed: Could not assume role", r"Amazon A2I cannot assume the role"),
    (r"(InvalidS3ObjectException)", r"Textract, with the rights of who asked: \1"),
)


class Noticed(Exception):
    """The run went wrong; the message says how."""


@dataclass(frozen=True, kw_only=True)
class Office:
    """One deployed stack."""

    aws: LocalAws
    outputs: Mapping[str, str]
    logs: Path
    """The folder with the logs of the local AWS, where functions log too, and of its Textract."""
    ids: dict[str, str] = field(default_factory=dict)
    """Each document's id, by its key."""
    _clients: dict[str, Any] = field(default_factory=dict)

    @property
    def deployed(self) -> Deployed:
        return Deployed.of(self.outputs)

    def put(self, documents: Mapping[str, bytes]) -> None:
        """Upload documents by key."""
        s3, bucket = self._client("s3"), self.deployed.uploads_bucket
        for key, content in documents.items():
            answer = s3.put_object(Bucket=bucket, Key=key, Body=content)
            self.ids[key] = Document(
                bucket=bucket,
                key=key,
                version_id=answer["VersionId"],
                etag=answer["ETag"].strip('"'),
                size=len(content),
            ).document_id

    def item(self, key: str) -> dict[str, Any]:
        """Return a document's item as DynamoDB has it; empty where there is none."""
        answer = self._client("dynamodb").get_item(
            TableName=self.deployed.table, Key=self._key(key), ConsistentRead=True
        )
        item: dict[str, Any] = answer.get("Item", {})
        return item

    def until_status(self, key: str, wanted: str) -> None:
        """Wait until a document has a status; raise Noticed where it ends in another one."""

        def has_status() -> bool:
            item = self.item(key)
            status = item.get("status", {}).get("S")
            if status in ENDS and status != wanted:
                self.look_for_denials()
                raise Noticed(denial(_reason(item)) or f"{key} ended as {status}: {_reason(item)}")
            return bool(status == wanted)

        self.until(f"{key} is {wanted}", has_status)

    def change(self, key: str, *, to: Mapping[str, object], drop: Sequence[str] = ()) -> None:
        """Write attributes of a document's item, behind the functions' backs."""
        names = [*to, *drop]
        remove = f" REMOVE {', '.join(f'#{name}' for name in drop)}" if drop else ""
        self._client("dynamodb").update_item(
            TableName=self.deployed.table,
            Key=self._key(key),
            UpdateExpression=f"SET {', '.join(f'#{name} = :{name}' for name in to)}{remove}",
            ExpressionAttributeNames={f"#{name}": name for name in names},
            ExpressionAttributeValues={f":{name}": _attribute(to[name]) for name in to},
        )

    def send(self, queue: str, body: str) -> str:
        """Send a message; return its id."""
        sent = self._client("sqs").send_message(QueueUrl=self.outputs[queue], MessageBody=body)
        return str(sent["MessageId"])

    def count(self, queue: str, *states: str) -> int:
        """Return how many of a queue's messages are in these states, by SQS's attributes."""
        names = [f"ApproximateNumberOfMessages{state}" for state in states]
        answer = self._client("sqs").get_queue_attributes(
            QueueUrl=self.outputs[queue], AttributeNames=names
        )
        return sum(int(answer["Attributes"][name]) for name in names)

    def invoke(self, function: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """Invoke a function by the name of its output; its error is a notice."""
        answer = self._client("lambda").invoke(
            FunctionName=self.outputs[function], Payload=json.dumps(event)
        )
        body = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer or (body or {}).get("statusCode", 200) >= 300:
            self.look_for_denials()
            raise Noticed(f"{function}: {denial(json.dumps(body)) or body}")
        return body or {}

    def take_down(self) -> None:
        """Delete the stack."""
        cloudformation = self._client("cloudformation")
        cloudformation.delete_stack(StackName=STACK)
        waiter = cloudformation.get_waiter("stack_delete_complete")
        try:
            waiter.wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": round(WITHIN)})
        except WaiterError as error:
            self.look_for_denials()
            raise Noticed(f"the stack does not go: {error}") from error

    def failed(self, message_id: str) -> bool:
        """Whether a function has said that it failed at a message."""
        return any(
            message_id in line and "will be tried again" in line
            for line in self._logs().splitlines()
        )

    def look_for_denials(self) -> None:
        """Raise Noticed if anybody was denied anything so far."""
        if found := denial(self._logs()):
            raise Noticed(found)

    def until(self, wanted: str, is_so: Callable[[], bool]) -> None:
        """Wait until it is so; raise Noticed at the first denial, or where it takes too long."""
        deadline = time.monotonic() + WITHIN
        while not is_so():
            self.look_for_denials()
            if time.monotonic() > deadline:
                raise Noticed(f"not within {WITHIN:.0f} s: {wanted}")
            time.sleep(POLL)
        self.look_for_denials()

    def _client(self, service: str) -> Any:  # noqa: ANN401 - the service says which
        """Return the one client of a service: making it takes longer than most calls."""
        if service not in self._clients:
            self._clients[service] = self.aws.client(service)
        return self._clients[service]

    def _key(self, key: str) -> dict[str, Any]:
        return {"document_id": {"S": self.ids[key]}, "item": {"S": "DOCUMENT"}}

    def _logs(self) -> str:
        return "".join(path.read_text(errors="replace") for path in self.logs.glob("*.log"))


def denial(text: str) -> str | None:
    """Return, in few words, a denial that a text tells of."""
    found = ((re.search(pattern, text), words) for pattern, words in DENIALS)
    return next((match.expand(words) for match, words in found if match), None)


def _reason(item: Mapping[str, Any]) -> str:
    return str(item.get("reason", {}).get("S", "no reason"))


def _attribute(value: object) -> dict[str, str]:
    return {"S": value} if isinstance(value, str) else {"N": str(value)}
