"""What goes wrong while somebody reviews: nothing typed is lost, and it says what to do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from playwright.sync_api import Page, Route, expect

from console.review.refusals import refusal
from lambdas.documents import Document
from tests.console.review.conftest import Office, form, opened


def typed(page: Page) -> Page:
    """Correct the first field, and confirm all others."""
    page.get_by_label("Field 1", exact=True).fill("typed")
    while not page.evaluate("document.activeElement.id === 'submit'"):
        page.keyboard.press("Enter")
    return page


def time_is_up(office: Office, document: Document) -> None:
    office.world.age(document, claimed_until=(datetime.now(UTC) - timedelta(minutes=1)).isoformat())


def test_a_claim_that_ran_out_is_no_trouble_while_nobody_else_came(office: Office) -> None:
    document = office.receives(*form(1))
    page = typed(opened(office.reviewer("jane")))
    time_is_up(office, document)

    page.keyboard.press("Control+Enter")

    expect(page.locator("#message")).to_contain_text("handed in")


def test_a_claim_that_another_took_and_gave_back_is_taken_anew(office: Office) -> None:
    document = office.receives(*form(1))
    page = typed(opened(office.reviewer("jane")))
    time_is_up(office, document)
    other = opened(office.reviewer("john"))
    other.keyboard.press("Escape")
    other.wait_for_selector("body[data-listed]")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#message")).to_contain_text("handed in")
    office.works_in_the_answers()
    assert office.fields(document)["Field 1"]["reviewed"]["by"] == ["jane"]


def test_while_another_has_the_document_what_was_typed_stays(office: Office) -> None:
    document = office.receives(*form(1))
    page = typed(opened(office.reviewer("jane")))
    time_is_up(office, document)
    other = opened(office.reviewer("john"))

    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_contain_text("It was not handed in. john has the document")
    expect(page.locator("#message")).not_to_contain_text("T2")  # a time for people
    expect(page.locator("#submit")).to_be_focused()
    assert page.get_by_label("Field 1", exact=True).input_value() == "typed"

    other.keyboard.press("Escape")
    other.wait_for_selector("body[data-listed]")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#message")).to_contain_text("handed in")


def test_an_answer_that_comes_too_late_stays_to_be_read(office: Office) -> None:
    document = office.receives(*form(1))
    page = typed(opened(office.reviewer("jane")))
    time_is_up(office, document)
    other = typed(opened(office.reviewer("john")))
    other.keyboard.press("Control+Enter")
    expect(other.locator("#message")).to_contain_text("handed in")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#message")).to_contain_text("answered by john")
    expect(page.locator("#message")).to_contain_text("too late")
    expect(page.get_by_role("link", name="To the list")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()
    assert page.get_by_label("Field 1", exact=True).input_value() == "typed"
    kept = office.world.s3.list_objects_v2(
        Bucket="results", Prefix=f"results/{document.document_id}/answers/"
    )
    assert kept["KeyCount"] == 2


def test_without_the_console_nothing_is_lost_and_it_can_be_tried_again(office: Office) -> None:
    office.receives(*form(1))
    page = typed(opened(office.reviewer()))
    page.route("**/answer", lambda route: route.abort())

    page.keyboard.press("Control+Enter")
    expect(page.locator("#message")).to_contain_text("papertray console --port")
    expect(page.locator("#submit")).to_be_focused()
    page.get_by_label("Field 1", exact=True).fill("typed again")

    page.unroute("**/answer")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#message")).to_contain_text("handed in")


def test_values_that_were_said_to_be_right_can_be_taken_back_after_a_failure(
    office: Office,
) -> None:
    office.receives(*form(3))
    page = opened(office.reviewer())
    page.route("**/answer", lambda route: route.abort())
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=re.compile("submit$")).click()
    expect(page.locator("#progress")).to_have_text("4 of 4 looked at")
    expect(page.locator("#message")).to_contain_text("not handed in")

    page.keyboard.press("Control+z")

    expect(page.locator("#progress")).to_have_text("0 of 4 looked at")


def test_nothing_is_typed_into_a_review_that_is_on_its_way(office: Office) -> None:
    office.receives(*form(1))
    page = typed(opened(office.reviewer()))
    held: list[Route] = []
    page.route("**/answer", lambda route: held.extend([route]))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#submit")).to_have_attribute("aria-disabled", "true")

    page.get_by_label("Field 1", exact=True).press("x")
    page.keyboard.press("Control+Enter")

    assert page.get_by_label("Field 1", exact=True).input_value() == "typed"
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#message")).to_contain_text("handed in")


def test_a_document_is_open_in_one_tab_and_two_are_in_two(office: Office) -> None:
    documents = [
        office.receives(*form(1), key=f"forms/{n}.png") for n in ("first", "second", "third")
    ]
    first = office.reviewer()
    opened(first)
    address = first.url
    second = first.context.new_page()
    second.goto(address)
    expect(second.locator("#message")).to_contain_text("open in another tab")
    expect(second.locator("#submit")).to_be_disabled()

    second.locator("#back").click()
    second.wait_for_selector("body[data-listed]")
    second.locator("#waiting a", has_text="second").press("Enter")
    second.wait_for_selector("body[data-ready]")

    typed(second).keyboard.press("Control+Enter")
    expect(second.locator("#key")).to_have_text("forms/third.png")
    typed(first).keyboard.press("Control+Enter")
    expect(first.locator("#message")).to_contain_text("handed in")
    office.works_in_the_answers()
    assert [office.world.status(each) for each in documents] == [
        "COMPLETED",
        "COMPLETED",
        "IN_REVIEW",
    ]
    assert office.world.services.table.get is not None


def test_going_back_after_a_review_leads_to_the_list(office: Office) -> None:
    office.receives(*form(1), key="forms/first.png")
    office.receives(*form(1), key="forms/second.png")
    page = typed(opened(office.reviewer()))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#key")).to_have_text("forms/second.png")

    page.go_back()

    expect(page.locator("#waiting a")).to_have_count(1)


def test_typing_holds_the_document_longer(office: Office) -> None:
    document = office.receives(*form(2))
    page = office.reviewer()
    page.clock.install()
    opened(page)
    page.get_by_label("Field 1", exact=True).fill("typed")
    time_is_up(office, document)

    page.clock.fast_forward("02:00")
    page.wait_for_timeout(200)
    assert office.world.item(document)["claimed_until"] < datetime.now(UTC).isoformat()
    with page.expect_response("**/claim"):
        page.get_by_label("Field 1", exact=True).press("x")

    assert office.world.item(document)["claimed_until"] > datetime.now(UTC).isoformat()


def test_whoever_comes_back_too_late_is_told_by_the_first_key(office: Office) -> None:
    document = office.receives(*form(2))
    page = office.reviewer("jane")
    page.clock.install()
    opened(page)
    page.get_by_label("Field 1", exact=True).fill("typed")
    time_is_up(office, document)
    other = opened(office.reviewer("john"))

    page.clock.fast_forward("01:00:00")
    page.get_by_label("Field 1", exact=True).press("!")
    expect(page.locator("#message")).to_contain_text("john has the document until")
    expect(page.locator("#submit")).to_have_attribute("aria-disabled", "true")
    assert page.get_by_label("Field 1", exact=True).input_value() == "typed!"

    other.keyboard.press("Escape")
    other.wait_for_selector("body[data-listed]")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#message")).to_be_hidden()
    expect(page.locator("#submit")).to_have_attribute("aria-disabled", "false")
    expect(page.locator("#submit")).to_be_focused()


def test_a_document_that_becomes_free_is_had_without_asking_again(office: Office) -> None:
    office.receives(*form(2))
    first = opened(office.reviewer("jane"))
    second = office.reviewer("john")
    second.clock.install()
    opened(second)
    expect(second.locator("#message")).to_contain_text("jane has the document until")

    first.keyboard.press("Escape")
    first.wait_for_selector("body[data-listed]")
    second.clock.run_for("00:11")

    expect(second.locator("#message")).to_be_hidden()
    expect(second.locator("#submit")).to_have_attribute("aria-disabled", "false")


def test_whoever_waits_for_a_document_that_is_answered_is_led_to_the_list(office: Office) -> None:
    office.receives(*form(1))
    first = opened(office.reviewer("jane"))
    second = office.reviewer("john")
    second.clock.install()
    opened(second)
    typed(first).keyboard.press("Control+Enter")
    expect(first.locator("#message")).to_contain_text("handed in")

    second.clock.run_for("00:11")

    expect(second.locator("#message")).to_contain_text("answered by jane")
    expect(second.get_by_role("button", name="Try again")).to_be_hidden()
    second.get_by_role("link", name="To the list").click()
    second.wait_for_selector("body[data-listed]")


def test_times_are_told_as_their_reader_writes_them(office: Office) -> None:
    document = office.receives(*form(1))
    opened(office.reviewer("jane"))
    until = "2031-03-09T17:05:00+00:00"
    office.world.age(document, claimed_until=until)
    page = office.reviewer("john", locale="de-DE", timezone_id="Europe/Berlin")
    expect(page.locator("#waiting tbody td").last).to_have_text("jane, until 09.03.2031, 18:05")

    opened(page)

    expect(page.locator("#message")).to_contain_text(
        "jane has the document until 09.03.2031, 18:05."
    )


def client_error(code: str) -> ClientError:
    message = "User arn:aws:iam::111122223333:user/jane is not authorized"
    return ClientError({"Error": {"Code": code, "Message": message}}, "Invoke")


@pytest.mark.parametrize(
    ("code", "status", "told"),
    [
        ("AccessDeniedException", 403, "docs/review.md"),
        ("ExpiredTokenException", 403, "Renew them"),
        ("NoSuchKey", 404, "not there"),
        ("TooManyRequestsException", 502, "Try again"),
    ],
)
def test_a_refusal_of_aws_says_what_to_do(code: str, status: int, told: str) -> None:
    refused = refusal(client_error(code))

    assert refused.status == status
    assert told in refused.message
    assert code in refused.message or status == 404
    assert "arn:" not in refused.message


def test_it_is_said_that_aws_cannot_be_reached() -> None:
    error = EndpointConnectionError(endpoint_url="https://s3.example/results/secret.pdf")

    assert "cannot be reached" in refusal(error).message
    assert "secret" not in refusal(error).message
