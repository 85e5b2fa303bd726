"""`document.md`: the document as a person or a language model likes to read it.

Headings, paragraphs and lists come from LAYOUT where Textract was asked for it, and key-values
stand where it saw them; tables stand where they are on the page and their lines are not repeated.
Other key-values and checkboxes are listed at the end, if the text does not already show them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from lambdas.extraction.escape import inline, line
from lambdas.extraction.loose_pairs import is_pair, pairs_by_line
from lambdas.extraction.markdown_fields import (
    Checkboxes,
    in_place,
    listed,
    pair_list,
    pairs_in,
    shown_in,
)
from lambdas.extraction.markdown_table import markdown_table
from lambdas.extraction.model import Box, Content, Field, LayoutBlock, Line
from lambdas.extraction.named_markdown import named_values
from lambdas.extraction.places import same_row
from lambdas.extraction.table_lines import Titles, tables_of

HEADINGS = {"title": 1, "section_header": 2}  # LAYOUT's kinds that are headings, and their levels
PARAGRAPH_GAP = 0.8  # of a line's height: a wider gap between two lines parts paragraphs
INDENT = "  "  # of a list in a list
MOST_TABLES = 100  # that stand in place of lines; the lines of more are shown too
MOST_FORMS = 100  # of LAYOUT's parts with key-values in place; the lines of more are text
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
        few = content.tables[:MOST_TABLES]
        self._table_of = tables_of(content.page.lines, few)
        self._titles = Titles(few)
        self._shown_tables: set[int] = set()
        self._shown_fields = shown_in(few, content.fields)
        self._checkboxes = Checkboxes(content.fields)
        self._forms = 0

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
        loose = lines[placed:]
        pairs = self._loose_pairs(loose)
        for paragraph in _by_gaps(loose):
            yield from self._flow(
                each for line_ in paragraph for each in pairs.get(id(line_), [line_])
            )
        for index in range(len(self._tables)):
            yield from self._table(index)

    def _loose_pairs(self, lines: list[Line]) -> Mapping[int, Sequence[Field | Line]]:
        """Return the key-values that stand in place of lines outside LAYOUT and tables."""
        free = [line_ for line_ in lines if id(line_) not in self._table_of]
        return pairs_by_line(free, filter(is_pair, self.not_shown()))

    def _block(self, block: LayoutBlock) -> Iterator[str]:
        lines = [self._page.lines[index] for index in block.lines]
        level = HEADINGS.get(block.kind)
        if block.kind == "key_value" and self._forms < MOST_FORMS:
            self._forms += 1
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
        if self._titles.hold(line_):
            return f"**{inline(line_.text)}**"
        return self._checkbox_of(line_) or line_

    def _checkbox_of(self, line_: Line) -> Field | None:
        """Return the checkbox that a line labels; it is taken for shown."""
        found = self._checkboxes.on(line_, self._shown_fields)
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
    if upper is None or lower is None or same_row(upper, lower):
        return True
    gap = (lower.top - upper.top - upper.height) / (upper.height or 1.0)
    return NEXT_COLUMN < gap < PARAGRAPH_GAP
