"""Textract's protocol, AWS JSON 1.1 over HTTP/1.1: a request becomes a call."""

import logging
import sys
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition

import msgspec

from local.textract import control, identity
from local.textract.errors import (
    ForbiddenException,
    InternalServerError,
    RequestEntityTooLargeException,
    TextractError,
    UnknownOperationException,
    UnsupportedMediaTypeException,
)
from local.textract.operations import Textract
from local.textract.runner import log_unexpected

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/x-amz-json-1.1"
TARGET_PREFIX = "Textract."
MAX_BODY_BYTES = 16 * 1024 * 1024  # the largest blob, 10 MiB, is 14 MB in base64
MAX_DISCARDED_BYTES = 64 * 1024 * 1024  # read on, so that the client sees our answer and no reset
CHUNK_BYTES = 1024 * 1024
IDLE_SECONDS = 60  # a connection kept alive without a request is closed
STOP_SECONDS = 10  # how long requests at hand may take when the server stops


class Server(ThreadingHTTPServer):
    """An HTTP server for one Textract; `close` waits for the requests at hand."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], textract: Textract) -> None:
        super().__init__(address, _Handler)
        self.textract = textract
        self._at_hand = 0
        self._changed = Condition()

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_port}"

    def begin_request(self) -> None:
        with self._changed:
            self._at_hand += 1

    def end_request(self) -> None:
        with self._changed:
            self._at_hand -= 1
            self._changed.notify_all()

    def handle_error(self, request: object, client_address: object) -> None:
        """Log a connection that broke off; every other error has been answered."""
        log.info("connection lost: %s", type(sys.exception()).__name__)

    def close(self) -> None:
        self.shutdown()
        with self._changed:
            self._changed.wait_for(lambda: self._at_hand == 0, timeout=STOP_SECONDS)
        self.server_close()
        self.textract.close()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one write
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:
        self._control()

    def do_PUT(self) -> None:
        self._control()

    def do_DELETE(self) -> None:
        self._control()

    def do_POST(self) -> None:
        self.server.begin_request()
        started, request_id = time.monotonic(), _request_id()
        operation = self.headers.get("x-amz-target", "").removeprefix(TARGET_PREFIX)
        try:
            code = self._answer(operation, request_id)
            seconds = time.monotonic() - started
            log.info("%s %s id=%s seconds=%.3f", operation, code, request_id, seconds)
        finally:
            self.server.end_request()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: each call has a line of its own."""

    def _control(self) -> None:
        request_id = _request_id()
        try:
            body = self._body() if "content-length" in self.headers else b""
            self._check_origin()
        except TextractError as error:
            self._respond_error(error, request_id=request_id)
            return
        status, answer = control.reply(self.command, self.path, body, self.server.textract)
        if self.command != "GET":
            log.info("%s %s %d", self.command, self.path, status)
        self._respond(status, answer, request_id=request_id)

    def _answer(self, operation: str, request_id: str) -> str:
        headers = self._lower_case_headers()
        try:
            body = self._body()
            self._check_origin()
            self._check_protocol()
            answer = self.server.textract.answer(
                operation,
                body,
                caller=identity.caller(headers),
                channel=identity.channel(headers),
            )
        except TextractError as error:
            return self._refuse(operation, error, request_id=request_id)
        except Exception as error:  # noqa: BLE001 (a call fails alone)
            log_unexpected(error)
            return self._refuse(operation, InternalServerError(), request_id=request_id)
        self._respond(200, msgspec.json.encode(answer), request_id=request_id)
        return "OK"

    def _refuse(self, operation: str, error: TextractError, *, request_id: str) -> str:
        """Count first: whoever has the answer may ask for the counts."""
        self.server.textract.counts.refused(operation, error.code)
        return self._respond_error(error, request_id=request_id)

    def _lower_case_headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _check_origin(self) -> None:
        if not control.is_from_a_program(self._lower_case_headers()):
            raise ForbiddenException

    def _body(self) -> bytes:
        length = self.headers.get("content-length", "")
        if not length.isdecimal():
            self.close_connection = True
            raise RequestEntityTooLargeException("The request must state its Content-Length.")
        if int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            self._discard(min(int(length), MAX_DISCARDED_BYTES))
            raise RequestEntityTooLargeException(detail=f"{length} bytes")
        return self.rfile.read(int(length))

    def _discard(self, size: int) -> None:
        while size > 0 and (chunk := self.rfile.read(min(size, CHUNK_BYTES))):
            size -= len(chunk)

    def _check_protocol(self) -> None:
        content_type = self.headers.get("content-type", "").partition(";")[0].strip()
        if self.path != "/" or content_type != CONTENT_TYPE:
            raise UnsupportedMediaTypeException(detail=f"path {self.path}, type {content_type}")
        if not self.headers.get("x-amz-target", "").startswith(TARGET_PREFIX):
            raise UnknownOperationException(detail="X-Amz-Target is not Textract.<operation>")

    def _respond_error(self, error: TextractError, *, request_id: str) -> str:
        if error.detail:
            log.info("id=%s %s: %s", request_id, error.code, error.detail)
        body = {"__type": error.code, "Message": str(error)}
        self._respond(error.http_status, msgspec.json.encode(body), request_id=request_id)
        return error.code

    def _respond(self, status: int, body: bytes, *, request_id: str) -> None:
        self.send_response(status)
        self.send_header("x-amzn-RequestId", request_id)
        self.send_header("Content-Type", CONTENT_TYPE)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


def _request_id() -> str:
    return str(uuid.uuid4())
