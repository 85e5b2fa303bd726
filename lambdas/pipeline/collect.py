"""A job has ended: read what Textract wrote, part by part, and finish the document."""

from __future__ import annotations

from collections.abc import Iterator

from lambdas.aws.record import Record
from lambdas.documents import Work
from lambdas.errors import JobFailed, TransientError
from lambdas.extraction.answers import Part, decode_part
from lambdas.messages import Completion, decode
from lambdas.observability import log
from lambdas.pipeline.claims import claimed
from lambdas.pipeline.finish import finish
from lambdas.pipeline.patience import Patience
from lambdas.services import Services

SUCCEEDED = ("SUCCEEDED", "PARTIAL_SUCCESS")


def collect(completion: Completion, services: Services, patience: Patience) -> None:
    """Finish the document of a completed job, unless that has been done."""
    document_id = completion.job_tag
    with claimed(document_id, services, seconds=patience.seconds_left()) as record:
        if record is None:
            return
        if record.job_id not in (None, completion.job_id):
            log.warning("another job's completion", document_id=document_id)
            services.table.release(document_id)
            return
        work = _work(record)
        if completion.status not in SUCCEEDED:
            raise JobFailed(_reason(work, completion, services, patience))
        finish(work, _parts(completion, services), services, job_id=completion.job_id)


def _work(record: Record) -> Work:
    if record.work is None:
        raise TransientError("the document is not written down yet")
    return decode(record.work, Work)


def _reason(work: Work, completion: Completion, services: Services, patience: Patience) -> str:
    """Return why a job failed: the notice does not say it, the job does, sometimes."""
    operation = work.request.operation
    if operation not in services.configuration.operations:  # nor may `collect` ask it any more
        return f"Textract's job ended as {completion.status}; no profile uses {operation} any more"
    job = patience.call(lambda: services.textract.job(operation, completion.job_id))
    return f"Textract's job ended as {job.status}: {job.message or 'it gave no reason'}"


def _parts(completion: Completion, services: Services) -> Iterator[Part]:
    found = False
    for data in services.results.job_parts(completion.job_tag, completion.job_id):
        found = True
        yield decode_part(data)
    if not found:
        raise TransientError(f"job {completion.job_id} has no output yet")
