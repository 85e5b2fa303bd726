"""A record fails alone, and comes back when it makes sense."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest

from bench.cold_start import CLIENTS, FIRST_INVOCATION
from lambdas.documents import Work
from lambdas.handlers import (
    analyze,
    collect,
    detect,
    ingest,
    reconcile,
    review,
    start,
    sweep,
)
from lambdas.handlers.batch import FIRST_RETRY, LAST_RETRY
from lambdas.messages import Completion, encode, upload_message
from lambdas.services import services
from tests import documents
from tests.lambdas import blocks
from tests.lambdas.answers import JANE, notices, waiting
from tests.lambdas.textract import refusal
from tests.lambdas.world import Clock, World

CONTEXT = Clock(now=0, ends=120)
DONE: dict[str, Any] = {"batchItemFailures": []}
ANSWER = blocks.answer(blocks.form_page())

Changes = list[dict[str, Any]]


@pytest.fixture
def changes(deployed: World) -> Changes:
    """What is asked of ChangeMessageVisibility."""
    asked: Changes = []

    def note(params: dict[str, Any], **_: object) -> None:
        asked.append(params)

    deployed.listeners["provide-client-params.sqs.ChangeMessageVisibility"] = note
    return asked


def event(world: World, queue: str, *bodies: str, received: int = 1) -> Mapping[str, Any]:
    """The event with which Lambda hands over messages that are really received from a queue."""
    url = next(url for url in world.settings.queue_urls if url.endswith(f"/{queue}"))
    for body in bodies:
        world.sqs.send_message(QueueUrl=url, MessageBody=body)
    got = world.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    return {
        "Records": [
            {
                "messageId": each["MessageId"],
                "receiptHandle": each["ReceiptHandle"],
                "body": each["Body"],
                "attributes": {"ApproximateReceiveCount": str(received)},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{queue}",
            }
            for each in got
        ]
    }


def body_of(work: Work) -> str:
    return msgspec.json.encode(work).decode()


def test_an_upload_goes_from_s3s_event_to_a_result(deployed: World, changes: Changes) -> None:
    document = deployed.upload("forms/a b+ü.png", documents.png("Hello"))
    deployed.textract.says("AnalyzeDocument", ANSWER)

    uploaded = event(deployed, "uploads", upload_message(document))
    assert ingest.handler(uploaded, CONTEXT) == DONE
    queued = deployed.queued("AnalyzeDocument")
    assert analyze.handler(event(deployed, "AnalyzeDocument", *queued), CONTEXT) == DONE

    assert deployed.status(document) == "COMPLETED"
    assert changes == []


def test_a_job_goes_from_its_start_to_a_result(deployed: World) -> None:
    work = deployed.work("forms/a.pdf", pages=2)
    deployed.textract.says("StartDocumentAnalysis", {"JobId": "job-1"})

    started = event(deployed, "StartDocumentAnalysis", body_of(work))
    assert start.handler(started, CONTEXT) == DONE
    deployed.put_part(work.document, "job-1", "1", blocks.part(blocks.form_page(), of=1))
    notice = {
        "JobId": "job-1",
        "Status": "SUCCEEDED",
        "API": "StartDocumentAnalysis",
        "JobTag": work.document.document_id,
        "Timestamp": 1543599965969,
        "DocumentLocation": {"S3ObjectName": "forms/a.pdf", "S3Bucket": "uploads"},
    }
    completed = event(deployed, "completions", json.dumps(notice))
    assert collect.handler(completed, CONTEXT) == DONE

    assert deployed.status(work.document) == "COMPLETED"


def test_the_sweep_is_woken_by_a_schedule(deployed: World) -> None:
    assert sweep.handler({"source": "aws.scheduler"}, CONTEXT) is None  # type: ignore[func-returns-value]


def test_a_function_connects_only_to_what_it_needs(deployed: World) -> None:
    page, form = deployed.work("forms/a.png"), deployed.work("forms/a.pdf", pages=2)
    deployed.textract.says("DetectDocumentText", ANSWER)
    deployed.textract.says("AnalyzeDocument", ANSWER)
    deployed.textract.says("StartDocumentAnalysis", {"JobId": "job-1"})
    deployed.put_part(form.document, "job-1", "1", blocks.part(blocks.form_page(), of=1))
    new = deployed.upload("forms/new.png", documents.png("Hello"))
    doubtful = waiting(deployed).document
    looked_at = {"document_id": doubtful.document_id, **JANE}
    review.handler({"action": "claim", **looked_at}, CONTEXT)
    completion = Completion(
        job_id="job-1",
        status="SUCCEEDED",
        api="StartDocumentAnalysis",
        job_tag=form.document.document_id,
    )

    entered = {
        "detect": rooms_entered(detect.handler, {"image": "aGVsbG8="}),
        "ingest": rooms_entered(ingest.handler, event(deployed, "uploads", upload_message(new))),
        "start": rooms_entered(
            start.handler, event(deployed, "StartDocumentAnalysis", body_of(form))
        ),
        "analyze": rooms_entered(
            analyze.handler, event(deployed, "AnalyzeDocument", body_of(page))
        ),
        "collect": rooms_entered(
            collect.handler, event(deployed, "completions", encode(completion))
        ),
        "sweep": rooms_entered(sweep.handler, {}),
        "review": rooms_entered(
            review.handler,
            {"action": "answer", **looked_at, "values": {"field-0": "13.50"}},
        ),
    }
    (answered,) = notices(deployed)
    entered["reconcile"] = rooms_entered(reconcile.handler, event(deployed, "answers", answered))

    assert entered == {name: set(rooms) for name, rooms in FIRST_INVOCATION.items()}


def rooms_entered(handler: Callable[..., object], asked: Mapping[str, Any]) -> set[str]:
    """Return the rooms of AWS that a function's first invocation connects to."""
    services.cache_clear()
    handler(asked, CONTEXT)
    return vars(services()).keys() & CLIENTS.keys()


@pytest.mark.parametrize(
    ("queue", "handler"),
    [
        ("uploads", ingest.handler),
        ("AnalyzeDocument", analyze.handler),
        ("StartDocumentAnalysis", start.handler),
        ("completions", collect.handler),
    ],
)
def test_rubbish_comes_back_until_the_dlq_takes_it(
    deployed: World,
    queue: str,
    handler: Callable[[Mapping[str, Any], Clock], dict[str, Any]],
    changes: Changes,
) -> None:
    rubbish = event(deployed, queue, "rubbish")

    answer = handler(rubbish, CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": rubbish["Records"][0]["messageId"]}]}
    assert len(changes) == 1


def test_one_bad_record_of_three_fails_alone(deployed: World, changes: Changes) -> None:
    good = [deployed.upload(f"forms/{name}.png", documents.png(name)) for name in "ab"]
    bodies = [upload_message(good[0]), "rubbish", upload_message(good[1])]
    batch = event(deployed, "uploads", *bodies)
    [bad] = [each for each in batch["Records"] if each["body"] == "rubbish"]

    answer = ingest.handler(batch, CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": bad["messageId"]}]}
    assert [deployed.status(each) for each in good] == ["QUEUED", "QUEUED"]
    assert [each["ReceiptHandle"] for each in changes] == [bad["receiptHandle"]]


def test_a_document_that_failed_for_good_is_acknowledged(deployed: World) -> None:
    document = deployed.upload("forms/a.png", b"")

    assert ingest.handler(event(deployed, "uploads", upload_message(document)), CONTEXT) == DONE
    assert deployed.status(document) == "FAILED"


def test_a_failure_stays_away_longer_each_time(deployed: World, changes: Changes) -> None:
    for received in range(1, 11):
        ingest.handler(event(deployed, "uploads", "rubbish", received=received), CONTEXT)

    for received, change in enumerate(changes, start=1):
        longest = min(FIRST_RETRY * 2**received, LAST_RETRY)
        assert longest / 2 - 1 <= change["VisibilityTimeout"] <= longest
    assert changes[0]["QueueUrl"] == deployed.settings.uploads_queue_url


def test_a_document_in_other_hands_comes_back_when_they_must_let_go(
    deployed: World, changes: Changes
) -> None:
    work = deployed.work()
    deployed.services.table.claim(work.document.document_id, seconds=100)

    answer = analyze.handler(event(deployed, "AnalyzeDocument", body_of(work)), CONTEXT)

    assert len(answer["batchItemFailures"]) == 1
    assert 90 <= changes[0]["VisibilityTimeout"] <= 101


def test_a_denied_call_is_a_batch_item_failure_and_the_next_worker_may_try(
    deployed: World, changes: Changes
) -> None:
    work = deployed.work()
    deployed.textract.says("AnalyzeDocument", refusal("AccessDeniedException"), ANSWER)

    answer = analyze.handler(event(deployed, "AnalyzeDocument", body_of(work)), CONTEXT)
    assert len(answer["batchItemFailures"]) == len(changes) == 1

    again = event(deployed, "AnalyzeDocument", body_of(work), received=2)
    assert analyze.handler(again, CONTEXT) == DONE
    assert deployed.status(work.document) == "COMPLETED"


def test_throttled_work_is_acknowledged_and_sent_again(deployed: World, changes: Changes) -> None:
    work = deployed.work()
    deployed.textract.says("AnalyzeDocument", refusal("ThrottlingException", status=500))
    short = Clock(now=0, ends=20)

    answer = analyze.handler(event(deployed, "AnalyzeDocument", body_of(work)), short)

    assert answer == DONE
    assert deployed.delayed("AnalyzeDocument") == 1
    assert changes == []


def test_a_message_that_can_no_longer_be_delayed_fails_alone_all_the_same(
    deployed: World,
) -> None:
    document = deployed.upload("forms/a.png", documents.png("Hello"))
    batch = event(deployed, "uploads", "rubbish", upload_message(document))
    [bad] = [each for each in batch["Records"] if each["body"] == "rubbish"]
    bad["receiptHandle"] = "expired"

    answer = ingest.handler(batch, CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": bad["messageId"]}]}
    assert deployed.status(document) == "QUEUED"


def test_logs_and_metrics_tell_what_happened_and_nothing_of_the_document(
    deployed: World, capsys: pytest.CaptureFixture[str]
) -> None:
    work = deployed.work("forms/secret name.png")
    deployed.textract.says("AnalyzeDocument", blocks.answer(blocks.form_page("Salary:", "9999")))

    analyze.handler(event(deployed, "AnalyzeDocument", body_of(work)), CONTEXT)

    printed = capsys.readouterr().out
    lines = [json.loads(line) for line in printed.splitlines()]
    assert {"DocumentsCompleted", "PagesCharged"} <= {name for line in lines for name in line}
    assert "9999" not in printed
    assert "secret name" not in printed


def test_a_completion_is_decoded_from_our_own_sweep_too() -> None:
    notice = Completion(job_id="j", status="SUCCEEDED", api="StartDocumentAnalysis", job_tag="d")

    assert json.loads(encode(notice)) == {
        "JobId": "j",
        "Status": "SUCCEEDED",
        "API": "StartDocumentAnalysis",
        "JobTag": "d",
    }
