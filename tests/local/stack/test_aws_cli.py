"""The AWS CLI against the local Textract: what the guide shows, is what it prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.local.stack.alone import TAKES_AT_MOST, environment

pytestmark = pytest.mark.local

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "local-textract.md").read_text()
SEARCHED = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
COMMAND = re.compile(r"^\$ (.*(?:\n    .*)*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def shown() -> list[tuple[str, str]]:
    """Return the guide's commands, each with its output."""
    [session] = re.findall(r"^```console\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return COMMAND.findall(session)


def test_the_guide_shows_three_operations() -> None:
    commands = " ".join(command for command, _ in shown())

    assert {"detect-document-text", "analyze-document", "start-document-analysis"} <= set(
        re.findall(r"aws textract (\S+)", commands)
    )


@pytest.mark.skipif(not shutil.which("aws", path=SEARCHED), reason="the AWS CLI is not installed")
def test_the_aws_cli_prints_what_the_guide_shows(local: LocalStack, tmp_path: Path) -> None:
    session = "".join(f"{command}\necho END\n" for command, _ in shown())
    around = environment(local.aws.environ(), tmp_path)

    shell = subprocess.run(
        ["/bin/sh"],
        input=session,
        cwd=ROOT,
        env={**around, "PATH": SEARCHED, "AWS_PAGER": "", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TAKES_AT_MOST,
        check=False,
    )

    printed = [output.strip("\n") for output in shell.stdout.split("END\n")]
    assert printed[:-1] == [output.strip("\n") for _, output in shown()]
