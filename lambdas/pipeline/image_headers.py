"""Sizes and page counts from the headers of PNG, JPEG and TIFF: a few reads, nothing decoded.

Each function takes an open file and returns one (width, height) in pixels a page, and raises
UnreadableDocument where the header is damaged.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from lambdas.errors import UnreadableDocument

Size = tuple[int, int]

# JPEG markers (ITU T.81, table B.1): a frame header is SOF0 to SOF15, less DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_SCAN = 0xDA

# TIFF 6.0: tags, and the field types that a size may have
_WIDTH, _HEIGHT = 256, 257
_SHORT = 3
_MAX_TAGS = 512  # a page; all that are registered are fewer, and a hostile page claims 65,535


def png(file: BinaryIO) -> Size:
    file.seek(16)
    width, height = struct.unpack(">II", _exactly(file, 8))
    return width, height


def jpeg(file: BinaryIO) -> Size:
    file.seek(2)
    while True:
        marker = _next_marker(file)
        if marker in _ALONE:
            continue
        length = struct.unpack(">H", _exactly(file, 2))[0]
        if marker in _FRAMES:
            height, width = struct.unpack(">xHH", _exactly(file, 5))
            return width, height
        if marker == _SCAN or length < 2:
            raise UnreadableDocument("The JPEG is damaged: it has no frame header.")
        file.seek(length - 2, os.SEEK_CUR)


def tiff(file: BinaryIO, *, most: int) -> list[Size]:
    """Return the size of each page, of at most `most` pages: a hostile chain may be endless."""
    file.seek(0)
    order = ">" if _exactly(file, 2) == b"MM" else "<"
    offset = struct.unpack(f"{order}2xI", _exactly(file, 6))[0]
    sizes: list[Size] = []
    seen: set[int] = set()
    while offset and len(sizes) < most:
        if offset in seen:
            raise UnreadableDocument("The TIFF is damaged: its chain of pages is a circle.")
        seen.add(offset)
        file.seek(offset)
        entries = struct.unpack(f"{order}H", _exactly(file, 2))[0]
        if entries > _MAX_TAGS:
            raise UnreadableDocument(f"The TIFF is damaged: a page of it has {entries} tags.")
        tags = dict(_tags(_exactly(file, 12 * entries), order))
        sizes.append((tags.get(_WIDTH, 0), tags.get(_HEIGHT, 0)))
        offset = struct.unpack(f"{order}I", _exactly(file, 4))[0]
    if not sizes:
        raise UnreadableDocument("The TIFF is damaged: it has no page.")
    return sizes


def _tags(entries: bytes, order: str) -> Iterator[tuple[int, int]]:
    for tag, kind, short, _ in struct.iter_unpack(f"{order}HH4xHH", entries):
        yield tag, short if kind == _SHORT else 0
    for tag, kind, long in struct.iter_unpack(f"{order}HH4xI", entries):
        if kind != _SHORT:
            yield tag, long


def _next_marker(file: BinaryIO) -> int:
    if _exactly(file, 1) != b"\xff":
        raise UnreadableDocument("The JPEG is damaged: a marker is missing.")
    marker = 0xFF
    while marker == 0xFF:  # any number of fill bytes may come before a marker
        marker = _exactly(file, 1)[0]
    return marker


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise UnreadableDocument("The file ends too early: it is damaged or cut off.")
    return data
