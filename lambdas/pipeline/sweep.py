"""Nothing is forgotten: looks after documents that have not moved for too long.

A job whose completion notice was lost is asked after and its notice sent again; a document whose
message is gone is sent round again. After some rounds it ends as FAILED, where people see it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from lambdas.aws.table import Record
from lambdas.documents import OPEN, Status, Work
from lambdas.errors import PermanentError
from lambdas.messages import Completion, decode, encode, upload_message
from lambdas.observability import count, log
from lambdas.pipeline.finish import fail
from lambdas.services import Services

ROUNDS = 3  # for a document whose message ends in the DLQ again and again
AT_ONCE = 100  # documents of one status in one run; the schedule brings the next


class Stuck(PermanentError):
    """A document was sent round several times and never ended."""


def sweep(services: Services, *, clock: Callable[[], float] = time.time) -> None:
    """Look after every document that has not moved for the configured time.

    One document's trouble keeps no other waiting; all of it is raised in the end.
    """
    now = clock()
    # Asked before anything is sent: what this run sends is no backlog.
    empty = {url for url in services.settings.queue_urls if services.queues.is_empty(url)}
    errors: list[Exception] = []
    for record in _untouched(services, now):
        try:
            if _look_after(record, empty, services):
                count("DocumentsSwept")
                log.warning("swept", document_id=record.document_id, status=record.status)
        except Exception as error:  # noqa: BLE001  (raised below)
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} document(s) could not be looked after", errors)


def _untouched(services: Services, now: float) -> Iterator[Record]:
    moment = now - 60 * services.configuration.stack.stuck_minutes
    for status in OPEN:
        for record in services.table.untouched_since(status, moment, limit=AT_ONCE):
            if record.lease_until < now:
                yield record


def _look_after(record: Record, empty: set[str], services: Services) -> bool:
    """Bring a document on; return whether anything had to be done."""
    if record.job_id and record.work:
        return _ask_after_job(record, record.job_id, decode(record.work, Work), empty, services)
    queue_url, message = _message(record, services)
    if queue_url not in empty:
        return False  # it waits its turn, or may: a backlog is no loss
    return _send_round(record, queue_url, message, empty, services)


def _ask_after_job(
    record: Record, job_id: str, work: Work, empty: set[str], services: Services
) -> bool:
    try:
        job = services.textract.job(work.request.operation, job_id)
    except PermanentError as error:  # results are kept for seven days
        fail(record.document_id, error, services)
        return True
    if job.status == "IN_PROGRESS":
        return False
    notice = Completion(job_id=job_id, status=job.status, api=work.api, job_tag=record.document_id)
    queue_url = services.settings.completions_queue_url
    return _send_round(record, queue_url, encode(notice), empty, services)


def _send_round(
    record: Record, queue_url: str, message: str, empty: set[str], services: Services
) -> bool:
    """Send a document's message again, or give up on one that went round and never ended."""
    if record.sweeps < ROUNDS:
        services.queues.send(queue_url, message)
        services.table.sweep(record.document_id)
        return True
    if queue_url in empty:
        fail(record.document_id, _stuck(record), services)
        return True
    return False  # its last message may still be waiting


def _message(record: Record, services: Services) -> tuple[str, str]:
    """Return the queue on which the document's message should be, and that message."""
    if record.status is Status.RECEIVED or record.work is None:
        return services.settings.uploads_queue_url, upload_message(record.document)
    api = decode(record.work, Work).api
    return services.settings.operation_queue_url(api), record.work


def _stuck(record: Record) -> Stuck:
    return Stuck(
        f"The document was tried in {ROUNDS + 1} rounds and never ended, the last time as "
        f"{record.status}. Its message is in a dead-letter queue, the cause in the functions' "
        "logs; mend it and upload the document again."
    )
