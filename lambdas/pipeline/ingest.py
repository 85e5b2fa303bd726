"""A document arrives: identify it, look at it, and send it to the queue of its operation."""

from __future__ import annotations

from lambdas.documents import OPEN, SYNC_MAX_QUERIES, Document, Operation, Request, Work
from lambdas.errors import InvalidRequest, PermanentError, UnsupportedDocument
from lambdas.observability import count, log
from lambdas.pipeline.ending import announce, fail
from lambdas.pipeline.inspection import Facts, inspect
from lambdas.pipeline.metadata import profile_of
from lambdas.pipeline.sides import check_sides
from lambdas.profiles import Profile
from lambdas.services import Services


def ingest(document: Document, services: Services) -> None:
    """Take a document in, once: what was taken in before is not looked at again."""
    log.append_keys(document_id=document.document_id)
    chosen = services.configuration.profile_for(document.key)
    if chosen is None or _is_folder(document):
        log.info("ignored", document_id=document.document_id)
        return
    name, _ = chosen
    if services.table.receive(document, profile=name):
        count("DocumentsReceived")
    elif not _is_unfinished(document, services):
        return
    try:
        work = _looked_at(document, name, services)
    except PermanentError as error:
        fail(document.document_id, error, services)
        return
    _send(work, services)


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


def _looked_at(document: Document, of_prefix: str, services: Services) -> Work:
    """Return what is to be done; raise PermanentError before a cent is spent in vain."""
    file = services.uploads.open(document)
    profiles = services.configuration.profiles
    name, profile = profile_of(file.metadata, of_prefix, profiles)
    if name != of_prefix:
        services.table.change_profile(document.document_id, name)
    facts = inspect(file, document.size)
    if profile.operation is Operation.ANALYZE_ID:
        check_sides(facts.kind, facts.pages, document.size)
    work = Work(
        document=document,
        kind=facts.kind,
        pages=facts.pages,
        profile=name,
        min_confidence=profile.min_confidence,
        date_order=profile.date_order,
        request=_request(name, profile, facts),
    )
    if profile.review and profile.review.by == "a2i-textract":
        _check_textract_review(work)
    return work


def _check_textract_review(work: Work) -> None:
    """Raise PermanentError where Amazon A2I's task type of Textract cannot show the document."""
    if work.kind not in ("JPEG", "PNG") or work.api != Operation.ANALYZE_DOCUMENT:
        queries = len(work.request.queries)
        asked = f" with {queries} queries" if queries > SYNC_MAX_QUERIES else ""
        raise UnsupportedDocument(
            f"People review profile {work.profile} by a2i-textract, which takes a JPEG or PNG with "
            f"at most {SYNC_MAX_QUERIES} queries; this is a {work.kind}{asked}. Use "
            'review.by = "a2i" or "builtin" for such documents.'
        )


def _request(name: str, profile: Profile, facts: Facts) -> Request:
    request = profile.request.of_one_page if facts.pages == 1 else profile.request
    if profile.feature_types and not request.feature_types:
        raise InvalidRequest(
            f"All that profile {name} asks is about pages that the document, of one page, does "
            "not have. Choose another profile, or ask about page 1."
        )
    return request


def _send(work: Work, services: Services) -> None:
    services.queues.send_work(services.settings.operation_queue_url(work.api), work)
    # After the message, so that a document is never QUEUED without one.
    services.table.queue(work)
    log.info("queued", document_id=work.document.document_id, api=work.api, pages=work.pages)
