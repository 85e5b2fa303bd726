"""The stack's cloud assembly for this machine, synthesized once for each state of its sources."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lambdas.errors import PapertrayError
from lambdas.profiles import PATH, load
from local.aws.environment import HOME, PROJECT

SOURCES = ("cdk.json", "requirements.lock", "stacks/**/*", "lambdas/**/*")
KEPT = 4  # assemblies: of so many configurations, one after the other or at the same time


class NotSynthesized(PapertrayError):
    """The CDK made no template; says why."""


@contextmanager
def synthesis(home: Path = HOME, *, configuration: Path = PATH) -> Iterator[Callable[[], Path]]:
    """Synthesize while the caller does something else; yield what waits for the assembly.

    `configuration` is the papertray.toml that the stack is made from.
    """
    load(configuration)  # a mistake in it is told at once, and without the CDK
    target = home / f"assembly-{_digest(configuration)}"
    if target.exists():
        target.touch()
        yield lambda: target
        return
    home.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="synthesis-", dir=home) as scratch,
        subprocess.Popen(
            [sys.executable, "-m", "stacks", f"{scratch}/cdk.out", str(configuration.resolve())],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):

        def assembly() -> Path:
            said, _ = process.communicate()
            if process.returncode:
                raise NotSynthesized(said.strip())
            return _kept(Path(scratch) / "cdk.out", target)

        try:
            yield assembly
        finally:
            process.kill()


def _kept(finished: Path, target: Path) -> Path:
    """Put a finished assembly beside the latest ones, and remove those before."""
    finished.touch()
    latest = sorted(target.parent.glob("assembly-*"), key=_used, reverse=True)
    for old in latest[KEPT - 1 :]:
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
    try:
        return finished.rename(target)
    except OSError:
        if not target.exists():
            raise
        return target  # another process was first, from the same sources


def _used(assembly: Path) -> float:
    try:
        return assembly.stat().st_mtime
    except FileNotFoundError:  # another process has removed it
        return 0.0


def _digest(configuration: Path) -> str:
    """Return what changes with any source that the template or an asset is made of."""
    files = {path for pattern in SOURCES for path in PROJECT.glob(pattern) if path.is_file()}
    digest = hashlib.sha256(sys.version.encode())
    digest.update(configuration.read_bytes())
    for path in sorted(each for each in files if "__pycache__" not in each.parts):
        digest.update(f"{path.relative_to(PROJECT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
