"""The program that runs in MiniStack's environment, with the standard library and MiniStack only.

Usage: `python -m local.aws.server FD FUNCTIONS_PYTHON TEXTRACT_URL A2I_URL`; MiniStack reads its
environment variables when it is imported.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping

from hypercorn.asyncio import serve as hypercorn_serve  # type: ignore[import-not-found]
from hypercorn.config import Config  # type: ignore[import-not-found]
from ministack.app import app  # type: ignore[import-not-found]
from ministack.core import lambda_runtime  # type: ignore[import-not-found]

from local.aws import differences
from local.aws.calls import SAGEMAKER, TEXTRACT
from local.aws.front import Front

GRACE = 1.0  # seconds; long polls are not worth waiting for
KEEP_ALIVE = 75.0  # seconds, longer than botocore keeps a connection that it does not use


def serve(fd: int, functions_python: str, services: Mapping[str, str]) -> None:
    """Serve AWS on the listening socket `fd` until told to stop."""
    differences.make_equal(functions_python)
    config = Config()
    config.bind = [f"fd://{fd}"]
    config.graceful_timeout = GRACE
    config.keep_alive_timeout = KEEP_ALIVE
    # Taken out of the environment, which every function inherits.
    token = os.environ.pop("PAPERTRAY_TOKEN")
    front = Front(app, services=services, url=os.environ["AWS_ENDPOINT_URL"], token=token)
    try:
        asyncio.run(hypercorn_serve(front, config))
    finally:
        lambda_runtime.reset()  # ends the functions' workers and removes their folders


if __name__ == "__main__":
    _, listening, python, textract, a2i = sys.argv
    serve(int(listening), python, {TEXTRACT: textract, SAGEMAKER: a2i})
