"""Event source: a schedule."""

from __future__ import annotations

from lambdas.pipeline.sweep import sweep
from lambdas.services import services


def handler(_event: object, _context: object) -> None:
    sweep(services())
