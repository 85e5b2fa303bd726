"""form.png: a benefit application, filled in by hand and scanned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from local.samples.drawing import Column, TableStyle, box, lines, rule, table
from local.samples.paper import palette_png, picture, scan
from local.samples.pdf import GREY, WHITE, Font, Ink, Page, Shape, Text
from local.samples.pen import handwritten, signature, tick

SEED = 20260402
DPI = 150
SLATE: Ink = (52, 62, 76)
LEFT, RIGHT = 42.0, 570.0
WIDTH = RIGHT - LEFT
ROW = 34.0  # height of a row of fields, in points
SQUARE = 9.0  # side of a checkbox, in points
COMB_CELL = 15.0  # width of a box for one character, in points

# Where the parts of the form stand, in points from the top (combs: from the left).
APPLICANT_TOP, COMB_TOP, CHOICE_TOP, HOUSEHOLD_TOP, INCOME_TOP = 106.0, 256.0, 322.0, 440.0, 546.0
COMB_LEFTS = (LEFT, LEFT + 290)
CHOICE_STEP, HOUSEHOLD_STEP = 20.0, 19.0


@dataclass(frozen=True)
class Field:
    """A labelled box; `share` is its part of the row's width."""

    label: str
    value: str
    share: float


@dataclass(frozen=True)
class Choice:
    """A question with checkboxes: what may be ticked, and what is."""

    question: str
    options: tuple[str, ...]
    ticked: tuple[str, ...]


@dataclass(frozen=True)
class Comb:
    """A labelled row of boxes, one character each; a dash stands between two boxes."""

    label: str
    value: str


COMBS = (
    Comb("Social Security number", "000-12-3456"),
    Comb("Date of birth (MM-DD-YYYY)", "07-19-1984"),
)
APPLICANT = (
    (
        Field("Last name", "Delacroix", 0.4),
        Field("First name", "Imogen", 0.4),
        Field("M.I.", "R", 0.2),
    ),
    (Field("Street address", "1408 Placeholder Road", 0.75), Field("Apt / Unit", "3B", 0.25)),
    (
        Field("City", "Exampleville", 0.5),
        Field("State", "XX", 0.2),
        Field("ZIP code", "00000", 0.3),
    ),
    (Field("Phone", "(555) 555-0164", 0.4), Field("Email", "imogen@example.com", 0.6)),
)
CHOICES = (
    Choice("Marital status", ("Single", "Married", "Divorced", "Widowed"), ("Married",)),
    Choice("Housing", ("Rent", "Own", "With family", "No fixed home"), ("Rent",)),
    Choice("Applying for", ("Food", "Heating", "Child care", "Medical"), ("Food", "Child care")),
    Choice("US citizen or national?", ("Yes", "No"), ("Yes",)),
    Choice("Anyone in the household disabled?", ("Yes", "No"), ("No",)),
)
HOUSEHOLD_COLUMNS = (
    Column(title="Name", width=190),
    Column(title="Relationship", width=120),
    Column(title="Age", width=58),
    Column(title="Monthly income", width=160),
)
HOUSEHOLD = (
    ("Imogen Delacroix", "Self", "41", "$1,860"),
    ("Tobias Delacroix", "Spouse", "43", "$1,240"),
    ("Wren Delacroix", "Daughter", "9", "$0"),
    ("", "", "", ""),
)
INCOME = (Field("Total monthly income", "$3,100", 0.5), Field("Monthly rent", "$1,075", 0.5))
DECLARATION = (
    "I declare that what I have written here is true and complete. I will report any change in my",
    "household or income within ten days.",
)


def form() -> bytes:
    """Return the PNG file."""
    rng = np.random.default_rng(SEED)
    page = Page(shapes=[*_printed(), *_filled(rng)])
    scanned = scan(picture(page, dpi=DPI), rng, degrees=0.25, blur=0.55, noise=2.2, specks=25)
    return palette_png(scanned, dpi=DPI, colors=16)


def _printed() -> Iterator[Shape]:
    """Draw the form as it comes from the printer."""
    yield box(LEFT, 34, WIDTH, 44, stroke=None, fill=SLATE)
    yield Text(LEFT + 12, 54, "HOUSEHOLD BENEFIT APPLICATION", size=15, font=Font.BOLD, ink=WHITE)
    yield Text(LEFT + 12, 69, "Sample County Office of Community Benefits", size=9, ink=WHITE)
    yield Text(RIGHT - 12, 54, "Form SC-100", size=9, ink=WHITE, align="right")
    yield Text(RIGHT - 12, 69, "Rev. 01/2026", size=9, ink=WHITE, align="right")
    yield from _section(96, "1. Applicant")
    for index, fields in enumerate(APPLICANT):
        yield from _row(APPLICANT_TOP + index * ROW, fields)
    for comb, x in zip(COMBS, COMB_LEFTS, strict=True):
        yield from _comb(x, COMB_TOP, comb)
    yield from _section(304, "2. Household")
    for index, choice in enumerate(CHOICES):
        yield from _choice(CHOICE_TOP + index * CHOICE_STEP, choice)
    yield from _section(430, "3. People who live with you, and income")
    yield from table(
        LEFT, HOUSEHOLD_TOP, HOUSEHOLD_COLUMNS, [("",) * 4] * len(HOUSEHOLD), style=_table_style()
    )
    yield from _row(INCOME_TOP, INCOME)
    yield from _section(606, "4. Declaration")
    yield from lines(LEFT, 622, DECLARATION, size=9.5, leading=13)
    yield from _signature_lines(y=694)


def _filled(rng: np.random.Generator) -> Iterator[Shape]:
    """Write the answers where the printed form has room for them."""
    for index, fields in enumerate(APPLICANT):
        yield from _written(APPLICANT_TOP + index * ROW, fields, rng)
    yield from _written(INCOME_TOP, INCOME, rng)
    for comb, x in zip(COMBS, COMB_LEFTS, strict=True):
        yield from _spelled(x, COMB_TOP + 19, comb, rng)
    for index, choice in enumerate(CHOICES):
        for x, option in _options(choice):
            if option in choice.ticked:
                yield tick(x, CHOICE_TOP + index * CHOICE_STEP - SQUARE + 1, SQUARE, rng)
    yield from _household(rng)
    yield from signature((LEFT + 24, 654, 150, 44), rng)
    yield from handwritten(LEFT + 372, 690, "04/02/2026", rng, size=14)


def _written(y: float, fields: Sequence[Field], rng: np.random.Generator) -> Iterator[Shape]:
    for field, x, _ in _places(fields):
        yield from handwritten(x + 8, y + 28, field.value, rng, size=14)


def _spelled(x: float, y: float, comb: Comb, rng: np.random.Generator) -> Iterator[Shape]:
    for index, character in enumerate(comb.value):
        if character != "-":
            yield from handwritten(x + index * COMB_CELL + 4, y, character, rng, size=14)


def _household(rng: np.random.Generator) -> Iterator[Shape]:
    for index, cells in enumerate(HOUSEHOLD):
        x = LEFT
        for column, cell in zip(HOUSEHOLD_COLUMNS, cells, strict=True):
            yield from handwritten(
                x + 6, HOUSEHOLD_TOP + (index + 1.7) * HOUSEHOLD_STEP, cell, rng, size=13
            )
            x += column.width


def _table_style() -> TableStyle:
    return TableStyle(row_height=HOUSEHOLD_STEP, heading=SLATE, rule=SLATE)


def _section(y: float, title: str) -> Iterator[Shape]:
    yield Text(LEFT, y, title, size=11, font=Font.BOLD, ink=SLATE)
    yield rule(LEFT, y + 4, WIDTH, ink=SLATE, thickness=1)


def _places(fields: Sequence[Field]) -> Iterator[tuple[Field, float, float]]:
    """Yield each field of a row with its left edge and width."""
    x = LEFT
    for field in fields:
        yield field, x, field.share * WIDTH
        x += field.share * WIDTH


def _row(y: float, fields: Sequence[Field]) -> Iterator[Shape]:
    for field, x, width in _places(fields):
        yield box(x, y, width, ROW, stroke=SLATE)
        yield Text(x + 5, y + 10, field.label, size=8, ink=SLATE)


def _comb(x: float, y: float, comb: Comb) -> Iterator[Shape]:
    yield Text(x, y, comb.label, size=8, ink=SLATE)
    for index, character in enumerate(comb.value):
        left = x + index * COMB_CELL
        if character == "-":
            yield Text(left + COMB_CELL / 2, y + 18, "-", size=11, ink=GREY, align="center")
        else:
            yield box(left, y + 5, COMB_CELL, 19, stroke=SLATE)


def _options(choice: Choice) -> Iterator[tuple[float, str]]:
    """Yield the left edge of each option's checkbox, and the option."""
    for index, option in enumerate(choice.options):
        yield LEFT + 190 + index * 84, option


def _choice(y: float, choice: Choice) -> Iterator[Shape]:
    yield Text(LEFT, y, choice.question, size=9.5)
    for x, option in _options(choice):
        yield box(x, y - SQUARE + 1, SQUARE, SQUARE, thickness=0.9)
        yield Text(x + SQUARE + 5, y, option, size=9.5)


def _signature_lines(*, y: float) -> Iterator[Shape]:
    for x, width, label in ((LEFT, 300.0, "Signature of applicant"), (LEFT + 360, 168.0, "Date")):
        yield rule(x, y, width)
        yield Text(x, y + 11, label, size=8, ink=SLATE)
    yield Text(LEFT, 752, "A sample: nobody applies for anything here.", size=8, ink=GREY)
    yield Text(RIGHT, 752, "Page 1 of 1", size=8, ink=GREY, align="right")
