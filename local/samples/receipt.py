"""receipt.jpg: a till receipt on a wooden table, photographed with a phone."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from local.samples.drawing import box, rule
from local.samples.money import cents, dollars, plain
from local.samples.paper import jpeg, photo, picture, wood
from local.samples.pdf import Font, Ink, Page, Path, Shape, Text

SEED = 20260314
PHOTO = (1260, 1680)  # pixels; a phone's photo made smaller for sending
CORNERS = ((318, 92), (924, 118), (992, 1598), (262, 1582))
DPI = 300
PAPER = (226.0, 520.0)  # an 80 mm roll, in points
MARGIN = 14.0
LEADING = 14.0
INK: Ink = (52, 50, 58)  # thermal print is never quite black
TAX_RATE = Decimal("0.07")
TENDERED = Decimal("60.00")

SHOP = ("27 Placeholder Plaza", "Anytown, XX 00000", "(555) 555-0117")
SALE = (("Receipt", "004217"), ("Date", "03/14/2026"), ("Time", "10:42 AM"), ("Cashier", "Dana"))
ITEMS = (  # quantity, name, unit price
    (2, "Oat Latte 12oz", Decimal("4.75")),
    (1, "Drip Coffee 16oz", Decimal("3.25")),
    (3, "Almond Croissant", Decimal("4.50")),
    (1, "House Blend 1 lb", Decimal("16.95")),
    (2, "Blueberry Scone", Decimal("3.60")),
)
THANKS = ("Thank you for your visit!", "Returns with receipt in 14 days", "www.example.com")


def receipt() -> bytes:
    """Return the JPEG file."""
    rng = np.random.default_rng(SEED)
    paper = picture(printed(), dpi=DPI)
    taken = photo(paper, rng, size=PHOTO, corners=CORNERS, ground=wood(rng, size=PHOTO))
    return jpeg(taken, quality=80)


def printed() -> Page:
    """Return the receipt as it leaves the till, before it lies on a table."""
    return Page(shapes=list(_shapes()), size=PAPER)


def _shapes() -> Iterator[Shape]:
    middle = PAPER[0] / 2
    yield Text(middle, 44, "SAMPLE BEAN", size=22, font=Font.BOLD, ink=INK, align="center")
    yield Text(middle, 62, "COFFEE & BAKERY", size=11, font=Font.BOLD, ink=INK, align="center")
    for index, line in enumerate(SHOP):
        yield Text(middle, 80 + 12 * index, line, size=9.5, font=Font.MONO, ink=INK, align="center")
    yield _rule(116)
    yield from _entries(SALE, y=133)
    yield _rule(184)
    yield from _items(y=201)
    yield _rule(269)
    yield from _totals(y=286)
    for index, line in enumerate(THANKS):
        yield Text(middle, 404 + 13 * index, line, size=9, font=Font.MONO, ink=INK, align="center")
    yield from _barcode(y=446)


def _items(*, y: float) -> Iterator[Shape]:
    sold = ((f"{count} {name}", plain(count * price)) for count, name, price in ITEMS)
    return _entries(tuple(sold), y=y)


def _totals(*, y: float) -> Iterator[Shape]:
    subtotal = sum((count * price for count, _, price in ITEMS), Decimal())
    tax = cents(subtotal * TAX_RATE)
    total = subtotal + tax
    yield from _entries((("Subtotal", plain(subtotal)), ("Tax 7.00%", plain(tax))), y=y)
    yield Text(MARGIN, y + 34, "TOTAL", size=15, font=Font.MONO_BOLD, ink=INK)
    yield Text(
        PAPER[0] - MARGIN,
        y + 34,
        dollars(total),
        size=15,
        font=Font.MONO_BOLD,
        ink=INK,
        align="right",
    )
    yield _rule(y + 46)
    paid = (("Cash", plain(TENDERED)), ("Change", plain(TENDERED - total)))
    yield from _entries(paid, y=y + 63)
    yield _rule(y + 90)


def _entries(entries: tuple[tuple[str, str], ...], *, y: float) -> Iterator[Shape]:
    for index, (label, value) in enumerate(entries):
        baseline = y + index * LEADING
        yield Text(MARGIN, baseline, label, size=10, font=Font.MONO, ink=INK)
        yield Text(
            PAPER[0] - MARGIN, baseline, value, size=10, font=Font.MONO, ink=INK, align="right"
        )


def _rule(y: float) -> Path:
    return rule(MARGIN, y, PAPER[0] - 2 * MARGIN, ink=INK, thickness=0.7)


def _barcode(*, y: float) -> Iterator[Shape]:
    """Draw bars that no register knows: their widths come from the seed."""
    x = 46.0
    for bar, gap in np.random.default_rng(SEED).integers(1, 4, (30, 2)):
        yield box(x, y, float(bar), 40, stroke=None, fill=INK)
        x += float(bar + gap) * 1.12
