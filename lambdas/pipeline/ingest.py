"""A document arrives: identify it, look at it, and send it to the queue of its operation."""

from __future__ import annotations

from lambdas.documents import OPEN, Document, Work
from lambdas.errors import PermanentError
from lambdas.observability import count, log
from lambdas.pipeline.finish import announce, fail
from lambdas.pipeline.inspection import Facts, inspect
from lambdas.profiles import Profile
from lambdas.services import Services


def ingest(document: Document, services: Services) -> None:
    """Take a document in, once: what was taken in before is not looked at again."""
    log.append_keys(document_id=document.document_id)
    chosen = services.configuration.profile_for(document.key)
    if chosen is None or _is_folder(document):
        log.info("ignored", document_id=document.document_id)
        return
    name, profile = chosen
    if services.table.receive(document, profile=name):
        count("DocumentsReceived")
    elif not _is_unfinished(document, services):
        return
    try:
        facts = inspect(services.uploads.open(document), document.size)
    except PermanentError as error:
        fail(document.document_id, error, services)
        return
    _send(_work(document, facts, name, profile), services)


def _is_folder(document: Document) -> bool:
    """Consoles and sync tools make "folders": empty objects whose key ends in a slash."""
    return document.key.endswith("/") and document.size == 0


def _is_unfinished(document: Document, services: Services) -> bool:
    """Return whether an earlier attempt stopped halfway: before the document was queued, or
    after its message was sent and before its work was written down, as a worker may be faster."""
    record = services.table.get(document.document_id)
    if record is None or (record.work is None and (record.status in OPEN or record.gave_up)):
        return True
    announce(record, services)
    log.info("known already", document_id=document.document_id)
    return False


def _work(document: Document, facts: Facts, name: str, profile: Profile) -> Work:
    return Work(
        document=document,
        kind=facts.kind,
        pages=facts.pages,
        profile=name,
        min_confidence=profile.min_confidence,
        request=profile.request,
    )


def _send(work: Work, services: Services) -> None:
    services.queues.send_work(services.settings.operation_queue_url(work.api), work)
    # After the message, so that a document is never QUEUED without one.
    services.table.queue(work)
    log.info("queued", document_id=work.document.document_id, api=work.api, pages=work.pages)
