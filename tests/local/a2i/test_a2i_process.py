"""The local A2I as a program of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).parents[3]
PATIENCE = 60.0  # seconds, for a busy machine


def test_it_says_where_it_is_and_ends_when_told_to() -> None:
    environ = {
        **os.environ,
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "PAPERTRAY_TOKEN": "the token",
    }
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        subprocess.Popen(
            [sys.executable, "-m", "local.a2i", str(listener.fileno())],
            cwd=PROJECT,
            env=environ,
            pass_fds=[listener.fileno()],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
    ):
        try:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            assert process.stdout is not None
            assert process.stdout.readline() == f"A2I is ready at {url}\n"
            with urllib.request.urlopen(f"{url}/work", timeout=PATIENCE) as page:  # noqa: S310
                assert page.status == 200
            process.send_signal(signal.SIGTERM)

            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
