"""licence.png: the driver licence of nobody, in the layout that US states use."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sin

import numpy as np

from local.samples.drawing import box, ellipse
from local.samples.paper import Pixels, palette_png, picture, scan
from local.samples.pdf import BLACK, WHITE, Font, Ink, Page, Path, Shape, Text, text_width
from local.samples.pen import signature

SEED = 20260505
DPI = 300
CARD = (243.0, 153.0)  # ISO/IEC 7810 ID-1, 85.6 x 54 mm, in points
CORNER = 9.0  # radius of its corners, in points
MARGIN = 18.0  # of the scanner's glass around the card, in points
GLASS = (206, 209, 212)

SKY: Ink = (222, 234, 244)
WAVE: Ink = (190, 210, 230)
BLUE: Ink = (28, 66, 122)
LABEL: Ink = (58, 92, 146)
RED: Ink = (176, 38, 46)
SKIN: Ink = (150, 160, 172)
COAT: Ink = (92, 104, 120)


@dataclass(frozen=True)
class Entry:
    """A field of the card: its AAMVA number, label and value, and where it stands."""

    number: str
    label: str
    value: str
    x: float
    y: float
    size: float = 7.5


ENTRIES = (
    Entry("4d", "LIC#", "S000-0000-0000", 84, 46, 9.5),
    Entry("4b", "EXP", "08/23/2030", 84, 57),
    Entry("4a", "ISS", "08/23/2025", 160, 57),
    Entry("3", "DOB", "08/23/1991", 84, 68, 9.5),
    Entry("1", "LN", "SAMPLE", 84, 79, 9.5),
    Entry("2", "FN", "ALEX JORDAN", 84, 89.5, 9.5),
    Entry("8", "", "123 PLACEHOLDER STREET", 84, 100.5),
    Entry("", "", "ANYTOWN, XX 00000", 89, 109),
    Entry("9", "CLASS", "D", 84, 121),
    Entry("9a", "END", "NONE", 128, 121),
    Entry("12", "REST", "B", 182, 121),
    Entry("15", "SEX", "X", 84, 131.5),
    Entry("16", "HGT", "5-09", 128, 131.5),
    Entry("18", "EYES", "BRN", 182, 131.5),
    Entry("5", "DD", "00000000000000000000", 84, 143, 6.5),
)
PHOTO = (10.0, 34.0, 66.0, 82.0)  # left, top, width, height


def licence() -> bytes:
    """Return the PNG file."""
    rng = np.random.default_rng(SEED)
    card = picture(Page(shapes=list(_shapes(rng)), size=CARD), dpi=DPI)
    scanned = scan(_on_glass(card), rng, degrees=-0.4, blur=0.7, noise=1.5, uneven=0.03)
    return palette_png(scanned, dpi=DPI, colors=64)


def _shapes(rng: np.random.Generator) -> Iterator[Shape]:
    yield box(0, 0, *CARD, stroke=None, fill=SKY)
    yield from _waves()
    yield box(0, 0, CARD[0], 26, stroke=None, fill=BLUE)
    yield Text(12, 18, "ANYSTATE", size=15, font=Font.BOLD, ink=WHITE)
    yield Text(231, 12, "DRIVER LICENSE", size=9, font=Font.BOLD, ink=WHITE, align="right")
    yield Text(231, 21.5, "USA", size=7, font=Font.BOLD, ink=WHITE, align="right")
    yield from _portrait()
    for entry in ENTRIES:
        yield from _entry(entry)
    yield from signature((14, 119, 58, 18), rng, ink=BLACK)
    yield Text(43, 145, "SAMPLE - NOT VALID", size=6, font=Font.BOLD, ink=RED, align="center")
    yield Text(236, 35, "SAMPLE - NOT VALID", size=7, font=Font.BOLD, ink=RED, align="right")


def _waves() -> Iterator[Shape]:
    """Draw the fine lines that banknotes and licences have behind the print."""
    for row in range(24):
        top = 28 + row * 5.5
        points = [(4.0 * n, top + 4 * sin(n / 5 + row / 2.2)) for n in range(62)]
        yield Path(points, stroke=WAVE, width=0.4)


def _portrait() -> Iterator[Shape]:
    """Draw a head and shoulders that are nobody's."""
    left, top, width, height = PHOTO
    middle, bottom = left + width / 2, top + height
    shoulders = (
        (left + 4, bottom), (left + 7, bottom - 14), (left + 18, bottom - 22),
        (middle, bottom - 26), (left + width - 18, bottom - 22),
        (left + width - 7, bottom - 14), (left + width - 4, bottom),
    )  # fmt: skip
    yield box(left, top, width, height, stroke=None, fill=WHITE)
    yield box(middle - 6, bottom - 36, 12, 14, stroke=None, fill=SKIN)
    yield Path(shoulders, stroke=COAT, fill=COAT, closed=True)
    yield ellipse((middle, top + 34), (17, 23), fill=COAT)
    yield ellipse((middle, top + 38), (14, 18.5), fill=SKIN)
    yield box(left, top, width, height, stroke=BLUE)


def _entry(entry: Entry) -> Iterator[Shape]:
    x = entry.x
    for caption in (entry.number, entry.label):
        if caption:
            yield Text(x, entry.y, caption, size=5.2, ink=LABEL, font=Font.BOLD)
            x += 2.4 + text_width(caption, font=Font.BOLD, size=5.2)
    yield Text(x + 1, entry.y, entry.value, size=entry.size, font=Font.BOLD)


def _on_glass(card: Pixels) -> Pixels:
    """Lay the card, its corners rounded, on the glass of a scanner."""
    pixels_per_point = DPI / 72
    edge, radius = round(MARGIN * pixels_per_point), CORNER * pixels_per_point
    height, width = card.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    beyond_x = np.maximum(np.maximum(radius - x, x - (width - 1 - radius)), 0)
    beyond_y = np.maximum(np.maximum(radius - y, y - (height - 1 - radius)), 0)
    inside = np.hypot(beyond_x, beyond_y) <= radius
    glass = np.full((height + 2 * edge, width + 2 * edge, 3), GLASS, np.uint8)
    glass[edge : edge + height, edge : edge + width][inside] = card[inside]
    return glass
