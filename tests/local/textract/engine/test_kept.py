"""What was read is remembered, within bounds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from PIL import Image

from local.textract.engine import open_document
from local.textract.engine.kept import Kept
from local.textract.engine.reading import read_page
from tests.local.textract.engine.sheets import Sheet, pdf, saved, shown


class Makes:
    """Makes strings, and remembers which."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.kept: Kept[str] = Kept(most=6, weight=len)

    def get(self, text: str) -> str:
        def make() -> str:
            self.made.append(text)
            return text

        return self.kept.get(text, make)


def test_the_same_is_made_once() -> None:
    makes = Makes()

    assert [makes.get("one"), makes.get("one")] == ["one", "one"]
    assert makes.made == ["one"]


def test_what_was_asked_for_longest_ago_is_dropped_first() -> None:
    makes = Makes()

    for text in ["one", "two", "one", "six", "one", "two"]:
        makes.get(text)

    assert makes.made == ["one", "two", "six", "two"]


def test_what_is_heavier_than_all_may_be_is_not_kept() -> None:
    makes = Makes()

    assert [makes.get("far too long"), makes.get("far too long")] == ["far too long"] * 2
    assert makes.made == ["far too long"] * 2


def test_what_failed_is_tried_again() -> None:
    kept: Kept[str] = Kept(most=6, weight=len)

    def fail() -> str:
        raise ValueError("not yet")

    with pytest.raises(ValueError, match="not yet"):
        kept.get("key", fail)

    assert kept.get("key", lambda: "now") == "now"


def test_who_asks_meanwhile_waits_for_what_is_being_made() -> None:
    kept: Kept[str] = Kept(most=6, weight=len)
    begun, go_on = Event(), Event()

    def make() -> str:
        begun.set()
        assert go_on.wait(30)
        return "made"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept.get, "key", make)
        assert begun.wait(30)
        second = pool.submit(kept.get, "key", lambda: "made again")
        go_on.set()

        assert (first.result(), second.result()) == ("made", "made")


@pytest.mark.parametrize("degrees", [0, 90, 4])
def test_a_page_is_remembered_by_its_content_and_drawn_again_alike(degrees: int) -> None:
    sheet = Sheet((700, 400)).text(60, 80, "Household Benefit", size=34)
    lying = sheet.text(60, 200, f"turned by {degrees}").image.rotate(
        degrees, expand=True, fillcolor="white"
    )
    data = saved(lying, "PNG")

    first, again = (read_page(open_document(bytes(data)), 1) for _ in range(2))

    assert again.lines is first.lines
    assert (again.to_page == first.to_page).all()
    assert (again.picture == first.picture).all()


def test_pages_of_one_document_and_documents_of_one_page_are_told_apart() -> None:
    both = pdf(shown(72, 700, "the first page"), shown(72, 700, "the second page"))
    pages = [read_page(open_document(both), page).lines[0].text for page in (1, 2)]
    other = read_page(open_document(pdf(shown(72, 700, "another page"))), 1).lines[0].text

    assert [*pages, other] == ["the first page", "the second page", "another page"]


def test_a_blank_page_is_remembered_too() -> None:
    blank = saved(Image.new("RGB", (80, 60), "white"), "PNG")

    assert read_page(open_document(blank), 1).lines == ()
