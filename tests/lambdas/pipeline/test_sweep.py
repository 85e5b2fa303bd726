"""Nothing is forgotten, and a backlog is no loss."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambdas.documents import Document, Work
from lambdas.messages import Completion, decode, uploaded
from lambdas.pipeline.analyze import analyze
from lambdas.pipeline.collect import collect
from lambdas.pipeline.rounds import ROUNDS
from lambdas.pipeline.start import start
from lambdas.pipeline.sweep import BACKLOG, sweep
from lambdas.profiles import Stack
from tests.lambdas import blocks
from tests.lambdas.textract import refusal
from tests.lambdas.world import HOUR, PROFILES, World

IN_PROGRESS = {"JobStatus": "IN_PROGRESS"}
SUCCEEDED = {"JobStatus": "SUCCEEDED"}


def later(world: World, hours: float = 1.1) -> None:
    """Sweep after so many hours."""
    sweep(world.after(hours).services, world.patience())


def lost(world: World, key: str = "forms/a.png") -> Work:
    """A document that is queued, but whose message is gone."""
    work = world.work(key)
    world.queued("AnalyzeDocument")
    return work


def running_job(world: World, key: str = "forms/a.pdf") -> Work:
    work = world.work(key, pages=3)
    world.textract.says("StartDocumentAnalysis", {"JobId": f"job-of-{key.replace('/', '-')[:-4]}"})
    start(work, world.services, world.patience())
    return work


def without_forms(world: World) -> World:
    """The same account after a deployment in which no profile uses AnalyzeDocument."""
    queues = {"DetectDocumentText": world.settings.operation_queue_url("DetectDocumentText")}
    return world.reconfigured(
        profiles={"text": PROFILES["text"]}, operation_queue_urls=json.dumps(queues)
    )


def notice(work: Work) -> Completion:
    return Completion(
        job_id="job-of-forms-a",
        status="SUCCEEDED",
        api="StartDocumentAnalysis",
        job_tag=work.document.document_id,
    )


def completions(world: World) -> list[Completion]:
    told = world.messages(world.settings.completions_queue_url)
    return [decode(body, Completion) for body in told]


def received(world: World) -> Document:
    document = world.upload("forms/a.png", b"x")
    world.services.table.receive(document, profile="forms")
    return document


def test_documents_that_move_are_left_alone(world: World) -> None:
    lost(world)
    received(world)
    running_job(world)

    later(world, hours=0.9)

    assert world.queued("AnalyzeDocument") == []
    assert world.messages(world.settings.uploads_queue_url) == []
    assert completions(world) == []


def test_how_long_is_too_long_is_configured(world: World) -> None:
    lost(world)

    later(world.reconfigured(stack=Stack(stuck_minutes=180)), hours=2.9)
    assert world.queued("AnalyzeDocument") == []

    later(world.reconfigured(stack=Stack(stuck_minutes=180)), hours=3.1)
    assert len(world.queued("AnalyzeDocument")) == 1


def test_a_received_document_is_announced_again(world: World) -> None:
    document = received(world)

    later(world)

    [body] = world.messages(world.settings.uploads_queue_url)
    assert uploaded(body) == document
    assert world.item(document)["sweeps"] == 1


def test_a_queued_document_whose_message_is_gone_is_sent_round_again(world: World) -> None:
    work = lost(world)

    later(world)

    [body] = world.queued("AnalyzeDocument")
    assert decode(body, Work) == work


def test_every_lost_document_of_a_queue_is_sent_round_in_one_run(world: World) -> None:
    works = [lost(world, f"forms/{number}.png") for number in range(5)]

    later(world)

    assert [decode(body, Work) for body in world.queued("AnalyzeDocument")] == works


def test_a_document_that_waits_its_turn_is_not_sent_again(world: World) -> None:
    work = world.work()
    world.services.queues.send_work(world.settings.operation_queue_url("AnalyzeDocument"), work)

    later(world)

    assert len(world.queued("AnalyzeDocument")) == 1
    assert "sweeps" not in world.item(work.document)


def test_a_document_in_a_workers_hands_is_left_alone(world: World) -> None:
    work = lost(world)
    world.services.table.claim(work.document.document_id, seconds=2 * HOUR)

    later(world)

    assert world.queued("AnalyzeDocument") == []


def test_a_document_whose_worker_died_is_sent_round_again(world: World) -> None:
    work = lost(world)
    world.services.table.claim(work.document.document_id, seconds=60)

    later(world)

    assert len(world.queued("AnalyzeDocument")) == 1


def test_a_job_whose_notice_was_lost_is_collected(world: World) -> None:
    work = running_job(world)
    world.put_part(work.document, "job-of-forms-a", "1", blocks.part(blocks.form_page(), of=1))
    world.textract.says("GetDocumentAnalysis", SUCCEEDED)

    later(world)
    [notice] = completions(world)
    collect(notice, world.services, world.patience(seconds=900))

    assert world.status(work.document) == "COMPLETED"


def test_a_job_that_still_runs_is_left_to_run(world: World) -> None:
    running_job(world)
    world.textract.says("GetDocumentAnalysis", IN_PROGRESS)

    for round_ in range(1, ROUNDS + 3):
        later(world, 1.1 * round_)

    assert completions(world) == []


def test_no_job_is_given_up_while_notices_wait_to_be_read(world: World) -> None:
    work = running_job(world)
    world.age(work.document, sweeps=ROUNDS)
    world.textract.says("GetDocumentAnalysis", SUCCEEDED)
    world.services.queues.send(world.settings.completions_queue_url, "another's notice")

    later(world)

    assert world.messages(world.settings.completions_queue_url) == ["another's notice"]
    assert world.status(work.document) == "RUNNING"


@pytest.mark.parametrize("code", ["InvalidJobIdException", "InvalidParameterException"])
def test_a_job_that_textract_has_forgotten_fails(world: World, code: str) -> None:
    work = running_job(world)
    world.textract.says("GetDocumentAnalysis", refusal(code, "No such job."))

    later(world)

    item = world.item(work.document)
    assert item["status"] == "FAILED"
    assert "No such job." in item["reason"]
    assert [name for name, _ in world.events()] == ["Document Failed"]


@pytest.mark.parametrize("make", [lost, running_job], ids=["message", "job"])
def test_what_never_ends_fails_in_the_end_with_what_to_do(world: World, make: Any) -> None:  # noqa: ANN401
    work: Work = make(world)
    world.textract.says("GetDocumentAnalysis", SUCCEEDED)

    for round_ in range(1, ROUNDS + 2):
        assert world.status(work.document) != "FAILED"
        later(world, hours=1.1 * round_)
        world.queued("AnalyzeDocument")  # the messages end in the DLQ
        completions(world)

    item = world.item(work.document)
    assert item["status"] == "FAILED"
    assert "mend it, and redrive the queue" in item["reason"]
    assert [name for name, _ in world.events()] == ["Document Failed"]


def test_one_documents_trouble_keeps_no_other_waiting_and_is_told(world: World) -> None:
    running_job(world, "forms/a.pdf")
    running_job(world, "forms/b.pdf")
    world.textract.says("GetDocumentAnalysis", refusal("AccessDeniedException"), SUCCEEDED)

    with pytest.raises(ExceptionGroup, match="1 document"):
        later(world)

    assert [each.job_id for each in completions(world)] == ["job-of-forms-b"]


def test_a_quota_that_is_used_up_ends_the_run_without_an_error(world: World) -> None:
    running_job(world, "forms/a.pdf")
    throttled = refusal("ProvisionedThroughputExceededException")
    world.textract.says("GetDocumentAnalysis", *[throttled] * 500)

    later(world)

    assert completions(world) == []
    assert world.events() == []


def test_a_document_that_was_given_up_is_brought_to_its_end_by_a_redrive(world: World) -> None:
    work = lost(world)
    for round_ in range(1, ROUNDS + 2):
        later(world, hours=1.1 * round_)
        world.queued("AnalyzeDocument")  # the messages end in the DLQ
    assert world.status(work.document) == "FAILED"
    world.textract.says("AnalyzeDocument", blocks.answer(blocks.form_page()))

    analyze(work, world.services, world.patience())

    item = world.item(work.document)
    assert (item["status"], item["gave_up"]) == ("COMPLETED", False)
    assert [name for name, _ in world.events()] == ["Document Failed", "Document Completed"]


def test_a_message_may_not_hide_for_ever_behind_a_queue_that_never_drains(world: World) -> None:
    work = lost(world)
    queue_url = world.settings.operation_queue_url("AnalyzeDocument")
    world.services.queues.send(queue_url, "another document's")

    later(world, hours=1.1 * BACKLOG)

    sent = [body for body in world.queued("AnalyzeDocument") if body != "another document's"]
    assert [decode(body, Work).document for body in sent] == [work.document]


@pytest.mark.parametrize("make", [lost, running_job], ids=["message", "job"])
def test_a_document_whose_operation_no_profile_uses_any_more_is_given_up(
    world: World,
    make: Any,  # noqa: ANN401
) -> None:
    work: Work = make(world)

    later(without_forms(world))

    item = world.item(work.document)
    assert (item["status"], item["gave_up"]) == ("FAILED", True)
    assert item["reason"].startswith("No profile uses AnalyzeDocument any more")
    assert [name for name, _ in world.events()] == ["Document Failed"]
    assert world.textract.calls("GetDocumentAnalysis") == []


def test_the_job_of_an_operation_that_is_no_longer_used_may_still_end_well(world: World) -> None:
    work = running_job(world)
    world.put_part(work.document, "job-of-forms-a", "1", blocks.answer(blocks.form_page()))
    later(without_forms(world))

    collect(notice(work), without_forms(world).services, world.patience(seconds=900))

    assert world.status(work.document) == "COMPLETED"


def test_a_document_that_needs_no_such_operation_is_looked_after_as_ever(world: World) -> None:
    received(world)

    later(without_forms(world))

    assert len(world.messages(world.settings.uploads_queue_url)) == 1


def test_documents_that_have_ended_are_left_alone(world: World) -> None:
    for number, status in enumerate(("COMPLETED", "PARTIAL", "FAILED")):
        world.age(lost(world, f"forms/{number}.png").document, status=status)

    later(world, hours=1000)

    assert world.queued("AnalyzeDocument") == []
    assert world.events() == []
