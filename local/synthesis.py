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
from local.aws.environment import HOME, PROJECT

SOURCES = ("cdk.json", "papertray.toml", "requirements.lock", "stacks/**/*.py", "lambdas/**/*")


class NotSynthesized(PapertrayError):
    """The CDK made no template; says why."""


@contextmanager
def synthesis(home: Path = HOME) -> Iterator[Callable[[], Path]]:
    """Synthesize while the caller does something else; yield what waits for the assembly."""
    target = home / f"assembly-{_digest()}"
    if target.exists():
        yield lambda: target
        return
    home.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="synthesis-", dir=home) as scratch,
        subprocess.Popen(
            [sys.executable, "-m", "stacks", f"{scratch}/cdk.out"],
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
    """Put a finished assembly in the place of older ones."""
    for old in target.parent.glob("assembly-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
    try:
        return finished.rename(target)
    except OSError:
        if not target.exists():
            raise
        return target  # another process was first, from the same sources


def _digest() -> str:
    """Return what changes with any source that the template or an asset is made of."""
    files = {path for pattern in SOURCES for path in PROJECT.glob(pattern) if path.is_file()}
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(each for each in files if "__pycache__" not in each.parts):
        digest.update(f"{path.relative_to(PROJECT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
