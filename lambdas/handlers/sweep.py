"""Event source: a schedule."""

from __future__ import annotations

from lambdas.handlers.clock import Context, patience
from lambdas.pipeline.sweep import sweep
from lambdas.services import services


def handler(_event: object, context: Context) -> None:
    sweep(services(), patience(context))
