"""What a person is told of an answer's warnings: one line for each kind of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from lambdas.extraction.model import Warning

SHOWN = 10  # pages; the result names them all


class _Kind(Struct):
    message: str
    pages: dict[int, None] = {}
    others: int = 0


class Told:
    """The warnings of one answer, of which only as much is kept as is told."""

    def __init__(self) -> None:
        self._kinds: dict[str, _Kind] = {}

    def __contains__(self, code: str) -> bool:
        return code in self._kinds

    def add(self, warnings: Iterable[Warning]) -> None:
        for warning in warnings:
            kind = self._kinds.setdefault(warning.code, _Kind(warning.message))
            if warning.page is not None:
                kind.pages[warning.page] = None
            if warning.message != kind.message:
                kind.others += 1

    def lines(self) -> Iterator[str]:
        """Yield the first message of each kind, with all its pages."""
        for kind in self._kinds.values():
            others = f" (and {kind.others} more like it: see the result)"
            yield f"{_where(kind)}{kind.message}{others if kind.others else ''}"


def _where(kind: _Kind) -> str:
    if not kind.pages:
        return ""
    pages = ", ".join(map(str, [*kind.pages][:SHOWN])) + (
        ", ..." if len(kind.pages) > SHOWN else ""
    )
    return f"page{'s' if len(kind.pages) > 1 else ''} {pages}: "
