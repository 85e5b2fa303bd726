"""Nothing is forgotten: looks after documents that have not moved for too long.

A job whose completion notice was lost is asked after and its notice sent again; a document whose
message is gone is sent round again. After some rounds it ends as FAILED, where people see it. So
does a document for which people had time enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from lambdas.aws.moves import iso
from lambdas.aws.record import Record
from lambdas.documents import OPEN, Operation, Status, Work
from lambdas.errors import PermanentError, Stuck, Throttled
from lambdas.messages import Completion, decode, encode, upload_message
from lambdas.observability import count, log
from lambdas.pipeline.chase import chase
from lambdas.pipeline.ending import fail
from lambdas.pipeline.patience import RESERVE, Patience
from lambdas.pipeline.rounds import ROUNDS, never_ended
from lambdas.services import Services

BACKLOG = 6  # times the configured time: so long a document may wait in a queue that is not empty


def sweep(services: Services, patience: Patience) -> None:
    """Look after every document that has not moved for the configured time.

    One document's trouble keeps no other waiting; all of it is raised in the end. Where a quota
    or the time runs out, the next run goes on.
    """
    now, stuck = services.clock(), 60 * services.configuration.stack.stuck_minutes
    # Asked before anything is sent: what this run sends is no backlog.
    every = set(services.settings.queue_urls)
    empty = {url for url in every if services.queues.is_empty(url)}
    errors: list[Exception] = []
    for record in _untouched(services, now, stuck):
        if patience.seconds_left() < RESERVE:
            break
        try:
            overdue = record.updated_at < iso(now - BACKLOG * stuck)
            if _looked_after(record, now, every if overdue else empty, services, patience):
                count("DocumentsSwept")
                log.warning("swept", document_id=record.document_id, status=record.status)
        except Throttled:
            break
        except Exception as error:  # noqa: BLE001  (raised below)
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} document(s) could not be looked after", errors)


def _untouched(services: Services, now: float, stuck: float) -> Iterator[Record]:
    for status in (*OPEN, Status.IN_REVIEW):
        for record in services.table.untouched_since(status, now - stuck):
            if record.lease_until < now:
                yield record


def _looked_after(
    record: Record, now: float, empty: set[str], services: Services, patience: Patience
) -> bool:
    if record.status is Status.IN_REVIEW:
        return chase(record, now, empty, services)
    return _look_after(record, empty, services, patience)


def _look_after(record: Record, empty: set[str], services: Services, patience: Patience) -> bool:
    """Bring a document on; return whether anything had to be done.

    `empty` are the queues on which no message of its can be waiting any more.
    """
    if record.work is None:
        uploads = services.settings.uploads_queue_url
        return _send_if_lost(record, uploads, upload_message(record.document), empty, services)
    work = decode(record.work, Work)
    operation = work.request.operation
    if operation not in services.configuration.operations:
        fail(record.document_id, _unused(operation), services)
        return True
    if record.job_id:
        return _ask_after_job(record, record.job_id, work, empty, services, patience)
    queue_url = services.settings.operation_queue_url(work.api)
    return _send_if_lost(record, queue_url, record.work, empty, services)


def _ask_after_job(
    record: Record,
    job_id: str,
    work: Work,
    empty: set[str],
    services: Services,
    patience: Patience,
) -> bool:
    try:
        job = patience.call(lambda: services.textract.job(work.request.operation, job_id))
    except PermanentError as error:  # results are kept for seven days
        fail(record.document_id, error, services)
        return True
    if job.status == "IN_PROGRESS":
        services.table.touch(record.document_id)  # to be asked after the others next time
        return False
    notice = Completion(job_id=job_id, status=job.status, api=work.api, job_tag=record.document_id)
    queue_url = services.settings.completions_queue_url
    return _send_round(record, queue_url, encode(notice), empty, services)


def _send_if_lost(
    record: Record, queue_url: str, message: str, empty: set[str], services: Services
) -> bool:
    if queue_url not in empty:
        return False  # it waits its turn, or may: a backlog is no loss
    return _send_round(record, queue_url, message, empty, services)


def _send_round(
    record: Record, queue_url: str, message: str, empty: set[str], services: Services
) -> bool:
    """Send a document's message again, or give up on one that went round and never ended."""
    if record.sweeps < ROUNDS:
        services.queues.send(queue_url, message)
        services.table.sweep(record.document_id)
        return True
    if queue_url in empty:
        fail(record.document_id, never_ended(record), services)
        return True
    return False  # its last message may still be waiting


def _unused(operation: Operation) -> Stuck:
    """A deployment took away the operation's queues, and the right to ask after its jobs."""
    return Stuck(
        f"No profile uses {operation} any more, and the document was still on its way: name it in "
        "one, deploy, and upload the document again."
    )
