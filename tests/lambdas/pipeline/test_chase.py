"""No review is forgotten: answers whose message was lost, loops that ended unheard, time that ran
out."""

from __future__ import annotations

import json
import time

import pytest

from lambdas.aws.moves import iso
from lambdas.documents import Document
from lambdas.messages import ReviewOverdue, review_notice
from lambdas.pipeline.analyze import analyze
from lambdas.pipeline.chase import NO_A2I
from lambdas.pipeline.reconcile import reconcile
from lambdas.pipeline.rounds import ROUNDS
from lambdas.pipeline.sweep import sweep
from tests.lambdas import blocks
from tests.lambdas.answers import answers, asks, loop_answered, loop_ended, notices, waiting
from tests.lambdas.world import HOUR, PROFILES, World

DAY = 24 * HOUR


def later(world: World, hours: float = 1.1) -> list[str]:
    """Sweep after so many hours; return what is told of reviews."""
    sweep(world.after(hours).services, world.patience())
    return notices(world)


def test_what_waits_its_time_is_left_alone(world: World) -> None:
    document = waiting(world).document
    before = world.item(document)

    assert later(world, 6 * 24) == []

    assert world.item(document) == before


def test_what_people_had_time_enough_for_is_ended(world: World) -> None:
    document = waiting(world).document

    [told] = later(world, 7.1 * 24)

    assert review_notice(told) == ReviewOverdue(document_id=document.document_id)
    then = world.after(7.1 * 24)
    reconcile(review_notice(told), then.services, world.patience(seconds=900))
    item = world.item(document)
    assert (item["status"], item["review_status"]) == ("FAILED", "EXPIRED")
    assert later(world, 7.2 * 24) == []


def test_who_holds_the_document_at_the_end_of_its_time_is_left_to_finish(world: World) -> None:
    document = waiting(world).document
    world.age(document, claimed_until=iso(time.time() + 8 * DAY))

    assert later(world, 7.1 * 24) == []


def test_an_answer_whose_message_was_lost_is_told_again_until_it_is_worked_in(
    world: World,
) -> None:
    document = waiting(world).document
    lost = answers(world, document, {"field-0": "13.50"})

    assert later(world, 0.9) == []
    assert later(world) == lost
    assert later(world) == []  # looked after a moment ago, by that clock
    [told] = later(world, 2.3)
    reconcile(review_notice(told), world.services, world.patience(seconds=900))

    assert world.item(document)["corrected"] == 1
    assert later(world, 4) == []


def test_an_answer_that_cannot_be_worked_in_is_given_up_and_stays_for_a_redrive(
    world: World,
) -> None:
    document = waiting(world).document
    [notice] = answers(world, document, {"field-0": "13.50"})

    for round_ in range(1, ROUNDS + 1):
        assert later(world, 1.1 * round_) == [notice]  # which ends in the DLQ
    assert later(world, 1.1 * (ROUNDS + 1)) == []

    item = world.item(document)
    assert (item["status"], item["unanswered"], item["gave_up"]) == ("FAILED", False, True)
    assert "redrive the queue" in item["reason"]
    assert [name for name, _ in world.events()] == ["Document Failed"]
    reconcile(review_notice(notice), world.services, world.patience(seconds=900))
    item = world.item(document)
    assert (item["status"], item["corrected"], item["gave_up"]) == ("COMPLETED", 1, False)


def test_a_loop_whose_end_cannot_be_worked_in_is_given_up_and_can_be_taken_up(
    world: World,
) -> None:
    document = waiting(world, "people").document
    world.a2i.end(document.document_id, "Failed")

    for round_ in range(1, ROUNDS + 1):
        assert len(later(world, 1.1 * round_)) == 1
    assert later(world, 1.1 * (ROUNDS + 1)) == []

    item = world.item(document)
    assert (item["status"], item["unanswered"]) == ("FAILED", True)
    asks(world, "claim", document)
    item = world.item(document)
    assert (item["status"], item["sweeps"], item["gave_up"]) == ("IN_REVIEW", 0, False)


def test_no_review_is_given_up_while_messages_wait_to_be_read(world: World) -> None:
    document = waiting(world).document
    answers(world, document, {"field-0": "13.50"})
    world.age(document, sweeps=ROUNDS)
    world.services.queues.send(world.settings.answers_queue_url, "another's")

    assert later(world) == ["another's"]

    assert world.status(document) == "IN_REVIEW"


def test_an_answer_that_waits_its_turn_is_not_told_again(world: World) -> None:
    document = waiting(world).document
    [notice] = answers(world, document, {"field-0": "13.50"})
    world.services.queues.send(world.settings.answers_queue_url, notice)

    assert later(world) == [notice]


def test_an_answer_that_is_being_worked_in_is_left_alone(world: World) -> None:
    document = waiting(world).document
    answers(world, document, {"field-0": "13.50"})
    world.services.reviews.lease(document.document_id, seconds=2 * HOUR)

    assert later(world) == []


def test_a_loop_that_ended_unheard_is_told_of_as_amazon_a2i_would(world: World) -> None:
    document = waiting(world, "people").document
    event = loop_answered(world, document, {"field-0": "13.50"})
    output = json.loads(event)["detail"]["humanLoopOutput"]["outputS3Uri"]
    world.a2i.end(document.document_id, "Completed", HumanLoopOutput={"OutputS3Uri": output})

    [told] = later(world)

    assert review_notice(told) == review_notice(event)
    reconcile(review_notice(told), world.services, world.patience(seconds=900))
    assert world.item(document)["corrected"] == 1


def test_a_loop_that_failed_unheard_is_told_of_with_its_reason(world: World) -> None:
    document = waiting(world, "people").document
    world.a2i.end(
        document.document_id, "Failed", FailureCode="InternalError", FailureReason="no luck"
    )

    [told] = later(world)

    event = loop_ended(document, "Failed", failureCode="InternalError", failureReason="no luck")
    assert review_notice(told) == review_notice(event)


def test_a_loop_that_amazon_a2i_does_not_know_has_failed(world: World) -> None:
    document = waiting(world, "people").document
    del world.a2i.loops[document.document_id]

    [told] = later(world)
    reconcile(review_notice(told), world.services, world.patience(seconds=900))

    assert "knows no human loop of the document any more" in world.item(document)["reason"]
    assert world.item(document)["unanswered"] is True


def test_a_worker_that_dies_while_amazon_a2i_refuses_leaves_a_document_that_ends(
    world: World,
) -> None:
    work = world.work("people/a.png", profile="people")
    world.textract.says("AnalyzeDocument", blocks.answer(blocks.form_page()))
    world.a2i.refuses("ValidationException")
    with world.power.failing_at("UpdateItem", after=2):  # claimed, waiting; not yet ended
        analyze(work, world.services, world.patience())
    assert world.status(work.document) == "IN_REVIEW"

    [told] = later(world)
    reconcile(review_notice(told), world.services, world.patience(seconds=900))

    item = world.item(work.document)
    assert (item["status"], item["unanswered"]) == ("FAILED", True)


def test_a_loop_that_goes_on_is_asked_after_and_left_alone(world: World) -> None:
    document = waiting(world, "people").document
    world.a2i.calls.clear()

    assert later(world) == []

    assert world.a2i.calls == ["describe"]
    assert world.status(document) == "IN_REVIEW"


def test_workers_who_had_time_enough_are_asked_no_longer_and_it_is_told_once(
    world: World,
) -> None:
    document = waiting(world, "people").document

    assert later(world, 7.1 * 24) == []

    assert world.a2i.loops[document.document_id]["HumanLoopStatus"] == "Stopping"
    assert later(world, 7.2 * 24) == []
    assert world.status(document) == "IN_REVIEW"
    world.a2i.end(document.document_id, "Stopped")
    then = world.after(7.1 * 24)
    told = review_notice(loop_ended(document, "Stopped"))
    reconcile(told, then.services, world.patience(seconds=900))
    assert later(world, 7.3 * 24) == []
    item = world.item(document)
    assert (item["status"], item["review_status"]) == ("FAILED", "EXPIRED")
    assert [name for name, _ in world.events()] == ["Document Failed"]


def test_workers_who_answer_while_they_are_stopped_are_heard(world: World) -> None:
    document = waiting(world, "people").document
    asked = world.a2i.loops[document.document_id]
    world.listeners["before-call.sagemaker-a2i-runtime.StopHumanLoop"] = lambda **_: asked.update(
        HumanLoopStatus="Completed"
    )

    assert later(world, 7.1 * 24) == []

    event = loop_answered(world, document, {"field-0": "13.50"})
    output = json.loads(event)["detail"]["humanLoopOutput"]["outputS3Uri"]
    asked["HumanLoopOutput"] = {"OutputS3Uri": output}
    [told] = later(world, 7.3 * 24)
    assert review_notice(told) == review_notice(event)


def test_a_quota_of_amazon_a2i_that_is_used_up_ends_the_run_without_an_error(
    world: World,
) -> None:
    waiting(world, "people")
    world.a2i.refuses("ServiceQuotaExceededException")  # which botocore does not try again

    assert later(world) == []


def test_where_no_profile_has_a_review_any_more_what_waits_is_answered_as_ever(
    world: World,
) -> None:
    document = waiting(world).document
    without = world.after(2).reconfigured(profiles={"text": PROFILES["text"]})

    sweep(without.services, world.patience())

    assert (notices(world), world.status(document)) == ([], "IN_REVIEW")
    [told] = answers(without, document, {"field-0": "13.50"})
    reconcile(review_notice(told), without.services, world.patience(seconds=900))
    assert world.item(document)["corrected"] == 1


def test_workers_whom_a_deployment_took_away_are_not_waited_for(world: World) -> None:
    of_people, of_page = waiting(world, "people").document, waiting(world, "reviewed").document
    without = world.after(2).reconfigured(profiles={"reviewed": PROFILES["reviewed"]})
    world.a2i.calls.clear()

    sweep(without.services, world.patience())
    [told] = notices(world)
    reconcile(review_notice(told), without.services, world.patience(seconds=900))

    item = world.item(of_people)
    assert (item["status"], item["unanswered"]) == ("FAILED", True)
    assert NO_A2I in item["reason"]
    assert world.a2i.calls == []
    assert world.status(of_page) == "IN_REVIEW"
    assert "claimed_until" in asks(without, "claim", of_people)


@pytest.mark.parametrize("taken_up", [False, True])
def test_a_review_that_was_taken_up_has_its_time_anew(world: World, taken_up: bool) -> None:
    document: Document = waiting(world).document
    [told] = later(world, 7.1 * 24)
    then = world.after(7.1 * 24)
    reconcile(review_notice(told), then.services, world.patience(seconds=900))
    if taken_up:
        asks(then, "claim", document)
        assert len(notices(world)) == 1

    assert later(world, 14 * 24) == []

    assert bool(later(world, 14.3 * 24)) == taken_up
