"""A document's next revision: what people said takes its place beside what Textract read."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from lambdas.aws.moves import iso
from lambdas.aws.record import Record
from lambdas.documents import DateOrder, Work
from lambdas.errors import PermanentError
from lambdas.extraction.files import ResultFiles
from lambdas.extraction.result_document import Note, ResultHead, Review
from lambdas.extraction.written import Written
from lambdas.messages import decode
from lambdas.observability import count, log
from lambdas.pipeline.ending import announce
from lambdas.pipeline.page_items import page_items
from lambdas.pipeline.waiting import rules_of
from lambdas.review.answers import Answer
from lambdas.review.consolidate import consolidate
from lambdas.review.merge import Merge
from lambdas.review.second_look import SecondLook
from lambdas.services import Services


def revise(record: Record, answers: Sequence[Answer], services: Services) -> None:
    """Write the result anew with what people said, and end the document.

    The revision before is kept first, and read from there: so a worker that dies halfway leaves
    nothing from which the next one could not begin again.
    """
    document_id = record.document_id
    services.results.keep_revision(document_id, record.revision)
    with (
        services.results.document(document_id, revision=record.revision) as file,
        ResultFiles() as files,
    ):
        written = Written(file)
        merge = Merge(
            consolidate(answers),
            _review_of(written.head),
            min_confidence=written.head.min_confidence,
            date_order=_date_order(record),
        )
        second_look = SecondLook(rules_of(record.profile, services), document_id=document_id)
        merged = second_look.over(map(merge.page, written.contents()))
        services.table.save_items(document_id, page_items(merged, files))
        head = _next(written.head, record, answers, merge, services)
        warnings = [*written.warnings, *merge.warnings, *second_look.warnings()]
        services.results.save(document_id, files.finished(head, warnings))
        summary = {**files.lengths, "pages": head.page_count, "doubtful": merge.doubtful}
    closed = services.reviews.end(document_id, head.status, summary | _answered(head))
    if closed:
        count("DocumentsCompleted")
        count("ReviewsAnswered")
        log.info("reviewed", document_id=document_id, status=head.status, revision=head.revision)
        announce(closed, services)


def _review_of(head: ResultHead) -> Review:
    if head.review is None:
        raise PermanentError("The document's result does not say that people were asked.")
    return head.review


def _date_order(record: Record) -> DateOrder | None:
    return decode(record.work, Work).date_order if record.work else None


def _next(
    head: ResultHead, record: Record, answers: Sequence[Answer], merge: Merge, services: Services
) -> ResultHead:
    """Return the head of the revision after `record`'s."""
    asked = _review_of(head)
    status = asked.ends_as or head.status  # begun before a redeploy, a review has none
    review = msgspec.structs.replace(
        asked,
        by=record.review_by or "builtin",
        status="ANSWERED",
        loop_arn=None if record.review_by == "builtin" else record.review_loop_arn,
        ended_at=iso(services.clock()),
        why=None,
        reviewers=list(dict.fromkeys(answer.reviewer for answer in answers)),
        confirmed=merge.confirmed,
        corrected=merge.corrected,
        added=merge.added,
        reasons=merge.reasons,
        notes=[Note(by=each.reviewer, at=each.at, note=each.note) for each in answers if each.note],
    )
    revision = record.revision + 1
    return msgspec.structs.replace(head, status=status, revision=revision, review=review)


def _answered(head: ResultHead) -> dict[str, object]:
    review = _review_of(head)
    return {
        "revision": head.revision,
        "review_status": review.status,
        "reviewers": review.reviewers,
        "confirmed": review.confirmed,
        "corrected": review.corrected,
        "added": review.added,
    }
