"""The process: one line when it listens, a clean end on SIGTERM."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request

READY = re.compile(r"Textract is ready at (http://127\.0\.0\.1:\d+)\n")


def test_the_process_says_where_it_listens_and_stops_when_told() -> None:
    command = [sys.executable, "-m", "local.textract"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            ready = READY.fullmatch(process.stdout.readline())
            assert ready
            with urllib.request.urlopen(f"{ready[1]}/_papertray/counts") as response:  # noqa: S310
                assert json.load(response)["calls"] == {}

            process.send_signal(signal.SIGTERM)

            rest, errors = process.communicate(timeout=30)
        finally:
            process.kill()  # or the test would wait for it
    assert (process.returncode, rest, errors) == (0, "", "")
