"""People have answered, or never will: what they said becomes the document's next revision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lambdas.aws.record import Record
from lambdas.documents import OPEN
from lambdas.errors import PermanentError, TransientError
from lambdas.messages import (
    AnswerGiven,
    HumanLoopEnded,
    ReviewLost,
    ReviewNotice,
    ReviewOverdue,
    ReviewReopened,
)
from lambdas.observability import log
from lambdas.pipeline.ending import announce
from lambdas.pipeline.human_answers import answer_given, answers_of_loop, kept_output
from lambdas.pipeline.patience import Patience
from lambdas.pipeline.reopened import ask_again
from lambdas.pipeline.revision import revise
from lambdas.pipeline.unanswered import Ending, end_unanswered
from lambdas.pipeline.waiting import is_overdue
from lambdas.services import Services


def reconcile(notice: ReviewNotice, services: Services, patience: Patience) -> None:
    """Work in what is told of a document's review, unless that has been done.

    What comes late or again changes nothing; but it is kept.
    """
    with _leased(notice, services, seconds=patience.seconds_left()) as record:
        if record is None:
            return
        match notice:
            case AnswerGiven() if notice.answer == record.answer:
                revise(record, [answer_given(notice.answer, services)], services)
            case HumanLoopEnded():
                _end_of_loop(notice, record, services)
            case ReviewOverdue() if is_overdue(record, services.clock()):
                end_unanswered(record, "EXPIRED", _overdue(record), services)
            case ReviewLost() if record.review_by != "builtin":
                end_unanswered(record, "FAILED", notice.why, services)
            case ReviewReopened() if record.review_status:
                ask_again(record, services)


@contextmanager
def _leased(notice: ReviewNotice, services: Services, *, seconds: float) -> Iterator[Record | None]:
    """Hold the waiting document for at most `seconds`, and let go of it whatever happens."""
    document_id = notice.document_id
    log.append_keys(document_id=document_id)
    record = services.reviews.lease(document_id, seconds=seconds)
    if record is None:
        _late(notice, services)
        yield None
        return
    try:
        yield record
    except PermanentError as error:  # the answer, or the result that it is about, cannot be read
        end_unanswered(record, "FAILED", str(error), services)
    finally:
        services.reviews.let_go(document_id)


def _late(notice: ReviewNotice, services: Services) -> None:
    """The worker before may have died between its last write and its event."""
    record = services.table.get(notice.document_id)
    if record is None:
        log.warning("unknown document", document_id=notice.document_id)
        return
    if record.status in OPEN:
        raise TransientError("the document does not wait for people yet")
    if isinstance(notice, HumanLoopEnded):
        _keep(notice, record, services)
    announce(record, services)


def _keep(notice: HumanLoopEnded, record: Record, services: Services) -> None:
    """Keep what nobody waits for any more, if it is an answer."""
    try:
        kept_output(notice, record, services)
    except PermanentError as error:
        log.warning("late answer not kept", document_id=record.document_id, error=str(error))


def _end_of_loop(notice: HumanLoopEnded, record: Record, services: Services) -> None:
    if record.review_by == "builtin":  # taken up by a reviewer, after the loop was given up
        _keep(notice, record, services)
        return
    if answers := answers_of_loop(notice, record, services):
        revise(record, answers, services)
        return
    ending, why = _without_answer(notice), _why(notice)
    if ending == "STOPPED" and is_overdue(record, services.clock()):  # the sweep stopped it
        ending, why = "EXPIRED", _overdue(record)
    end_unanswered(record, ending, why, services)


def _without_answer(notice: HumanLoopEnded) -> Ending:
    if notice.human_loop_status == "Stopped":
        return "STOPPED"
    return "EXPIRED" if notice.failure_code == "Expired" else "FAILED"


def _why(notice: HumanLoopEnded) -> str:
    told = ": ".join(filter(None, (notice.failure_code, notice.failure_reason))).rstrip(".")
    return (
        f"The human loop {notice.human_loop_name} ended as {notice.human_loop_status} without an "
        f"answer: {told or 'it gave no reason'}."
    )


def _overdue(record: Record) -> str:
    return (
        f"Nobody answered: people were asked at {record.review_requested_at}, and had until "
        f"{record.review_due_at}."
    )
