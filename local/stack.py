"""The stack on this machine: synthesized, deployed into a local AWS, ready for documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lambdas.profiles import PATH
from local.aws.local_aws import LocalAws
from local.deploy import deploy
from local.synthesis import synthesis


@dataclass(frozen=True, kw_only=True)
class LocalStack:
    """A running local AWS and the outputs of the stack in it."""

    aws: LocalAws
    outputs: dict[str, str]


@contextmanager
def local_stack(
    *, configuration: Path = PATH, port: int = 0, progress: Callable[[str], None]
) -> Iterator[LocalStack]:
    """Bring the stack up for the time of the `with` block; `progress` is told each step.

    `configuration` is the papertray.toml that the stack is made from.
    """
    progress("Starting the local AWS, and synthesizing the stack")
    with synthesis(configuration=configuration) as assembly, LocalAws(port=port) as aws:
        template = assembly()
        progress("Deploying the stack")
        yield LocalStack(aws=aws, outputs=deploy(aws, template))
