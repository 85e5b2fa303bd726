"""`document.md`: the document as a person or a language model likes to read it.

Headings, paragraphs and lists come from LAYOUT where Textract was asked for it, and key-values
stand where it saw them; tables stand where they are on the page and their lines are not repeated.
Other key-values and checkboxes are listed at the end, if the text does not already show them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from lambdas.extraction.escape import inline, line
from lambdas.extraction.markdown_fields import (
    checkbox_of,
    in_place,
    inside,
    listed,
    pair_list,
    pairs_in,
    shown_in,
)
from lambdas.extraction.markdown_table import markdown_table
from lambdas.extraction.model import Box, Content, Field, LayoutBlock, Line, Table
from lambdas.extraction.named_markdown import named_values

HEADINGS = {"title": 1, "section_header": 2}  # LAYOUT's kinds that are headings, and their levels
PARAGRAPH_GAP = 0.8  # of a line's height: a wider gap between two lines parts paragraphs
INDENT = "  "  # of a list in a list
TITLE_GAP = 2.0  # of a line's height: so near above its table stands a title
NEXT_COLUMN = -2.0  # so much higher, in heights of a line, is not the same row any more


def page_markdown(content: Content, *, titled: bool) -> str:
    """Return one page; `titled` gives it a heading of its own, above its others."""
    page = content.page
    body = _Body(content, level=1 if titled else 0)
    chunks = [f"# Page {page.page}"] if titled else []
    chunks += body.chunks()
    chunks += listed(page, body.not_shown())
    chunks += named_values(content)
    if page.counts.signatures:
        chunks.append(f"**Signatures:** {page.counts.signatures}")
    return "\n\n".join(chunks)


class _Body:
    """One page's text with its tables, key-values and checkboxes in place."""

    def __init__(self, content: Content, *, level: int) -> None:
        self._page = content.page
        self._fields = content.fields
        self._tables = content.tables
        self._level = level
        self._table_of = _tables_of(content.page.lines, content.tables)
        self._shown_tables: set[int] = set()
        self._shown_fields = shown_in(content.tables, content.fields)

    def not_shown(self) -> list[Field]:
        """Return the fields that have not been shown in their places."""
        return [field for field in self._fields if id(field) not in self._shown_fields]

    def chunks(self) -> Iterator[str]:
        """Yield headings, paragraphs, lists and tables in reading order."""
        lines = self._page.lines
        placed = 0
        for block in self._page.layout:
            yield from self._block(block)
            placed += _placed(block)
        for paragraph in _by_gaps(lines[placed:]):
            yield from self._flow(paragraph)
        for index in range(len(self._tables)):
            yield from self._table(index)

    def _block(self, block: LayoutBlock) -> Iterator[str]:
        lines = [self._page.lines[index] for index in block.lines]
        level = HEADINGS.get(block.kind)
        if block.kind == "key_value":
            pairs = pairs_in(block.box, self.not_shown())
            yield from self._flow(in_place(pairs, lines))
        elif level and all(id(line_) not in self._table_of for line_ in lines):
            text = " ".join(inline(line_.text) for line_ in lines)
            yield f"{'#' * (level + self._level)} {text}"
        else:
            yield from self._flow(lines)
        yield from self._list(block.children)

    def _list(self, items: list[LayoutBlock]) -> Iterator[str]:
        """Yield a list, with a table in place of those of its items that the table shows."""
        for kind, group in groupby(self._items(items, 0), key=_kind):
            if isinstance(kind, int):
                yield from self._table(kind)
            else:
                yield "\n".join(each for each in group if isinstance(each, str))

    def _items(self, items: list[LayoutBlock], depth: int) -> Iterator[str | int]:
        """Yield what shows the items of a list, each before the list that stands in it."""
        begun = False
        for item in items:
            if item.lines:
                begun = True
                shown = self._item([self._page.lines[index] for index in item.lines])
                yield shown if isinstance(shown, int) else f"{INDENT * depth}{shown}"
            yield from self._items(item.children, depth + begun)

    def _item(self, lines: list[Line]) -> str | int:
        """Return what shows an item of a list: a table by its index, or Markdown."""
        tables = {self._table_of.get(id(line_)) for line_ in lines}
        table = tables.pop() if len(tables) == 1 else None
        if table is not None:
            return table
        checkbox = self._checkbox_of(lines[0]) if len(lines) == 1 else None
        if checkbox:
            return self._pairs([checkbox])
        return f"- {line(' '.join(line_.text for line_ in lines))}"

    def _flow(self, things: Iterable[Field | Line]) -> Iterator[str]:
        """Yield pairs as lists and lines as paragraphs, with tables and checkboxes in place."""
        shown = [self._shown_as(each) if isinstance(each, Line) else each for each in things]
        for kind, group in groupby(shown, key=_kind):
            if isinstance(kind, int):
                yield from self._table(kind)
            elif kind is Field:
                yield self._pairs(each for each in group if isinstance(each, Field))
            elif kind is str:
                yield " ".join(each for each in group if isinstance(each, str))
            else:
                yield "\n".join(line(each.text) for each in group if isinstance(each, Line))

    def _shown_as(self, line_: Line) -> Line | Field | int | str:
        """Return what shows a line: a table by its index, the checkbox that it labels, a title in
        Markdown, or itself."""
        table = self._table_of.get(id(line_))
        if table is not None:
            return table
        if any(_is_title(line_, table) for table in self._tables):
            return f"**{inline(line_.text)}**"
        return self._checkbox_of(line_) or line_

    def _checkbox_of(self, line_: Line) -> Field | None:
        """Return the checkbox that a line labels; it is taken for shown."""
        found = checkbox_of(line_, self.not_shown())
        if found:
            self._shown_fields.add(id(found))
        return found

    def _pairs(self, pairs: Iterable[Field]) -> str:
        shown = [*pairs]
        self._shown_fields.update(map(id, shown))
        return pair_list(shown)

    def _table(self, index: int) -> Iterator[str]:
        """Yield a table, once."""
        if index not in self._shown_tables:
            self._shown_tables.add(index)
            yield markdown_table(self._tables[index])


def _placed(block: LayoutBlock) -> int:
    """Return how many lines stand in a block and in those within it."""
    return len(block.lines) + sum(map(_placed, block.children))


def _kind(thing: Field | Line | str | int) -> type | int:
    """Return what follows one another in one chunk: tables are told apart, other things are not."""
    return thing if isinstance(thing, int) else type(thing)


def _tables_of(lines: Iterable[Line], tables: list[Table]) -> dict[int, int]:
    """Return the table that shows a line, in the line's place, by the line's `id`.

    Each of a table's words shows one word of one line: what is printed beside it again is not lost.
    """
    words = [Counter(" ".join([cell.text for cell in table.cells]).split()) for table in tables]
    found: dict[int, int] = {}
    for line_ in lines:
        for index, table in enumerate(tables):
            if inside(line_.box, table.box) and _taken(words[index], line_.text.split()):
                found[id(line_)] = index
                break
    return found


def _taken(words: Counter[str], wanted: list[str]) -> bool:
    """Take words away from others, all of them or, if one is lacking, none."""
    for count, word in enumerate(wanted):
        if not words[word]:
            words.update(wanted[:count])
            return False
        words[word] -= 1
    return True


def _is_title(line_: Line, table: Table) -> bool:
    """Say whether a line is a table's title, or a part of it, close above the table."""
    if table.title is None or table.box is None or line_.box is None:
        return False
    gap = table.box.top - line_.box.top - line_.box.height
    near = abs(gap) <= TITLE_GAP * line_.box.height
    return near and set(table.title.split()).issuperset(line_.text.split())


def _by_gaps(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the paragraphs of a page without LAYOUT: lines that follow close on one another."""
    paragraph: list[Line] = []
    for line_ in lines:
        if paragraph and not _close(paragraph[-1].box, line_.box):
            yield paragraph
            paragraph = []
        paragraph.append(line_)
    if paragraph:
        yield paragraph


def _close(upper: Box | None, lower: Box | None) -> bool:
    if upper is None or lower is None:
        return True
    gap = (lower.top - upper.top - upper.height) / (upper.height or 1.0)
    return NEXT_COLUMN < gap < PARAGRAPH_GAP
