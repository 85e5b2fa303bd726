"""`papertray console`: serve the review page until interrupted."""

from __future__ import annotations

import secrets
import signal
import webbrowser
from typing import Any

import boto3
import click
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from console.errors import CommandError, unreachable
from console.review.desk import Desk
from console.review.documents import Reviews
from console.review.guard import Guard
from console.review.server import make_app, make_listener
from console.stack import FUNCTION, Deployed, outputs_of

REVIEW = f"Review{FUNCTION}"  # the stack's output


def run(*, stack: str, port: int, reviewer: str | None, open_browser: bool) -> None:
    """Serve the page for `stack`, with the credentials of the environment."""
    try:
        outputs = outputs_of(stack)
        desk = Desk(
            client=boto3.client("lambda", config=Config(retries={"total_max_attempts": 1})),
            function=_function(outputs, stack),
            reviewer=reviewer or _caller(),
            session=secrets.token_hex(8),
        )
        any_client: Any = boto3.client  # its types know each service's name alone
        reviews = Reviews(Deployed.of(outputs), any_client)
    except (BotoCoreError, ClientError) as error:
        raise unreachable(error) from error
    serve(reviews, desk, port=port, open_browser=open_browser)


def serve(reviews: Reviews, desk: Desk, *, port: int, open_browser: bool) -> None:
    """Listen on loopback until interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C
    listener = make_listener(port)
    guard = Guard(
        port=listener.port, entered=lambda: click.echo(f"For another browser: {guard.link}")
    )
    listener.app = make_app(reviews, desk, guard)
    click.echo(f"The review page is ready: {guard.link}\nYou are {desk.reviewer}. Ctrl-C stops it.")
    if open_browser:
        webbrowser.open(guard.link)
    try:
        listener.serve_forever()
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        listener.server_close()


def _function(outputs: dict[str, str], stack: str) -> str:
    if not outputs:
        raise CommandError(
            f"there is no stack {stack!r} here: is AWS_REGION right? On this machine, set what "
            "`papertray local up` shows."
        )
    if REVIEW not in outputs:
        raise CommandError(
            f"{stack!r} cannot be asked for reviews: it was deployed by a Papertray that had none, "
            "or is none. Deploy it anew, or name the right one with --stack"
        )
    return outputs[REVIEW]


def _caller() -> str:
    """Return who the credentials are, without the account: "assumed-role/Reviewer/jane"."""
    return str(boto3.client("sts").get_caller_identity()["Arn"]).rpartition(":")[2]
