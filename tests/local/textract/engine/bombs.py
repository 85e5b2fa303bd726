"""Unusual files, most of them made to keep a reader busy: few bytes, much work."""

from __future__ import annotations

import io
import resource
import struct
import zlib

import numpy as np
from PIL import Image

from tests.local.textract.engine.sheets import shown

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    data, places = b"%PDF-1.4\n", b""
    for number, body in enumerate(objects, start=1):
        places += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    count, start = len(objects) + 1, len(data)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, places)
    return data + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n" % (count, start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<< %s /Filter /FlateDecode /Length %d >>" % (entries, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def page_of(content: bytes, *more: bytes, box: bytes = b"[0 0 612 792]") -> bytes:
    """A PDF of one page, Helvetica as /F; the object after the content is there as /X."""
    resources = b"<< /Font << /F 3 0 R >> /XObject << /X 6 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Resources %s /Contents 5 0 R >>"
    return pdf_of(CATALOG, PAGES, FONT, page % (box, resources), stream(content), *more)


def with_box(box: bytes) -> bytes:
    return page_of(shown(20, 20, "Some text on the page").encode(), box=box)


def forms_in_forms(levels: int) -> bytes:
    """Each form draws the next ten times: ten to the power of `levels` drawings."""
    next_form = b"/Resources << /XObject << /X %d 0 R >> >>"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] " + next_form
    inner = [stream(b"/X Do " * 10, form % number) for number in range(7, 6 + levels)]
    return page_of(b"/X Do ", *inner, stream(b"0 0 9 9 re f", form % 3))


def endless_text(characters: int) -> bytes:
    return page_of(b"BT /F 12 Tf 10 700 Td " + b"(abcdefgh) Tj " * (characters // 8) + b"ET")


def huge_picture(side: int) -> bytes:
    size = b"/Width %d /Height %d /BitsPerComponent 1 /ColorSpace /DeviceGray" % (side, side)
    pixels = bytes(side * side // 8)
    image = stream(pixels, b"/Type /XObject /Subtype /Image " + size)
    return page_of(b"612 0 0 792 0 0 cm /X Do", image)


def looping_pages() -> bytes:
    return pdf_of(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")


def xfa() -> bytes:
    form = b"/AcroForm << /Fields [] /XFA 3 0 R >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    catalog = CATALOG.replace(b">>", form + b" /NeedsRendering true >>")
    return pdf_of(catalog, PAGES, stream(b"<xdp:xdp></xdp:xdp>"), page)


def many_scans(side: int, scans: int) -> bytes:
    """A progressive JPEG that refines all its pixels again and again."""
    written = io.BytesIO()
    Image.new("L", (side, side), 128).save(written, "JPEG", progressive=True)
    data = written.getvalue()
    last = data[data.rfind(b"\xff\xda") : -2]
    return data[:-2] + last * scans + data[-2:]


def tiff_chain(frames: int, *, loop: bool = False) -> bytes:
    """A TIFF whose pages are nothing but directories, all of the same 64 pixels."""
    entries = [(256, 8), (257, 8), (258, 8), (259, 1), (262, 1), (273, 8), (278, 8), (279, 64)]
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    step = 2 + len(body) + 4
    data = b"II*\0" + struct.pack("<I", 8)
    for frame in range(1, frames + 1):
        following = 8 + frame * step if frame < frames else 8 * loop
        data += struct.pack("<H", len(entries)) + body + struct.pack("<I", following)
    return data


def unusual_tiff(order: str) -> bytes:
    """16 x 16 pixels, the left half white: in planes, in tiles, or with the high byte first."""
    left = (b"\xff" * 8 + b"\0" * 8) * 16
    samples = 3 if order == "planar" else 1
    mark = ">" if order == "big-endian" else "<"
    layout = {"planar": [(284, 2)], "tiled": [(322, 16), (323, 16)]}.get(order, [])
    places, sizes = (324, 325) if order == "tiled" else (273, 279)
    entries = [(256, 16), (257, 16), (259, 1), (262, 2 if samples == 3 else 1), (277, samples)]
    lists = {
        258: [8] * samples,
        places: [8 + 256 * at for at in range(samples)],
        sizes: [256] * samples,
    }
    tail = 8 + 256 * samples
    told, extra = b"", b""
    rows = [(tag, [value]) for tag, value in [*entries, *layout]] + [*lists.items()]
    rows += [] if order == "tiled" else [(278, [16])]
    for tag, values in sorted(rows):
        packed = struct.pack(f"{mark}{len(values)}I", *values)
        told += struct.pack(f"{mark}HHI", tag, 4, len(values))
        told += packed if len(packed) == 4 else struct.pack(f"{mark}I", tail + len(extra))
        extra += packed if len(packed) > 4 else b""
    begin = (b"MM\0*" if mark == ">" else b"II*\0") + struct.pack(f"{mark}I", tail + len(extra))
    count = struct.pack(f"{mark}H", len(rows))
    return begin + left * samples + extra + count + told + b"\0\0\0\0"


ADAM7 = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)


def interlaced_png(width: int, height: int) -> bytes:
    """Light above, dark below, in the seven passes of Adam7: first column and row, and steps."""
    grey = np.full((height, width), 230, np.uint8)
    grey[height // 2 :] = 30
    passes = [grey[y::down, x::across] for x, y, across, down in ADAM7]
    rows = b"".join(b"\0" + row.tobytes() for each in passes for row in each)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 1)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def peak(_: bytes) -> int:
    """The most bytes of memory that the process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
