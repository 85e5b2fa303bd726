"""`papertray local textract`: a Textract alone, for any program on this machine that uses boto3."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import botocore.session
import click
from msgspec.structs import replace

from console.errors import CommandError
from lambdas.errors import PapertrayError
from local.textract.plan import Plan, RecordedAnswers, read_plan
from local.textract.standalone import serve

REGION = "us-east-1"
KEYS = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"}  # whatever signs, is accepted


def run(
    *, port: int, plan_file: Path | None, answers: Path | None, tps_scale: float | None
) -> None:
    """Serve until interrupted; the options go before what the plan's file says."""
    _log_calls()
    environ = _missing_in_the_environment()
    os.environ.update(environ)  # for our own calls of S3 and SNS
    try:
        plan = _plan(plan_file, answers, tps_scale)
        serve(plan, port=port, ready=lambda url: click.echo(_how_to_reach(url, environ)))
    except PapertrayError as error:
        raise CommandError(str(error)) from error


def _plan(plan_file: Path | None, answers: Path | None, tps_scale: float | None) -> Plan:
    plan = read_plan(plan_file) if plan_file else Plan()
    if tps_scale is not None:
        plan = replace(plan, quotas=replace(plan.quotas, scale=tps_scale))
    if answers:
        only = bool(plan.answers and plan.answers.only)
        plan = replace(plan, answers=RecordedAnswers(folder=answers, only=only))
    return plan


def _log_calls() -> None:
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(message)s")
    logging.getLogger("local.textract").setLevel(logging.INFO)


def _missing_in_the_environment() -> dict[str, str]:
    """Return what boto3 needs beside the endpoint, and finds neither here nor in a profile."""
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")  # this is no EC2 instance
    session = botocore.session.Session()
    region = session.get_config_variable("region")
    regions = {} if region else {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
    return regions | ({} if session.get_credentials() else KEYS)


def _how_to_reach(url: str, environ: Mapping[str, str]) -> str:
    exports = {"AWS_ENDPOINT_URL_TEXTRACT": url, **environ}
    lines = "\n".join(f"export {name}={value}" for name, value in exports.items())
    return f"""Textract is ready at {url}
To reach it from another terminal:

{lines}

Calls show here as they come. Ctrl-C stops it; its jobs are gone then.
"""
