"""The local Textract as a program of its own."""

import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from lambdas.errors import PapertrayError
from local.textract.operations import Textract
from local.textract.plan import Plan
from local.textract.recognition import Engine
from local.textract.server import Server

HOST = "127.0.0.1"


class DidNotStart(PapertrayError):
    """The program could not begin to serve."""


def serve(
    plan: Plan, *, port: int, ready: Callable[[str], None], a2i_url: str | None = None
) -> None:
    """Serve on loopback until SIGTERM or Ctrl-C; `ready` is told the URL.

    With `a2i_url`, where an A2I answers, documents can be sent to people.

    Raises DidNotStart where the port is taken, and PlanError where recorded answers are missing.
    """
    with tempfile.TemporaryDirectory(prefix="papertray-textract-") as directory:
        textract = Textract(
            load_engine=load_engine, directory=Path(directory), plan=plan, a2i_url=a2i_url
        )
        server = _server(port, textract)
        stop = _told_to_stop()
        Thread(target=server.serve_forever, name="http", daemon=True).start()
        ready(server.url)
        textract.warm_up()
        stop.wait()
        server.close()


def _told_to_stop() -> Event:
    """Return an event that the signals to end set."""
    stop = Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    return stop


def _server(port: int, textract: Textract) -> Server:
    try:
        return Server((HOST, port), textract)
    except OSError as error:
        raise DidNotStart(f"port {port} of {HOST} cannot be used: {error.strerror}") from error


def load_engine() -> Engine:
    """Return the OCR engine; its models take seconds to load, so never at start."""
    from local.textract import engine  # noqa: PLC0415 (see above)

    return engine
