"""Who may use the page: whoever has the link, from this machine, and no other web page.

A page on 127.0.0.1 can be reached by every program and every web page on the machine. So the link
holds a secret, which becomes a cookie that only our own pages send; a request must name our host,
since a foreign name may point at 127.0.0.1; what changes anything must come from our own pages.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
CSRF_HEADER = "X-CSRF-Token"
HOSTS = ("127.0.0.1", "localhost")


def _secret() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, kw_only=True)
class Guard:
    """The secrets of one run of the page on `port`."""

    port: int
    token: str = field(default_factory=_secret, repr=False)
    """In the link that the operator opens."""
    csrf: str = field(default_factory=_secret, repr=False)
    """In our own pages, to be sent with what changes anything."""
    _cookie: str = field(default_factory=_secret, repr=False)

    @property
    def link(self) -> str:
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def watch(self, app: Flask) -> None:
        """Let every request of `app` through this guard, and no answer out without its headers."""
        app.before_request(self._admit)
        app.after_request(_with_headers)

    def _admit(self) -> AnyResponse | None:
        if request.host not in {f"{host}:{self.port}" for host in HOSTS}:
            abort(HTTPStatus.MISDIRECTED_REQUEST)
        if _same(request.args.get("token"), self.token):
            return self._let_in()
        if not _same(request.cookies.get(self._name), self._cookie):
            abort(HTTPStatus.FORBIDDEN)
        if request.method != "GET" and not self._is_ours():
            abort(HTTPStatus.FORBIDDEN)
        return None

    def _let_in(self) -> AnyResponse:
        """Put the secret into a cookie, and get it out of the address."""
        answer = redirect("/", HTTPStatus.SEE_OTHER)
        answer.set_cookie(self._name, self._cookie, httponly=True, samesite="Strict")
        return answer

    def _is_ours(self) -> bool:
        origin = f"http://{request.host}"
        return request.headers.get("Origin") == origin and _same(
            request.headers.get(CSRF_HEADER), self.csrf
        )

    @property
    def _name(self) -> str:
        return f"papertray-{self.port}"  # cookies know no ports


def _with_headers(answer: Response) -> Response:
    answer.headers.update(HEADERS)
    return answer


def _same(given: str | None, secret: str) -> bool:
    return given is not None and hmac.compare_digest(given.encode(), secret.encode())
