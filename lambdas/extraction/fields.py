"""Keys with their values, and questions with their answers."""

from __future__ import annotations

from collections.abc import Iterator

from lambdas.documents import DateOrder
from lambdas.extraction.blocks import Block, related
from lambdas.extraction.graph import FORM, Graph, box, confidence, first_box
from lambdas.extraction.model import Field, Signature
from lambdas.extraction.named import typed_as_printed


def key_values(graph: Graph, date_order: DateOrder | None) -> list[Field]:
    """Return every key with its value, in Textract's order; equal keys are all kept."""
    forms = graph.of(*FORM)
    keys = [block for block in forms if _is(block, "KEY")]
    claimed: set[str] = set()
    found = []
    for key in keys:
        ids = related(key, "VALUE")
        claimed.update(ids)
        values = [block for block in graph.resolve(ids) if block.block_type in FORM]
        found.append(_key_value(graph, key, values, date_order))
    lost = [block for block in forms if block.id not in claimed and _is(block, "VALUE")]
    if lost:
        graph.warn("VALUE_WITHOUT_KEY", f"{len(lost)} values have no key and were skipped")
    return found


def answers(graph: Graph, date_order: DateOrder | None) -> Iterator[Field]:
    """Yield a field for every answer, and an empty one for a question without an answer."""
    claimed: set[str] = set()
    for block in graph.of("QUERY"):
        results = [
            result
            for result in graph.resolve(related(block, "ANSWER"))
            if result.block_type == "QUERY_RESULT"
        ]
        claimed.update(result.id for result in results if result.id)
        for result in results:
            yield _answer(graph.page, block, result, date_order)
        if not results:
            yield _answer(graph.page, block, None, date_order)
    lost = sum(result.id not in claimed for result in graph.of("QUERY_RESULT"))
    if lost:
        graph.warn("ANSWER_WITHOUT_QUERY", f"{lost} answers have no question and were skipped")


def signatures(graph: Graph) -> list[Signature]:
    return [
        Signature(page=graph.page, confidence=confidence(block), box=box(block))
        for block in graph.of("SIGNATURE")
    ]


def is_key(block: Block) -> bool:
    return _is(block, "KEY")


def _is(block: Block, entity: str) -> bool:
    entities = block.entity_types
    return (entities is not None and entity in entities) or block.block_type == entity


def _key_value(
    graph: Graph, key: Block, values: list[Block], date_order: DateOrder | None
) -> Field:
    name = graph.content(related(key, "CHILD"))
    content = graph.content_of(values)
    states = content.states or name.states
    selected = states[0] if len(states) == 1 else None
    # Marks only where `selected` cannot say which checkbox is which
    value = content.printed if len(content.states) > 1 else content.text
    return Field(
        name=name.text,
        value=value,
        normalized=typed_as_printed(value, name.text, selected=selected, date_order=date_order),
        selected=selected,
        signed=content.signed,
        # What was read of a value may be less certain than that it is one.
        confidence=confidence(key, *values, *content.parts),
        page=graph.page,
        box=first_box(*values, key),
        kind="key_value",
    )


def _answer(page: int, block: Block, result: Block | None, date_order: DateOrder | None) -> Field:
    alias = block.query.alias if block.query else None
    question = block.query.text if block.query else None
    value = (result.text or "") if result else ""
    return Field(
        name=alias or question or "",
        value=value,
        normalized=typed_as_printed(value, alias, question, date_order=date_order),
        selected=None,
        confidence=confidence(result) if result else None,
        page=page,
        box=box(result) if result else None,
        kind="query",
        alias=alias,
        question=question,
    )
