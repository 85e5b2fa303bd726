"""`papertray local`: the stack on this machine, for one run or to stay up."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from console.documents import Outcome, Tray, upload_name
from console.errors import CommandError
from console.folders import Folders
from console.stack import Deployed
from console.terminal import printable
from lambdas.errors import PapertrayError
from lambdas.profiles import Configuration, load
from local.stack import LocalStack, local_stack

STYLES = {"COMPLETED": "green", "PARTIAL": "yellow", "FAILED": "red", "IN_REVIEW": "cyan"}
WAITS = (
    "waits for people, as its profile's [review] asks; what Textract read is here already. To "
    "review it, keep the stack up with `papertray local up`, and open `papertray console`."
)
LOOK = 1.0  # seconds between looks at the table while the stack stays up
THROTTLED = '{"faults": [{"fault": "error", "code": "ThrottlingException", "share": 0.2}]}'

terminal = Console(highlight=False)


def run(
    paths: Sequence[Path], out: Path, *, profile: str, within: float, configuration: Path
) -> bool:
    """Run documents through the stack on this machine; return whether all came through.

    `configuration` is the papertray.toml that the stack is made from.
    """
    began = time.monotonic()
    prefix = _prefix(configuration, profile)
    homes = Folders(out, paths)
    folders = [homes.choose(path.name) for path in paths]
    outcomes: list[Outcome] = []
    with _up(configuration) as local, terminal.status("Uploading") as status:
        tray = _tray(local)
        submitted = [
            tray.submit(path, prefix + upload_name(folder.name), folder)
            for path, folder in zip(paths, folders, strict=True)
        ]
        for outcome in tray.outcomes(submitted, within=within):
            outcomes.append(outcome)
            status.update(f"Read {len(outcomes)} of {len(submitted)} documents")
            tray.fetch(outcome.submitted)
            show(outcome)
    show_all(outcomes, out, took=time.monotonic() - began)
    return not any(outcome.failed for outcome in outcomes)


def up(*, port: int, configuration: Path) -> None:
    """Keep the stack up until interrupted, and show documents as they end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C
    config = _loaded(configuration)
    with _up(configuration, port=port) as local:
        terminal.print(Text(_how_to_reach(local, config)), soft_wrap=True)
        try:
            _show_as_they_end(_tray(local))
        except KeyboardInterrupt:
            terminal.print("Stopped.")


def _show_as_they_end(tray: Tray) -> NoReturn:
    since = datetime.now(UTC).isoformat(timespec="milliseconds")
    shown: set[tuple[str, str]] = set()
    while True:
        for item in tray.ended_since(since):
            end = (
                item["document_id"],
                item["status"],
            )  # one may wait for review, and then complete
            if end not in shown:
                shown.add(end)
                terminal.print(_ended(item), soft_wrap=True)
        time.sleep(LOOK)


@contextmanager
def _up(configuration: Path, *, port: int = 0) -> Iterator[LocalStack]:
    """Show each step of bringing the stack up with the time that it took."""
    began = time.monotonic()
    try:
        with (
            terminal.status("") as status,
            local_stack(
                configuration=configuration, port=port, progress=_progress(status)
            ) as local,
        ):
            status.stop()
            took = time.monotonic() - began
            terminal.print(f"[dim]The stack is up at {local.aws.endpoint_url} ({took:.1f} s)[/]")
            yield local
    except PapertrayError as error:
        raise CommandError(str(error)) from error


def _progress(status: Status) -> Callable[[str], None]:
    """Tell each step: in place on a terminal, on a line of its own in a log."""
    return status.update if terminal.is_terminal else lambda step: terminal.print(f"{step} ...")


def _tray(local: LocalStack) -> Tray:
    return Tray(Deployed.of(local.outputs), local.aws.client)


def _loaded(configuration: Path) -> Configuration:
    try:
        return load(configuration)
    except PapertrayError as error:
        raise CommandError(str(error)) from error


def _prefix(configuration: Path, profile: str) -> str:
    profiles = _loaded(configuration).profiles
    if profile not in profiles:
        known = ", ".join(profiles)
        raise CommandError(f"{configuration.name} has no profile {profile!r}; it has {known}")
    return profiles[profile].prefix


def show(outcome: Outcome) -> None:
    """Print a line about a document that ended."""
    line = Text(f"{outcome.status:9}", style=STYLES[outcome.status])
    line.append(f" {outcome.seconds:5.1f} s  {_name(outcome)}", style="default")
    terminal.print(line, soft_wrap=True)


def show_all(outcomes: Sequence[Outcome], out: Path, *, took: float) -> None:
    """Print the table of all documents, after `took` seconds."""
    ordered = sorted(outcomes, key=lambda outcome: str(outcome.submitted.path))
    terminal.print("", _table(ordered), *_reasons(ordered), "", sep="\n", soft_wrap=True)
    documents = "1 document" if len(outcomes) == 1 else f"{len(outcomes)} documents"
    results = printable(f"{out}/<document>/")
    terminal.print(Text(f"{documents} in {took:.1f} s. Results: {results}"), soft_wrap=True)


def _name(outcome: Outcome) -> str:
    return printable(outcome.submitted.path.name)


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Document", overflow="fold")
    table.add_column("Status")
    for name in ("Pages", "Fields", "Doubtful", "Tables", "Seconds"):
        table.add_column(name, justify="right")
    for each in outcomes:
        counts = (each.pages, each.fields, each.doubtful, each.tables)
        table.add_row(
            Text(_name(each)),
            Text(each.status, style=STYLES[each.status]),
            *("-" if each.failed else str(count) for count in counts),
            f"{each.seconds:.1f}",
        )
    return table


def _reasons(outcomes: Sequence[Outcome]) -> Iterator[Text]:
    for each in outcomes:
        if each.reason:
            yield Text(f"{_name(each)}: {printable(each.reason)}")
        if each.status == "IN_REVIEW":
            yield Text(f"{_name(each)}: {WAITS}")


def _how_to_reach(local: LocalStack, configuration: Configuration) -> str:
    exports = "\n".join(f"export {name}={value}" for name, value in local.aws.environ().items())
    uploads, results = local.outputs["UploadsBucket"], local.outputs["ResultsBucket"]
    textract = f"{local.aws.textract_url}/_papertray"
    return f"""
To reach it from another terminal:

{exports}

aws s3 cp samples/invoice.pdf s3://{uploads}/
aws dynamodb scan --table-name {local.outputs["Table"]}
aws s3 ls --recursive s3://{results}/results/
{printable(sys.argv[0])} invoke detect samples/letter.png
{_how_to_review(local, configuration)}
To see what Textract would have billed, or to let it misbehave by a plan (docs/local-textract.md):

curl {textract}/counts
curl -X PUT {textract}/plan -d '{THROTTLED}'

Documents show here as they end. Ctrl-C stops it; its data is gone then.
"""


def _how_to_review(local: LocalStack, configuration: Configuration) -> str:
    ways = {each.review.by for each in configuration.profiles.values() if each.review}
    console = (
        f"\nTo look at the documents that wait for people:\n\n{printable(sys.argv[0])} console\n"
    )
    workers = f"\nAmazon A2I's workers find their tasks at {local.aws.a2i_url}/work\n"
    return (console if ways else "") + (workers if ways - {"builtin"} else "")


def _ended(item: Mapping[str, Any]) -> Text:
    line = Text(f"{item['updated_at'][11:19]} ")
    line.append(f"{item['status']:9} ", style=STYLES[item["status"]])
    line.append(printable(item["key"]))
    reason = "waits for review" if item["status"] == "IN_REVIEW" else item.get("reason")
    line.append(f"  {printable(reason)}" if reason else f"  results/{item['document_id']}/")
    return line
