"""Whatever members an answer's invoices, identity documents and loan pages have, it is read."""

import csv
import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.extraction.answers import (
    ExpenseDocument,
    IdentityDocument,
    LendingResult,
    Part,
    Summary,
    UnreadableAnswer,
    decode_part,
)
from tests.lambdas.extraction.builders import Json, extract
from tests.lambdas.extraction.graphs import any_json_of

ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "ExpenseDocuments": any_json_of(list[ExpenseDocument]),
        "IdentityDocuments": any_json_of(list[IdentityDocument]),
        "Results": any_json_of(list[LendingResult]),
        "Summary": any_json_of(Summary),
        "DocumentMetadata": st.just({"Pages": 2}),
    },
)
ODD = st.sampled_from(['"odd"', "7", "[null]", '{"Odd": true}', "true"]).map(json.loads)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(answers=st.lists(ANSWERS, max_size=3))
def test_any_answer_is_read_and_written(answers: list[Json]) -> None:
    assert_well_written([decode_part(json.dumps(answer).encode()) for answer in answers])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(answer=ANSWERS, data=st.data())
def test_an_answer_with_a_member_of_another_type_is_read_without_it(
    answer: Json, data: st.DataObject
) -> None:
    answer = json.loads(json.dumps(answer))  # parts of it are shared with other examples
    places = [(holder, key) for holder in holders(answer) for key in holder]
    if not places:
        return
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(ODD)

    try:
        part = decode_part(json.dumps(answer).encode())
    except UnreadableAnswer:
        part = decode_part(json.dumps({**answer, "Results": [{}]}).encode())

    assert_well_written([part])


def holders(value: object) -> list[Json]:
    """Return all objects in an answer."""
    inner = list(value.values()) if isinstance(value, dict) else value
    below = [found for each in inner for found in holders(each)] if isinstance(inner, list) else []
    return [value, *below] if isinstance(value, dict) else below


def assert_well_written(parts: list[Part]) -> None:
    found = extract(parts)  # which reads back what is written

    assert all(0 <= field.confidence <= 100 for field in found.fields if field.confidence)
    assert all(page.page > 0 for page in found.pages)
    rows = list(csv.reader(io.StringIO(found.files.get("line_items.csv", ""), newline="")))
    assert len({len(row) for row in rows}) <= 1
    assert len(rows) == (len(found.line_items) + 1 if found.line_items else 0)
    assert "![x](" not in found.markdown
