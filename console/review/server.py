"""The page's addresses: the list, a document, its pictures, and what its reviewer does."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
from flask import Flask, Response, abort, jsonify, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from console.errors import CommandError
from console.review.desk import Desk, Refused
from console.review.documents import Reviews, Waiting
from console.review.guard import Guard
from console.review.sheet import sheet
from console.terminal import printable

HOST = "127.0.0.1"
MOST_BYTES = 64 << 20  # of a request: 10,000 values of 4,000 characters
OPEN_THE_LINK = "Open the link that `papertray console` printed."
REMEDIES = {
    HTTPStatus.FORBIDDEN: OPEN_THE_LINK,
    HTTPStatus.MISDIRECTED_REQUEST: OPEN_THE_LINK,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That is more than a review can hold.",
}


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """What the page sends when a review is handed in."""

    values: dict[str, str | bool]
    added: list[dict[str, str | int]] = []
    note: str = ""
    seconds: float = 0


class DocumentId(BaseConverter):
    regex = "[0-9a-f]{32}"


def make_app(reviews: Reviews, desk: Desk, guard: Guard) -> Flask:
    """Return the page for one operator; `guard` says who may use it."""
    app = Flask(__name__)
    app.url_map.converters["id"] = DocumentId
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    guard.watch(app)
    app.register_error_handler(CommandError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    site = _Site(reviews, desk, guard)
    one = "/documents/<id:document_id>"
    app.add_url_rule("/", view_func=site.list)
    app.add_url_rule(one, view_func=site.document)
    app.add_url_rule(f"{one}/pages/<int:page>.jpg", view_func=site.picture)
    app.add_url_rule("/api/waiting", view_func=site.waiting)
    app.add_url_rule(f"/api{one}", view_func=site.values)
    for act in (site.claim, site.release, site.answer):
        app.add_url_rule(f"/api{one}/{act.__name__}", view_func=act, methods=["POST"])
    return app


def make_listener(port: int) -> BaseWSGIServer:
    """Listen on loopback, for an app that is yet to be given; `port` 0 takes a free one."""
    try:
        return make_server(HOST, port, Flask(__name__), threaded=True, request_handler=_Quiet)
    except OSError as error:
        raise CommandError(f"port {port} of {HOST} cannot be used: {error.strerror}") from error


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Say nothing of what went well."""


class _Site:
    def __init__(self, reviews: Reviews, desk: Desk, guard: Guard) -> None:
        self._reviews = reviews
        self._desk = desk
        self._known = {"csrf": guard.csrf, "reviewer": desk.reviewer}

    def list(self) -> str:
        return render_template("list.html", **self._known)

    def document(self, document_id: str) -> str:
        return render_template("document.html", document_id=document_id, **self._known)

    def picture(self, document_id: str, page: int) -> Response:
        return Response(self._reviews.picture(document_id, page), mimetype="image/jpeg")

    def waiting(self) -> Response:
        return jsonify(
            waiting=[self._told(each) for each in self._reviews.waiting()],
            unanswered=[self._told(each) for each in self._reviews.unanswered()],
        )

    def values(self, document_id: str) -> Response:
        pages = request.args.getlist("page", type=int)
        with self._reviews.result(document_id) as result:
            found = sheet(result.head, result.contents(), pages)
        return jsonify(document=self._told(self._reviews.one(document_id)), **found)

    def claim(self, document_id: str) -> Response:
        return jsonify(claimed_until=self._desk.claim(document_id))

    def release(self, document_id: str) -> Response:
        self._desk.release(document_id)
        return jsonify()

    def answer(self, document_id: str) -> Response:
        self._desk.answer(document_id, msgspec.to_builtins(_said()))
        return jsonify()

    def _told(self, each: Waiting) -> dict[str, Any]:
        told: dict[str, Any] = msgspec.to_builtins(each)
        return {**told, "held_by_us": each.held_by == self._desk.reviewer}


def _said() -> Said:
    try:
        return msgspec.json.decode(request.get_data(), type=Said)
    except msgspec.MsgspecError:
        abort(HTTPStatus.BAD_REQUEST)


def _refused(error: CommandError) -> tuple[Response, int]:
    status = error.status if isinstance(error, Refused) else HTTPStatus.NOT_FOUND
    return jsonify(message=printable(error.format_message())), int(status)


def _http_error(error: HTTPException) -> tuple[Response, int]:
    status = HTTPStatus(error.code or 500)
    return jsonify(message=f"{status.phrase}. {REMEDIES.get(status, '')}".strip()), int(status)
