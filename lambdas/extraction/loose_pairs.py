"""Key-values of a page without LAYOUT, in the places of the lines that say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lambdas.extraction.model import Box, Field, Line
from lambdas.extraction.places import Nearby, by_rows, same_row

NEXT_ROW = 1.5  # of the higher box: a label may stand so far above or below its value

Group = tuple[list[Line], list[Field]]


def is_pair(field: Field) -> bool:
    """Say whether a field is worth more than its lines: a key with a value, or a place for one."""
    told = field.printed or field.name.endswith(":")
    return field.kind == "key_value" and bool(field.name and told) and field.selected is None


def pairs_by_line(lines: list[Line], fields: Iterable[Field]) -> dict[int, list[Field]]:
    """Return what to show in place of a line, by the line's `id`: the key-values of a group in
    that of its first line, nothing in that of its others.

    A group is lines and key-values that share words; its key-values take the place of its lines
    if they have the very same words, so that nothing is lost or said twice.
    """
    shown: dict[int, list[Field]] = {}
    for group_lines, pairs in _groups(lines, fields):
        printed = Counter(word for line in group_lines for word in line.text.split())
        if printed == Counter(word for pair in pairs for word in _text(pair).split()):
            shown.update((id(line), []) for line in group_lines)
            shown[id(group_lines[0])] = by_rows(pairs)
    return shown


def _groups(lines: list[Line], fields: Iterable[Field]) -> Iterator[Group]:
    """Yield the lines and key-values that hang together, the lines in their order."""
    nearby = Nearby(lines)
    joined = _Joined()
    pairs = [field for field in fields if field.box]
    for pair in pairs:
        for line in _sharing(pair, nearby):
            joined.join(id(pair), id(line))
    groups: dict[int, Group] = {}
    for line in lines:
        groups.setdefault(joined.first(id(line)), ([], []))[0].append(line)
    for pair in pairs:
        groups.setdefault(joined.first(id(pair)), ([], []))[1].append(pair)
    return (group for group in groups.values() if all(group))


def _sharing(pair: Field, lines: Nearby[Line]) -> Iterator[Line]:
    """Yield the lines at a key-value that have a part of it, or of which it has a part."""
    height = pair.box.height if pair.box else 0.0
    whole = _padded(_text(pair))
    parts = [_padded(part) for part in (pair.name, pair.printed) if part]
    for line in lines.around(pair.box, NEXT_ROW * height):
        printed = _padded(line.text)
        shares = printed in whole or any(part in printed for part in parts)
        if shares and _is_at(line.box, pair.box):
            yield line


def _is_at(line: Box | None, pair: Box | None) -> bool:
    """Say whether a line is on a value's row, or on the next one above or below it."""
    if line is None or pair is None:
        return False
    if same_row(line, pair):
        return True
    gap = max(line.top, pair.top) - min(line.top + line.height, pair.top + pair.height)
    beside = max(line.left, pair.left) > min(line.left + line.width, pair.left + pair.width)
    return not beside and gap <= NEXT_ROW * max(line.height, pair.height)


def _text(pair: Field) -> str:
    return f"{pair.name} {pair.printed}"


def _padded(text: str) -> str:
    return f" {' '.join(text.split())} "


class _Joined:
    """Which things hang together, by the first of each group."""

    def __init__(self) -> None:
        self._before: dict[int, int] = {}

    def first(self, thing: int) -> int:
        before = self._before
        while (earlier := before.get(thing, thing)) != thing:
            before[thing] = before.get(earlier, earlier)
            thing = earlier
        return thing

    def join(self, thing: int, other: int) -> None:
        self._before[self.first(thing)] = self.first(other)
