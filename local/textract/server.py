"""Textract's protocol, AWS JSON 1.1 over HTTP/1.1: a request becomes a call."""

import logging
import time

import msgspec

from local.serving import (
    BodyRefusedError,
    LoopbackHandler,
    LoopbackServer,
    is_from_a_program,
    log_unexpected,
)
from local.serving import request_id as new_request_id
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

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/x-amz-json-1.1"
TARGET_PREFIX = "Textract."
MAX_BODY_BYTES = 16 * 1024 * 1024  # the largest blob, 10 MiB, is 14 MB in base64


class Server(LoopbackServer):
    """An HTTP server for one Textract; `close` waits for the requests at hand."""

    def __init__(self, address: tuple[str, int], textract: Textract) -> None:
        super().__init__(address, _Handler)
        self.textract = textract

    def close(self) -> None:
        self.stop()
        self.textract.close()


class _Handler(LoopbackHandler):
    server: Server

    def do_GET(self) -> None:
        self._control()

    def do_PUT(self) -> None:
        self._control()

    def do_DELETE(self) -> None:
        self._control()

    def do_POST(self) -> None:
        self.server.begin_request()
        started, request_id = time.monotonic(), new_request_id()
        operation = self.headers.get("x-amz-target", "").removeprefix(TARGET_PREFIX)
        try:
            code = self._answer(operation, request_id)
            seconds = time.monotonic() - started
            log.info("%s %s id=%s seconds=%.3f", operation, code, request_id, seconds)
        finally:
            self.server.end_request()

    def _control(self) -> None:
        request_id = new_request_id()
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
        headers = self.lower_case_headers()
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

    def _check_origin(self) -> None:
        if not is_from_a_program(self.lower_case_headers()):
            raise ForbiddenException

    def _body(self) -> bytes:
        try:
            return self.body(MAX_BODY_BYTES)
        except BodyRefusedError as error:
            raise RequestEntityTooLargeException(str(error)) from error

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
        self.respond(status, body, {"x-amzn-RequestId": request_id, "Content-Type": CONTENT_TYPE})
