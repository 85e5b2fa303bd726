"""What ends a document for the world: its last status, and the event that tells it."""

from __future__ import annotations

from typing import Any

from lambdas.aws.record import Record
from lambdas.aws.results import result_prefix
from lambdas.documents import Status
from lambdas.errors import PermanentError, Stuck
from lambdas.observability import count, log
from lambdas.services import Services


def fail(document_id: str, error: PermanentError, services: Services) -> None:
    """End a document that cannot be helped, with the reason."""
    why = {"reason": str(error), "gave_up": isinstance(error, Stuck)}
    closed = services.table.finish(document_id, Status.FAILED, why)
    if closed:
        count("DocumentsFailed")
        log.warning("failed", document_id=document_id, error=type(error).__name__)
        announce(closed, services)


def announce(record: Record, services: Services) -> None:
    """Send the event of a document that has ended, or waits for people; of any other there is
    nothing to say."""
    match record.status:
        case Status.COMPLETED | Status.PARTIAL:
            services.events.put("Document Completed", _detail(record, services))
        case Status.FAILED:
            services.events.put("Document Failed", _detail(record, services))
        case Status.IN_REVIEW:
            services.events.put("Document Review Requested", _detail(record, services))


def _detail(record: Record, services: Services) -> dict[str, Any]:
    failed = record.status is Status.FAILED
    return {
        "document_id": record.document_id,
        "bucket": record.bucket,
        "key": record.key,
        "version_id": record.version_id,
        "status": record.status.value,
        "profile": record.profile,
        **({"reason": record.reason} if failed else _counts(record)),
        **({} if failed else _where(record, services)),
        **({"review": _review(record)} if record.review_by else {}),
    }


def _review(record: Record) -> dict[str, Any]:
    """Return what is told of a review: what was asked, or what came of it."""
    if record.status is Status.IN_REVIEW:
        return {
            "by": record.review_by,
            "reasons": record.review_reasons,
            "rules": record.review_rules,
            "due_at": record.review_due_at,
            "loop_arn": record.review_loop_arn,
        }
    return {
        "by": record.review_by,
        "status": record.review_status,
        "reviewers": len(record.reviewers),
        "confirmed": record.confirmed,
        "corrected": record.corrected,
        "added": record.added,
    }


def _counts(record: Record) -> dict[str, Any]:
    names = ("pages", "fields", "doubtful", "tables", "cost_usd")
    return {name: getattr(record, name) for name in names}


def _where(record: Record, services: Services) -> dict[str, Any]:
    return {
        "results": {
            "bucket": services.results.bucket,
            "prefix": result_prefix(record.document_id),
        }
    }
