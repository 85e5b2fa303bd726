"""invoice.pdf: one page with a text layer, a ruled item table and an amount due."""

from decimal import Decimal

from local.samples.drawing import Column, TableStyle, box, lines, pairs, rule, table
from local.samples.money import cents, dollars, plain
from local.samples.pdf import BLACK, GREY, PALE, WHITE, Font, Ink, Page, Shape, Text, write

GREEN: Ink = (31, 84, 70)
LEFT, RIGHT = 48.0, 564.0
TAX_RATE = Decimal("0.0825")
DEPOSIT = Decimal("250.00")

VENDOR = (
    "Fernhollow Paper Supply Co.",
    "410 Sample Street, Suite 12",
    "Anytown, XX 00000",
    "Phone (555) 555-0142",
    "billing@example.com",
)
BILL_TO = (
    "Inkwell Sample Press LLC",
    "Attn: Accounts Payable",
    "88 Placeholder Avenue",
    "Exampleville, XX 00000",
)
SHIP_TO = (
    "Inkwell Sample Press LLC",
    "Receiving Dock B",
    "92 Placeholder Avenue",
    "Exampleville, XX 00000",
)
DATES = (
    ("Invoice number", "FPS-10482"),
    ("Invoice date", "March 12, 2026"),
    ("Due date", "April 11, 2026"),
    ("PO number", "QP-7731"),
    ("Terms", "Net 30"),
)
ITEMS = (  # item, description, quantity, unit price
    ("LP-2401", "Letterpress cotton paper, 300 gsm, 12 x 18 in", 40, Decimal("18.50")),
    ("CS-1100", "Card stock, ivory, 100 sheets", 24, Decimal("12.75")),
    ("EN-0905", "Envelopes A7, deckle edge, box of 250", 6, Decimal("64.00")),
    ("IN-3310", "Rubber base ink, midnight blue, 1 lb", 5, Decimal("31.20")),
    ("TW-0042", "Tympan sheets, oiled, pack of 50", 3, Decimal("22.95")),
    ("RL-7020", "Composition rollers, set of 3", 1, Decimal("189.00")),
    ("SV-0001", "Trimming to size, per hour", 2, Decimal("45.00")),
)
COLUMNS = (
    Column(title="Item", width=62),
    Column(title="Description", width=248),
    Column(title="Qty", width=42, align="right"),
    Column(title="Unit price", width=76, align="right"),
    Column(title="Amount", width=88, align="right"),
)
NOTES = (
    "Please pay by the due date and quote the invoice number.",
    "Pay to: Fernhollow Paper Supply Co., Account 000-000-482",
    "Returns within 14 days, unopened. Thank you for your business.",
)


def invoice() -> bytes:
    """Return the PDF file."""
    shapes = [*_head(), *_parties(), *_items(y=268), *_totals(y=442), *_foot(y=690)]
    return write([Page(shapes=shapes)], title="Invoice FPS-10482")


def _head() -> list[Shape]:
    return [
        box(0, 0, 612, 14, stroke=None, fill=GREEN),
        Text(LEFT, 62, VENDOR[0], size=17, font=Font.SERIF_BOLD, ink=GREEN),
        *lines(LEFT, 80, VENDOR[1:], ink=GREY),
        Text(RIGHT, 66, "INVOICE", size=28, font=Font.BOLD, align="right"),
        rule(LEFT, 138, RIGHT - LEFT, ink=GREEN, thickness=1.2),
    ]


def _parties() -> list[Shape]:
    shapes: list[Shape] = []
    for x, title, party in ((LEFT, "BILL TO", BILL_TO), (208.0, "SHIP TO", SHIP_TO)):
        shapes.append(Text(x, 164, title, size=8, font=Font.BOLD, ink=GREEN))
        shapes.append(Text(x, 180, party[0], size=10, font=Font.BOLD))
        shapes += lines(x, 194, party[1:], leading=13)
    shapes.append(box(372, 152, 192, 90, stroke=None, fill=PALE))
    shapes += pairs(382, 170, DATES, width=172)
    return shapes


def _items(*, y: float) -> list[Shape]:
    rows = [
        (item, description, str(quantity), plain(price), plain(quantity * price))
        for item, description, quantity, price in ITEMS
    ]
    return table(LEFT, y, COLUMNS, rows, style=TableStyle(row_height=20, heading=GREEN))


def _totals(*, y: float) -> list[Shape]:
    subtotal = sum((quantity * price for _, _, quantity, price in ITEMS), Decimal())
    tax = cents(subtotal * TAX_RATE)
    total = subtotal + tax
    entries = (
        ("Subtotal", dollars(subtotal)),
        ("Sales tax (8.25%)", dollars(tax)),
        ("Total", dollars(total)),
        ("Deposit received", dollars(-DEPOSIT)),
    )
    return [
        *pairs(384, y + 14, entries, width=175, leading=18, size=9.5),
        box(374, y + 78, 190, 26, stroke=None, fill=GREEN),
        Text(384, y + 95, "Amount due", size=11, font=Font.BOLD, ink=WHITE),
        Text(
            559, y + 95, dollars(total - DEPOSIT), size=12, font=Font.BOLD, ink=WHITE, align="right"
        ),
    ]


def _foot(*, y: float) -> list[Shape]:
    return [
        rule(LEFT, y, RIGHT - LEFT, ink=GREY),
        Text(LEFT, y + 18, "Notes", font=Font.BOLD, ink=BLACK),
        *lines(LEFT, y + 32, NOTES, size=8.5, ink=GREY),
        Text(RIGHT, y + 56, "Page 1 of 1", size=8, ink=GREY, align="right"),
    ]
