"""Document text made harmless in Markdown: it shows as printed and forms no markup.

Without this, a printed `![](https://...)` would load a picture, `<script>` would be HTML, and a
line of dashes a heading. Signs that are harmless where they stand stay, because a person reads it.
"""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_ANYWHERE = re.compile(
    r"""[\\`*<|~]             # escapes, code, emphasis, HTML, table cells, strike-through
    |\[(?![x ]\](?:\s|$))     # a link or an image; a checkbox's mark is neither
    |(?<![^\W_])_|_(?![^\W_]) # emphasis; inside a word `_` means nothing
    |&(?=\#|\w+;)             # an entity
    """,
    re.VERBOSE,
)
_MAYBE = re.compile(r"[\\`*<|~\[_&]")  # one of these is in whatever `_ANYWHERE` finds
_AT_START = re.compile(
    r"""\#(?=\#*(?:\s|$))     # heading
    |>                        # quotation
    |[-+](?=[\s-]|$)          # list, rule or underlined heading; -12.50 is neither
    |=(?=[=\s]*$)             # underlined heading
    |(?<=\d)[.)](?=\s|$)      # numbered list
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"\d{1,9}(?=[.)])")


def inline(text: str) -> str:
    """Return text for the middle of a line: whitespace as single spaces, markup escaped."""
    if not text.isprintable():
        text = _CONTROL.sub(" ", text)
    text = " ".join(text.split())
    return _ANYWHERE.sub(r"\\\g<0>", text) if _MAYBE.search(text) else text


def line(text: str) -> str:
    """Return text for a line of its own."""
    escaped = inline(text)
    number = _NUMBERED.match(escaped)
    start = _AT_START.match(escaped, number.end() if number else 0)
    return f"{escaped[: start.start()]}\\{escaped[start.start() :]}" if start else escaped
