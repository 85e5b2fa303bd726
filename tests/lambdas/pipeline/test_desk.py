"""A reviewer's claim and answer: kept first, counted once, worked in later."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambdas.documents import Document, Status
from lambdas.errors import AlreadyAnswered, Claimed, InvalidRequest, NotWaiting, PermanentError
from lambdas.messages import AnswerGiven, review_notice
from lambdas.pipeline.reconcile import reconcile
from tests.lambdas.answers import JANE, JOHN, answers, asks, notices, waiting
from tests.lambdas.world import RESULTS, World


@pytest.fixture
def document(world: World) -> Document:
    return waiting(world).document


def kept(world: World, document: Document) -> list[str]:
    prefix = f"results/{document.document_id}/answers/"
    found = world.s3.list_objects_v2(Bucket=RESULTS, Prefix=prefix).get("Contents", [])
    return [each["Key"] for each in found]


def test_a_claim_says_until_when(world: World, document: Document) -> None:
    told = asks(world, "claim", document)

    assert told == {"claimed_until": world.item(document)["claimed_until"]}


def test_an_answer_is_kept_and_its_message_says_where_it_lies(
    world: World, document: Document
) -> None:
    asks(world, "claim", document)

    told = asks(world, "answer", document, values={"field-0": "13.50"}, seconds=12.3, note="ok")

    assert told == {"status": "ANSWERED"}
    [key] = kept(world, document)
    [notice] = notices(world)
    assert review_notice(notice) == AnswerGiven(document_id=document.document_id, answer=key)
    said = json.loads(world.s3.get_object(Bucket=RESULTS, Key=key)["Body"].read())
    assert (said["reviewer"], said["values"]) == ("Jane", {"field-0": "13.50"})
    assert (said["seconds"], said["note"]) == (12.3, "ok")
    item = world.item(document)
    assert (item["status"], item["answer"]) == ("IN_REVIEW", key)
    assert item["answered_at"] >= said["at"] > item["review_requested_at"]


def test_an_answer_that_is_sent_again_changes_nothing_and_is_told_again(
    world: World, document: Document
) -> None:
    first = answers(world, document, {"field-0": "13.50"})
    before = world.item(document)

    told = asks(world, "answer", document, values={"field-0": "13.50"}, seconds=3.0)

    assert told == {"status": "ANSWERED"}
    assert notices(world) == first
    assert world.item(document) == before
    assert len(kept(world, document)) == 1


def test_an_answer_that_is_sent_again_after_all_is_done_says_so(
    world: World, document: Document
) -> None:
    [notice] = answers(world, document, {"field-0": "13.50"})
    reconcile(review_notice(notice), world.services, world.patience(seconds=900))

    assert asks(world, "answer", document, values={"field-0": "13.50"}) == {"status": "ANSWERED"}

    assert notices(world) == []


@pytest.mark.parametrize("is_worked_in", [False, True])
def test_another_answer_of_the_same_session_is_refused_and_kept(
    world: World, document: Document, is_worked_in: bool
) -> None:
    [notice] = answers(world, document, {"field-0": "13.50"})
    if is_worked_in:
        reconcile(review_notice(notice), world.services, world.patience(seconds=900))
    before = world.item(document)

    with pytest.raises(AlreadyAnswered, match="Jane"):
        asks(world, "answer", document, values={"field-0": "99"})

    assert world.item(document) == before
    assert len(kept(world, document)) == 2
    assert notices(world) == []


def test_another_session_can_neither_claim_nor_answer(world: World, document: Document) -> None:
    asks(world, "claim", document)

    with pytest.raises(Claimed, match="Jane"):
        asks(world, "claim", document, JOHN)
    with pytest.raises(Claimed, match="Jane"):
        asks(world, "answer", document, JOHN, values={"field-0": "1"})
    asks(world, "answer", document, values={"field-0": "2"})
    with pytest.raises(AlreadyAnswered, match="Jane"):
        asks(world, "answer", document, JOHN, values={"field-0": "1"})

    assert world.item(document)["claimed_by"] == "session-jane"


def test_what_came_too_late_to_count_is_kept_all_the_same(world: World, document: Document) -> None:
    asks(world, "claim", document)
    asks(world, "answer", document, values={"field-0": "2"})

    for _ in range(3):
        with pytest.raises(AlreadyAnswered):
            asks(world, "answer", document, JOHN, values={"field-0": "1"})

    assert sorted("john" in key for key in kept(world, document)) == [False, True]
    assert "jane" in world.item(document)["answer"]
    assert len(notices(world)) == 1


def test_who_let_go_leaves_it_to_others(world: World, document: Document) -> None:
    asks(world, "claim", document)

    asks(world, "release", document)

    assert "claimed_until" in asks(world, "claim", document, JOHN)


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "delete"},
        {"document_id": "../../other"},
        {"document_id": "A" * 32},
        {"session": "short"},
        {"session": "../../../etc/passwd"},
        {"session": "a" * 65},
        {"reviewer": ""},
        {"reviewer": " "},
        {"reviewer": "a\nb"},
        {"reviewer": "x\ud800y"},
        {"reviewer": "a" * 257},
        {"reviewer": None},
    ],
    ids=str,
)
def test_what_is_not_understood_is_refused(
    world: World, document: Document, wrong: dict[str, Any]
) -> None:
    with pytest.raises(InvalidRequest, match="not understood"):
        asks(world, "claim", document, {**JANE, **wrong})


@pytest.mark.parametrize(
    "values",
    [{"nonsense": "1"}, {"field-0": 7}, {"field-0": "x" * 100_000}, ["a"], "text"],
    ids=["no id", "no text", "too long", "a list", "a text"],
)
def test_an_answer_that_is_none_is_refused_and_costs_the_claim_nothing(
    world: World, document: Document, values: object
) -> None:
    asks(world, "claim", document)

    with pytest.raises(PermanentError) as caught:
        asks(world, "answer", document, values=values)

    assert "xxx" not in str(caught.value)
    assert kept(world, document) == notices(world) == []
    assert asks(world, "answer", document, values={"field-0": "1"}) == {"status": "ANSWERED"}


@pytest.mark.parametrize("dies_at", ["PutObject", "UpdateItem", "SendMessage"])
def test_an_answer_survives_a_function_that_dies(
    world: World, document: Document, dies_at: str
) -> None:
    asks(world, "claim", document)

    with world.power.failing_at(dies_at):
        asks(world, "answer", document, values={"field-0": "13.50"})
    asks(world, "answer", document, values={"field-0": "13.50"})

    [notice] = notices(world)
    reconcile(review_notice(notice), world.services, world.patience(seconds=900))
    assert world.item(document)["corrected"] == 1


def test_nobody_reviews_what_does_not_wait(world: World) -> None:
    work = world.work()

    for action in ("claim", "answer"):
        with pytest.raises(NotWaiting, match="waits for nobody: it is QUEUED"):
            asks(world, action, work.document, values={})
    with pytest.raises(NotWaiting, match="no such document"):
        asks(world, "claim", world.upload("forms/unknown", b"x"))


def test_what_amazon_a2i_has_cannot_be_claimed(world: World) -> None:
    document = waiting(world, "people").document

    with pytest.raises(NotWaiting, match="Amazon A2I"):
        asks(world, "claim", document)


def test_what_nobody_answered_can_be_claimed_and_answered(world: World, document: Document) -> None:
    unanswered = {"unanswered": True, "reason": "Nobody answered."}
    world.services.reviews.end(document.document_id, Status.FAILED, unanswered)

    asks(world, "claim", document)
    assert world.status(document) == "IN_REVIEW"
    [notice] = answers(world, document, {"field-0": "13.50"})
    reconcile(review_notice(notice), world.services, world.patience(seconds=900))

    item = world.item(document)
    assert (item["status"], item["corrected"], item["unanswered"]) == ("COMPLETED", 1, False)


def test_what_reviewers_type_is_not_logged(
    world: World, document: Document, caplog: pytest.LogCaptureFixture
) -> None:
    answers(world, document, {"field-0": "secret value"}, note="secret note")
    with pytest.raises(PermanentError):
        asks(world, "claim", document, {**JANE, "reviewer": "secret\nname"})

    logged = str([vars(record) for record in caplog.records])
    assert "answer kept" in logged
    assert "secret" not in logged
