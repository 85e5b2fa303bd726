"""What a reviewer does on the page, by keyboard, and what becomes of the document."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from lambdas.review.rules import FieldRule, ReviewRules
from tests.console.review.conftest import Office, Pair, form, opened


def value(page: Page, name: str) -> str:
    return page.get_by_label(name, exact=True).input_value()


def test_a_correction_comes_back_with_a_name_and_a_time(office: Office) -> None:
    document = office.receives(Pair(name="Name", value="Jame", confidence=61))
    assert office.world.status(document) == "IN_REVIEW"
    page = opened(office.reviewer("jane"))
    page.keyboard.press("Enter")  # the required field that is not there
    page.keyboard.type("Jane")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_contain_text("Your review was handed in")

    office.works_in_the_answers()

    assert office.world.status(document) == "COMPLETED"
    name = office.fields(document)["Name"]
    assert (name["value"], name["source"], name["confidence"]) == ("Jane", "human", None)
    assert name["reviewed"]["by"] == ["jane"]
    assert name["reviewed"]["previous_value"] == "Jame"
    assert name["reviewed"]["previous_confidence"] == 61


def test_twenty_fields_take_a_key_each_and_one_to_hand_in(
    office: Office, record_property: Callable[[str, object], None]
) -> None:
    document = office.receives(*form(20), Pair(name="Signed on", value="May 5"))
    page = office.reviewer()
    expect(page.locator("#waiting a")).to_be_focused()  # before that, keys go nowhere
    began, keys = time.monotonic(), 0

    page.keyboard.press("Enter")  # the first document of the list
    page.wait_for_selector("body[data-ready]")
    for _ in range(20):
        page.keyboard.press("Enter")
        keys += 1
    page.keyboard.press("Enter")  # on "Submit", which has the focus by now
    expect(page.locator("#message")).to_contain_text("Your review was handed in")

    keystrokes, seconds = keys + 2, time.monotonic() - began
    record_property("keystrokes for 20 fields", keystrokes)
    record_property("seconds for 20 fields, with no time to read", round(seconds, 1))
    assert keystrokes == 22
    office.works_in_the_answers()
    assert {field["source"] for field in list(office.fields(document).values())[:20]} == {"human"}


def test_the_box_of_the_field_with_the_focus_is_lit(office: Office) -> None:
    office.receives(*form(3))
    page = opened(office.reviewer())

    page.get_by_label("Field 2", exact=True).focus()
    assert page.locator(".box.lit").get_attribute("data-id") == "field-1"

    page.locator('.box[data-id="field-2"]').click()
    expect(page.get_by_label("Field 3", exact=True)).to_be_focused()


def test_undo_takes_back_step_by_step_the_confirmation_before_the_typing(office: Office) -> None:
    office.receives(*form(3))
    page = opened(office.reviewer())
    page.get_by_label("Field 1", exact=True).focus()
    page.get_by_label("Field 1", exact=True).fill("typed")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#progress")).to_have_text("2 of 4 looked at")

    page.keyboard.press("Control+z")
    expect(page.get_by_label("Field 2", exact=True)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("#progress")).to_have_text("0 of 4 looked at")
    assert value(page, "Field 1") == "typed"
    page.keyboard.press("Control+z")
    expect(page.get_by_label("Field 1", exact=True)).to_be_focused()
    assert value(page, "Field 1") == "value 1"

    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    assert value(page, "Field 1") == "typed"
    expect(page.locator("#progress")).to_have_text("1 of 4 looked at")


def test_a_reload_loses_nothing(office: Office) -> None:
    office.receives(*form(2))
    page = opened(office.reviewer())
    page.get_by_label("Field 1", exact=True).fill("typed")
    page.get_by_label("Field 2", exact=True).press("Enter")
    page.locator("#note").fill("looks odd")

    page.reload()
    page.wait_for_selector("body[data-ready]")

    assert value(page, "Field 1") == "typed"
    assert page.locator("#note").input_value() == "looks odd"
    expect(page.locator("#progress")).to_have_text("1 of 3 looked at")


def test_what_was_not_looked_at_is_asked_about_before_it_is_handed_in(office: Office) -> None:
    document = office.receives(*form(5))
    page = opened(office.reviewer())

    page.keyboard.press("Control+Enter")
    expect(page.locator("#rest")).to_contain_text("6 values that we ask about")
    page.keyboard.press("Escape")
    expect(page.locator("#rest")).not_to_be_visible()
    assert office.world.messages(office.world.settings.answers_queue_url) == []

    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=re.compile("submit$")).click()
    expect(page.locator("#message")).to_contain_text("handed in")
    office.works_in_the_answers()
    assert office.world.status(document) == "COMPLETED"


def test_a_review_can_be_handed_in_without_what_was_not_looked_at(office: Office) -> None:
    document = office.receives(*form(3))
    page = opened(office.reviewer())
    page.get_by_label("Field 1", exact=True).press("Enter")
    page.get_by_label("Field 3", exact=True).fill("typed")

    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Go on looking")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Submit without these")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#message")).to_contain_text("handed in")
    office.works_in_the_answers()
    fields = office.fields(document)
    assert {name: field["source"] for name, field in fields.items()} == {
        "Field 1": "human",
        "Field 2": "textract",
        "Field 3": "human",
    }
    assert fields["Field 2"]["value"] == "value 2"


def test_a_value_takes_a_new_line_and_grows(office: Office) -> None:
    document = office.receives(*form(1))
    page = opened(office.reviewer())
    field = page.get_by_label("Field 1", exact=True)
    before = field.bounding_box()

    field.fill("first line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second line")

    after = field.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]
    page.keyboard.press("Enter")
    expect(page.locator("#progress")).to_have_text("1 of 2 looked at")
    page.get_by_role("button", name="Add a field").click()
    page.keyboard.type("Address")
    page.keyboard.press("Enter")
    page.keyboard.type("1 Main Street")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Exampleville")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=re.compile("submit$")).click()
    expect(page.locator("#message")).to_contain_text("handed in")
    office.works_in_the_answers()
    fields = office.fields(document)
    assert fields["Field 1"]["value"] == "first line\nsecond line"
    assert fields["Address"]["value"] == "1 Main Street\nExampleville"


def test_a_sure_value_that_breaks_a_rule_is_called_sure(office: Office) -> None:
    office.asks(ReviewRules(min_confidence=90, fields=(FieldRule(name="Ship on", type="date"),)))
    office.receives(Pair(name="Ship on", value="soon", confidence=99.97))
    page = opened(office.reviewer())

    about = page.locator(".row", has_text="Ship on").locator(".about")

    expect(about.locator(".sure")).to_have_text("99 % sure")
    expect(about.locator(".sure")).not_to_have_class(re.compile("low"))
    expect(about.locator(".reason")).to_have_text(re.compile("^▲ .* date"))


def test_a_reason_is_not_taken_for_one_about_what_was_typed(office: Office) -> None:
    office.receives(*form(1))
    page = opened(office.reviewer())
    field, before = page.get_by_label("Field 1", exact=True), page.locator(".of-before").nth(1)
    expect(before).to_be_hidden()

    field.fill("typed")

    expect(before).to_have_text("About what was read:")
    expect(before).to_be_visible()
    reason = page.locator(".row", has=field).locator(".reason")
    expect(reason).to_have_css("text-decoration-line", "line-through")
    expect(field).to_have_accessible_description(re.compile("^About what was read: .*below 90"))
    field.fill("value 1")
    expect(before).to_be_hidden()
    expect(reason).to_have_css("text-decoration-line", "none")


def test_where_nothing_was_read_it_is_said(office: Office) -> None:
    office.asks(ReviewRules(sample_percent=100))
    office.receives()
    page = opened(office.reviewer())
    expect(page.locator("#no-values")).to_contain_text("Nothing was read here")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#message")).to_contain_text("handed in")


def test_the_keys_are_shown_on_the_list_and_on_a_document(office: Office) -> None:
    office.receives(*form(1))
    page = office.reviewer()
    page.keyboard.press("F1")
    expect(page.locator("#keys")).to_contain_text("the one that waits longest")
    page.keyboard.press("Escape")

    opened(page)
    page.keyboard.press("F1")
    page.keyboard.press("F1")

    expect(page.locator("#keys")).to_contain_text("A new line in a value")


def test_two_reviewers_cannot_have_one_document(office: Office) -> None:
    office.receives(*form(2))
    opened(office.reviewer("jane"))

    late = opened(office.reviewer("john"))

    expect(late.locator("#message")).to_contain_text("jane")
    assert late.locator("#submit").is_disabled()


def test_a_document_that_is_left_is_free_again(office: Office) -> None:
    office.receives(*form(2))
    page = opened(office.reviewer("jane"))
    page.keyboard.press("Escape")
    page.wait_for_selector("#waiting a")

    other = opened(office.reviewer("john"))

    assert other.locator("#submit").is_enabled()


def test_the_next_document_opens_after_the_first(office: Office) -> None:
    office.receives(*form(1), key="forms/first.png")
    office.receives(*form(1), key="forms/second.png")
    page = opened(office.reviewer())
    expect(page.locator("#key")).to_have_text("forms/first.png")

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#key")).to_have_text("forms/second.png")


def test_texts_are_shown_as_texts_and_kept_as_typed(office: Office) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    document = office.receives(
        Pair(name=hostile, value="</textarea><script>alert(1)</script>", confidence=10)
    )
    page = opened(office.reviewer())
    assert page.locator("main img").count() == 1  # the page's picture
    assert page.locator("main script").count() == 0

    page.get_by_label(hostile, exact=True).fill('=HYPERLINK("http://evil.example")')
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add a field").click()
    page.keyboard.type("@SUM(1)")
    page.keyboard.press("Tab")
    page.keyboard.type("<b>bold</b>")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=re.compile("submit$")).click()
    expect(page.locator("#message")).to_contain_text("handed in")
    office.works_in_the_answers()

    fields = office.fields(document)
    assert fields[hostile]["value"] == '=HYPERLINK("http://evil.example")'
    assert fields["@SUM(1)"]["value"] == "<b>bold</b>"
    table = office.world.result(document, "fields.csv").decode()
    assert "'@SUM(1)" in table
    assert ",=HYPERLINK" not in table


def test_five_hundred_fields_are_as_usable(
    office: Office, record_property: Callable[[str, object], None]
) -> None:
    office.receives(*form(500))
    page = office.reviewer()
    began = time.monotonic()
    opened(page)
    opening = time.monotonic() - began
    began = time.monotonic()
    for _ in range(20):
        page.keyboard.press("Enter")
    each = (time.monotonic() - began) / 20

    expect(page.locator("#progress")).to_have_text("20 of 501 looked at")
    record_property("500 fields: open after seconds", round(opening, 1))
    record_property("500 fields: milliseconds a key", round(1000 * each))


def test_a_tablet_shows_picture_and_fields_with_room_for_a_finger(office: Office) -> None:
    office.receives(*form(4))
    page = opened(office.reviewer(width=820, height=1180))

    picture, fields = (page.locator(each).bounding_box() for each in ("#picture", "#values"))
    assert picture
    assert fields
    assert picture["y"] + picture["height"] <= fields["y"] + 1
    for control in page.locator("button:visible, input:visible, textarea:visible").all():
        box = control.bounding_box()
        assert box
        assert min(box["height"], box["width"]) >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= 820


def test_the_address_and_the_storage_that_lasts_hold_no_text(office: Office) -> None:
    office.receives(*form(1))
    page = opened(office.reviewer())
    page.keyboard.press("Enter")

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/documents/[0-9a-f]{32}", page.url)
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert [each["name"] for each in page.context.cookies()] == [
        f"papertray-{page.url.split(':')[2].split('/')[0]}"
    ]


def test_the_list_says_why_people_are_asked(office: Office) -> None:
    office.receives(*form(2))
    page = office.reviewer()

    cells = page.locator("#waiting tbody td")

    expect(cells.nth(3)).to_have_text("3 unsure, missing")


def test_the_list_keeps_the_focus_when_it_is_looked_at_again(office: Office) -> None:
    office.receives(*form(1), key="forms/first.png")
    office.receives(*form(1), key="forms/second.png")
    page = office.reviewer()
    second = page.locator("#waiting a", has_text="second")
    second.focus()
    second.evaluate("link => { link.title = 'old'; }")

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(second).not_to_have_attribute("title", "old")
    expect(second).to_be_focused()


def test_what_hides_in_a_name_is_seen(office: Office) -> None:
    key = "forms/\u202egnp.<b>x</b>\u200b.png"
    office.receives(Pair(name="Na\u202eme", value="\u202evalue", confidence=10), key=key)
    page = office.reviewer()
    shown = r"forms/\u202egnp.<b>x</b>\u200b.png"
    expect(page.locator("#waiting a")).to_have_text(shown)

    opened(page)

    expect(page.locator("#key")).to_have_text(shown)
    assert value(page, r"Na\u202eme") == "\u202evalue"


def test_each_value_is_named_and_explained_to_those_who_hear_the_page(office: Office) -> None:
    office.receives(*form(1))
    page = opened(office.reviewer())

    field = page.get_by_label("Field 1", exact=True)

    expect(field).to_have_accessible_name("Field 1")
    expect(field).to_have_accessible_description(re.compile("unsure: 51 %.*below 90"))
    expect(page.locator("#values [aria-live]")).to_have_count(0)


def test_enlarged_to_twice_its_size_everything_can_be_reached(office: Office) -> None:
    office.receives(*form(4))
    page = opened(office.reviewer(width=640, height=360))

    page.get_by_label("Field 4", exact=True).focus()

    expect(page.get_by_label("Field 4", exact=True)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
