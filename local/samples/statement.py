"""statement.pdf and statement.tiff: two pages whose table goes on over the page."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from local.samples.drawing import Column, TableStyle, box, lines, pairs, rule, table
from local.samples.money import dollars, plain
from local.samples.paper import fax_tiff, render
from local.samples.pdf import GREY, PALE, Font, Ink, Page, Shape, Text, write

NAVY: Ink = (27, 49, 92)
LEFT, RIGHT = 48.0, 564.0
WIDTH = RIGHT - LEFT
TIFF_DPI = 200  # what office scanners make of a statement
FIRST_PAGE_ROWS = 23
OPENING = Decimal("2481.16")

BANK = ("First Example Bank", "PO Box 0000, Anytown, XX 00000", "Customer service (555) 555-0188")
HOLDER = ("Rosalind T. Abernathy", "27 Imaginary Lane, Apt 4", "Exampleville, XX 00000")
ACCOUNT = (
    ("Account number", "0000 0042 7716"),
    ("Account type", "Everyday Checking"),
    ("Statement period", "02/01/2026 - 02/28/2026"),
)
TRANSACTIONS = (  # date, description, amount: deposits above zero, withdrawals below
    ("02/02", "Rent, Imaginary Lane Apartments", "-1150.00"),
    ("02/02", "Card purchase, Grocery Store", "-64.37"),
    ("02/03", "Mobile deposit", "120.00"),
    ("02/03", "Card purchase, Sample Bean Coffee", "-5.85"),
    ("02/04", "Electric utility, online payment", "-88.12"),
    ("02/05", "Transfer to savings", "-200.00"),
    ("02/06", "Payroll, Inkwell Sample Press LLC", "1642.58"),
    ("02/07", "Card purchase, Grocery Store", "-71.90"),
    ("02/07", "Card purchase, Sample Books", "-32.40"),
    ("02/09", "Water and sewer, online payment", "-41.66"),
    ("02/09", "Check 1042", "-75.00"),
    ("02/10", "Card purchase, Anytown Transit", "-40.00"),
    ("02/11", "Card purchase, Sample Bean Coffee", "-6.10"),
    ("02/11", "ATM withdrawal, Main Street", "-100.00"),
    ("02/12", "ATM fee", "-2.50"),
    ("02/13", "Refund, Sample Books", "14.95"),
    ("02/13", "Card purchase, Hardware Store", "-58.23"),
    ("02/14", "Card purchase, Trattoria Esempio", "-83.75"),
    ("02/16", "Phone service, automatic payment", "-45.00"),
    ("02/17", "Card purchase, Grocery Store", "-59.08"),
    ("02/17", "Mobile deposit", "310.00"),
    ("02/18", "Internet service, automatic payment", "-59.99"),
    ("02/18", "Check 1043", "-210.00"),
    ("02/19", "Card purchase, Anytown Transit", "-40.00"),
    ("02/20", "Payroll, Inkwell Sample Press LLC", "1642.58"),
    ("02/20", "Transfer to savings", "-200.00"),
    ("02/21", "Card purchase, Grocery Store", "-82.44"),
    ("02/21", "Card purchase, Garden Nursery", "-27.60"),
    ("02/23", "Insurance premium, automatic payment", "-96.30"),
    ("02/24", "Card purchase, Sample Bean Coffee", "-5.85"),
    ("02/24", "Returned item, check 1041", "75.00"),
    ("02/25", "ATM withdrawal, Main Street", "-60.00"),
    ("02/26", "Card purchase, Fuel Station", "-38.71"),
    ("02/27", "Card purchase, Grocery Store", "-47.29"),
    ("02/27", "Gym membership, automatic payment", "-29.00"),
    ("02/28", "Monthly service fee", "-4.00"),
    ("02/28", "Interest paid", "0.31"),
)
COLUMNS = (
    Column(title="Date", width=52),
    Column(title="Description", width=224),
    Column(title="Withdrawals", width=78, align="right"),
    Column(title="Deposits", width=78, align="right"),
    Column(title="Balance", width=84, align="right"),
)
FEE_COLUMNS = (
    Column(title="Fees", width=256),
    Column(title="This period", width=130, align="right"),
    Column(title="Year to date", width=130, align="right"),
)
FEES = (
    ("ATM fees", "2.50", "5.00"),
    ("Monthly service fees", "4.00", "8.00"),
    ("Total fees", "6.50", "13.00"),
)
STYLE = TableStyle(row_height=17, size=8.5, heading=NAVY, stripe=(243, 245, 249))
CARE = (
    "Please look through this statement as soon as it reaches you. Tell us within 60 days of any",
    "entry that you do not know. This is a sample: bank, holder and account are made up.",
)


def statement_pdf() -> bytes:
    """Return the PDF file, with a text layer."""
    rows = list(_rows())
    pages = [_first_page(rows[:FIRST_PAGE_ROWS]), _second_page(rows[FIRST_PAGE_ROWS:])]
    return write(pages, title="Statement 02/2026")


def statement_tiff() -> bytes:
    """Return the same two pages as a black and white scan."""
    return fax_tiff(render(statement_pdf(), dpi=TIFF_DPI), dpi=TIFF_DPI)


def _amounts() -> list[Decimal]:
    return [Decimal(amount) for _, _, amount in TRANSACTIONS]


def _rows() -> Iterator[tuple[str, ...]]:
    balance = OPENING
    for (date, description, _), amount in zip(TRANSACTIONS, _amounts(), strict=True):
        balance += amount
        withdrawn, paid_in = (plain(-amount), "") if amount < 0 else ("", plain(amount))
        yield date, description, withdrawn, paid_in, plain(balance)


def _first_page(rows: Sequence[Sequence[str]]) -> Page:
    shapes = [
        *_head(page=1),
        *lines(LEFT, 124, HOLDER, size=10, leading=14),
        *pairs(346, 124, ACCOUNT, width=218),
        *_summary(y=184),
        Text(LEFT, 286, "Transactions", size=12, font=Font.BOLD, ink=NAVY),
        *table(LEFT, 296, COLUMNS, rows, style=STYLE),
        Text(RIGHT, 724, "Transactions continue on the next page", size=8, ink=GREY, align="right"),
    ]
    return Page(shapes=shapes)


def _second_page(rows: Sequence[Sequence[str]]) -> Page:
    below = 122 + STYLE.row_height * (len(rows) + 1)
    shapes = [
        *_head(page=2),
        Text(LEFT, 112, "Transactions (continued)", size=12, font=Font.BOLD, ink=NAVY),
        *table(LEFT, 122, COLUMNS, rows, style=STYLE),
        Text(LEFT, below + 38, "Fee summary", size=12, font=Font.BOLD, ink=NAVY),
        *table(LEFT, below + 48, FEE_COLUMNS, FEES, style=STYLE),
        *lines(LEFT, below + 156, CARE, size=8.5, ink=GREY),
    ]
    return Page(shapes=shapes)


def _head(*, page: int) -> list[Shape]:
    return [
        Text(LEFT, 58, BANK[0], size=20, font=Font.SERIF_BOLD, ink=NAVY),
        *lines(LEFT, 74, BANK[1:], size=8.5, leading=11, ink=GREY),
        Text(RIGHT, 58, "Account Statement", size=14, font=Font.BOLD, align="right"),
        Text(RIGHT, 74, f"Page {page} of 2", size=8.5, ink=GREY, align="right"),
        rule(LEFT, 94, WIDTH, ink=NAVY, thickness=1.5),
    ]


def _summary(*, y: float) -> list[Shape]:
    amounts = _amounts()
    paid_in = sum((amount for amount in amounts if amount > 0), Decimal())
    withdrawn = -sum((amount for amount in amounts if amount < 0), Decimal())
    entries = (
        ("Opening balance", dollars(OPENING)),
        ("Total deposits", dollars(paid_in)),
        ("Total withdrawals", dollars(withdrawn)),
        ("Closing balance", dollars(OPENING + paid_in - withdrawn)),
    )
    return [
        box(LEFT, y, WIDTH, 78, stroke=NAVY, fill=PALE),
        *pairs(LEFT + 14, y + 20, entries, width=240),
        Text(RIGHT - 14, y + 20, "Summary, February 2026", font=Font.BOLD, ink=NAVY, align="right"),
        *lines(
            RIGHT - 14, y + 35, (f"{len(amounts)} transactions", "Days in period 28"), align="right"
        ),
    ]
