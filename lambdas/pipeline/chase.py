"""A review is looked after: an answer whose message was lost, a loop that ended unheard, an end."""

from __future__ import annotations

from collections.abc import Mapping

from lambdas.aws.human_loops import HumanLoop
from lambdas.aws.record import Record
from lambdas.documents import Status
from lambdas.errors import HumanLoopRefused
from lambdas.messages import (
    AnswerGiven,
    HumanLoopEnded,
    LoopOutput,
    ReviewNotice,
    ReviewOverdue,
    review_message,
)
from lambdas.observability import count, log
from lambdas.pipeline.ending import announce
from lambdas.pipeline.rounds import ROUNDS, never_ended
from lambdas.pipeline.waiting import is_overdue
from lambdas.services import Services

NO_REVIEWS = (
    "No profile has a review any more, and the document was still waiting for people: give one a "
    "review, deploy, and answer with `papertray console`."
)
NO_A2I = "no profile uses Amazon A2I any more; answer with `papertray console`"
FORGOTTEN = "Amazon A2I knows no such loop any more"


def chase(record: Record, now: float, empty: set[str], services: Services) -> bool:
    """Bring a waiting document on; return whether anything had to be done.

    `empty` are the queues on which no message of its can be waiting any more. Raises Throttled
    where Amazon A2I cannot be asked.
    """
    queue_url = services.settings.answers_queue_url
    if not queue_url:
        return _end_without_reviews(record, services)
    notice = _notice(record, now, services)
    if notice is None or queue_url not in empty:
        return False
    if record.sweeps >= ROUNDS:
        return _give_up(record, services)
    services.queues.send(queue_url, review_message(notice))
    services.reviews.sweep(record.document_id)
    return True


def _end_without_reviews(record: Record, services: Services) -> bool:
    """A deployment took away all that works answers in: who takes it up later has it go on."""
    values = {"reason": NO_REVIEWS, "unanswered": True, "review_status": "STOPPED"}
    return _end(record, values, services)


def _give_up(record: Record, services: Services) -> bool:
    """What people said cannot be worked in, or that they said nothing: a redrive may still help."""
    values = {
        "reason": str(never_ended(record)),
        "gave_up": True,
        "unanswered": record.answer is None,
        "review_status": "FAILED",
    }
    return _end(record, values, services)


def _end(record: Record, values: Mapping[str, object], services: Services) -> bool:
    """End a document by its item alone: the sweep may not write results, nor might that help."""
    closed = services.reviews.end(record.document_id, Status.FAILED, values)
    if closed:
        count("DocumentsFailed")
        log.warning("review ended", document_id=closed.document_id, ending=closed.review_status)
        announce(closed, services)
    return closed is not None


def _notice(record: Record, now: float, services: Services) -> ReviewNotice | None:
    """Return what is to be told of the review, if anything."""
    overdue = is_overdue(record, now)
    if record.review_by != "builtin":
        return _notice_of_loop(record.document_id, services, overdue=overdue)
    if record.answer:
        return AnswerGiven(document_id=record.document_id, answer=record.answer)
    return ReviewOverdue(document_id=record.document_id) if overdue else None


def _notice_of_loop(
    document_id: str, services: Services, *, overdue: bool
) -> HumanLoopEnded | ReviewOverdue | None:
    if not _uses_a2i(services):
        return _without_answer(document_id, "Stopped", NO_A2I)
    loop = services.human_loops.describe(document_id)
    if loop is None:
        return _without_answer(document_id, "Failed", FORGOTTEN)
    if loop.has_ended:
        return _ended(document_id, loop)
    if overdue and _stopped(document_id, services):
        return ReviewOverdue(document_id=document_id)
    services.reviews.touch(document_id)  # to be asked after the others next time
    return None


def _uses_a2i(services: Services) -> bool:
    """Return whether we may ask Amazon A2I: a deployment may have taken that right away."""
    reviews = (profile.review for profile in services.configuration.profiles.values())
    return any(rules.by != "builtin" for rules in reviews if rules)


def _without_answer(document_id: str, status: str, why: str) -> HumanLoopEnded:
    return HumanLoopEnded(human_loop_name=document_id, human_loop_status=status, failure_reason=why)


def _ended(document_id: str, loop: HumanLoop) -> HumanLoopEnded:
    return HumanLoopEnded(
        human_loop_name=document_id,
        human_loop_status=loop.status,
        failure_code=loop.failure_code,
        failure_reason=loop.failure_reason,
        human_loop_output=LoopOutput(uri=loop.output_uri) if loop.output_uri else None,
    )


def _stopped(document_id: str, services: Services) -> bool:
    """Ask the workers no longer; return whether the loop had not ended by itself."""
    try:
        services.human_loops.stop(document_id)
    except HumanLoopRefused:
        return False
    return True
