"""The local AWS starts, says what went wrong, and leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from local.aws.environment import HOME, PROJECT, EnvironmentNotMade, python_with
from local.aws.local_aws import LocalAws
from local.aws.process import DidNotStart
from tests.local.aws.conftest import PATIENCE

ECHO = "tests.local.aws.echo_textract"

PARENT = f"""
import time
from local.aws.local_aws import LocalAws
with LocalAws(textract="{ECHO}") as aws:
    print(aws.endpoint_url, flush=True)
    time.sleep(300)
"""


@pytest.mark.local
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
def test_nothing_outlives_its_parent(how: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=PROJECT
    ) as parent:
        try:
            assert parent.stdout is not None
            url = parent.stdout.readline().strip()
            assert _answers(url)
            children = _children(parent.pid)
            assert len(children) == 3  # MiniStack, Textract, A2I

            parent.send_signal(how)
            parent.wait(PATIENCE)
        finally:
            parent.kill()  # or the test would wait for it

    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < deadline, "a process is left"
        time.sleep(0.1)
    assert not _answers(url)


@pytest.mark.local
def test_a_program_that_cannot_start_is_named_with_the_end_of_its_log(tmp_path: Path) -> None:
    home = _home_with_environments(tmp_path)

    with (
        pytest.raises(DidNotStart, match=r"(?s)tests\.no_such_module ended.*No module named"),
        LocalAws(home=home, textract="tests.no_such_module"),
    ):
        pass


@pytest.mark.local
def test_a_port_that_is_taken_is_named(aws: LocalAws) -> None:
    taken = int(aws.endpoint_url.rpartition(":")[2])

    with (
        pytest.raises(DidNotStart, match=f"port {taken} of 127.0.0.1"),
        LocalAws(port=taken, textract=ECHO),
    ):
        pass


@pytest.mark.local
def test_a_web_page_in_the_users_browser_gets_nothing(aws: LocalAws) -> None:
    health = f"{aws.endpoint_url}/_ministack/health"

    assert _status(health) == 200
    assert _status(health, {"Origin": "https://example.com"}) == 403
    assert _status(health, {"Host": "rebound.example.com:80"}) == 403


def test_an_environment_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("no-such-package-at-all==1.0 --hash=sha256:" + "0" * 64)

    with pytest.raises(EnvironmentNotMade, match="could not install"):
        python_with(lock, home=tmp_path / "home", name="wrong")

    assert list((tmp_path / "home").iterdir()) == []


def _home_with_environments(home: Path) -> Path:
    """Return a home of its own for logs, with the environments that are there already."""
    for environment in HOME.glob("*-*"):
        (home / environment.name).symlink_to(environment)
    return home


def _answers(url: str) -> bool:
    try:
        return _status(f"{url}/_ministack/health") == 200
    except OSError:
        return False


def _status(url: str, headers: dict[str, str] | None = None) -> int:
    request = urllib.request.Request(url, headers=headers or {})  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return int(error.code)


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    if not tasks.exists():
        pytest.skip("needs Linux's /proc to see processes")
    return [int(child) for child in tasks.read_text().split() if Path(f"/proc/{child}").exists()]
