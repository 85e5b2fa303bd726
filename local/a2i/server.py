"""The local A2I's doors: SageMaker's AWS JSON 1.1, the runtime's REST, and the workers' pages."""

from __future__ import annotations

import json
import logging
import re
import socket
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from local.a2i import control, runtime_api, sagemaker_api
from local.a2i.calls import Call, Operation
from local.a2i.errors import (
    A2IError,
    ForbiddenException,
    InternalServerException,
    MissingAuthenticationTokenException,
    RequestEntityTooLargeException,
    UnknownOperationException,
    ValidationException,
)
from local.a2i.pages import LIST, Pages
from local.a2i.service import A2I
from local.identity import credentials
from local.serving import (
    BodyRefusedError,
    LoopbackHandler,
    LoopbackServer,
    is_for_loopback,
    is_from_a_program,
    log_unexpected,
    request_id,
)

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 32 * 1024 * 1024  # 3,145,728 characters of InputContent, escaped as JSON
TARGET_PREFIX = "SageMaker."
ROLE_HEADER = "x-papertray-role"

_SCOPE = re.compile(r"Credential=[^/\s]+/\d{8}/(?P<region>[a-z0-9-]+)/sagemaker/")
_NAMED = re.compile(r"/human-loops/(?P<name>[^/]+)")
_WITHOUT_NAME = {
    ("POST", "/human-loops"): "StartHumanLoop",
    ("GET", "/human-loops"): "ListHumanLoops",
    ("POST", "/human-loops/stop"): "StopHumanLoop",
}
_WITH_NAME = {"GET": "DescribeHumanLoop", "DELETE": "DeleteHumanLoop"}


class Server(LoopbackServer):
    """An HTTP server for one A2I, on a listening socket."""

    def __init__(self, listener: socket.socket, a2i: A2I) -> None:
        super().__init__(listener.getsockname()[:2], _Handler, bind=False)
        self.socket.close()
        self.socket = listener
        self.server_port = listener.getsockname()[1]
        self.a2i = a2i
        self.pages = Pages(a2i=a2i)
        self.operations: dict[str, dict[str, Operation]] = {
            sagemaker_api.SERVICE: sagemaker_api.SageMaker(a2i).operations,
            runtime_api.SERVICE: runtime_api.Runtime(a2i).operations,
        }


class _Handler(LoopbackHandler):
    server: Server

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def _handle(self) -> None:
        self.server.begin_request()
        try:
            self._answer(self.lower_case_headers())
        except A2IError as error:
            self._refuse(error)
        except Exception as error:  # noqa: BLE001 (a call fails alone)
            log_unexpected(error)
            self._refuse(InternalServerException("The local A2I has an error; its log says where."))
        finally:
            self.server.end_request()

    def _answer(self, headers: Mapping[str, str]) -> None:
        path = urlsplit(self.path).path
        body = self._body()
        if path.startswith(LIST):
            self._show(path, body, headers)
            return
        if not is_from_a_program(headers):
            raise ForbiddenException("This A2I is for programs on this machine, not for web pages.")
        if path.startswith(control.ROOT):
            status, answer = control.reply(self.command, path, body, self.server.a2i)
            self._respond_json(status, answer)
            return
        self._respond_json(200, self._called(path, body, headers))

    def _show(self, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        if not is_for_loopback(headers):
            raise ForbiddenException("This page is for browsers on this machine.")
        if self.command == "POST":
            page = self.server.pages.post(path, body, headers)
        else:
            page = self.server.pages.get(path)
        self.respond(page.status, page.body, page.headers())

    def _called(self, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        scope = _SCOPE.search(headers.get("authorization", ""))
        if scope is None:
            raise MissingAuthenticationTokenException("Missing Authentication Token")
        from local.a2i import requests  # noqa: PLC0415 - the service models load when needed

        value = requests.decoded(body)
        target = headers.get("x-amz-target", "")
        if target.startswith(TARGET_PREFIX):
            service, name = sagemaker_api.SERVICE, target.removeprefix(TARGET_PREFIX)
        else:
            service, (name, value) = runtime_api.SERVICE, self._routed(path, value)
        act = self.server.operations[service].get(name)
        if act is None:
            raise UnknownOperationException(f"This local A2I does not know {name or path}.")
        call = Call(
            parameters=requests.parameters(service, name, value),
            region=scope["region"],
            role=credentials(headers, ROLE_HEADER),
        )
        answer = act(call)
        log.info("%s OK", name)
        return answer

    def _routed(self, path: str, value: object) -> tuple[str, object]:
        """Return the operation of a REST call, and its members from wherever they stand."""
        if name := _WITHOUT_NAME.get((self.command, path)):
            return name, value if self.command == "POST" else _query(self.path)
        named = _NAMED.fullmatch(path)
        if named is None:
            return "", value
        return _WITH_NAME.get(self.command, ""), {"HumanLoopName": unquote(named["name"])}

    def _body(self) -> bytes:
        if "content-length" not in self.headers:
            return b""
        try:
            return self.body(MAX_BODY_BYTES)
        except BodyRefusedError as error:
            raise RequestEntityTooLargeException(str(error)) from error

    def _refuse(self, error: A2IError) -> None:
        log.info("%s %s %s: %s", self.command, urlsplit(self.path).path, error.code, error)
        body = {"__type": error.code, "message": str(error)}
        self._respond_json(error.http_status, body, {"x-amzn-ErrorType": error.code})

    def _respond_json(
        self, status: int, value: dict[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        always = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": request_id()}
        self.respond(status, json.dumps(value).encode(), {**always, **(headers or {})})


def _query(path: str) -> dict[str, Any]:
    """Return the members in a query, typed as the model says."""
    return {name: _typed(name, value) for name, value in parse_qsl(urlsplit(path).query)}


def _typed(name: str, value: str) -> object:
    try:
        if name.startswith("CreationTime"):
            return datetime.fromisoformat(value).timestamp()
        return int(value) if name == "MaxResults" else value
    except ValueError as error:
        raise ValidationException(f"{name} is not valid.") from error
