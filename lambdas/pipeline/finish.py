"""Where synchronous and asynchronous meet: one parser, one writer, one end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lambdas.aws.results import result_prefix
from lambdas.aws.table import Record
from lambdas.documents import Status, Work
from lambdas.errors import PermanentError, Stuck
from lambdas.extraction.answers import Part
from lambdas.extraction.csv_files import fields_csv, table_csv
from lambdas.extraction.extract import extract
from lambdas.extraction.markdown import markdown
from lambdas.extraction.model import (
    DocumentIdentity,
    Extraction,
    Field,
    ResultDocument,
    document_json,
)
from lambdas.extraction.text import text
from lambdas.observability import count, log
from lambdas.pricing import cost
from lambdas.services import Services

STORED_CHARACTERS = 48_000  # of a text; a field's item holds two, 4 bytes each, below 400 KB
INDEXED_CHARACTERS = 200  # of a field's name and value; DynamoDB's index keys end at 1,024 bytes


def finish(
    work: Work, parts: Iterable[Part], services: Services, *, job_id: str | None = None
) -> None:
    """Write down what Textract's answer means: files, items, and last of all the status."""
    document_id = work.document.document_id
    extraction = extract(parts, min_confidence=work.min_confidence)
    document = _document(work, extraction, job_id)
    services.results.save(document_id, dict(_files(document, extraction)))
    services.table.save_items(document_id, _items(extraction))
    closed = services.table.finish(document_id, document.status, _summary(document))
    if closed:
        count("DocumentsCompleted")
        count("PagesCharged", document.page_count)
        log.info("finished", document_id=document_id, status=document.status, job_id=job_id)
        announce(closed, services)


def fail(document_id: str, error: PermanentError, services: Services) -> None:
    """End a document that cannot be helped, with the reason."""
    why = {"reason": str(error), "gave_up": isinstance(error, Stuck)}
    closed = services.table.finish(document_id, Status.FAILED, why)
    if closed:
        count("DocumentsFailed")
        log.warning("failed", document_id=document_id, error=type(error).__name__)
        announce(closed, services)


def announce(record: Record, services: Services) -> None:
    """Send the event of a document that has ended; of any other there is nothing to say."""
    match record.status:
        case Status.COMPLETED | Status.PARTIAL:
            services.events.put("Document Completed", _detail(record, services))
        case Status.FAILED:
            services.events.put("Document Failed", _detail(record, services))


def _document(work: Work, extraction: Extraction, job_id: str | None) -> ResultDocument:
    partial = extraction.job_status == "PARTIAL_SUCCESS"
    return ResultDocument(
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
        status=Status.PARTIAL if partial else Status.COMPLETED,
        job_id=job_id,
        model_version=extraction.model_version,
        min_confidence=work.min_confidence,
        page_count=extraction.page_count,
        cost_usd=cost(work.request, extraction.page_count),
        pages=extraction.pages,
        fields=extraction.fields,
        tables=extraction.tables,
        signatures=extraction.signatures,
        warnings=extraction.warnings,
    )


def _files(document: ResultDocument, extraction: Extraction) -> Iterator[tuple[str, bytes]]:
    yield "document.json", document_json(document)
    yield "text.txt", text(extraction).encode()
    yield "document.md", markdown(extraction).encode()
    yield "fields.csv", fields_csv(extraction.fields).encode()
    for number, table in enumerate(extraction.tables, start=1):
        yield f"tables/{number}.csv", table_csv(table).encode()


def _summary(document: ResultDocument) -> dict[str, object]:
    return {
        "pages": document.page_count,
        "fields": len(document.fields),
        "doubtful": sum(page.counts.doubtful for page in document.pages),
        "tables": len(document.tables),
        "signatures": len(document.signatures),
        "warnings": len(document.warnings),
        "cost_usd": document.cost_usd,
    }


def _items(extraction: Extraction) -> Iterator[Mapping[str, object]]:
    for page in extraction.pages:
        yield {
            "item": f"PAGE#{page.page:04}",
            "page": page.page,
            **_stored("text", page.text),
            "lines": page.counts.lines,
            "words": page.counts.words,
        }
    for number, field in enumerate(extraction.fields, start=1):
        yield {"item": f"FIELD#{number:05}", **_field_item(field)}


def _field_item(field: Field) -> Mapping[str, object]:
    return {
        "page": field.page,
        **_stored("name", field.name),
        **_stored("value", field.value),
        "selected": field.selected,
        "confidence": field.confidence,
        "kind": field.kind,
        "source": field.source,
        "field_name": _indexed(field.name),
        "field_value": _indexed(field.value),
    }


def _stored(name: str, printed: str) -> Mapping[str, object]:
    """Return the attribute `name`; what no item could hold is cut, and says so."""
    if len(printed) <= STORED_CHARACTERS:
        return {name: printed}
    return {name: printed[:STORED_CHARACTERS], f"{name}_cut": True}


def _indexed(printed: str) -> str:
    """Return how a name or value is looked up: "Invoice No.:" and "invoice no." are the same."""
    return " ".join(printed.split()).rstrip(" :").casefold()[:INDEXED_CHARACTERS]


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
