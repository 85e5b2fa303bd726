"""`document.md`: the document as a person or a language model likes to read it.

Headings, paragraphs and lists come from LAYOUT where Textract was asked for it, and key-values
stand where it saw them; tables stand where they are on the page and their lines are not repeated.
Other key-values and checkboxes are listed at the end, if the text does not already show them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from lambdas.extraction.escape import inline, line
from lambdas.extraction.markdown_fields import in_place, inside, listed, pair_list, pairs_in
from lambdas.extraction.markdown_table import markdown_table
from lambdas.extraction.model import Box, Content, Field, LayoutBlock, Line, Page, Table

HEADINGS = {"title": 1, "section_header": 2}  # LAYOUT's kinds that are headings, and their levels
PARAGRAPH_GAP = 0.8  # of a line's height: a wider gap between two lines parts paragraphs
NEXT_COLUMN = -2.0  # so much higher, in heights of a line, is not the same row any more


def page_markdown(content: Content, *, titled: bool) -> str:
    """Return one page; `titled` gives it a heading of its own, above its others."""
    page = content.page
    body = _Body(page, content.tables, content.fields, level=1 if titled else 0)
    chunks = [f"# Page {page.page}"] if titled else []
    chunks += body.chunks()
    rest = [field for field in content.fields if id(field) not in body.paired]
    chunks += listed(page, content.tables, rest)
    return "\n\n".join(chunks)


class _Body:
    """One page's text with its tables and key-values in place."""

    def __init__(self, page: Page, tables: list[Table], fields: list[Field], *, level: int) -> None:
        self.paired: set[int] = set()
        """The `id` of each field that has been shown in its place."""
        self._page = page
        self._fields = fields
        self._level = level
        self._tables = tables
        self._words = [{word for cell in t.cells for word in cell.text.split()} for t in tables]
        self._shown: set[int] = set()

    def chunks(self) -> Iterator[str]:
        """Yield headings, paragraphs, lists and tables in reading order."""
        lines = self._page.lines
        placed = 0
        for block in self._page.layout:
            yield from self._block(block)
            placed += len(block.lines) + sum(len(child.lines) for child in block.children)
        yield from self._paragraphs(_by_gaps(lines[placed:]))
        for index, table in enumerate(self._tables):
            if index not in self._shown:
                yield markdown_table(table)

    def _block(self, block: LayoutBlock) -> Iterator[str]:
        lines = [self._page.lines[index] for index in block.lines]
        if block.kind == "key_value":
            yield from self._key_values(block, lines)
            return
        level = HEADINGS.get(block.kind)
        if level and not any(self._table_of(line_) is not None for line_ in lines):
            text = " ".join(inline(line_.text) for line_ in lines)
            yield f"{'#' * (level + self._level)} {text}"
        else:
            yield from self._paragraphs([lines])
        items = [[self._page.lines[index] for index in child.lines] for child in block.children]
        if items:
            yield "\n".join(f"- {' '.join(inline(line_.text) for line_ in item)}" for item in items)

    def _key_values(self, block: LayoutBlock, lines: list[Line]) -> Iterator[str]:
        pairs = pairs_in(block.box, self._fields)
        self.paired.update(map(id, pairs))
        for _, group in groupby(in_place(pairs, lines), key=type):
            here = list(group)
            if shown := [each for each in here if isinstance(each, Field)]:
                yield pair_list(shown)
            yield from self._paragraphs([[each for each in here if isinstance(each, Line)]])

    def _paragraphs(self, paragraphs: Iterable[list[Line]]) -> Iterator[str]:
        """Yield the lines as paragraphs, and a table in place of the first of its lines."""
        for paragraph in paragraphs:
            for table, lines in groupby(paragraph, self._table_of):
                if table is None:
                    yield "\n".join(line(line_.text) for line_ in lines)
                elif table not in self._shown:
                    self._shown.add(table)
                    yield markdown_table(self._tables[table])

    def _table_of(self, line_: Line) -> int | None:
        """Return the table that shows a line's words, every one of them, in the line's place."""
        for index, table in enumerate(self._tables):
            if inside(line_.box, table.box) and self._words[index].issuperset(line_.text.split()):
                return index
        return None


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
