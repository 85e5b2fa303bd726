"""Of a long document, only the pages that have reasons are shown; others come when asked for."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import expect

from lambdas.documents import Document
from tests.console.review.conftest import Office, Pair, opened

PAGES = 30


def on_each_page(*, doubtful: set[int]) -> list[Pair]:
    pages = range(1, PAGES + 1)
    return [
        Pair(name=f"Name {n}", value=f"value {n}", confidence=50 if n in doubtful else 99, page=n)
        for n in pages
    ] + [Pair(name="Signed on", value="May 5", page=PAGES)]


def handed_in(office: Office, document: Document) -> dict[str, Any]:
    """The values of the answer that was kept."""
    item = office.world.item(document)
    kept = office.world.s3.get_object(Bucket="results", Key=item["answer"])
    values: dict[str, Any] = json.loads(kept["Body"].read())["values"]
    return values


def test_another_page_is_shown_by_keyboard_and_only_what_was_seen_is_sent(office: Office) -> None:
    document = office.receives_pages(*on_each_page(doubtful={2, 30}), pages=PAGES)
    page = opened(office.reviewer())
    expect(page.get_by_label("Name 2", exact=True)).to_be_focused()
    expect(page.get_by_label("Name 29", exact=True)).to_have_count(0)
    expect(page.locator("#page-number")).to_have_text("Page 2 of 30")
    expect(page.locator("#show-page")).to_be_hidden()

    page.keyboard.press("Control+PageDown")
    expect(page.locator("#show-page")).to_be_visible()
    page.keyboard.press("Alt+Enter")

    expect(page.get_by_label("Name 3", exact=True)).to_be_focused()
    expect(page.locator("#show-page")).to_be_hidden()
    page.get_by_label("Name 3", exact=True).fill("corrected")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_contain_text("handed in")
    assert handed_in(office, document) == {
        "field-1": "value 2",
        "field-2": "corrected",
        "field-29": "value 30",
    }


def test_pages_that_have_reasons_come_in_turn_and_are_asked_about(office: Office) -> None:
    document = office.receives_pages(*on_each_page(doubtful=set(range(5, 31))), pages=PAGES)
    page = opened(office.reviewer())
    expect(page.locator("#progress")).to_have_text("0 of 20 looked at, 6 pages to open")

    for _ in range(20):
        page.keyboard.press("Enter")
    expect(page.locator("#more")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#rest")).to_contain_text("6 pages that have reasons were not opened")
    page.keyboard.press("Escape")
    expect(page.locator("#more")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_label("Name 25", exact=True)).to_be_focused()
    expect(page.locator("#progress")).to_have_text("20 of 26 looked at")
    for _ in range(6):
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_contain_text("handed in")
    assert len(handed_in(office, document)) == 26


def test_a_reload_loses_nothing_of_pages_that_were_asked_for(office: Office) -> None:
    office.receives_pages(*on_each_page(doubtful={2}), pages=PAGES)
    page = opened(office.reviewer())
    page.locator("#next-page").click()
    page.locator("#show-page").click()
    page.get_by_label("Name 3", exact=True).fill("typed")

    page.reload()
    page.wait_for_selector("body[data-ready]")

    assert page.get_by_label("Name 3", exact=True).input_value() == "typed"


def test_values_stand_in_the_order_of_their_pages(office: Office) -> None:
    office.receives_pages(*on_each_page(doubtful={2, 20}), pages=PAGES)
    page = opened(office.reviewer())
    page.keyboard.press("Control+PageUp")
    page.keyboard.press("Alt+Enter")
    expect(page.get_by_label("Name 1", exact=True)).to_be_focused()

    labels = page.locator("#values .row:not(.new) label").all_text_contents()

    assert labels == ["Name 2", "Name 20", "Name 1"]
