"""letter.png: a letter with a letterhead, scanned grey, grainy and two degrees askew."""

from collections.abc import Iterator

import numpy as np

from local.samples.drawing import curve, lines, rule, wrapped
from local.samples.paper import grey_png, picture, scan
from local.samples.pdf import BLACK, GREY, Font, Ink, Page, Shape, Text
from local.samples.pen import signature

SEED = 20260421
DPI = 150
DEGREES = 2.0
LEFT, RIGHT = 84.0, 528.0
SIZE = 12.0
LEADING = 16.0
INK: Ink = (40, 40, 40)

SENDER = "Tidemark Sample Historical Society"
SENDER_LINE = "5 Placeholder Square  -  Anytown, XX 00000  -  (555) 555-0133  -  office@example.com"
DATE = "April 21, 2026"
RECIPIENT = ("Mr. Lionel Ashgrove", "61 Imaginary Lane", "Exampleville, XX 00000")
SUBJECT = "Re: Your gift of photographs, accession 2026-0417"
SALUTATION = "Dear Mr. Ashgrove,"
PARAGRAPHS = (
    "Thank you for the box of photographs that you left with us on April 9. Our volunteers have "
    "now been through all 143 prints, and we are delighted to accept them for the collection.",
    "Most of them show the harbor between 1921 and 1938. We had no picture of the old ferry "
    "landing until now, and the series of eleven taken on the morning after the great storm is "
    "the best record of that day that anybody here has seen.",
    "Before we can put them on show we need two things from you. Please sign the enclosed deed of "
    "gift and send it back by May 15. If you remember who took the pictures, a line about the "
    "photographer would help us to describe them properly.",
    "You are warmly invited to the opening on Saturday, June 6, at 2 p.m. A place is kept for you "
    "and a guest.",
)
CLOSING = "Yours sincerely,"
SIGNED_BY = ("Philippa Norwood", "Keeper of Photographs")
ENCLOSURE = "Enclosure: deed of gift (2 copies)"


def letter() -> bytes:
    """Return the PNG file."""
    rng = np.random.default_rng(SEED)
    clean = picture(Page(shapes=list(_shapes(rng))), dpi=DPI)
    scanned = scan(clean, rng, degrees=DEGREES, blur=0.8, noise=7, specks=70, uneven=0.16)
    return grey_png(scanned, dpi=DPI, levels=16)


def _shapes(rng: np.random.Generator) -> Iterator[Shape]:
    yield from _letterhead()
    yield Text(LEFT, 150, DATE, size=SIZE, font=Font.SERIF, ink=INK)
    yield from lines(LEFT, 182, RECIPIENT, size=SIZE, leading=LEADING, font=Font.SERIF, ink=INK)
    yield Text(LEFT, 250, SUBJECT, size=SIZE, font=Font.SERIF_BOLD, ink=INK)
    yield Text(LEFT, 280, SALUTATION, size=SIZE, font=Font.SERIF, ink=INK)
    y = 308.0
    for paragraph in PARAGRAPHS:
        broken = wrapped(paragraph, width=RIGHT - LEFT, size=SIZE, font=Font.SERIF)
        yield from lines(LEFT, y, broken, size=SIZE, leading=LEADING, font=Font.SERIF, ink=INK)
        y += len(broken) * LEADING + 10
    yield from _close(y + 6, rng)


def _letterhead() -> Iterator[Shape]:
    middle = (LEFT + RIGHT) / 2
    for offset in (0, 6):
        waves = [(middle - 40 + 10 * n, 44 + offset + 4 * (-1) ** n) for n in range(9)]
        yield curve(waves, ink=GREY, width=1.4)
    yield Text(middle, 80, SENDER, size=20, font=Font.SERIF_BOLD, align="center")
    yield Text(middle, 97, SENDER_LINE, size=9, font=Font.SERIF, align="center", ink=INK)
    yield rule(LEFT, 108, RIGHT - LEFT, ink=BLACK, thickness=0.9)


def _close(y: float, rng: np.random.Generator) -> Iterator[Shape]:
    yield Text(LEFT, y, CLOSING, size=SIZE, font=Font.SERIF, ink=INK)
    yield from signature((LEFT, y + 8, 130, 38), rng, ink=INK)
    yield from lines(LEFT, y + 62, SIGNED_BY, size=SIZE, leading=15, font=Font.SERIF, ink=INK)
    yield Text(LEFT, y + 106, ENCLOSURE, size=10, font=Font.SERIF_ITALIC, ink=INK)
