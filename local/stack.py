"""The stack on this machine: synthesized, deployed into a local AWS, ready for documents."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lambdas.errors import PapertrayError
from local.aws.local_aws import LocalAws
from local.deploy import deploy

PROJECT = Path(__file__).parents[1]
ASSEMBLY = PROJECT / ".papertray" / "cdk.out"


class NotSynthesized(PapertrayError):
    """The CDK made no template; says why."""


@dataclass(frozen=True, kw_only=True)
class LocalStack:
    """A running local AWS and the outputs of the stack in it."""

    aws: LocalAws
    outputs: dict[str, str]


@contextmanager
def local_stack(*, port: int = 0, progress: Callable[[str], None]) -> Iterator[LocalStack]:
    """Bring the stack up for the time of the `with` block; `progress` is told each step."""
    progress("Starting the local AWS, and synthesizing the stack")
    with _synthesis(ASSEMBLY) as assembly, LocalAws(port=port) as aws:
        template = assembly()
        progress("Deploying the stack")
        yield LocalStack(aws=aws, outputs=deploy(aws, template))


@contextmanager
def _synthesis(outdir: Path) -> Iterator[Callable[[], Path]]:
    """Synthesize while the caller does something else; yield what waits for the assembly."""
    command = [sys.executable, "-m", "stacks", str(outdir)]
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:

        def assembly() -> Path:
            said, _ = process.communicate()
            if process.returncode:
                raise NotSynthesized(said.strip())
            return outdir

        try:
            yield assembly
        finally:
            process.kill()
