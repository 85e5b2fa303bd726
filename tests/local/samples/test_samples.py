"""The committed samples are those that the script makes, and what they say is sound."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageSequence

from local.samples.catalogue import DOCUMENTS
from local.samples.form import APPLICANT, CHOICES, HOUSEHOLD, INCOME
from local.samples.paper import render
from local.samples.pdf import write
from local.samples.receipt import printed

SAMPLES = Path(__file__).parents[3] / "samples"
MAX_BYTES = 1024 * 1024
MAX_FOLDER_BYTES = 3 * MAX_BYTES
CELL = 8  # pixels; pictures are compared by the mean grey of cells of this side
MAX_DIFFERENCE = 24  # grey levels: more than another library version, less than another digit
AMOUNT = r"-?\$?[\d,]+\.\d\d"


def committed(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def words(pdf: bytes) -> list[str]:
    """Return the text layer of each page, in the order it is drawn."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def pictures(document: bytes) -> list[Image.Image]:
    """Return each page of any sample as a picture."""
    if document.startswith(b"%PDF"):
        return [Image.fromarray(page).convert("L") for page in render(document, dpi=72)]
    with Image.open(BytesIO(document)) as image:
        return [page.convert("L") for page in ImageSequence.Iterator(image)]


def money(text: str) -> Decimal:
    return Decimal(text.replace("$", "").replace(",", ""))


def amount_after(label: str, text: str) -> Decimal:
    found = re.search(rf"^{re.escape(label)} ({AMOUNT})$", text, re.MULTILINE)
    assert found, f"no line {label!r}"
    return money(found[1])


def transactions(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    for found in re.finditer(rf"^\d\d/\d\d .+ ({AMOUNT}) ({AMOUNT})$", text, re.MULTILINE):
        yield money(found[1]), money(found[2])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_script_makes_the_committed_file(name: str) -> None:
    made = DOCUMENTS[name]()

    then, now = pictures(committed(name)), pictures(made)
    assert [page.size for page in now] == [page.size for page in then]
    for old, new in zip(then, now, strict=True):
        difference = np.asarray(old.reduce(CELL), float) - np.asarray(new.reduce(CELL), float)
        assert np.abs(difference).max() < MAX_DIFFERENCE
    if name.endswith(".pdf"):
        assert words(made) == words(committed(name))


@pytest.mark.parametrize("name", ["receipt.jpg", "statement.pdf"])
def test_a_document_is_made_the_same_twice(name: str) -> None:
    assert DOCUMENTS[name]() == DOCUMENTS[name]()


@pytest.mark.parametrize(("name", "pages"), [("statement.pdf", 2), ("statement.tiff", 2)])
def test_a_statement_has_two_pages(name: str, pages: int) -> None:
    assert len(pictures(committed(name))) == pages


def test_the_scanned_statement_is_black_and_white_and_group_4() -> None:
    with Image.open(SAMPLES / "statement.tiff") as image:
        assert image.mode == "1"
        assert image.info["compression"] == "group4"


def test_the_invoice_adds_up() -> None:
    (text,) = words(committed("invoice.pdf"))
    rows = re.findall(rf"^\w\w-\d{{4}} .+ (\d+) ({AMOUNT}) ({AMOUNT})$", text, re.MULTILINE)

    assert len(rows) == 7
    assert all(int(quantity) * money(price) == money(amount) for quantity, price, amount in rows)
    subtotal = amount_after("Subtotal", text)
    assert subtotal == sum(money(amount) for _, _, amount in rows)
    total = amount_after("Total", text)
    assert total == subtotal + amount_after("Sales tax (8.25%)", text)
    assert amount_after("Amount due", text) == total + amount_after("Deposit received", text)


def test_the_balance_of_the_statement_runs_over_both_pages() -> None:
    text = "\n".join(words(committed("statement.pdf")))
    entries = list(transactions(text))
    opening, closing = amount_after("Opening balance", text), amount_after("Closing balance", text)

    balances = [opening, *(balance for _, balance in entries)]
    changes = [after - before for before, after in pairwise(balances)]
    assert len(entries) == 37
    assert [abs(change) for change in changes] == [amount for amount, _ in entries]
    assert balances[-1] == closing
    assert sum(change for change in changes if change > 0) == amount_after("Total deposits", text)
    assert -sum(c for c in changes if c < 0) == amount_after("Total withdrawals", text)


def test_the_fees_of_the_statement_add_up() -> None:
    text = words(committed("statement.pdf"))[1]
    fees = dict(re.findall(rf"^(.+ fees) ({AMOUNT}) {AMOUNT}$", text, re.MULTILINE))

    total = money(fees.pop("Total fees"))
    assert total == sum(map(money, fees.values())) == Decimal("6.50")


def test_the_receipt_adds_up() -> None:
    (text,) = words(write([printed()], title=""))
    items = re.findall(rf"^\d [A-Z].+ ({AMOUNT})$", text, re.MULTILINE)

    assert len(items) == 5
    subtotal, total = amount_after("Subtotal", text), amount_after("TOTAL", text)
    assert subtotal == sum(map(money, items))
    assert total == subtotal + amount_after("Tax 7.00%", text)
    assert amount_after("Cash", text) - total == amount_after("Change", text)


def test_the_income_on_the_form_adds_up() -> None:
    incomes = [money(income) for _, _, _, income in HOUSEHOLD if income]

    assert sum(incomes) == money(INCOME[0].value)


def test_every_phone_number_is_reserved_for_fiction() -> None:
    texts = [*words(committed("invoice.pdf")), *words(committed("statement.pdf"))]
    numbers = re.findall(r"\(\d{3}\) \d{3}-\d{4}", "\n".join(texts))

    assert numbers
    assert all(re.fullmatch(r"\(555\) 555-01\d\d", number) for number in numbers)


def test_the_folder_holds_the_documents_their_page_and_nothing_else() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {*DOCUMENTS, "README.md"}


def test_the_page_explains_every_document() -> None:
    page = (SAMPLES / "README.md").read_text()

    assert all(f"`{name}`" in page for name in DOCUMENTS)


def test_the_page_counts_what_is_on_the_form() -> None:
    boxes = sum(len(row) for row in (*APPLICANT, INCOME))
    squares = sum(len(choice.options) for choice in CHOICES)
    ticked = sum(len(choice.ticked) for choice in CHOICES)

    page = (SAMPLES / "README.md").read_text()
    assert f"{boxes} labelled boxes" in page
    assert f"{squares} checkboxes, {ticked} of them ticked" in page


def test_the_documents_are_small() -> None:
    sizes = {name: len(committed(name)) for name in DOCUMENTS}

    assert all(size <= MAX_BYTES for size in sizes.values()), sizes
    assert sum(sizes.values()) <= MAX_FOLDER_BYTES
