"""One page: its lines in reading order, its layout and all that stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from msgspec import Struct

from lambdas.documents import DateOrder
from lambdas.extraction.blocks import Block, related
from lambdas.extraction.fields import answers, key_values, signatures
from lambdas.extraction.findings import Finding
from lambdas.extraction.graph import Graph, bounds, box, confidence
from lambdas.extraction.layout import laid_out
from lambdas.extraction.model import (
    Content,
    Counts,
    Field,
    LayoutBlock,
    Line,
    Page,
    Word,
)
from lambdas.extraction.reading import reading_order
from lambdas.extraction.tables import tables


def read_page(
    number: int,
    blocks: Sequence[Block],
    findings: Sequence[Finding],
    *,
    min_confidence: float,
    date_order: DateOrder | None = None,
) -> Content:
    """Return what the blocks of one page mean, beside its findings; what is lost is a warning."""
    graph = Graph(number, blocks)
    text = _text(graph)
    fields = [
        *key_values(graph, date_order),
        *answers(graph, date_order),
        *chain.from_iterable(each.fields for each in findings),
    ]
    found_tables = tables(graph)
    found_signatures = [
        *signatures(graph),
        *chain.from_iterable(each.signatures for each in findings),
    ]
    found_items = [*chain.from_iterable(each.line_items for each in findings)]
    counts = Counts(
        lines=len(text.lines),
        words=len(text.words),
        fields=len(fields),
        tables=len(found_tables),
        signatures=len(found_signatures),
        doubtful=_doubtful([*text.lines, *fields], min_confidence),
        line_items=len(found_items),
    )
    return Content(
        page=_page(number, text, counts, findings),
        fields=fields,
        tables=found_tables,
        line_items=found_items,
        signatures=found_signatures,
        warnings=[*graph.all_warnings(), *chain.from_iterable(each.warnings for each in findings)],
    )


class _Text(Struct, gc=False):
    lines: list[Line]
    words: list[Word]
    layout: list[LayoutBlock]


def _text(graph: Graph) -> _Text:
    ordered, layout = _in_reading_order(graph)
    words = _words(graph, ordered)
    if None in {word.line for word in words}:
        _tell_of_lost_words(graph)
    return _Text(_lines(ordered, words), words, layout)


def _page(number: int, text: _Text, counts: Counts, findings: Sequence[Finding]) -> Page:
    return Page(
        page=number,
        text="\n".join([" ".join(line.text.splitlines()) for line in text.lines]),
        lines=text.lines,
        words=text.words,
        layout=text.layout,
        counts=counts,
        classification=next(filter(None, (each.classification for each in findings)), None),
    )


def _doubtful(values: Sequence[Line | Field], min_confidence: float) -> int:
    stated = [value.confidence for value in values]
    return sum([each < min_confidence for each in stated if each is not None])


def _words(graph: Graph, lines: list[Block]) -> list[Word]:
    of_word = {id_: index for index, line in enumerate(lines) for id_ in related(line, "CHILD")}
    return [
        Word(
            text=block.text or "",
            confidence=confidence(block),
            box=box(block),
            handwriting=block.text_type == "HANDWRITING",
            line=of_word.get(block.id or ""),
        )
        for block in graph.of("WORD")
    ]


def _tell_of_lost_words(graph: Graph) -> None:
    """Warn of words that no line names, nor any key, value or cell, which are a text too."""
    others = (block for block in graph.blocks if block.block_type != "PAGE")
    named = {
        id_ for block in others for each in block.relationships or () for id_ in each.ids or ()
    }
    if lost := sum(block.id not in named for block in graph.of("WORD")):
        message = f"{lost} words are in no line, and so not in the page's text"
        graph.warn("WORDS_WITHOUT_LINE", message)


def _lines(blocks: list[Block], words: list[Word]) -> list[Line]:
    handwritten = {word.line for word in words if word.handwriting}
    return [
        Line(
            text=block.text or "",
            confidence=confidence(block),
            box=box(block),
            handwriting=index in handwritten,
        )
        for index, block in enumerate(blocks)
    ]


def _in_reading_order(graph: Graph) -> tuple[list[Block], list[LayoutBlock]]:
    """Return the lines in LAYOUT's order where it is present, else in that of their places."""
    lines = graph.of("LINE")
    layout = graph.layout()
    if layout:
        return laid_out(graph, layout, lines)
    return [lines[index] for index in reading_order([bounds(line) for line in lines])], []
