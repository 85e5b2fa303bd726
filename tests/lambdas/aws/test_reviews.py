"""Two reviewers cannot hold or answer one document, and no review moves backwards."""

from __future__ import annotations

from collections.abc import Callable

import boto3
import pytest

from lambdas.aws.reviews import CLAIM_SECONDS, Reviews
from lambdas.documents import Status
from lambdas.errors import AlreadyAnswered, Busy, Claimed, NotWaiting
from tests.lambdas.aws.clock import At
from tests.lambdas.world import TABLE, World

JANE = {"session": "session-jane", "reviewer": "Jane"}
JOHN = {"session": "session-john", "reviewer": "John"}
ASKED = {"review_by": "builtin", "review_due_at": "2027-01-22T08:00:00.000+00:00"}
ENDED = (Status.COMPLETED, Status.PARTIAL, Status.FAILED)


@pytest.fixture
def reviews(world: World, clock: At) -> Reviews:
    return Reviews(boto3.client("dynamodb"), TABLE, clock=clock)


@pytest.fixture
def waiting(world: World, reviews: Reviews) -> str:
    """A document that waits for the built-in page."""
    id_ = world.work().document.document_id
    reviews.wait(id_, ASKED)
    return id_


def test_a_claim_lasts_a_quarter_of_an_hour_and_says_until_when(
    reviews: Reviews, waiting: str
) -> None:
    record = reviews.claim(waiting, **JANE)

    assert (record.claimed_by, record.claimed_reviewer) == ("session-jane", "Jane")
    assert record.claimed_until == "2027-01-15T08:15:00.500+00:00"


def test_another_session_is_told_who_has_the_document_and_until_when(
    reviews: Reviews, waiting: str
) -> None:
    reviews.claim(waiting, **JANE)

    with pytest.raises(Claimed, match=r"^Jane has the document until 2027-01-15T08:15:00.500"):
        reviews.claim(waiting, **JOHN)


def test_two_consoles_of_one_person_are_two(reviews: Reviews, waiting: str) -> None:
    reviews.claim(waiting, session="session-one", reviewer="Jane")

    with pytest.raises(Claimed):
        reviews.claim(waiting, session="session-two", reviewer="Jane")


def test_the_same_session_holds_the_document_longer(
    reviews: Reviews, waiting: str, clock: At
) -> None:
    reviews.claim(waiting, **JANE)
    clock.now += 600

    assert reviews.claim(waiting, **JANE).claimed_until == "2027-01-15T08:25:00.500+00:00"


def test_an_expired_claim_is_free_for_others(reviews: Reviews, waiting: str, clock: At) -> None:
    reviews.claim(waiting, **JANE)
    clock.now += CLAIM_SECONDS

    assert reviews.claim(waiting, **JOHN).claimed_reviewer == "John"


def test_a_released_document_is_free_at_once(reviews: Reviews, waiting: str) -> None:
    reviews.claim(waiting, **JANE)

    reviews.release(waiting, session=JOHN["session"])
    with pytest.raises(Claimed):
        reviews.claim(waiting, **JOHN)
    reviews.release(waiting, session=JANE["session"])

    assert reviews.claim(waiting, **JOHN).claimed_by == "session-john"


def test_only_who_holds_the_document_can_answer(reviews: Reviews, waiting: str) -> None:
    with pytest.raises(NotWaiting, match="claim it again"):
        reviews.answer(waiting, session=JANE["session"], answer="a")
    reviews.claim(waiting, **JANE)
    with pytest.raises(Claimed):
        reviews.answer(waiting, session=JOHN["session"], answer="a")

    assert reviews.answer(waiting, session=JANE["session"], answer="a").answer == "a"


def test_only_the_first_answer_counts(reviews: Reviews, waiting: str, clock: At) -> None:
    reviews.claim(waiting, **JANE)
    reviews.answer(waiting, session=JANE["session"], answer="first")
    clock.now += CLAIM_SECONDS + 1

    told = r"^The document was answered by Jane at 2027-01-15T08:00:00.500"
    with pytest.raises(AlreadyAnswered, match=told):
        reviews.answer(waiting, session=JANE["session"], answer="second")
    with pytest.raises(AlreadyAnswered, match=told):
        reviews.claim(waiting, **JOHN)


def test_an_expired_claim_that_nobody_took_is_still_good_for_an_answer(
    reviews: Reviews, waiting: str, clock: At
) -> None:
    reviews.claim(waiting, **JANE)
    clock.now += CLAIM_SECONDS + 1

    assert reviews.answer(waiting, session=JANE["session"], answer="a").answered_at

    with pytest.raises(AlreadyAnswered):
        reviews.claim(waiting, **JOHN)


def test_whose_claim_was_taken_over_can_no_longer_answer(
    reviews: Reviews, waiting: str, clock: At
) -> None:
    reviews.claim(waiting, **JANE)
    clock.now += CLAIM_SECONDS + 1
    reviews.claim(waiting, **JOHN)

    with pytest.raises(Claimed, match="John"):
        reviews.answer(waiting, session=JANE["session"], answer="a")


def test_nobody_can_answer_while_the_review_is_being_ended(
    reviews: Reviews, waiting: str, clock: At
) -> None:
    reviews.claim(waiting, **JANE)
    reviews.lease(waiting, seconds=60)

    with pytest.raises(Busy):
        reviews.answer(waiting, session=JANE["session"], answer="a")
    clock.now += 61

    assert reviews.answer(waiting, session=JANE["session"], answer="a").answered_at


def test_what_amazon_a2i_has_is_not_for_the_page(world: World, reviews: Reviews) -> None:
    id_ = world.work().document.document_id
    reviews.wait(id_, {**ASKED, "review_by": "a2i"})

    with pytest.raises(NotWaiting, match="workers of Amazon A2I"):
        reviews.claim(id_, **JANE)


def test_nobody_holds_what_is_not_there(reviews: Reviews, world: World) -> None:
    with pytest.raises(NotWaiting, match="no such document"):
        reviews.claim("0" * 32, **JANE)


def test_one_worker_has_a_waiting_document_at_a_time(
    reviews: Reviews, waiting: str, clock: At
) -> None:
    assert reviews.lease(waiting, seconds=60)
    clock.now += 20

    with pytest.raises(Busy) as caught:
        reviews.lease(waiting, seconds=60)
    assert caught.value.retry_in == pytest.approx(40)
    reviews.let_go(waiting)

    assert reviews.lease(waiting, seconds=60)


def test_looking_after_a_document_takes_it_from_no_worker(reviews: Reviews, waiting: str) -> None:
    reviews.lease(waiting, seconds=60)

    reviews.touch(waiting)

    with pytest.raises(Busy):
        reviews.lease(waiting, seconds=60)


def test_an_end_is_written_once(reviews: Reviews, waiting: str) -> None:
    first = reviews.end(waiting, Status.COMPLETED, {"revision": 2, "reviewers": ["Jane"]})

    assert first is not None
    assert (first.status, first.revision, first.reviewers) == (Status.COMPLETED, 2, ["Jane"])
    assert reviews.end(waiting, Status.FAILED, {}) is None


def unanswered(reviews: Reviews, waiting: str) -> str:
    reviews.end(waiting, Status.FAILED, {"unanswered": True, "reason": "Nobody answered."})
    return waiting


def test_a_review_that_nobody_answered_can_be_taken_up(
    reviews: Reviews, waiting: str, world: World
) -> None:
    unanswered(reviews, waiting)

    record = reviews.reopen(waiting, due_at="2027-02-01T00:00:00.000+00:00", **JANE)

    assert (record.status, record.review_by, record.unanswered) == (
        Status.IN_REVIEW,
        "builtin",
        False,
    )
    assert record.review_due_at == "2027-02-01T00:00:00.000+00:00"
    assert record.claimed_by == "session-jane"
    assert record.reason is None


def test_two_who_take_it_up_at_once_do_not_both_hold_it(reviews: Reviews, waiting: str) -> None:
    unanswered(reviews, waiting)
    reviews.reopen(waiting, due_at="2027-02-01T00:00:00.000+00:00", **JANE)

    with pytest.raises(Claimed, match="Jane"):
        reviews.reopen(waiting, due_at="2027-02-01T00:00:00.000+00:00", **JOHN)


def test_a_document_that_failed_for_another_reason_is_not_taken_up(
    reviews: Reviews, waiting: str
) -> None:
    reviews.end(waiting, Status.FAILED, {"reason": "The result is gone."})

    with pytest.raises(NotWaiting, match="waits for nobody: it is FAILED"):
        reviews.reopen(waiting, due_at="2027-02-01T00:00:00.000+00:00", **JANE)


def test_what_was_given_up_before_people_were_asked_is_no_review(
    reviews: Reviews, world: World
) -> None:
    document = world.work().document
    gave_up = {"reason": "It never ended.", "gave_up": True}
    world.services.table.finish(document.document_id, Status.FAILED, gave_up)

    assert reviews.lease(document.document_id, seconds=60) is None

    assert world.status(document) == "FAILED"


Move = Callable[[Reviews, str], object]
MOVES: dict[str, tuple[Move, set[str], str]] = {
    # what is tried: (how, the statuses that it may leave, the status after it)
    "wait": (lambda r, d: r.wait(d, ASKED), {"RECEIVED", "QUEUED", "RUNNING"}, "IN_REVIEW"),
    "claim": (lambda r, d: r.claim(d, **JANE), {"IN_REVIEW"}, "IN_REVIEW"),
    "release": (lambda r, d: r.release(d, session="session-jane"), {"IN_REVIEW"}, "IN_REVIEW"),
    "answer": (
        lambda r, d: r.answer(d, session="session-jane", answer="a"),
        {"IN_REVIEW"},
        "IN_REVIEW",
    ),
    "lease": (lambda r, d: r.lease(d, seconds=9), {"IN_REVIEW"}, "IN_REVIEW"),
    "let go": (lambda r, d: r.let_go(d), {"IN_REVIEW"}, "IN_REVIEW"),
    "touch": (lambda r, d: r.touch(d), {"IN_REVIEW"}, "IN_REVIEW"),
    "sweep": (lambda r, d: r.sweep(d), {"IN_REVIEW"}, "IN_REVIEW"),
    "reopen": (lambda r, d: r.reopen(d, due_at="2", **JANE), {"IN_REVIEW"}, "IN_REVIEW"),
    **{
        f"end as {end}": (
            lambda r, d, end=end: r.end(d, end, {}),  # type: ignore[misc]
            {"IN_REVIEW"},
            end.value,
        )
        for end in ENDED
    },
}


@pytest.mark.parametrize("move", MOVES)
def test_no_message_about_a_review_moves_a_document_backwards(world: World, move: str) -> None:
    act, may_leave, then = MOVES[move]
    for status in Status:
        work = world.work(f"forms/{status}")
        world.age(work.document, status=status.value, review_by="builtin")
        world.age(work.document, claimed_by="session-jane")
        before = world.item(work.document)

        try:
            act(world.services.reviews, work.document.document_id)
        except NotWaiting:
            assert status.value not in may_leave

        if status.value in may_leave:
            assert world.status(work.document) == then
        else:
            assert world.item(work.document) == before
