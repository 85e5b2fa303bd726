"""The environments of the local AWS, made once from their locks: MiniStack's, the functions'."""

from __future__ import annotations

import hashlib
import logging
import platform
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from lambdas.errors import PapertrayError

PROJECT = Path(__file__).resolve().parents[2]
HOME = PROJECT / ".papertray"
"""Where the local mode keeps what it makes; `make clean` removes it."""

MINISTACK_LOCK = PROJECT / "local" / "aws" / "requirements.lock"
FUNCTIONS_LOCK = PROJECT / "lambdas" / "requirements.lock"

log = logging.getLogger(__name__)


class EnvironmentNotMade(PapertrayError):
    """pip could not install a lock; nothing half-made is left behind."""


def ministack_python(home: Path = HOME) -> Path:
    """Return the interpreter that has MiniStack and nothing else."""
    return python_with(MINISTACK_LOCK, home=home, name="ministack")


def functions_python(home: Path = HOME) -> Path:
    """Return the interpreter that has what the Lambda layer has, for this machine."""
    return python_with(FUNCTIONS_LOCK, home=home, name="functions")


def python_with(lock: Path, *, home: Path, name: str) -> Path:
    """Return the interpreter of an environment with exactly what `lock` lists, made on first use.

    The folder is named for the lock's bytes and this Python, so an outdated one is never found.
    It is filled under another name and then renamed, so a half-made one is never found either.
    """
    environment = home / f"{name}-{_key(lock)}"
    python = environment / "bin" / "python"
    if python.exists():
        return python
    log.info("installing the %s environment from %s (once)", name, lock)
    home.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=home, prefix=f".{name}-"))
    try:
        _fill(making, lock)
        making.rename(environment)
    except OSError:
        if not python.exists():  # otherwise another process was first, with the same content
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return python


def _key(lock: Path) -> str:
    this_python = f"{sys.version} {platform.system()} {platform.machine()}"
    return hashlib.sha256(lock.read_bytes() + this_python.encode()).hexdigest()[:12]


def _fill(environment: Path, lock: Path) -> None:
    venv.create(environment, symlinks=True)
    # pip runs from our own environment; compiling waits for the first import, of what is imported.
    command = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python")]
    command += ["install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    command += ["--require-hashes", "-r", str(lock)]
    pip = subprocess.run(command, capture_output=True, text=True, check=False)
    if pip.returncode:
        raise EnvironmentNotMade(f"pip could not install {lock}:\n{pip.stderr.strip()}")
