"""The local A2I as a program of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

PROJECT = Path(__file__).parents[3]
PATIENCE = 60.0  # seconds, for a busy machine


@contextmanager
def running(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the program; yield its process and its URL."""
    environ = {
        **os.environ,
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "PAPERTRAY_TOKEN": "the token",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "local.a2i", "--port", "0", *options],
        cwd=PROJECT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = re.fullmatch(r"A2I is ready at (http://\S+)\n", process.stdout.readline())
            assert said
            yield process, said[1]
        finally:
            process.kill()


def test_it_says_where_it_is_and_ends_when_told_to() -> None:
    with running() as (process, url):
        with urllib.request.urlopen(f"{url}/work", timeout=PATIENCE) as page:  # noqa: S310
            assert page.status == 200
        process.send_signal(signal.SIGTERM)

        assert process.wait(PATIENCE) == 0


def test_it_plays_an_account_without_a2i(session: boto3.Session) -> None:
    with running("--not-a-customer") as (_, url):
        client = session.client("sagemaker", endpoint_url=url)
        with pytest.raises(ClientError, match="no longer open to new customers"):
            client.create_human_task_ui(HumanTaskUiName="page", UiTemplate={"Content": "x"})
        client.close()
        with urllib.request.urlopen(  # noqa: S310 - our own loopback
            f"{url}/_papertray/human-loops", timeout=PATIENCE
        ) as told:
            assert json.load(told) == {"human_loops": []}
