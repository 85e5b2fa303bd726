"""Serves the local A2I on a listening socket: `python -m local.a2i FD`."""

import logging
import os
import signal
import socket
import sys
from threading import Event, Thread

from local.a2i.outside import Outside
from local.a2i.server import Server
from local.a2i.service import A2I

ACCOUNT = "000000000000"


def main(fd: int) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    outside = Outside(
        endpoint_url=os.environ["AWS_ENDPOINT_URL"], token=os.environ["PAPERTRAY_TOKEN"]
    )
    a2i = A2I(outside, account=ACCOUNT)
    server = Server(socket.socket(fileno=fd), a2i)
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


if __name__ == "__main__":
    main(int(sys.argv[1]))
