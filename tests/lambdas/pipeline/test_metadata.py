"""What an object's own metadata asks is checked by the rules of papertray.toml."""

from __future__ import annotations

import json

import pytest

from lambdas.documents import Query
from lambdas.errors import InvalidRequest
from lambdas.pipeline.metadata import profile_of
from tests.lambdas.world import PROFILES

ASKED = PROFILES["questions"].queries


def queries(*asked: object, of: str = "questions") -> tuple[Query, ...]:
    metadata = {"papertray-queries": json.dumps(asked)}
    return profile_of(metadata, of, PROFILES)[1].queries


@pytest.mark.parametrize("metadata", [{}, {"papertray-profile": ""}, {"author": "forms"}])
def test_without_wishes_the_prefix_decides(metadata: dict[str, str]) -> None:
    assert profile_of(metadata, "text", PROFILES) == ("text", PROFILES["text"])


def test_another_profile_may_be_named() -> None:
    metadata = {"papertray-profile": "receipts"}

    assert profile_of(metadata, "text", PROFILES) == ("receipts", PROFILES["receipts"])


def test_more_questions_come_after_the_profiles_own() -> None:
    more = queries("Who?", {"text": "When?", "alias": "WHEN", "pages": ["2-*"]})

    assert more == (
        *ASKED,
        Query(text="Who?"),
        Query(text="When?", alias="WHEN", pages=("2-*",)),
    )


def test_questions_go_to_the_profile_that_the_object_names() -> None:
    metadata = {"papertray-profile": "questions", "papertray-queries": '["Who?"]'}

    name, profile = profile_of(metadata, "text", PROFILES)

    assert (name, profile.queries) == ("questions", (*ASKED, Query(text="Who?")))


def test_a_question_that_the_profile_asks_anyway_is_asked_once() -> None:
    assert queries("Who?", {"text": "What is the total?", "alias": "TOTAL"}, "Who?") == (
        *ASKED,
        Query(text="Who?"),
    )


def test_a_profile_is_not_changed_for_the_next_document() -> None:
    queries("Who?")

    assert PROFILES["questions"].queries == ASKED


BAD_QUERIES = {
    "no JSON": ("What?", "use a JSON list"),
    "an object": ('{"text": "What?"}', "use a JSON list"),
    "numbers": ("[1]", "use a JSON list"),
    "an unknown member": ('[{"text": "What?", "page": 1}]', "unknown field `page`"),
    "no text": ('[{"alias": "WHAT"}]', "missing required field `text`"),
    "an empty question": ('[""]', "1 to 200 ASCII characters"),
    "an accent": ('["O\\u00f9?"]', "without accents"),
    "a page that does not exist": ('[{"text": "What?", "pages": ["0"]}]', "use pages like"),
    "30 more questions": (json.dumps([f"{n}?" for n in range(30)]), "at most 30 queries a page"),
    "very deep": ("[" * 2000, "use a JSON list"),
    "what S3 makes of accents": ("=?UTF-8?Q?=5B=22O=C3=B9=3F=22=5D?=", "use a JSON list"),
    "half a character": ('["\ud800"]', "use a JSON list"),
}


@pytest.mark.parametrize(("asked", "remedy"), BAD_QUERIES.values(), ids=BAD_QUERIES)
def test_bad_questions_are_refused_with_the_remedy(asked: str, remedy: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        profile_of({"papertray-queries": asked}, "questions", PROFILES)

    assert str(caught.value).startswith("The object's metadata papertray-queries = ")
    assert remedy in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("name", ["forms", "text", "receipts"])
def test_a_profile_that_asks_nothing_takes_no_questions(name: str) -> None:
    with pytest.raises(InvalidRequest, match=f"profile {name} asks no queries"):
        queries("Who?", of=name)


def test_an_unknown_profile_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidRequest) as caught:
        profile_of({"papertray-profile": "invoces"}, "text", PROFILES)

    assert str(caught.value) == (
        "The object's metadata papertray-profile = 'invoces': use the name of a profile of "
        "papertray.toml: forms, text, questions, receipts, ids, loans."
    )


def test_a_long_value_is_not_repeated_whole() -> None:
    with pytest.raises(InvalidRequest) as caught:
        profile_of({"papertray-profile": "x" * 2000}, "text", PROFILES)

    assert len(str(caught.value)) < 300
