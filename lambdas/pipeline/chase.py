"""A review is looked after: an answer whose message was lost, a loop that ended unheard, an end."""

from __future__ import annotations

from contextlib import suppress

from lambdas.aws.human_loops import HumanLoop
from lambdas.aws.record import Record
from lambdas.documents import Status
from lambdas.errors import HumanLoopRefused
from lambdas.messages import (
    AnswerGiven,
    HumanLoopEnded,
    LoopOutput,
    ReviewLost,
    ReviewNotice,
    ReviewOverdue,
    review_message,
)
from lambdas.observability import count, log
from lambdas.pipeline.ending import announce
from lambdas.pipeline.rounds import ROUNDS, never_ended
from lambdas.pipeline.waiting import is_overdue
from lambdas.services import Services

NO_A2I = (
    "No profile uses Amazon A2I any more, so what its workers say can no longer be heard: take the "
    "document up with `papertray console`."
)
FORGOTTEN = "Amazon A2I knows no human loop of the document any more."


def chase(record: Record, now: float, empty: set[str], services: Services) -> bool:
    """Bring a waiting document on; return whether anything had to be done.

    `empty` are the queues on which no message of its can be waiting any more. Raises Throttled
    where Amazon A2I cannot be asked.
    """
    queue_url = services.settings.answers_queue_url
    notice = _notice(record, now, services)
    if notice is None or queue_url not in empty:
        return False
    if record.sweeps >= ROUNDS:
        return _give_up(record, services)
    services.queues.send(queue_url, review_message(notice))
    services.reviews.sweep(record.document_id)
    return True


def _give_up(record: Record, services: Services) -> bool:
    """End a review by its item alone: the sweep may not write results, nor might that help.

    What people said cannot be worked in, or that they said nothing; a redrive may still help.
    """
    values = {
        "reason": str(never_ended(record)),
        "gave_up": True,
        "unanswered": record.answer is None,
        "review_status": "FAILED",
    }
    closed = services.reviews.end(record.document_id, Status.FAILED, values)
    if closed:
        count("DocumentsFailed")
        log.warning("review given up", document_id=closed.document_id)
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
) -> HumanLoopEnded | ReviewLost | None:
    """Return what is to be told of a human loop; one that is overdue tells of its end itself."""
    if not _uses_a2i(services):
        return ReviewLost(document_id=document_id, why=NO_A2I)
    loop = services.human_loops.describe(document_id)
    if loop is None:
        return ReviewLost(document_id=document_id, why=FORGOTTEN)
    if loop.has_ended:
        return _ended(document_id, loop)
    if overdue:
        with suppress(HumanLoopRefused):  # it has ended meanwhile, or is about to
            services.human_loops.stop(document_id)
    services.reviews.touch(document_id)  # to be asked after the others next time
    return None


def _uses_a2i(services: Services) -> bool:
    """Return whether we may ask Amazon A2I: a deployment may have taken that right away."""
    reviews = (profile.review for profile in services.configuration.profiles.values())
    return any(rules.by != "builtin" for rules in reviews if rules)


def _ended(document_id: str, loop: HumanLoop) -> HumanLoopEnded:
    return HumanLoopEnded(
        human_loop_name=document_id,
        human_loop_status=loop.status,
        failure_code=loop.failure_code,
        failure_reason=loop.failure_reason,
        human_loop_output=LoopOutput(uri=loop.output_uri) if loop.output_uri else None,
    )
