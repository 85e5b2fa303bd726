"""A review that had ended without an answer waits again: its result and the world are told."""

from __future__ import annotations

import msgspec

from lambdas.aws.record import Record
from lambdas.documents import Status
from lambdas.extraction.result_document import ResultHead
from lambdas.pipeline.ending import announce
from lambdas.pipeline.head import rewrite_head
from lambdas.services import Services


def ask_again(record: Record, services: Services) -> None:
    """Take back what `document.json` and the table say of the end; the event goes last."""
    rewrite_head(record.document_id, lambda head: _waiting(head, record), services)
    waiting = services.reviews.reopened(record.document_id)
    if waiting:
        announce(waiting, services)


def _waiting(head: ResultHead, record: Record) -> ResultHead:
    review = head.review and msgspec.structs.replace(
        head.review,
        by="builtin",
        status="WAITING",
        due_at=record.review_due_at or head.review.due_at,
        loop_arn=None,
        ended_at=None,
        why=None,
        ends_as=head.review.ends_as or head.status,  # begun before a redeploy, it has none
    )
    return msgspec.structs.replace(head, status=Status.IN_REVIEW, review=review)
