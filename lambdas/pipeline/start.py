"""A document of many pages: start a Textract job, whose completion will be told."""

from __future__ import annotations

from lambdas.aws.results import job_prefix
from lambdas.documents import Work
from lambdas.observability import log
from lambdas.pipeline.claims import claimed, given_back_when_throttled
from lambdas.pipeline.patience import Patience
from lambdas.services import Services


def start(work: Work, services: Services, patience: Patience) -> None:
    """Start a document's job, unless that has been done."""
    document_id = work.document.document_id
    with (
        given_back_when_throttled(work, services, patience),
        claimed(document_id, services, seconds=patience.seconds_left()) as record,
    ):
        if record is None:
            return
        output = services.job_output(job_prefix(document_id))
        # Asked again after a crash, Textract knows the token and answers with the same job.
        job_id = record.job_id or patience.call(lambda: services.textract.start(work, output))
        services.table.started(document_id, job_id)
        log.info("started", document_id=document_id, job_id=job_id)
