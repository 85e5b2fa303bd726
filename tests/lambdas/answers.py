"""What people answer, in the shapes in which it comes."""

from __future__ import annotations

import json
from typing import Any

from lambdas.documents import Document, Work
from lambdas.extraction.answers import decode_part
from lambdas.pipeline.desk import attend
from lambdas.pipeline.finish import finish
from tests.lambdas import blocks
from tests.lambdas.human_loops import ACCOUNT, FLOW_ARN
from tests.lambdas.world import RESULTS, World

JANE = {"reviewer": "Jane", "session": "session-jane"}
JOHN = {"reviewer": "John", "session": "session-john"}


def waiting(world: World, profile: str = "reviewed", *pages: list[dict[str, Any]]) -> Work:
    """A document of a form's pages that waits for people; its event is taken off the queue."""
    name = f"{profile}/a.png"
    work = world.work(name, profile=profile)
    answer = json.dumps(blocks.answer(*(pages or [blocks.form_page("Total:", "12.50")]))).encode()
    finish(work, [decode_part(answer)], world.services)
    assert world.status(work.document) == "IN_REVIEW"
    world.events()
    return work


def asks(
    world: World, action: str, document: Document, who: dict[str, Any] = JANE, **said: object
) -> dict[str, object]:
    """What the built-in page asks for."""
    event = {"action": action, "document_id": document.document_id, **who, **said}
    return attend(event, world.services)


def answers(
    world: World, document: Document, values: dict[str, Any], **more: list[dict[str, Any]] | str
) -> list[str]:
    """Claim and answer; return the messages that have it worked in."""
    asks(world, "claim", document)
    asks(world, "answer", document, JANE, values=values, **more)
    return notices(world)


def notices(world: World) -> list[str]:
    return world.messages(world.settings.answers_queue_url)


def loop_ended(document: Document, status: str = "Completed", **more: object) -> str:
    """Amazon A2I's event (developer guide, "Use Amazon CloudWatch Events in Amazon A2I")."""
    arn = f"{ACCOUNT}:human-loop/{document.document_id}"
    detail = {
        "creationTime": "2026-11-21T12:00:00.000Z",
        "failureCode": None,
        "failureReason": None,
        "flowDefinitionArn": FLOW_ARN,
        "humanLoopArn": arn,
        "humanLoopName": document.document_id,
        "humanLoopOutput": None,
        "humanLoopStatus": status,
        **more,
    }
    event = {
        "version": "0",
        "id": "12345678-1111-2222-3333-12345EXAMPLE",
        "detail-type": "SageMaker A2I HumanLoop Status Change",
        "source": "aws.sagemaker",
        "account": "123456789012",
        "time": "2026-11-21T13:00:00Z",
        "region": "us-east-1",
        "resources": [arn],
        "detail": detail,
    }
    return json.dumps(event)


def loop_answered(world: World, document: Document, *contents: dict[str, Any]) -> str:
    """Write output.json with what each worker said, as Amazon A2I does; return its event."""
    key = f"a2i/papertray/2026/11/21/12/00/00/{document.document_id}/output.json"
    output = {
        "flowDefinitionArn": FLOW_ARN,
        "humanAnswers": [
            {
                "acceptanceTime": "2026-11-21T12:30:00.000Z",
                "answerContent": content,
                "submissionTime": f"2026-11-21T12:31:{number:02}.000Z",
                "timeSpentInSeconds": 60.5,
                "workerId": f"worker-{number}",
                "workerMetadata": {
                    "identityData": {
                        "identityProviderType": "Cognito",
                        "issuer": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a",
                        "sub": f"sub-{number}",
                    }
                },
            }
            for number, content in enumerate(contents)
        ],
        "humanLoopName": document.document_id,
        "inputContent": {},
    }
    world.s3.put_object(Bucket=RESULTS, Key=key, Body=json.dumps(output).encode())
    return loop_ended(document, humanLoopOutput={"outputS3Uri": f"s3://{RESULTS}/{key}"})
