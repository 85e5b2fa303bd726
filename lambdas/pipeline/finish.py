"""Where synchronous and asynchronous meet: one parser, one writer, one end."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from lambdas.documents import Status, Work
from lambdas.extraction.answers import Part
from lambdas.extraction.extract import Reader
from lambdas.extraction.files import ResultFiles
from lambdas.extraction.result_document import DocumentIdentity, ResultHead, Review
from lambdas.observability import count, log
from lambdas.pipeline.activation import Activation
from lambdas.pipeline.asking import Look, ask
from lambdas.pipeline.ending import announce
from lambdas.pipeline.page_items import page_items
from lambdas.pricing import cost
from lambdas.services import Services


def finish(
    work: Work,
    parts: Iterable[Part],
    services: Services,
    *,
    job_id: str | None = None,
    activation: Activation | None = None,
) -> None:
    """Write down what Textract's answer means, page by page, and last of all the status.

    Where the profile's rules, or the `activation` of Textract's own, say so, people are asked.
    """
    document_id = work.document.document_id
    reader = Reader(parts, min_confidence=work.min_confidence, date_order=work.date_order)
    look = Look(work, services, activation)
    with ResultFiles() as files:
        services.table.save_items(document_id, page_items(look.over(reader.pages()), files))
        request = look.request()
        head = _head(work, reader, job_id, request.review if request else None)
        services.results.save(document_id, files.finished(head, reader.warnings))
        summary = _summary(head, reader, files)
    if request:
        ask(work, request, summary, services)
        return
    closed = services.table.finish(document_id, head.status, summary)
    if closed:
        count("DocumentsCompleted")
        count("PagesCharged", head.page_count)
        log.info("finished", document_id=document_id, status=head.status, job_id=job_id)
        announce(closed, services)


def _head(work: Work, reader: Reader, job_id: str | None, review: Review | None) -> ResultHead:
    status = Status.PARTIAL if reader.is_partial else Status.COMPLETED
    return ResultHead(
        document=DocumentIdentity(
            document_id=work.document.document_id,
            bucket=work.document.bucket,
            key=work.document.key,
            version_id=work.document.version_id,
            etag=work.document.etag,
            size=work.document.size,
            kind=work.kind,
        ),
        profile=work.profile,
        operation=work.request.operation,
        feature_types=work.request.feature_types,
        adapters=work.request.adapters,
        status=Status.IN_REVIEW if review else status,
        job_id=job_id,
        model_version=reader.model_version,
        min_confidence=work.min_confidence,
        page_count=reader.page_count,
        cost_usd=cost(work.request, reader.page_count),
        lending=reader.lending,
        review=msgspec.structs.replace(review, ends_as=status) if review else None,
    )


def _summary(head: ResultHead, reader: Reader, files: ResultFiles) -> dict[str, object]:
    return {
        **files.lengths,
        "pages": head.page_count,
        "doubtful": reader.doubtful,
        "cost_usd": head.cost_usd,
    }
