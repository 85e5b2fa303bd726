"""A review is looked after: an answer whose message was lost, a loop that ended unheard, an end."""

from __future__ import annotations

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
from lambdas.pipeline.ending import announce
from lambdas.pipeline.waiting import is_overdue
from lambdas.services import Services

NO_REVIEWS = (
    "No profile has a review any more, and the document was still waiting for people: give one a "
    "review, deploy, and answer with `papertray console`."
)
NO_A2I = (
    "No profile uses Amazon A2I any more, and the document was still waiting for its workers: "
    "answer with `papertray console`."
)
FORGOTTEN = "Amazon A2I knows no such loop any more"


def chase(record: Record, now: float, empty: set[str], services: Services) -> bool:
    """Bring a waiting document on; return whether anything had to be done.

    `empty` are the queues on which no message of its can be waiting any more. Raises Throttled
    where Amazon A2I cannot be asked.
    """
    queue_url = services.settings.answers_queue_url
    if lost := _lost(record, services):
        return _end(record, lost, services)
    notice = _notice(record, now, services)
    if notice is None or queue_url not in empty:
        return False
    services.queues.send(queue_url, review_message(notice))
    services.reviews.touch(record.document_id)
    return True


def _lost(record: Record, services: Services) -> str | None:
    """Return why no answer can come in: a deployment took away all that hears or may ask of it."""
    if not services.settings.answers_queue_url:
        return NO_REVIEWS
    reviews = (profile.review for profile in services.configuration.profiles.values())
    uses_a2i = any(rules and rules.by != "builtin" for rules in reviews)
    return None if uses_a2i or record.review_by == "builtin" else NO_A2I


def _end(record: Record, why: str, services: Services) -> bool:
    values = {"reason": why, "unanswered": True, "review_status": "STOPPED"}
    closed = services.reviews.end(record.document_id, Status.FAILED, values)
    if closed:
        announce(closed, services)
    return closed is not None


def _notice(record: Record, now: float, services: Services) -> ReviewNotice | None:
    """Return what is to be told of the review, if anything."""
    document_id = record.document_id
    if record.answer and record.review_by == "builtin":
        return AnswerGiven(document_id=document_id, answer=record.answer)
    overdue = is_overdue(record, now)
    if record.review_by == "builtin":
        return ReviewOverdue(document_id=document_id) if overdue else None
    loop = services.human_loops.describe(document_id)
    if loop is None or loop.has_ended:
        return _ended(document_id, loop)
    if overdue and _stopped(document_id, services):
        return ReviewOverdue(document_id=document_id)
    services.reviews.touch(document_id)  # to be asked after the others next time
    return None


def _ended(document_id: str, loop: HumanLoop | None) -> HumanLoopEnded:
    if loop is None:
        return HumanLoopEnded(
            human_loop_name=document_id, human_loop_status="Failed", failure_reason=FORGOTTEN
        )
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
