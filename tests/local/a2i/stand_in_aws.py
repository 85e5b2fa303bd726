"""What is around the local A2I in its own tests: an S3 and a bus that keep what they get."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit


class StandInAws(ThreadingHTTPServer):
    """Keeps what it is sent; refuses to write below `/denied`, and events while `deaf`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.events: list[dict[str, Any]] = []
        self.deaf = False
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def details(self) -> list[dict[str, Any]]:
        return [json.loads(event["Detail"]) for event in self.events]


class _Handler(BaseHTTPRequestHandler):
    server: StandInAws
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        path = urlsplit(self.path).path
        body = self._body()
        if path.startswith("/denied"):
            self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
            return
        self.server.objects[path] = body
        self._answer(200, b"")

    def do_GET(self) -> None:
        found = self.server.objects.get(urlsplit(self.path).path)
        self._answer(200 if found else 404, found or b"<Error><Code>NoSuchKey</Code></Error>")

    def do_POST(self) -> None:
        body = json.loads(self._body())
        if self.server.deaf:
            self._answer(503, b"")
            return
        assert self.headers["x-papertray-token"] == "the token"
        self.server.events += body["Entries"]
        self._answer(200, b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
