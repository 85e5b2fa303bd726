"""Pages of an answer that does not number them."""

import pytest

from tests.lambdas.extraction.builders import Json, block, extraction, key_value, line, word

TWO_PAGES = [
    block("PAGE", "p1", CHILD=["line a", "k"]),
    block("PAGE", "p2", CHILD=["line b"]),
    line("a", CHILD=["word a"]),
    line("b", CHILD=["word b"]),
    word("a"),
    word("b"),
    *key_value(block("KEY_VALUE_SET", "k", CHILD=["word a"]), block("KEY_VALUE_SET", "v")),
]


@pytest.mark.parametrize("page", [{}, {"Page": None}, {"Page": 0}])
def test_pages_that_no_block_states_are_those_of_the_page_blocks(page: Json) -> None:
    blocks = [{**each, **page} for each in TWO_PAGES]

    found = extraction(*blocks, DocumentMetadata={"Pages": 2})

    assert [(each.page, each.text) for each in found.pages] == [(1, "a"), (2, "b")]
    assert [(field.page, field.name) for field in found.fields] == [(1, "a")]
    assert found.warnings == []


def test_what_no_page_names_is_on_the_page_that_it_comes_behind() -> None:
    found = extraction(
        line("a"), block("PAGE", "p1"), line("b"), block("PAGE", "p2", CHILD=["p1"]), line("c")
    )

    assert [(each.page, each.text) for each in found.pages] == [(1, "a\nb"), (2, "c")]


def test_a_page_that_came_twice_is_one_page() -> None:
    found = extraction(*TWO_PAGES, *TWO_PAGES)

    assert [(each.page, each.text) for each in found.pages] == [(1, "a"), (2, "b")]


def test_a_page_that_a_block_states_is_the_page() -> None:
    found = extraction(block("PAGE", "p1"), block("PAGE", "p2", Page=2), line("b", Page=2))

    assert [(each.page, each.text) for each in found.pages] == [(1, ""), (2, "b")]
