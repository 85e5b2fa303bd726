"""The workers' pages: the list of tasks, and the page that a template makes of one."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path

from local.a2i.errors import A2IError, ForbiddenException, ValidationException
from local.a2i.loops import HumanLoop, Task
from local.a2i.output import iso
from local.a2i.service import A2I

LIST = "/work"
SCRIPT = "/work/static/crowd-html-elements.js"
STATIC = Path(__file__).parent / "static"
TOKEN_HEADER = "x-papertray-page"  # noqa: S105 - a header's name

_TOP = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
)
_LIST_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #ccc;padding:.5rem;text-align:left}"
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """An HTTP answer to a browser."""

    status: int = 200
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    policy: str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

    def headers(self) -> dict[str, str]:
        always = "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        return {
            "Content-Type": self.content_type,
            "Content-Security-Policy": f"{self.policy}; {always}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        }


@dataclass(frozen=True, kw_only=True)
class Pages:
    """What a worker's browser may ask for; `secret` makes the tokens of the pages."""

    a2i: A2I
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def get(self, path: str) -> Page:
        if path in (LIST, f"{LIST}/"):
            return self._list()
        if path == SCRIPT:
            return _script()
        found = self.a2i.loops.task(path.removeprefix(f"{LIST}/"))
        if found is None:
            return _message(404, "There is no such task.")
        loop, task = found
        if not _is_open(loop, task):
            return _message(410, "This task has been answered, or its loop has ended.")
        return self._task(loop, task)

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Page:
        """Take an answer from a page of ours; raise A2IError where it is none."""
        found = self.a2i.loops.task(path.removeprefix(f"{LIST}/"))
        if found is None:
            return _message(404, "There is no such task.")
        loop, task = found
        own = f"http://{headers.get('host', '')}"
        token = headers.get(TOKEN_HEADER, "").encode()
        is_ours = hmac.compare_digest(token, self._token(task).encode())
        if headers.get("origin") != own or not is_ours:
            raise ForbiddenException("An answer comes from the task's own page.")
        try:
            self.a2i.submit(loop, task, content(body))
        except A2IError as error:
            return Page(status=error.http_status, body=_json(message=str(error)))
        return Page(body=_json(next=LIST), content_type="application/json")

    def _task(self, loop: HumanLoop, task: Task) -> Page:
        from local.a2i.templates import TemplateError, rendered  # noqa: PLC0415 - starts faster

        task.accepted_at = task.accepted_at or self.a2i.clock()
        nonce = secrets.token_urlsafe(16)
        shown = {**loop.input}
        if loop.managed:
            shown["humanLoopContext"] = loop.managed.context
        try:
            page = rendered(
                loop.flow.ui.content,
                shown,
                script=SCRIPT,
                readable=lambda uri: self.a2i.outside.readable(uri, flow=loop.flow),
                nonce=nonce,
            )
        except TemplateError as error:
            return _message(500, str(error))
        config = loop.flow.request["HumanLoopConfig"]
        head = _head(config["TaskTitle"], self._token(task))
        own = f"default-src 'none'; script-src 'nonce-{nonce}'; connect-src 'self'"
        looks = f"style-src 'unsafe-inline'; img-src 'self' data: {self.a2i.outside.origin}"
        return Page(body=f"{head}{page}".encode(), policy=f"{own}; {looks}")

    def _token(self, task: Task) -> str:
        return hmac.new(self.secret, task.id.encode(), hashlib.sha256).hexdigest()

    def _list(self) -> Page:
        asked = [(loop, task) for loop in self.a2i.loops.all() for task in loop.tasks]
        asked.sort(key=lambda each: (not _is_open(*each), each[0].created_at))
        rows = [_row(loop, task) for loop, task in asked]
        tasks = (
            "<table><thead><tr><th>Task</th><th>Worker</th><th>Asked</th><th>Status</th></tr>"
            f"</thead><tbody>{''.join(rows)}</tbody></table>"
            if rows
            else "<p>Nothing waits for you.</p>"
        )
        return _document("Tasks", f"<h1>Tasks</h1>{tasks}")


def content(body: bytes) -> dict[str, object]:
    """Return the answerContent in a JSON body {"content": {...}}."""
    try:
        value = json.loads(body)["content"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValidationException('The answer is no JSON {"content": {...}}.') from error
    if not isinstance(value, dict):
        raise ValidationException("The answer's content is no object.")
    return value


def _is_open(loop: HumanLoop, task: Task) -> bool:
    return loop.status == "InProgress" and task.content is None


def _row(loop: HumanLoop, task: Task) -> str:
    title = escape(loop.flow.request["HumanLoopConfig"]["TaskTitle"])
    is_open = _is_open(loop, task)
    status = "open" if is_open else "answered" if task.content is not None else loop.status
    named = f'<a href="{LIST}/{task.id}">{title}</a>' if is_open else title
    cells = (f"{named}<br><small>{loop.name}</small>", task.worker, iso(loop.created_at), status)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _head(title: str, token: str) -> str:
    token_of_the_page = f'<meta name="papertray-page" content="{token}">'
    return f"{_TOP}{token_of_the_page}<title>{escape(title)}</title></head>\n"


def _document(title: str, body: str, *, status: int = 200) -> Page:
    page = (
        f"{_TOP}<title>{escape(title)}</title><style>{_LIST_STYLE}</style></head>"
        f"<body>{body}</body></html>"
    )
    return Page(status=status, body=page.encode())


def _message(status: int, text: str) -> Page:
    body = f'<p>{escape(text)}</p><p><a href="{LIST}">All tasks</a></p>'
    return _document("Tasks", body, status=status)


@cache
def _script() -> Page:
    script = (STATIC / "crowd-html-elements.js").read_bytes()
    return Page(body=script, content_type="text/javascript; charset=utf-8")


def _json(**members: str) -> bytes:
    return json.dumps(members).encode()
