"""`document.md`: the document as a person or a language model likes to read it.

Headings, paragraphs and lists come from LAYOUT where Textract was asked for it; tables stand where
they are on the page and their lines are not repeated; key-values and checkboxes are listed only
where the text does not already show them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from lambdas.extraction.escape import inline, line
from lambdas.extraction.graph import MARKS
from lambdas.extraction.markdown_table import markdown_table
from lambdas.extraction.model import Box, Extraction, Field, LayoutBlock, Line, Page, Table

HEADINGS = {"title": 1, "section_header": 2}  # LAYOUT's kinds that are headings, and their levels
PARAGRAPH_GAP = 0.8  # of a line's height: a wider gap between two lines parts paragraphs
NEXT_COLUMN = -2.0  # so much higher, in heights of a line, is not the same row any more


def markdown(extraction: Extraction) -> str:
    """Return the whole document; pages have headings of their own where there are several."""
    several = len(extraction.pages) > 1
    tables: dict[int, list[Table]] = {}
    fields: dict[int, list[Field]] = {}
    for table in extraction.tables:
        tables.setdefault(table.page, []).append(table)
    for field in extraction.fields:
        fields.setdefault(field.page, []).append(field)
    chunks: list[str] = []
    for page in extraction.pages:
        on_page = tables.get(page.page, [])
        chunks += [f"# Page {page.page}"] if several else []
        chunks += _Body(page, on_page, level=1 if several else 0).chunks()
        chunks += _listed(page, on_page, fields.get(page.page, []))
    return "\n\n".join(chunks) + "\n" if chunks else ""


class _Body:
    """One page's text with its tables in place."""

    def __init__(self, page: Page, tables: list[Table], *, level: int) -> None:
        self._page = page
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
        level = HEADINGS.get(block.kind)
        if level and not any(self._table_of(line_) is not None for line_ in lines):
            text = " ".join(inline(line_.text) for line_ in lines)
            yield f"{'#' * (level + self._level)} {text}"
        else:
            yield from self._paragraphs([lines])
        items = [[self._page.lines[index] for index in child.lines] for child in block.children]
        if items:
            yield "\n".join(f"- {' '.join(inline(line_.text) for line_ in item)}" for item in items)

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


def inside(box: Box | None, outer: Box | None) -> bool:
    """Say whether the middle of a box lies in another."""
    if box is None or outer is None:
        return False
    x, y = box.left + box.width / 2, box.top + box.height / 2
    return (
        outer.left <= x <= outer.left + outer.width and outer.top <= y <= outer.top + outer.height
    )


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


def _listed(page: Page, tables: list[Table], fields: list[Field]) -> Iterator[str]:
    """Yield what the text alone does not say: pairs, checkboxes, answers, signatures."""
    text = " ".join(page.text.split())
    pairs = [field for field in fields if field.kind == "key_value"]
    hidden = [field for field in pairs if not _is_visible(field, text, tables)]
    if hidden:
        yield "**Form fields**"
        yield "\n".join(map(_pair, hidden))
    answers = [field for field in fields if field.kind == "query"]
    if answers:
        yield "**Answers**"
        yield "\n".join(map(_answer, answers))
    if page.counts.signatures:
        yield f"**Signatures:** {page.counts.signatures}"


def _is_visible(field: Field, text: str, tables: list[Table]) -> bool:
    if any(inside(field.box, table.box) for table in tables):
        return True
    if field.selected is not None:
        return False
    return not field.value or f"{field.name} {field.value}".strip() in text


def _pair(field: Field) -> str:
    name, value = inline(field.name), inline(field.value)
    if field.selected is not None:
        return f"- {MARKS[field.selected]} {' '.join(filter(None, [name, value]))}".rstrip()
    return f"- **{name.removesuffix(':')}:** {value}"


def _answer(field: Field) -> str:
    question = inline(field.question or field.name)
    return f"- **{question}** {inline(field.value) or '*(no answer)*'}"
