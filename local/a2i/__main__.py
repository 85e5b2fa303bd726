"""Starts the local A2I: `python -m local.a2i --port 0`, or on a listening socket, `--fd 5`."""

import argparse
import logging
import os
import signal
import socket
import sys
from threading import Event, Thread

from local.a2i.outside import Outside
from local.a2i.server import Server
from local.a2i.service import A2I

HOST = "127.0.0.1"
ACCOUNT = "000000000000"


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    options = _options()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    outside = Outside(
        endpoint_url=os.environ["AWS_ENDPOINT_URL"], token=os.environ["PAPERTRAY_TOKEN"]
    )
    a2i = A2I(outside, account=ACCOUNT, customer=not options.not_a_customer)
    server = Server(_listener(options), a2i)
    stop = Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stop.set())
    a2i.run()
    Thread(target=server.serve_forever, name="http", daemon=True).start()
    sys.stdout.write(f"A2I is ready at {server.url}\n")
    sys.stdout.flush()
    stop.wait()
    a2i.close()
    server.stop()


def _listener(options: argparse.Namespace) -> socket.socket:
    if options.fd is not None:
        return socket.socket(fileno=options.fd)
    return socket.create_server((HOST, options.port))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.a2i", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port of 127.0.0.1; 0: a free one")
    parser.add_argument("--fd", type=int, help="a listening socket, instead of a port")
    parser.add_argument(
        "--not-a-customer", action="store_true", help="answer as to an account without A2I"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
