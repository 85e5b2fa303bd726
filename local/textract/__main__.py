"""Starts the local Textract: `python -m local.textract --port 0`."""

import argparse
import logging
import signal
import sys
import tempfile
from pathlib import Path
from threading import Event, Thread

from local.textract.jobs import OPEN_JOBS
from local.textract.operations import Textract
from local.textract.recognition import Engine
from local.textract.server import Server


def load_engine() -> Engine:
    """Return the OCR engine; its models take seconds to load, so never at start."""
    from local.textract import engine  # noqa: PLC0415 (see above)

    return engine


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    options = _options()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    stop = Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    with tempfile.TemporaryDirectory(prefix="papertray-textract-") as directory:
        textract = Textract(
            load_engine=load_engine,
            directory=Path(directory),
            max_open_jobs=options.max_open_jobs,
        )
        server = Server((options.host, options.port), textract)
        Thread(target=server.serve_forever, name="http", daemon=True).start()
        sys.stdout.write(f"Textract is ready at {server.url}\n")
        sys.stdout.flush()
        textract.warm_up()
        stop.wait()
        server.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.textract", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0: a free one")
    parser.add_argument(
        "--max-open-jobs",
        type=int,
        default=OPEN_JOBS,
        help="jobs in progress at most, before LimitExceededException",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
