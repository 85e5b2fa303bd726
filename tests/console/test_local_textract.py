"""`papertray local textract`: what it prints, what it takes, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from console.cli import main

PAPERTRAY = str(Path(sys.executable).with_name("papertray"))
KEYS = {"AWS_ACCESS_KEY_ID": "mine", "AWS_SECRET_ACCESS_KEY": "mine"}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command would set for itself, in this process, where it is missing."""
    for name, value in {**KEYS, "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "x"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@contextmanager
def running(home: Path, *options: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """Run it where there is no AWS profile, and end it as Ctrl-C does."""
    with subprocess.Popen(
        [PAPERTRAY, "local", "textract", *options],
        env={"PATH": os.environ["PATH"], "HOME": str(home), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)


def printed(process: subprocess.Popen[str]) -> tuple[str, dict[str, str]]:
    """Return the URL and the exports, which it prints first of all."""
    assert process.stdout
    text = ""
    while "Ctrl-C" not in text:
        line = process.stdout.readline()
        assert line, process.communicate()
        text += line
    return text.split()[4], dict(re.findall(r"^export (\w+)=(.*)$", text, re.MULTILINE))


def control(url: str, path: str) -> Any:  # noqa: ANN401  (JSON)
    with urllib.request.urlopen(f"{url}/_papertray/{path}") as answer:  # noqa: S310
        return json.load(answer)


def test_it_prints_what_to_export_and_ends_quietly(tmp_path: Path) -> None:
    with running(tmp_path) as process:
        url, exports = printed(process)
        assert control(url, "counts")["calls"] == {}

    assert exports == {
        "AWS_ENDPOINT_URL_TEXTRACT": url,
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "any",
        "AWS_SECRET_ACCESS_KEY": "any",
    }
    assert process.returncode == 0


def test_keys_and_a_region_that_are_there_already_are_left_alone(tmp_path: Path) -> None:
    with running(tmp_path, AWS_DEFAULT_REGION="eu-west-1", **KEYS) as process:
        url, exports = printed(process)

    assert exports == {"AWS_ENDPOINT_URL_TEXTRACT": url}


def test_options_go_before_what_the_file_says(tmp_path: Path) -> None:
    plan, answers = tmp_path / "plan.toml", tmp_path / "recorded"
    plan.write_text('seed = 5\nanswers = { folder = "none", only = true }\nquotas.open_jobs = 7')
    answers.mkdir()
    (answers / "answers.json").write_text('{"answers": []}')
    options = ["--plan", str(plan), "--answers", str(answers), "--tps-scale", "0.5"]

    with running(tmp_path, *options) as process:
        url, _ = printed(process)
        told = control(url, "plan")

    assert told["seed"] == 5
    assert told["answers"] == {"folder": str(answers), "only": True}
    assert (told["quotas"]["scale"], told["quotas"]["open_jobs"]) == (0.5, 7)


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["local", "textract", "--port", str(port)])

    assert result.exit_code == 1
    assert f"port {port} of 127.0.0.1 cannot be used: Address already in use" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--tps-scale", "0"], "--tps-scale"),
        (["--plan", "nowhere.toml"], "'nowhere.toml' does not exist"),
        (["--answers", "nowhere"], "'nowhere' does not exist"),
    ],
)
def test_a_wrong_option_is_named(options: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["local", "textract", *options])

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_mistake_in_the_plan_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("seed = 'a'")

    result = CliRunner().invoke(main, ["local", "textract", "--plan", str(path)])

    assert result.exit_code == 1
    assert f"{path}: seed = 'a': Expected `int`" in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_without_answers_is_told_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["local", "textract", "--answers", str(tmp_path)])

    assert result.exit_code == 1
    assert "answers.json cannot be read" in result.stderr
