"""The workers' pages: what they show, whom they answer, and what they send back."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from local.a2i.server import Server
from tests.local.a2i.conftest import Clock, MakeFlow

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient

Start = Callable[..., str]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str


class Browser:
    """Asks as a browser would."""

    def __init__(self, server: Server) -> None:
        self._port = server.server_port
        self.origin = f"http://127.0.0.1:{self._port}"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        response = connection.getresponse()
        fields = {name.lower(): value for name, value in response.headers.items()}
        reply = Reply(response.status, fields, response.read().decode())
        connection.close()
        return reply

    def task(self) -> str:
        """Return the path of the first open task."""
        found = re.search(r'href="(/work/[^"]+)"', self.ask("GET", "/work").text)
        assert found
        return found[1]

    def token(self, path: str) -> str:
        found = re.search(r'papertray-page" content="(\w+)"', self.ask("GET", path).text)
        assert found
        return found[1]

    def answer(self, path: str, content: object, **headers: str) -> Reply:
        sent = {"origin": self.origin, "x_papertray_page": self.token(path), **headers}
        return self.ask("POST", path, json.dumps({"content": content}).encode(), **sent)


@pytest.fixture
def browser(server: Server) -> Browser:
    return Browser(server)


@pytest.fixture
def page_of(sagemaker: SageMakerClient, make_flow: MakeFlow, start: Start) -> Callable[..., None]:
    """Return a function that starts a loop with a template and its input."""

    def page_of(template: str, **task_input: object) -> None:
        made = sagemaker.create_human_task_ui(
            HumanTaskUiName="another-page", UiTemplate={"Content": template}
        )
        flow = make_flow(
            FlowDefinitionName="another", config={"HumanTaskUiArn": made["HumanTaskUiArn"]}
        )
        start(flow, "another-loop", **task_input)

    return page_of


def test_the_list_names_open_tasks_and_escapes_their_title(
    browser: Browser, make_flow: MakeFlow, start: Start
) -> None:
    assert "Nothing waits for you" in browser.ask("GET", "/work").text
    start(make_flow())

    listed = browser.ask("GET", "/work").text

    assert "Check &lt;a&gt; document" in listed
    assert browser.task().startswith("/work/")


def test_the_list_begins_with_what_waits_longest(
    browser: Browser, make_flow: MakeFlow, start: Start, clock: Clock, server: Server
) -> None:
    flow = make_flow()
    for name in ("answered", "older", "newer"):
        clock.now += 1
        start(flow, name)
    first = server.a2i.loops.all()[0]
    server.a2i.submit(first, first.tasks[0], {})

    listed = browser.ask("GET", "/work").text

    assert re.findall(r"<small>(\w+)</small>", listed) == ["older", "newer", "answered"]


def test_an_answer_comes_back_through_its_page_once(
    browser: Browser, make_flow: MakeFlow, start: Start, server: Server
) -> None:
    start(make_flow(config={"TaskCount": 2}))
    path = browser.task()
    token = browser.token(path)

    taken = browser.answer(path, {"total": "<b>7</b>"})
    again = browser.ask(
        "POST", path, b'{"content": {}}', origin=browser.origin, x_papertray_page=token
    )

    assert (taken.status, json.loads(taken.text)) == (200, {"next": "/work"})
    assert again.status == 409
    assert browser.ask("GET", path).status == 410
    assert browser.task() != path
    (loop,) = server.a2i.loops.all()
    assert [task.content for task in loop.tasks] == [{"total": "<b>7</b>"}, None]


@pytest.mark.parametrize(
    "forged",
    [
        {"origin": "http://evil.example"},
        {"origin": ""},
        {"x_papertray_page": "guessed"},
        {"x_papertray_page": "\xe4"},
        {"x_papertray_page": ""},
    ],
)
def test_an_answer_of_another_page_is_refused(
    browser: Browser, make_flow: MakeFlow, start: Start, server: Server, forged: dict[str, str]
) -> None:
    start(make_flow())

    refused = browser.answer(browser.task(), {"total": "1"}, **forged)

    assert refused.status == 403
    assert server.a2i.loops.all()[0].answered == []


@pytest.mark.parametrize("path", ["/work", "/work/some-task", "/human-loops"])
def test_a_page_under_another_name_is_refused(browser: Browser, path: str) -> None:
    """A web page can give its own name our address; then it could read our answers."""
    assert browser.ask("GET", path, host="evil.example:80").status == 403


@pytest.mark.parametrize("path", ["/human-loops", "/_papertray/human-loops"])
def test_a_web_page_cannot_call_the_api(browser: Browser, path: str) -> None:
    assert browser.ask("GET", path, origin=browser.origin).status == 403


@pytest.mark.parametrize("body", [b"", b"no JSON", b"[]", b'{"content": 1}', b"[" * 100_000])
def test_an_answer_is_an_object(
    browser: Browser, make_flow: MakeFlow, start: Start, body: bytes
) -> None:
    start(make_flow())
    path = browser.task()

    refused = browser.ask(
        "POST", path, body, origin=browser.origin, x_papertray_page=browser.token(path)
    )

    assert refused.status == 400


def test_values_are_escaped_wherever_they_stand(
    browser: Browser, page_of: Callable[..., None]
) -> None:
    evil = "</script><script>alert(1)</script>\"'"
    page_of(
        '<p title="{{ task.input.x }}">{{ task.input.x }}</p>'
        "<i data-x='{{ task.input.list | to_json }}' data-y='{{ task.input.list }}'></i>"
        "<b>{{ task.input.x | escape }}</b>",
        x=evil,
        list=[evil, 1.5, None, True],
    )

    text = browser.ask("GET", browser.task()).text

    assert "alert(1)</script>" not in text
    assert text.count("<script") == 0
    assert "&amp;lt;" not in text
    assert '"&#39;' not in text.split("title=")[1].split(">")[0]
    data = re.search(r"data-x='([^']*)' data-y='([^']*)'", text)
    assert data
    assert data[1] == data[2]
    assert "null, true" in data[1]


def test_a_template_may_say_that_a_value_is_html(
    browser: Browser, page_of: Callable[..., None]
) -> None:
    page_of("<p>{{ task.input.x | skip_autoescape }}</p>", x="<b>bold</b>")

    assert "<p><b>bold</b></p>" in browser.ask("GET", browser.task()).text


@pytest.mark.parametrize(
    "source",
    ["s3://pictures/a b&c.png", "http://s3.amazonaws.com/pictures/a b&c.png"],
)
def test_objects_are_read_with_the_rights_of_the_flow_definitions_role(
    browser: Browser, page_of: Callable[..., None], server: Server, source: str
) -> None:
    page_of(
        "{% capture uri %}{{ task.input.x }}{% endcapture %}"
        '<img src="{{ uri | grant_read_access }}">',
        x=source,
    )

    text = browser.ask("GET", browser.task()).text

    found = re.search(r'src="([^"]+)"', text)
    assert found
    assert found[1].startswith(f"{server.a2i.outside.origin}/pictures/a%20b%26c.png?")
    assert "X-Amz-Signature=" in found[1]
    assert "X-Amz-Credential=ASIA%2F" in found[1]


def test_only_scripts_of_the_template_run(browser: Browser, page_of: Callable[..., None]) -> None:
    page_of(
        '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>'
        "<script>go()</script>{{ task.input.x | skip_autoescape }}",
        x="<script>evil()</script>",
    )

    page = browser.ask("GET", browser.task())

    nonce = re.search(r"script-src 'nonce-([\w-]+)';", page.headers["content-security-policy"])
    assert nonce
    assert f'<script nonce="{nonce[1]}">go()' in page.text
    assert "<script>evil()" in page.text
    assert "assets.crowd.aws" not in page.text
    script = browser.ask("GET", "/work/static/crowd-html-elements.js")
    assert (script.status, script.headers["content-type"]) == (
        200,
        "text/javascript; charset=utf-8",
    )
    assert '"x-papertray-page": document.querySelector("meta[name=papertray-page]")' in script.text


def test_pages_are_kept_by_nobody_and_framed_by_nobody(
    browser: Browser, make_flow: MakeFlow, start: Start
) -> None:
    start(make_flow())

    for path in ("/work", browser.task()):
        headers = browser.ask("GET", path).headers
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_a_template_that_cannot_be_rendered_says_why(
    browser: Browser, page_of: Callable[..., None]
) -> None:
    page_of("{% if %}", x=1)

    page = browser.ask("GET", browser.task())

    assert page.status == 500
    assert "cannot be rendered" in page.text


@pytest.mark.parametrize(
    "path", ["/work/none", "/work/%C3%A4", "/work/static/../../server.py", "/work/static/x"]
)
def test_other_pages_are_not_there(browser: Browser, path: str) -> None:
    assert browser.ask("GET", path).status == 404
