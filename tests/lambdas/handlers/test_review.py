"""The built-in page's function and the answers' queue: an answer, whatever happens."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lambdas.documents import Document
from lambdas.handlers import reconcile
from lambdas.handlers.review import handler
from tests.lambdas.answers import JANE, JOHN, loop_answered, notices, waiting
from tests.lambdas.world import World


class Context:
    """What Lambda tells a function of its time."""

    def __init__(self, left: int = 900_000) -> None:
        self._left = left

    def get_remaining_time_in_millis(self) -> int:
        return self._left


@pytest.fixture
def document(deployed: World) -> Document:
    return waiting(deployed).document


@pytest.fixture(autouse=True)
def configured(deployed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handlers' own configuration is papertray.toml; here it is the test's."""
    for name in ("review", "reconcile"):
        monkeypatch.setattr(f"lambdas.handlers.{name}.services", lambda: deployed.services)


def invoke(
    action: str, document: Document, who: dict[str, str] = JANE, **said: object
) -> tuple[int, Any]:
    event = {"action": action, "document_id": document.document_id, **who, **said}
    answer = handler(event, Context())
    assert set(answer) == {"statusCode", "body"}
    return answer["statusCode"], json.loads(answer["body"])


def test_a_document_that_is_written_down_for_a_moment_is_waited_for(
    deployed: World, document: Document
) -> None:
    deployed.services.reviews.lease(document.document_id, seconds=0.3)

    status, _ = invoke("claim", document)

    assert status == 200


def delivered(world: World, *bodies: str) -> dict[str, Any]:
    """Hand the bodies to `reconcile` as Lambda does."""
    for body in bodies:
        world.services.queues.send(world.settings.answers_queue_url, body)
    received = world.sqs.receive_message(
        QueueUrl=world.settings.answers_queue_url, MaxNumberOfMessages=10
    )["Messages"]
    records = [
        {
            "messageId": each["MessageId"],
            "receiptHandle": each["ReceiptHandle"],
            "body": each["Body"],
            "attributes": {"ApproximateReceiveCount": "1"},
            "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:answers",
        }
        for each in received
    ]
    return reconcile.handler({"Records": records}, Context())


def test_a_document_is_claimed_answered_and_worked_in(deployed: World, document: Document) -> None:
    status, body = invoke("claim", document)
    assert (status, body) == (200, {"claimed_until": deployed.item(document)["claimed_until"]})

    answered = invoke("answer", document, values={"field-0": "13.50"}, seconds=3)
    assert answered == (202, {"status": "ANSWERED"})

    assert delivered(deployed) == {"batchItemFailures": []}
    assert deployed.item(document)["corrected"] == 1


def test_a_document_is_released(document: Document) -> None:
    invoke("claim", document)

    assert invoke("release", document) == (200, {"status": "RELEASED"})
    assert invoke("claim", document, JOHN)[0] == 200


def test_who_comes_second_is_told_who_came_first(document: Document) -> None:
    invoke("claim", document)

    status, body = invoke("claim", document, JOHN)

    assert (status, body["Error"]) == (409, "Claimed")
    assert body["ErrorMessage"].startswith("Jane has the document until ")


def test_who_answers_second_is_told_that_it_is_done(document: Document) -> None:
    invoke("claim", document)
    invoke("answer", document, values={})

    status, body = invoke("answer", document, JOHN, values={})

    assert (status, body["Error"]) == (409, "AlreadyAnswered")


def test_what_does_not_wait_is_not_found(deployed: World) -> None:
    unknown = deployed.upload("forms/unknown", b"x")

    status, body = invoke("claim", unknown)

    assert (status, body["Error"]) == (404, "NotWaiting")


@pytest.mark.parametrize("said", [{"action": "x"}, {"session": "?"}, {"reviewer": ""}])
def test_what_is_not_understood_is_refused(document: Document, said: dict[str, str]) -> None:
    event = {"action": "claim", "document_id": document.document_id, **JANE, **said}

    answer = handler(event, Context())

    assert (answer["statusCode"], json.loads(answer["body"])["Error"]) == (400, "InvalidRequest")


def test_an_answer_that_is_none_is_refused(document: Document) -> None:
    invoke("claim", document)

    status, body = invoke("answer", document, values={"nonsense": "secret"})

    assert (status, body["Error"]) == (400, "InvalidAnswer")
    assert "secret" not in body["ErrorMessage"]


def test_what_may_pass_is_to_be_tried_again(deployed: World, document: Document) -> None:
    invoke("claim", document)
    deployed.services.reviews.lease(document.document_id, seconds=60)

    event = {"action": "answer", "document_id": document.document_id, **JANE, "values": {}}
    assert handler(event, Context(left=1000))["statusCode"] == 503


def test_an_error_of_the_deployment_is_the_functions_own(
    deployed: World, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = deployed.reconfigured(table="gone")
    monkeypatch.setattr("lambdas.handlers.review.services", lambda: broken.services)

    with pytest.raises(ClientError):
        invoke("claim", document)


def test_messages_of_every_kind_share_the_queue_and_fail_alone(deployed: World) -> None:
    by_people = waiting(deployed, "people").document
    told = loop_answered(deployed, by_people, {"field-0": "13.50"})

    answer = delivered(deployed, told, "no message")

    assert len(answer["batchItemFailures"]) == 1
    assert deployed.item(by_people)["corrected"] == 1
    assert notices(deployed) == []  # the failed one is hidden for a while
