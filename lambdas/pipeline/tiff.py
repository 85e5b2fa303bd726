"""Takes a TIFF's pages apart (TIFF 6.0, sections 2, 3 and 15).

Each page becomes a file with its own tags and its own pixels, and nothing of the others.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from lambdas.errors import UnreadableDocument

# Bytes of a value by a field's type; a field of any other type is to be skipped
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_SHORT, _LONG = 3, 4
_PIXELS = {273: 279, 324: 325}  # StripOffsets, TileOffsets: StripByteCounts, TileByteCounts
_POINTERS = {330, 34665, 34853}  # SubIFDs, Exif, GPS: to a thumbnail, the camera, the place


@dataclass(frozen=True, kw_only=True)
class _Field:
    """A field of a page's directory; `values` are in the file's byte order."""

    kind: int
    count: int
    values: bytes | memoryview


def pages_apart(content: bytes, *, most: int) -> list[bytes]:
    """Return each of the first `most` pages as a file; raise UnreadableDocument if damaged."""
    order = ">" if content.startswith(b"MM") else "<"
    whole = memoryview(content)
    link, pages = 4, list[bytes]()
    try:
        while len(pages) < most and (at := struct.unpack_from(f"{order}I", content, link)[0]):
            entries = struct.unpack_from(f"{order}H", content, at)[0]
            link = at + 2 + 12 * entries
            pages.append(_page(whole, order, whole[at + 2 : link]))
    except struct.error as error:
        raise UnreadableDocument("The TIFF is damaged: its pages are cut off.") from error
    return pages


def _page(content: memoryview, order: str, entries: memoryview) -> bytes:
    fields = dict(_fields(content, order, entries))
    _check_claim(content, (len(field.values) for field in fields.values()))
    places = next((each for each in _PIXELS if each in fields and _PIXELS[each] in fields), None)
    if places is None:
        return _file(fields, content[:4], order)
    pixels = _pixels(content, order, fields[places], fields[_PIXELS[places]])
    fields[places] = _longs([0] * len(pixels), order)  # as long as the real ones
    start = len(_file(fields, content[:4], order))
    ends = accumulate(map(len, pixels), initial=start)
    fields[places] = _longs([*ends][:-1], order)
    return b"".join([_file(fields, content[:4], order), *pixels])


def _fields(content: memoryview, order: str, entries: memoryview) -> Iterator[tuple[int, _Field]]:
    for number, kind, count, inline in struct.iter_unpack(f"{order}HHI4s", entries):
        if kind not in _SIZES or number in _POINTERS:
            continue
        length = _SIZES[kind] * count
        start = 0 if length <= 4 else struct.unpack(f"{order}I", inline)[0]
        values = (memoryview(inline) if length <= 4 else content)[start : start + length]
        if len(values) < length:
            raise UnreadableDocument("The TIFF is damaged: a page's values are cut off.")
        yield number, _Field(kind=kind, count=count, values=values)


def _pixels(content: memoryview, order: str, places: _Field, lengths: _Field) -> list[memoryview]:
    """Return a page's strips or tiles."""
    pairs = [*zip(_integers(places, order), _integers(lengths, order), strict=False)]
    _check_claim(content, (length for _, length in pairs))
    return [content[place : place + length] for place, length in pairs]


def _check_claim(content: memoryview, lengths: Iterable[int]) -> None:
    """A hostile page claims the same bytes again and again, to fill the memory."""
    if sum(lengths) > len(content):
        raise UnreadableDocument("The TIFF is damaged: a page claims more than the file holds.")


def _integers(field: _Field, order: str) -> tuple[int, ...]:
    letter = {_SHORT: "H", _LONG: "I"}.get(field.kind)
    if letter is None:
        raise UnreadableDocument("The TIFF is damaged: a page does not say where its pixels are.")
    return struct.unpack(f"{order}{field.count}{letter}", field.values)


def _longs(values: Iterable[int], order: str) -> _Field:
    longs = [*values]
    packed = struct.pack(f"{order}{len(longs)}I", *longs)
    return _Field(kind=_LONG, count=len(longs), values=packed)


def _file(fields: Mapping[int, _Field], mark: memoryview, order: str) -> bytes:
    """Return the header, the one directory, and the values that do not fit into it."""
    entries, beside = bytearray(), bytearray()
    start = 8 + 2 + 12 * len(fields) + 4
    for number, field in fields.items():
        value = field.values
        if len(value) > 4:
            value = struct.pack(f"{order}I", start + len(beside))
            beside += field.values
            beside += bytes(len(beside) % 2)  # each begins at an even place
        entries += struct.pack(f"{order}HHI4s", number, field.kind, field.count, bytes(value))
    header = struct.pack(f"{order}4sIH", bytes(mark), 8, len(fields))
    return b"".join([header, entries, bytes(4), beside])
