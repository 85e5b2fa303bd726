"""Runs `papertray read` as a person does, on answers that are saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from console.cli import main
from tests.lambdas.blocks import form_page, part


def saved(path: Path, content: object) -> Path:
    """Write `content` as JSON, and return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def read(*arguments: Path | str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["read", *map(str, arguments)], input=stdin)


def documents(result: Result) -> list[dict[str, Any]]:
    """Return the result documents of standard output, one a line."""
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def values(document: dict[str, Any]) -> list[tuple[int, str]]:
    return [(field["page"], field["value"]) for field in document["fields"]]


def page(value: str, number: int, *, of: int, more: bool = False) -> dict[str, Any]:
    """Return one page of a job, as Get* or OutputConfig gives it."""
    made = part(form_page(value=value, page=number), of=of)
    return {**made, "NextToken": "more" if more else None}
