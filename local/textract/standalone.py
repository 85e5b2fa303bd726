"""The local Textract as a program of its own."""

import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from local.textract.operations import Textract
from local.textract.plan import Plan
from local.textract.recognition import Engine
from local.textract.server import Server

HOST = "127.0.0.1"


def serve(plan: Plan, *, port: int, ready: Callable[[str], None]) -> None:
    """Serve on loopback until SIGTERM or Ctrl-C; `ready` is told the URL."""
    stop = Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    with tempfile.TemporaryDirectory(prefix="papertray-textract-") as directory:
        textract = Textract(load_engine=load_engine, directory=Path(directory), plan=plan)
        server = Server((HOST, port), textract)
        Thread(target=server.serve_forever, name="http", daemon=True).start()
        ready(server.url)
        textract.warm_up()
        stop.wait()
        server.close()


def load_engine() -> Engine:
    """Return the OCR engine; its models take seconds to load, so never at start."""
    from local.textract import engine  # noqa: PLC0415 (see above)

    return engine
