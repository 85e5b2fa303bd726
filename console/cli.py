"""The `papertray` command."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.stack import STACK

if TYPE_CHECKING:
    from console.read import Format
    from lambdas.documents import DateOrder


PROJECT = Path(__file__).parent.parent


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="papertray")
def main() -> None:
    """Drop a document into a bucket; get structured, checked data back."""


@main.group()
def local() -> None:
    """The same stack on this machine, without an AWS account."""


config_option = click.option(
    "--config",
    "configuration",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=PROJECT / "papertray.toml",
    help="Another papertray.toml than the project's.",
)


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
    "--within",
    type=click.IntRange(min=1),
    default=900,
    show_default=True,
    help="Seconds after which to give up waiting.",
)
@config_option
def local_run(
    documents: tuple[Path, ...], out: Path, profile: str, within: int, configuration: Path
) -> None:
    """Run DOCUMENTS through the stack, and copy their results to a folder.

    Ends with exit code 1 where a document failed.
    """
    from console import local as stack  # noqa: PLC0415  (brings the CDK; --help need not wait)

    if not stack.run(documents, out, profile=profile, within=within, configuration=configuration):
        raise SystemExit(1)


@local.command("up")
@click.option("--port", default=0, help="Port on 127.0.0.1; 0 takes a free one.")
@config_option
def local_up(port: int, configuration: Path) -> None:
    """Keep the stack up, and show documents as they end."""
    from console import local as stack  # noqa: PLC0415  (brings the CDK; --help need not wait)

    stack.up(port=port, configuration=configuration)


@local.command("textract")
@click.option("--port", default=0, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML or JSON file: quotas, latency, faults (docs/local-textract.md).",
)
@click.option(
    "--answers",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of recorded answers, given instead of reading their documents.",
)
@click.option(
    "--tps-scale",
    type=click.FloatRange(min=0, min_open=True),
    help="Multiplies AWS's quotas of calls a second.",
)
def local_textract(
    port: int, plan_file: Path | None, answers: Path | None, tps_scale: float | None
) -> None:
    """Serve Textract alone, for your own code and tests: boto3 needs only its address."""
    from console import textract  # noqa: PLC0415  (brings boto3; --help need not wait)

    textract.run(port=port, plan_file=plan_file, answers=answers, tps_scale=tps_scale)


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


@main.command()
@click.option("--stack", default=STACK, show_default=True, help="Where documents wait.")
@click.option("--port", default=0, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--reviewer", help="Your name beside your answers.  [default: your AWS identity]")
@click.option("--open/--no-open", "open_browser", default=True, help="Open the page in a browser.")
def console(stack: str, port: int, reviewer: str | None, open_browser: bool) -> None:
    """Look at the documents that wait for people, and correct them, in a web page.

    Works on AWS, and on the local AWS with its environment set.
    """
    from console.review.run import run  # noqa: PLC0415  (brings boto3 and Flask)

    run(stack=stack, port=port, reviewer=reviewer, open_browser=open_browser)


@main.command()
@click.argument("responses", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text", "markdown", "csv"]),
    help="What to write to standard output.  [default: json]",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for all files of the results: one folder an answer.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 100),
    default=80.0,
    show_default=True,
    help="Lines and fields below it are counted as doubtful.",
)
@click.option(
    "--date-order",
    type=click.Choice(["DMY", "MDY"]),
    help="How 03/04/2026 is read; without it, it is not taken for a date.",
)
def read(
    responses: tuple[Path, ...],
    form: Format | None,
    out: Path | None,
    min_confidence: float,
    date_order: DateOrder | None,
) -> None:
    """Show what RESPONSES of Amazon Textract mean, without AWS.

    Each is a file with an answer, or with a list or lines of answers: the parts of a job, whole
    ones, or both; a folder with a job's parts as Textract writes them (1, 2, 3, ...); or - for
    standard input. Files may be gzipped, and answers as other programs keep them: the blocks alone,
    in an envelope, with the names of Java or Python. An answer that says that more follows goes on
    in the next file; files that are named by numbers are read in the order of these.

    Standard output gets, of each answer:

    \b
    json      the result document, on one line
    text      the text, a form feed between pages
    markdown  the document for people and language models
    csv       the fields; of several answers, the first column names the answer

    With --out, each answer gets a folder with all of these, its tables and its line items as CSV.
    Ends with exit code 1 where an answer could not be read; the others are read all the same.
    """
    from console.read import Kept, Shown, read  # noqa: PLC0415  (--help need not wait)

    if isnan(min_confidence):  # which no range keeps out
        raise click.BadParameter("nan is no number", param_hint="--min-confidence")
    if out and form:
        raise click.UsageError("--out writes every format; leave out --format")
    output = Kept(responses, out) if out else Shown(form or "json", several=len(responses) > 1)
    if not read(responses, output, min_confidence=min_confidence, date_order=date_order):
        raise SystemExit(1)
