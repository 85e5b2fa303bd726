"""A review ends without an answer: the document fails, and what Textract read of it stays."""

from __future__ import annotations

from typing import Literal

import msgspec

from lambdas.aws.moves import iso
from lambdas.aws.record import Record
from lambdas.documents import Status
from lambdas.errors import PermanentError
from lambdas.extraction.result_document import ResultHead
from lambdas.observability import count, log
from lambdas.pipeline.ending import announce
from lambdas.pipeline.head import rewrite_head
from lambdas.services import Services

Ending = Literal["FAILED", "STOPPED", "EXPIRED"]


def end_unanswered(record: Record, ending: Ending, why: str, services: Services) -> None:
    """Say in `document.json` how the review ended, and end the document; if there is no answer that
    could not be worked in, a reviewer may still take it up."""
    document_id = record.document_id
    try:
        rewrite_head(document_id, lambda head: _ended(head, ending, why, services), services)
    except PermanentError as error:  # the result is gone, or not ours any more
        log.warning("result not rewritten", document_id=document_id, error=str(error))
    values = {"reason": why, "unanswered": record.answer is None, "review_status": ending}
    closed = services.reviews.end(document_id, Status.FAILED, values)
    if closed:
        count("DocumentsFailed")
        log.warning("review without an answer", document_id=document_id, ending=ending)
        announce(closed, services)


def _ended(head: ResultHead, ending: Ending, why: str, services: Services) -> ResultHead:
    review = head.review and msgspec.structs.replace(
        head.review,
        status=ending,
        ended_at=iso(services.clock()),
        why=why,
        ends_as=head.review.ends_as or head.status,  # begun before a redeploy, it has none
    )
    return msgspec.structs.replace(head, status=Status.FAILED, review=review)
