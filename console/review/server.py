"""The page's addresses: the list, a document, its pictures, and what its reviewer does."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
from botocore.exceptions import BotoCoreError, ClientError
from flask import Flask, Response, abort, jsonify, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from console.errors import CommandError
from console.review.desk import MOST_BYTES, TOO_MUCH, Desk
from console.review.documents import Reviews, Waiting
from console.review.guard import Guard
from console.review.refusals import Refused, refusal
from console.review.sheet import sheet
from console.terminal import printable

HOST = "127.0.0.1"
PATIENCE = 30  # seconds that a connection may be silent
OPEN_THE_LINK = "Open the newest link that `papertray console` printed: each is good for one use."
REMEDIES = {
    HTTPStatus.FORBIDDEN: OPEN_THE_LINK,
    HTTPStatus.MISDIRECTED_REQUEST: OPEN_THE_LINK,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_MUCH,
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
    root = guard.root
    app = Flask(__name__, static_url_path=f"{root}/static")
    app.url_map.converters["id"] = DocumentId
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    guard.watch(app)
    app.register_error_handler(CommandError, _not_found)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(ClientError, _refused_by_aws)
    app.register_error_handler(BotoCoreError, _refused_by_aws)
    app.register_error_handler(HTTPException, _http_error)
    site = _Site(reviews, desk, guard)
    one = "/documents/<id:document_id>"
    app.add_url_rule(f"{root}/", view_func=site.list)
    app.add_url_rule(root + one, view_func=site.document)
    app.add_url_rule(f"{root}{one}/pages/<int:page>.jpg", view_func=site.picture)
    app.add_url_rule(f"{root}/api/waiting", view_func=site.waiting)
    app.add_url_rule(f"{root}/api{one}", view_func=site.values)
    for act in (site.claim, site.release, site.answer):
        address = f"{root}/api{one}/{act.__name__}"
        app.add_url_rule(address, view_func=act, methods=["POST"])
    return app


def make_listener(port: int) -> BaseWSGIServer:
    """Listen on loopback, for an app that is yet to be given; `port` 0 takes a free one."""
    try:
        return make_server(HOST, port, Flask(__name__), threaded=True, request_handler=_Quiet)
    except OSError as error:
        raise CommandError(f"port {port} of {HOST} cannot be used: {error.strerror}") from error


class _Quiet(WSGIRequestHandler):
    timeout = PATIENCE

    def log_request(self, *_: object) -> None:
        """Say nothing of what went well."""


class _Site:
    def __init__(self, reviews: Reviews, desk: Desk, guard: Guard) -> None:
        self._reviews = reviews
        self._desk = desk
        self._known = {"csrf": guard.csrf, "root": guard.root, "reviewer": desk.reviewer}

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
        session = told.pop("held_by_session")
        return {**told, "held_by_us": session == self._desk.session}


def _said() -> Said:
    try:
        return msgspec.json.decode(request.get_data(), type=Said)
    except msgspec.MsgspecError:
        abort(HTTPStatus.BAD_REQUEST)


def _refused(error: Refused) -> tuple[Response | str, int]:
    return _told(error.status, error.error, printable(error.message))


def _told(status: int, error: str, message: str) -> tuple[Response | str, int]:
    """Say it to a program, or to a person, who may be nobody that we know."""
    if "/api/" in request.path:
        return jsonify(message=message, error=error), status
    return render_template("refused.html", message=message), status


def _refused_by_aws(error: ClientError | BotoCoreError) -> tuple[Response | str, int]:
    return _refused(refusal(error))


def _not_found(error: CommandError) -> tuple[Response | str, int]:
    return _refused(Refused(HTTPStatus.NOT_FOUND, "NotFound", error.message))


def _http_error(error: HTTPException) -> tuple[Response | str, int]:
    status = HTTPStatus(error.code or 500)
    return _told(status, "", f"{status.phrase}. {REMEDIES.get(status, '')}".strip())
