"""Who may use the review page: whoever has the link, from this machine, and no other web page."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from console.review.guard import CSRF_HEADER, Guard

GUARD = Guard(port=8000)
HERE = "http://127.0.0.1:8000"
ROOT = f"{GUARD.root}/"
OURS = {"Origin": HERE, CSRF_HEADER: GUARD.csrf}


@pytest.fixture
def stranger() -> FlaskClient:
    app = Flask(__name__)
    GUARD.watch(app)
    app.add_url_rule(ROOT, view_func=lambda: "the page", methods=["GET", "POST"])
    return app.test_client()


@pytest.fixture
def operator(stranger: FlaskClient) -> FlaskClient:
    stranger.get(GUARD.link)
    return stranger


def test_the_link_lets_in_and_leaves_its_secret_out_of_the_address(stranger: FlaskClient) -> None:
    answer = stranger.get(GUARD.link)

    assert (answer.status_code, answer.location) == (303, ROOT)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "token" not in cookie
    assert stranger.get(ROOT, base_url=HERE).text == "the page"


def test_the_link_is_good_for_one_use(stranger: FlaskClient) -> None:
    used = GUARD.link
    stranger.get(used)

    later = stranger.application.test_client()
    assert later.get(used).status_code == 403
    assert later.get(GUARD.link).status_code == 303


def test_whoever_runs_the_page_is_told_that_there_is_a_new_link() -> None:
    links: list[str] = []
    guard = Guard(port=8000, entered=lambda: links.append(guard.link))
    app = Flask(__name__)
    guard.watch(app)
    used = guard.link

    app.test_client().get(used)
    app.test_client().get(used)

    assert links == [guard.link]
    assert guard.link != used


def test_no_other_server_on_this_machine_is_sent_the_cookie(stranger: FlaskClient) -> None:
    cookie = stranger.get(GUARD.link).headers["Set-Cookie"]

    assert f"Path={ROOT}" in cookie  # browsers send cookies to all ports of a host
    assert len(GUARD.root) > 24


@pytest.mark.parametrize(
    "path",
    [ROOT, "/", "/?token=", "/?token=guessed", "/?token=%C3%A9"],
    ids=["its own", "root", "empty token", "guessed token", "odd token"],
)
def test_without_the_link_nobody_sees_anything(stranger: FlaskClient, path: str) -> None:
    answer = stranger.get(path, base_url=HERE)

    assert answer.status_code == 403
    assert "the page" not in answer.text


@pytest.mark.parametrize("host", ["evil.example:8000", "127.0.0.1:8001", "127.0.0.1", "[::1]:8000"])
def test_a_foreign_name_for_this_machine_is_refused(operator: FlaskClient, host: str) -> None:
    assert operator.get(ROOT, base_url=HERE, headers={"Host": host}).status_code == 421


def test_a_page_of_ours_may_change_something(operator: FlaskClient) -> None:
    assert operator.post(ROOT, base_url=HERE, headers=OURS).text == "the page"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": HERE},
        {CSRF_HEADER: GUARD.csrf},
        {**OURS, "Origin": "https://evil.example"},
        {**OURS, "Origin": "null"},
        {**OURS, CSRF_HEADER: "guessed"},
    ],
)
def test_no_other_page_may(operator: FlaskClient, headers: dict[str, str]) -> None:
    assert operator.post(ROOT, base_url=HERE, headers=headers).status_code == 403


def test_every_answer_forbids_what_the_page_does_not_need(operator: FlaskClient) -> None:
    for path in (ROOT, f"{ROOT}not-there", "/"):
        headers = operator.get(path, base_url=HERE).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_two_runs_have_nothing_in_common() -> None:
    other = Guard(port=8000)

    ours, theirs = ({each.link, each.root, each.csrf} for each in (GUARD, other))
    assert len(ours) == 3
    assert ours.isdisjoint(theirs)
