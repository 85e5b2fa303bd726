"""`papertray local up` prints enough to use the stack, and to let its Textract misbehave."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import boto3
import pytest

from tests.documents import png
from tests.local.stack.alone import PAPERTRAY, TAKES_AT_MOST, control

pytestmark = pytest.mark.local


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    environ = {**os.environ, "HOME": str(tmp_path), "TERM": "dumb"}
    with subprocess.Popen(
        [PAPERTRAY, "local", "up"], env=environ, stdout=subprocess.PIPE, text=True
    ) as process:
        patience = Timer(TAKES_AT_MOST, process.kill)  # then its output ends, and so does the test
        patience.start()
        try:
            yield process
        finally:
            patience.cancel()
            process.send_signal(signal.SIGINT)


def printed(process: subprocess.Popen[str], end: str) -> str:
    """Return what is printed up to a line that holds `end`."""
    assert process.stdout
    text = ""
    while end not in text:
        line = process.stdout.readline()
        assert line, text
        text += line
    return text


def test_it_prints_how_to_reach_the_stack_and_its_textract(
    process: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = printed(process, "Ctrl-C")
    for name, value in re.findall(r"^export (\w+)=(.*)$", text, re.MULTILINE):
        monkeypatch.setenv(name, value)
    [(url, plan)] = re.findall(r"^curl -X PUT (\S+)/_papertray/plan -d '(.*)'$", text, re.MULTILINE)
    [bucket] = re.findall(r"^aws s3 cp \S+ s3://(\S+)/$", text, re.MULTILINE)

    followed = control(url, "PUT", "plan", json.loads(plan))
    s3 = boto3.Session().client("s3")  # the default session may know older keys
    s3.put_object(Bucket=bucket, Key="text/a.png", Body=png("Up and running"))
    s3.close()

    assert followed["faults"][0]["code"] == "ThrottlingException"
    assert f"curl {url}/_papertray/counts" in text
    assert "COMPLETED text/a.png" in printed(process, "text/a.png")
    assert control(url, "GET", "counts")["pages"] == {"DetectDocumentText": 1}
    process.send_signal(signal.SIGINT)
    assert "Stopped." in printed(process, "Stopped.")
    assert process.wait(60) == 0
