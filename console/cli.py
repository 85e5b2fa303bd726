"""The `papertray` command."""

from __future__ import annotations

from pathlib import Path

import click

from console.stack import STACK


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="papertray")
def main() -> None:
    """Drop a document into a bucket; get structured, checked data back."""


@main.group()
def local() -> None:
    """The same stack on this machine, without an AWS account."""


@local.command("run")
@click.argument(
    "documents",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the results: one folder a document.",
)
@click.option("--profile", default="default", show_default=True, help="Profile of papertray.toml.")
@click.option(
    "--within", default=900.0, show_default=True, help="Seconds after which to give up waiting."
)
def local_run(documents: tuple[Path, ...], out: Path, profile: str, within: float) -> None:
    """Run DOCUMENTS through the stack, and copy their results to a folder.

    Ends with exit code 1 where a document failed.
    """
    from console import local as stack  # noqa: PLC0415  (brings the CDK; --help need not wait)

    if not stack.run(documents, out, profile=profile, within=within):
        raise SystemExit(1)


@local.command("up")
@click.option("--port", default=0, help="Port on 127.0.0.1; 0 takes a free one.")
def local_up(port: int) -> None:
    """Keep the stack up, and show documents as they end."""
    from console import local as stack  # noqa: PLC0415  (brings the CDK; --help need not wait)

    stack.up(port=port)


@main.command()
@click.argument("function")
@click.argument("document")
@click.option("--stack", default=STACK, show_default=True, help="Where to look for FUNCTION.")
def invoke(function: str, document: str, stack: str) -> None:
    """Hand DOCUMENT to FUNCTION, and show the blocks that it finds.

    FUNCTION is the name of a Lambda function, or "detect" for the stack's own. DOCUMENT is a local
    file or s3://bucket/key. Works on AWS, and on the local AWS with its environment set.
    """
    from console.invoke import described, invoke  # noqa: PLC0415  (brings boto3)

    for line in described(invoke(function, document, stack=stack)):
        click.echo(line)
