"""The named values of invoices, identity documents and loan packages in `document.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from lambdas.extraction.escape import inline, line
from lambdas.extraction.graph import MARKS
from lambdas.extraction.line_items import item_table
from lambdas.extraction.markdown_fields import correction
from lambdas.extraction.markdown_table import pipe_table
from lambdas.extraction.model import Classification, Content, Field, LineItem
from lambdas.extraction.places import by_rows

OTHER = "OTHER"  # Textract's type of what it has none for: the label says what it is
PARTIES = ("VENDOR", "RECEIVER")  # how the types and groups of each begin; shown in this order
PARTS = {"ADDRESS", "ADDRESS_BLOCK", "NAME", "STREET", "CITY", "STATE", "COUNTRY", "ZIP_CODE"}
NO_PARTY = len(PARTIES)
WHOLES = ("_ADDRESS", "_NAME")  # how the types of a party's whole address and name end
MOST_WHOLES = 20  # names and addresses that parts are looked for in; the parts of more are shown
LABEL_ENDS = " \n:-"  # what stands between a label and its value
UNDETECTED = "undetected"  # Textract's word for a page that has no number printed on it


def named_values(content: Content) -> Iterator[str]:
    """Yield what the page is, then the values of every document on it, and its line items."""
    if content.page.classification:
        yield from _classified(content.page.classification)
    found = [field for field in content.fields if field.kind == "lending" and _told(field)]
    yield from _list(by_rows(found))
    for record, fields, items in _records(content, "expense"):
        yield _title("Invoice or receipt", record)
        yield from _list(_by_party(fields))
        yield from _item_tables(items)
    for record, fields, _ in _records(content, "identity"):
        yield _title("Identity document", record)
        yield from _list(filter(_told, fields))


def _classified(found: Classification) -> Iterator[str]:
    """Yield the likeliest type of the page, and the number printed on it."""
    if found.page_types:
        likeliest = found.page_types[0]
        sure = "" if likeliest.confidence is None else f" ({likeliest.confidence:.0f}%)"
        yield f"**Page type:** {inline(likeliest.value)}{sure}"
    if found.page_numbers and found.page_numbers[0].value != UNDETECTED:
        yield f"**Printed page number:** {inline(found.page_numbers[0].value)}"


def _records(content: Content, kind: str) -> Iterator[tuple[int, list[Field], list[LineItem]]]:
    """Yield the number, values and line items of every document of a kind."""
    fields: dict[int, list[Field]] = {}
    items: dict[int, list[LineItem]] = {}
    for field in content.fields:
        if field.kind == kind:
            fields.setdefault(field.record or 1, []).append(field)
    for item in content.line_items if kind == "expense" else ():
        items.setdefault(item.record, []).append(item)
    for record in sorted({*fields, *items}):
        yield record, fields.get(record, []), items.get(record, [])


def _title(name: str, record: int) -> str:
    return f"**{name}**" if record == 1 else f"**{name} {record}**"


def _told(field: Field) -> bool:
    return bool(field.value) or field.selected is not None


def _by_party(fields: list[Field]) -> list[Field]:
    """Return the vendor's values, the receiver's, then the rest, each in Textract's order.

    The parts of a name or address that is there as a whole are left out.
    """
    whole = [field for field in fields if _is_whole(field)][:MOST_WHOLES]
    words = [(_party(field), field.name, set(field.value.split())) for field in whole]
    shown = [field for field in fields if not _is_part(field, words)]
    return sorted(shown, key=_party)


def _is_whole(field: Field) -> bool:
    return field.name.startswith(PARTIES) and field.name.endswith(WHOLES)


def _is_part(field: Field, whole: Iterable[tuple[int, str, set[str]]]) -> bool:
    """Say whether a value is a part of a name or address of the same party, if it is of any.

    No part of an address is looked for in a name.
    """
    if field.name not in PARTS:
        return False
    party, value = _party(field), field.value.split()
    return any(
        party in (other, NO_PARTY)
        and (field.name == "NAME" or name.endswith("_ADDRESS"))
        and words.issuperset(value)
        for other, name, words in whole
    )


def _party(field: Field) -> int:
    of = [field.name, *(name for group in field.groups or () for name in group.types)]
    parties = (place for place, party in enumerate(PARTIES) if any(n.startswith(party) for n in of))
    return next(parties, NO_PARTY)


def _list(fields: Iterable[Field]) -> Iterator[str]:
    """Yield a list, if there is anything in it.

    A value that Textract found at several places stands once; those with labels are several rows.
    """
    pairs: list[str] = []
    unlabelled: set[str] = set()
    for field in fields:
        pair = _pair(field)
        if pair not in unlabelled:
            pairs.append(pair)
        if not field.label:
            unlabelled.add(pair)
    if pairs:
        yield "\n".join(pairs)


def _pair(field: Field) -> str:
    """Return a list's item: the type, beside it the label, and the value; OTHER is its label."""
    label = inline((field.label or "").strip(LABEL_ENDS))
    name = label if label and field.name in ("", OTHER) else inline(_full_name(field))
    beside = "" if _letters(label) in ("", _letters(name)) else f" ({label})"
    value = " ".join(filter(None, [inline(field.value), _date(field), correction(field)]))
    if field.selected is not None:
        return f"- {MARKS[field.selected]} {name}{beside} {value}".rstrip()
    if not name:
        return f"- {line(field.value)} {correction(field)}".rstrip()
    shown = f"**{name}**{beside}:" if beside else f"**{name}:**"
    return f"- {shown} {value}".rstrip()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _full_name(field: Field) -> str:
    """Return the type, before it the party that a part of a name or address is of."""
    types = field.groups[0].types[-1:] if field.groups else []  # the most particular
    return " ".join([*types, field.name])


def _date(field: Field) -> str:
    """Return an identity document's date in full, because its printed order is the country's."""
    if field.kind != "identity" or field.normalized is None:
        return ""
    return f"({field.normalized.value})"


def _item_tables(items: list[LineItem]) -> Iterator[str]:
    for _, group in groupby(items, key=attrgetter("group")):
        rows = [[inline(text) for text in row] for row in item_table(group)]
        if rows:
            yield pipe_table(rows, headed=True)
