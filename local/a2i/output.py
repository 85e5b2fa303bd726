"""What a human loop leaves behind: output.json, and the event that tells of its end."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from local.a2i.loops import HumanLoop, Task

DETAIL_TYPE = "SageMaker A2I HumanLoop Status Change"
SOURCE = "aws.sagemaker"
ISSUER = "https://cognito-idp.{region}.amazonaws.com/{region}_papertray"


def iso(seconds: float) -> str:
    """Return a time as A2I writes it: UTC, with milliseconds."""
    moment = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def place(loop: HumanLoop) -> tuple[str, str]:
    """Return the bucket and key of a loop's output.json."""
    root = urlsplit(loop.flow.output["S3OutputPath"])
    created = datetime.fromtimestamp(loop.created_at, UTC).strftime("%Y/%m/%d/%H/%M/%S")
    prefix = root.path.strip("/")
    parts = [*([prefix] if prefix else []), loop.flow.name, created, loop.name, "output.json"]
    return root.netloc, "/".join(parts)


def document(loop: HumanLoop) -> bytes:
    """Return output.json, in the shape of the loop's task type."""
    output: dict[str, Any] = {
        "flowDefinitionArn": loop.flow.arn,
        "humanAnswers": [_answer(loop, task) for task in loop.answered],
        "humanLoopName": loop.name,
        "inputContent": loop.input,
    }
    if loop.managed:
        output = {"awsManagedHumanLoopRequestSource": loop.managed.source, **output}
    return json.dumps(output).encode()


def event(loop: HumanLoop) -> dict[str, Any]:
    """Return the entry for EventBridge's PutEvents."""
    detail = {
        "creationTime": iso(loop.created_at),
        "failureCode": loop.failure_code,
        "failureReason": loop.failure_reason,
        "flowDefinitionArn": loop.flow.arn,
        "humanLoopArn": loop.arn,
        "humanLoopName": loop.name,
        "humanLoopOutput": {"outputS3Uri": loop.output_uri} if loop.output_uri else None,
        "humanLoopStatus": loop.status,
    }
    return {
        "Source": SOURCE,
        "DetailType": DETAIL_TYPE,
        "Resources": [loop.arn],
        "Detail": json.dumps(detail),
    }


def _answer(loop: HumanLoop, task: Task) -> dict[str, Any]:
    accepted, submitted = task.accepted_at or 0.0, task.submitted_at or 0.0
    sub = uuid.uuid5(uuid.NAMESPACE_URL, task.worker)
    return {
        "acceptanceTime": iso(accepted),
        "answerContent": task.content,
        "submissionTime": iso(submitted),
        "timeSpentInSeconds": round(submitted - accepted, 3),
        "workerId": sub.hex[:16],
        "workerMetadata": {
            "identityData": {
                "identityProviderType": "Cognito",
                "issuer": ISSUER.format(region=loop.flow.region),
                "sub": str(sub),
            }
        },
    }
