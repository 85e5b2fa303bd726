"""A real browser for the tests of our pages: Chromium, found on this machine or installed.

`python -m tests.browser` installs one where there is none; where that fails too, those tests are
skipped, and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = (
    ["apt-get", "update", "--quiet"],
    ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "chromium"],
)
PLAYWRIGHT = ([sys.executable, "-m", "playwright", "install", "chromium"],)
WITHIN = 600  # seconds for an installation
PATIENCE = 60  # seconds for what a page must show; Playwright's own 5 are few on a busy machine
ARGUMENTS = [  # nothing but the page under test is to be asked for
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def found() -> str | None:
    """Return the path of a Chromium: $CHROMIUM's, the machine's, or Playwright's own."""
    on_path = filter(None, (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)))
    return next(on_path, None) or _of_playwright()


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install a Chromium, with Debian's packages where that is possible."""
    of_debian = os.geteuid() == 0 and shutil.which("apt-get")
    for command in APT if of_debian else PLAYWRIGHT:
        subprocess.run(command, check=False, timeout=WITHIN)


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield a headless Chromium; skip the test where there is none."""
    path = found()
    if path is None:
        pytest.skip("no Chromium on this machine: `python -m tests.browser` installs one")
    expect.set_options(timeout=PATIENCE * 1000)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *as_root])
        try:
            yield chromium
        finally:
            chromium.close()


if __name__ == "__main__" and not found():
    install()
