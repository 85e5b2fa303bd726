"""Renders worker task templates: Liquid as A2I speaks it, and our script instead of AWS's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from liquid import Environment
from liquid.exceptions import LiquidError
from markupsafe import Markup, escape

CROWD_SCRIPT = "https://assets.crowd.aws/crowd-html-elements.js"

_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


class TemplateError(Exception):
    """A template that cannot be rendered; the message says where and why."""


class _Object(dict[str, Any]):
    """An object of the task's input: shown as JSON, as A2I does, and not as Python would."""

    def __html__(self) -> str:
        return escape(_json(self))


class _Array(list[Any]):
    """A list of the task's input: shown as JSON."""

    def __html__(self) -> str:
        return escape(_json(self))


class _Environment(Environment):
    loop_iteration_limit = 1_000_000  # a task has at most some thousand fields


def rendered(
    template: str,
    task_input: dict[str, Any],
    *,
    script: str,
    readable: Callable[[str], str],
    nonce: str,
) -> str:
    """Return the page that a template makes of a task's input.

    `script` is where ours is, which stands for AWS's own. Only the scripts that the template
    itself has carry the `nonce`; `readable` turns the URI of an
    object into a URL that reads it.
    """
    environment = _Environment(autoescape=True)
    environment.filters |= {
        "escape_once": _escape_once,
        "grant_read_access": lambda uri: readable(_unmarked(uri)),
        "skip_autoescape": _unescaped,
        "to_json": _json,
    }
    source = _SCRIPT.sub(f'<script nonce="{nonce}"', template.replace(CROWD_SCRIPT, script))
    try:
        page = environment.from_string(source).render(task={"input": _liquid(task_input)})
    except (LiquidError, RecursionError, TypeError) as error:
        raise TemplateError(f"The worker task template cannot be rendered: {error}") from error
    return str(page)


def _json(value: object) -> str:
    """Escaped like all output; Liquid's own strings may be marked as safe already."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _unmarked(value: object) -> str:
    """A captured string has been escaped already."""
    return value.unescape() if isinstance(value, Markup) else str(value)


def _unescaped(value: object) -> Markup:
    text = value if isinstance(value, str) else _json(value)
    return Markup(text)  # noqa: S704 - what the template's author asks for


def _escape_once(value: object) -> Markup:
    return escape(Markup(str(value)).unescape())  # noqa: S704 - escaped again at once


def _liquid(value: Any) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            return _Object({name: _liquid(each) for name, each in value.items()})
        case list():
            return _Array(map(_liquid, value))
    return value
