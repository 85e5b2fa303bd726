"""`papertray local textract` as a user starts it, and the programs that a user runs with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parents[3] / "samples"
PAPERTRAY = str(Path(sys.executable).with_name("papertray"))
TAKES_AT_MOST = 180.0  # seconds; a busy machine reads a page in ten


@contextmanager
def textract_alone(environ: Mapping[str, str], *options: str) -> Iterator[str]:
    """Run the local Textract with nothing but `environ` for its environment; yield its URL."""
    command = [PAPERTRAY, "local", "textract", *options]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            url = re.search(r"http://\S+", process.stdout.readline())
            assert url
            yield url[0]
        finally:
            process.terminate()


def environment(aws: Mapping[str, str], home: Path) -> dict[str, str]:
    """Return the environment of a program that shall see this AWS and no profile."""
    return {**aws, "PATH": os.environ["PATH"], "HOME": str(home)}


def printed(script: str, environ: Mapping[str, str]) -> str:
    """Return what a Python script prints that runs beside the samples."""
    python = subprocess.run(
        [sys.executable, "-c", script],
        cwd=SAMPLES,
        env=dict(environ),
        capture_output=True,
        text=True,
        timeout=TAKES_AT_MOST,
        check=False,
    )
    assert python.returncode == 0, python.stderr
    return python.stdout


def control(url: str, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401  (JSON)
    """Send a control call to a local Textract."""
    request = urllib.request.Request(  # noqa: S310  (our own, on loopback)
        f"{url}/_papertray/{path}", method=method, data=json.dumps(body).encode()
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return json.load(answer)
