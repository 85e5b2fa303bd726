"""Where synchronous and asynchronous meet: one parser, one writer, one end."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lambdas.aws.record import Record
from lambdas.aws.results import result_prefix
from lambdas.documents import Status, Work
from lambdas.errors import PermanentError, Stuck
from lambdas.extraction.answers import Part
from lambdas.extraction.extract import Reader
from lambdas.extraction.files import ResultFiles
from lambdas.extraction.line_items import columns
from lambdas.extraction.model import (
    Classification,
    DocumentIdentity,
    Field,
    LineItem,
    Normalized,
    Page,
    ResultHead,
)
from lambdas.observability import count, log
from lambdas.pricing import cost
from lambdas.services import Services

STORED_CHARACTERS = 32_000  # of a text; a field's item holds three, 4 bytes each, below 400 KB
INDEXED_CHARACTERS = 200  # of a field's name and value; DynamoDB's index keys end at 1,024 bytes


def finish(
    work: Work, parts: Iterable[Part], services: Services, *, job_id: str | None = None
) -> None:
    """Write down what Textract's answer means, page by page, and last of all the status."""
    document_id = work.document.document_id
    reader = Reader(parts, min_confidence=work.min_confidence, date_order=work.date_order)
    with ResultFiles() as files:
        services.table.save_items(document_id, _items(reader, files))
        head = _head(work, reader, job_id)
        services.results.save(document_id, files.finished(head, reader.warnings))
        closed = services.table.finish(document_id, head.status, _summary(head, reader, files))
    if closed:
        count("DocumentsCompleted")
        count("PagesCharged", head.page_count)
        log.info("finished", document_id=document_id, status=head.status, job_id=job_id)
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


def _head(work: Work, reader: Reader, job_id: str | None) -> ResultHead:
    partial = reader.job_status == "PARTIAL_SUCCESS"
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
        status=Status.PARTIAL if partial else Status.COMPLETED,
        job_id=job_id,
        model_version=reader.model_version,
        min_confidence=work.min_confidence,
        page_count=reader.page_count,
        cost_usd=cost(work.request, reader.page_count),
        lending=reader.lending,
    )


def _summary(head: ResultHead, reader: Reader, files: ResultFiles) -> dict[str, object]:
    return {
        **files.lengths,
        "pages": head.page_count,
        "doubtful": reader.doubtful,
        "cost_usd": head.cost_usd,
    }


def _items(reader: Reader, files: ResultFiles) -> Iterator[Mapping[str, object]]:
    """Yield the items of page after page, each page when its files are written."""
    times = Counter[int]()
    fields, lines = itertools.count(1), itertools.count(1)
    for content in reader.pages():
        files.add(content)
        times[content.page.page] += 1
        yield {"item": _page_key(content.page.page, times), **_page_item(content.page)}
        for field in content.fields:
            yield {"item": f"FIELD#{next(fields):05}", **_field_item(field)}
        for line in content.line_items:
            yield {"item": f"LINE#{next(lines):05}", **_line_item(line)}


def _page_key(page: int, times: Counter[int]) -> str:
    """Return the item's key; what came late of a page does not take the place of the page."""
    return f"PAGE#{page:04}" if times[page] == 1 else f"PAGE#{page:04}#{times[page]}"


def _page_item(page: Page) -> Mapping[str, object]:
    return {
        "page": page.page,
        **_stored("text", page.text),
        "lines": page.counts.lines,
        "words": page.counts.words,
        **_classified(page.classification),
    }


def _classified(classification: Classification | None) -> Mapping[str, object]:
    """Return what a page of a loan package most likely is, and how sure that is."""
    if classification is None or not classification.page_types:
        return {}
    likeliest = classification.page_types[0]
    return {"page_type": likeliest.value, "page_type_confidence": likeliest.confidence}


def _field_item(field: Field) -> Mapping[str, object]:
    return {
        "page": field.page,
        **_stored("name", field.name),
        **_stored("value", field.value),
        **_normalized(field.normalized),
        "selected": field.selected,
        "signed": field.signed or None,
        "confidence": field.confidence,
        "kind": field.kind,
        "source": field.source,
        **_stored("label", field.label or ""),
        "record": field.record,
        "field_name": _indexed(field.name),
        "field_value": _indexed(field.value),
    }


def _normalized(normalized: Normalized | None) -> Mapping[str, object]:
    if normalized is None:
        return {}
    return {
        "normalized": normalized.value,
        "normalized_type": normalized.type,
        "currency": normalized.currency,
    }


def _line_item(line: LineItem) -> Mapping[str, object]:
    """Return a row of an invoice, its values by type; together they fit into an item."""
    values = columns(line.fields)
    share = 3 * STORED_CHARACTERS // (2 * len(values) or 1)
    return {
        "page": line.page,
        "record": line.record,
        "group": line.group,
        "row": line.row,
        "values": {name[:share]: value[:share] for name, value in values.items()},
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
