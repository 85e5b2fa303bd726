"""Who may use the page: whoever has the link, from this machine, and no other web page.

A page on 127.0.0.1 can be reached by every program and every web page on the machine. So the link
holds a secret, good for one use, which becomes a cookie that only our own pages send; a request
must name our host, since a foreign name may point at 127.0.0.1; what changes anything must come
from our own pages. Browsers send a cookie to every port of a host: ours is for addresses below a
path that nobody can guess, so that no other server on this machine gets to see it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from http import HTTPStatus
from threading import Lock

from flask import Flask, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
CSRF_HEADER = "X-CSRF-Token"
HOSTS = ("127.0.0.1", "localhost")


def _secret() -> str:
    return secrets.token_urlsafe(24)


class Guard:
    """The secrets of one run of the page on `port`."""

    def __init__(self, *, port: int, entered: Callable[[], object] = lambda: None) -> None:
        self.port = port
        self.root = f"/{_secret()}"
        """Below it are all addresses."""
        self.csrf = _secret()
        """In our own pages, to be sent with what changes anything."""
        self._cookie = _secret()
        self._token = _secret()
        self._turn = Lock()
        self._entered = entered

    @property
    def link(self) -> str:
        """What lets somebody in: once, then there is a new one, and `entered` is called."""
        return f"http://127.0.0.1:{self.port}/?token={self._token}"

    def watch(self, app: Flask) -> None:
        """Let every request of `app` through this guard, and no answer out without its headers."""
        app.before_request(self._admit)
        app.after_request(_with_headers)

    def _admit(self) -> AnyResponse | None:
        if request.host not in {f"{host}:{self.port}" for host in HOSTS}:
            abort(HTTPStatus.MISDIRECTED_REQUEST)
        if request.method == "GET" and self._uses_up(request.args.get("token")):
            return self._let_in()
        if not _same(request.cookies.get(self._name), self._cookie):
            abort(HTTPStatus.FORBIDDEN)
        if request.method not in ("GET", "HEAD") and not self._is_ours():
            abort(HTTPStatus.FORBIDDEN)
        return None

    def _uses_up(self, token: str | None) -> bool:
        """Return whether it is the link's secret, which is good for nobody else from then on."""
        with self._turn:
            if not _same(token, self._token):
                return False
            self._token = _secret()
        self._entered()
        return True

    def _let_in(self) -> AnyResponse:
        """Put the secret into a cookie, and get it out of the address."""
        answer = redirect(f"{self.root}/", HTTPStatus.SEE_OTHER)
        answer.set_cookie(
            self._name, self._cookie, path=f"{self.root}/", httponly=True, samesite="Strict"
        )
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
