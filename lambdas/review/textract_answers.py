"""What workers said in Amazon A2I with Textract's own task type: blocks, names in camel case.

Workers correct the pairs that were selected for them. A pair is known again by its name and its
place; what no pair of the document is like, a worker has found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from lambdas.extraction.answers import UnreadableAnswer, decode_part
from lambdas.extraction.blocks import Block, related
from lambdas.extraction.fields import is_key, key_values
from lambdas.extraction.graph import FORM, Graph
from lambdas.extraction.model import Box, Field
from lambdas.extraction.own_names import in_own_names
from lambdas.review.a2i_answers import (
    answered_at,
    human_answers,
    member,
    refuse_unless_understood,
    reviewer,
)
from lambdas.review.answers import Addition, Answer, cleaned, duration, json_object
from lambdas.review.flow_definition import TASK_TYPE
from lambdas.review.same import same

Numbered = tuple[int, Field]


class Pair(Struct, frozen=True, kw_only=True):
    """A pair as a worker left it: `texts` are what may be its value, as the words of its blocks
    say and as the value's own text does; either may be the corrected one."""

    name: str
    typed_name: str
    texts: list[str]
    selected: bool | None
    box: Box | None


def textract_answers(output: bytes, fields: Iterable[Numbered], *, at: str) -> list[Answer]:
    """Return the workers' answers about a page's key-values, numbered as in the document.

    Raises InvalidAnswer where the whole is no JSON, or no answer in it has pairs. `at` is when the
    answers came, where A2I does not say.
    """
    members = json_object(output)
    given = member(members, "inputContent")
    read = _blocks(member(given, "aiServiceResponse").get("blocks"))
    selected = _pairs(member(given, "selectedAiServiceResponse").get("blocks"), read)
    known = [(number, field) for number, field in fields if field.kind == "key_value"]
    asked = {number for number, _ in _matched(selected, known) if number is not None}
    said = [
        (human, blocks, _pairs(blocks, read))
        for human, content in human_answers(members)
        for blocks in [member(content, TASK_TYPE).get("blocks")]
    ]
    refuse_unless_understood([blocks == [] or bool(pairs) for _, blocks, pairs in said])
    return [_answer(human, pairs, known, asked, at) for human, _, pairs in said]


def _answer(
    human: Mapping[str, object],
    pairs: Sequence[Pair],
    known: Sequence[Numbered],
    asked: set[int],
    at: str,
) -> Answer:
    by_number = dict(known)
    values: dict[str, str | bool] = {}
    added, remarks = [], []
    left_out = set(asked) if pairs else set()
    for number, pair in _matched(pairs, known):
        if number is None:
            added.append(Addition(name=pair.typed_name, value=pair.texts[0]))
            continue
        field = by_number[number]
        left_out.discard(number)
        values |= _said(number, field, pair, is_asked=number in asked)
        if not same(pair.typed_name, field.name):
            remarks.append(f"field-{number} is named {pair.typed_name}")
    remarks += [f"field-{number} was left out" for number in sorted(left_out)]
    return Answer(
        reviewer=reviewer(human),
        at=answered_at(human, at),
        values=values,
        added=tuple(added),
        note="\n".join(remarks),
        seconds=duration(human.get("timeSpentInSeconds")),
    )


def _said(number: int, field: Field, pair: Pair, *, is_asked: bool) -> dict[str, str | bool]:
    """Return what a worker said of a field: nothing of one neither selected nor changed."""
    value = next((text for text in pair.texts if not same(text, field.value)), field.value)
    is_changed = value != field.value or pair.selected not in (None, field.selected)
    if not (is_asked or is_changed):
        return {}
    said: dict[str, str | bool] = {f"field-{number}": value}
    if pair.selected is not None:
        said[f"selected-{number}"] = pair.selected
    return said


def _matched(pairs: Sequence[Pair], known: Sequence[Numbered]) -> Iterator[tuple[int | None, Pair]]:
    """Yield each pair with the number of the field that it is, each once; None where it is new."""
    left = dict(known)
    found: dict[int, int] = {}
    for likeness in (_same_name_and_place, _same_place, _same_name):
        for place in [place for place in range(len(pairs)) if place not in found]:
            alike = (n for n, field in left.items() if likeness(pairs[place], field))
            if (number := next(alike, None)) is not None:
                found[place] = number
                del left[number]
    for place, pair in enumerate(pairs):
        yield found.get(place), pair


def _same_name_and_place(pair: Pair, field: Field) -> bool:
    return _same_place(pair, field) and _same_name(pair, field)


def _same_place(pair: Pair, field: Field) -> bool:
    return pair.box is not None and pair.box == field.box


def _same_name(pair: Pair, field: Field) -> bool:
    return same(pair.name, field.name) or same(pair.typed_name, field.name)


def _pairs(blocks: object, read: Sequence[Block]) -> list[Pair]:
    """Return the pairs in blocks, as the extraction reads them.

    Words that the blocks name and do not hold are those that Textract `read`.
    """
    own = _blocks(blocks)
    ids = {block.id for block in own}
    words = (block for block in read if block.id not in ids and block.block_type not in FORM)
    graph = Graph(1, [*own, *words])
    keys = [block for block in graph.of(*FORM) if is_key(block)]
    found = zip(keys, key_values(graph, None), strict=True)
    return [_pair(graph, key, field) for key, field in found]


def _blocks(blocks: object) -> list[Block]:
    """Return blocks, by whatever names; nothing where there are none."""
    try:
        part = decode_part(in_own_names(json.dumps({"blocks": blocks}).encode()))
    except (UnreadableAnswer, ValueError, RecursionError):
        return []
    return part.blocks or []


def _pair(graph: Graph, key: Block, field: Field) -> Pair:
    values = graph.resolve(related(key, "VALUE"))
    own = " ".join([block.text for block in values if block.text])
    texts = [cleaned(text) for text in (own, field.value) if text]
    return Pair(
        name=field.name,
        typed_name=cleaned(key.text or field.name),
        texts=texts or [""],
        selected=field.selected,
        box=field.box,
    )
