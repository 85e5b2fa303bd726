"""One worker a document at a time, and one place that says what an error does to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lambdas.aws.record import Record
from lambdas.documents import Work
from lambdas.errors import PermanentError, Throttled
from lambdas.observability import log
from lambdas.pipeline.ending import announce, fail
from lambdas.pipeline.patience import Patience
from lambdas.services import Services


@contextmanager
def claimed(document_id: str, services: Services, *, seconds: float) -> Iterator[Record | None]:
    """Hold the document for at most `seconds`; yield None where there is nothing left to do.

    A permanent error ends the document as FAILED; any other lets go of it and goes on up.
    """
    log.append_keys(document_id=document_id)
    record = services.table.claim(document_id, seconds=seconds)
    if record is None:
        _announce_again(document_id, services)
        yield None
        return
    try:
        yield record
    except PermanentError as error:
        fail(document_id, error, services)
    except BaseException:
        services.table.release(document_id)
        raise


@contextmanager
def given_back_when_throttled(work: Work, services: Services, patience: Patience) -> Iterator[None]:
    """Send throttled work round again as a new message: receive counts are for poison."""
    try:
        yield
    except Throttled:
        queue_url = services.settings.operation_queue_url(work.api)
        services.queues.send_work(queue_url, work, delay=patience.give_back_delay())
        log.info("given back", document_id=work.document.document_id, api=work.api)


def _announce_again(document_id: str, services: Services) -> None:
    """The worker before may have died between its last write and its event."""
    record = services.table.get(document_id)
    if record is None:
        log.warning("unknown document", document_id=document_id)
        return
    announce(record, services)
