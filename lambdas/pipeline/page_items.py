"""The items of the table in which a document's pages, fields and rows are found."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from lambdas.extraction.files import ResultFiles
from lambdas.extraction.line_items import values_by_column
from lambdas.extraction.model import (
    Classification,
    Content,
    Field,
    LineItem,
    Normalized,
    Page,
    Reviewed,
)
from lambdas.names import indexed

STORED_CHARACTERS = 24_000  # of a text; a field's item holds four, 4 bytes each, below 400 KB
STORED_VALUES = 500  # of a row; with more, their names' numbers alone would fill an item


def page_items(contents: Iterable[Content], files: ResultFiles) -> Iterator[Mapping[str, object]]:
    """Yield the items of page after page, each page when its files are written."""
    times = Counter[int]()
    fields, lines = itertools.count(1), itertools.count(1)
    for content in contents:
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
        **_reviewed(field.reviewed),
        "field_name": indexed(field.name),
        "field_value": indexed(field.value),
    }


def _reviewed(reviewed: Reviewed | None) -> Mapping[str, object]:
    """Return who said so, and what stood there before."""
    if reviewed is None:
        return {}
    return {
        "reviewed_by": list(reviewed.by),
        "reviewed_at": reviewed.at,
        **_stored("previous_value", reviewed.previous_value or ""),
        "previous_selected": reviewed.previous_selected,
        "previous_confidence": reviewed.previous_confidence,
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
    fields = line.fields[:STORED_VALUES]
    share = 2 * STORED_CHARACTERS // max(len(fields), 1)
    texts = (text for each in fields for text in (each.name, each.label or "", each.value))
    is_cut = len(line.fields) > STORED_VALUES or any(len(text) > share for text in texts)
    return {
        "page": line.page,
        "record": line.record,
        "group": line.group,
        "row": line.row,
        # Cut before they are told apart: what begins alike stays two values.
        "values": values_by_column(_short(field, share) for field in fields),
        "values_cut": is_cut or None,
    }


def _short(field: Field, most: int) -> Field:
    """Return `field` with texts of at most `most` characters, and with a name."""
    label = field.label[:most] if field.label else None
    name, value = field.name[:most] or "OTHER", field.value[:most]
    return msgspec.structs.replace(field, name=name, label=label, value=value)


def _stored(name: str, printed: str) -> Mapping[str, object]:
    """Return the attribute `name`; what no item could hold is cut, and says so."""
    if len(printed) <= STORED_CHARACTERS:
        return {name: printed}
    return {name: printed[:STORED_CHARACTERS], f"{name}_cut": True}
