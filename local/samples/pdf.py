"""A minimal PDF writer: text in the standard fonts, lines and filled shapes, nothing else."""

import ctypes
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from functools import cache
from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Ink = tuple[int, int, int]
Point = tuple[float, float]

BLACK: Ink = (24, 24, 28)
GREY: Ink = (110, 112, 118)
PALE: Ink = (232, 235, 240)
WHITE: Ink = (255, 255, 255)

LETTER = (612.0, 792.0)  # US Letter, in points of 1/72 inch
ENCODING = "cp1252"  # what PDF calls WinAnsiEncoding


class Font(StrEnum):
    """Fonts that every PDF reader brings along, so that none need be embedded."""

    REGULAR = "Helvetica"
    BOLD = "Helvetica-Bold"
    ITALIC = "Helvetica-Oblique"
    MONO = "Courier"
    MONO_BOLD = "Courier-Bold"
    SERIF = "Times-Roman"
    SERIF_BOLD = "Times-Bold"
    SERIF_ITALIC = "Times-Italic"


@dataclass(frozen=True)
class Text:
    """One line of text; `x` is its left, right or middle, as `align` says, and `y` its baseline."""

    x: float
    y: float
    text: str
    _: KW_ONLY
    size: float = 9
    font: Font = Font.REGULAR
    ink: Ink = BLACK
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True)
class Path:
    """Straight lines from point to point, drawn, filled, or both."""

    points: Sequence[Point]
    _: KW_ONLY
    stroke: Ink | None = BLACK
    fill: Ink | None = None
    width: float = 0.6
    closed: bool = False


Shape = Text | Path


@dataclass(frozen=True, kw_only=True)
class Page:
    """Shapes in the order they are drawn; points, the origin at the top left as on paper."""

    shapes: Sequence[Shape]
    size: tuple[float, float] = LETTER


def text_width(text: str, *, font: Font = Font.REGULAR, size: float = 9) -> float:
    """Return the width of `text` in points."""
    widths = _widths(font)
    return sum(widths[character] for character in text) * size


def write(pages: Sequence[Page], *, title: str) -> bytes:
    """Return a PDF 1.7 file with a text layer; the same pages make the same bytes."""
    fonts = b" ".join(
        f"/{font.name} << /Type /Font /Subtype /Type1 /BaseFont /{font}"
        " /Encoding /WinAnsiEncoding >>".encode()
        for font in Font
    )
    first = 5
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)),
        b"<< /Font << %b >> >>" % fonts,
        b"<< /Title %b /Producer (Papertray samples) >>" % _string(title),
    ]
    for index, page in enumerate(pages):
        objects += _page_objects(page, number=first + 2 * index)
    return _file(objects)


@cache
def _widths(font: Font) -> Mapping[str, float]:
    """Return the width of each character that the encoding has, for a font size of one point."""
    document = pdfium.PdfDocument.new()
    handle = pdfium_c.FPDFText_LoadStandardFont(document.raw, font.encode())
    width = ctypes.c_float()
    widths = {}
    for character in bytes(range(256)).decode(ENCODING, "ignore"):
        pdfium_c.FPDFFont_GetGlyphWidth(handle, ord(character), ctypes.c_float(1), width)
        widths[character] = width.value
    pdfium_c.FPDFFont_Close(handle)
    document.close()
    return widths


def _page_objects(page: Page, *, number: int) -> tuple[bytes, bytes]:
    width, height = page.size
    commands = b"\n".join(_commands(shape, height=height) for shape in page.shapes)
    content = zlib.compress(commands, 9)
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Resources 3 0 R /Contents %d 0 R >>"
        % (width, height, number + 1),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(content), content),
    )


def _commands(shape: Shape, *, height: float) -> bytes:
    match shape:
        case Text():
            return _text_commands(shape, height=height)
        case Path():
            return _path_commands(shape, height=height)


def _text_commands(text: Text, *, height: float) -> bytes:
    width = text_width(text.text, font=text.font, size=text.size)
    left = text.x - {"left": 0.0, "center": width / 2, "right": width}[text.align]
    place = b"1 0 0 1 %.2f %.2f Tm" % (left, height - text.y)
    font = b"/%b %g Tf %b rg" % (text.font.name.encode(), text.size, _ink(text.ink))
    return b"BT %b %b %b Tj ET" % (font, place, _string(text.text))


def _path_commands(path: Path, *, height: float) -> bytes:
    points = [b"%.2f %.2f" % (x, height - y) for x, y in path.points]
    commands = [b"%g w 1 J 1 j" % path.width]
    if path.stroke is not None:
        commands.append(b"%b RG" % _ink(path.stroke))
    if path.fill is not None:
        commands.append(b"%b rg" % _ink(path.fill))
    commands += [points[0] + b" m", *(point + b" l" for point in points[1:])]
    if path.closed:
        commands.append(b"h")
    commands.append({(True, True): b"B", (True, False): b"S", (False, True): b"f"}[_painted(path)])
    return b" ".join(commands)


def _painted(path: Path) -> tuple[bool, bool]:
    return path.stroke is not None, path.fill is not None


def _ink(ink: Ink) -> bytes:
    return b" ".join(b"%.3f" % (value / 255) for value in ink)


def _string(text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(%b)" % escaped.encode(ENCODING)


def _file(objects: Sequence[bytes]) -> bytes:
    """Number the objects and add the cross-reference table that finds them."""
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n" % (len(objects) + 1)
    file += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(file)
