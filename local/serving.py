"""An HTTP/1.1 server for programs and people on this machine, as our services need it."""

import logging
import sys
import uuid
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition

log = logging.getLogger(__name__)

MAX_DISCARDED_BYTES = 64 * 1024 * 1024  # read on, so that the client sees our answer and no reset
CHUNK_BYTES = 1024 * 1024
IDLE_SECONDS = 60  # a connection kept alive without a request is closed
STOP_SECONDS = 10  # how long requests at hand may take when the server stops

LOOPBACK = frozenset({"127.0.0.1", "localhost"})


class BodyRefusedError(Exception):
    """A request's body is too large, or its length is not stated; it was not read."""


class LoopbackServer(ThreadingHTTPServer):
    """An HTTP server that can wait for the requests at hand."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], *, bind: bool = True
    ) -> None:
        super().__init__(address, handler, bind_and_activate=bind)
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

    def stop(self) -> None:
        """Take no more requests, and wait for those at hand."""
        self.shutdown()
        with self._changed:
            self._changed.wait_for(lambda: self._at_hand == 0, timeout=STOP_SECONDS)
        self.server_close()


class LoopbackHandler(BaseHTTPRequestHandler):
    """What the handlers of our services share: bodies within bounds, whole answers."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one write
    timeout = IDLE_SECONDS

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: each call has a line of its own."""

    def lower_case_headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def body(self, max_bytes: int) -> bytes:
        """Return the request's body; raise BodyRefusedError, saying why, where it is not read."""
        length = self.headers.get("content-length", "")
        if not length.isdecimal():
            self.close_connection = True
            raise BodyRefusedError("The request must state its Content-Length.")
        if int(length) > max_bytes:
            self.close_connection = True
            self._discard(min(int(length), MAX_DISCARDED_BYTES))
            raise BodyRefusedError(f"The request body of {length} bytes is too large.")
        return self.rfile.read(int(length))

    def respond(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Answer with these headers and the body's length."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _discard(self, size: int) -> None:
        while size > 0 and (chunk := self.rfile.read(min(size, CHUNK_BYTES))):
            size -= len(chunk)


def is_from_a_program(headers: Mapping[str, str]) -> bool:
    """Whether a request is not a web page's, by its headers in lower case.

    Browsers name the page's origin in what scripts and forms send. The host is checked as well:
    a page can give its own name our address.
    """
    return "origin" not in headers and is_for_loopback(headers)


def is_for_loopback(headers: Mapping[str, str]) -> bool:
    """Whether the host that a request names, by its headers in lower case, is this machine."""
    host = headers.get("host", "")
    return (host.rpartition(":")[0] or host) in LOOPBACK


def log_unexpected(error: Exception) -> None:
    """Log where an unexpected error came from, without its text: that may be a document's."""
    places = []
    trace = error.__traceback__
    while trace:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("unexpected %s at %s", type(error).__name__, " < ".join(reversed(places)))


def request_id() -> str:
    """Return what AWS's answers call x-amzn-RequestId."""
    return str(uuid.uuid4())
