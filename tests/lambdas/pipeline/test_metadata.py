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


@pytest.mark.parametrize(
    "metadata",
    [{}, {"papertray-profile": ""}, {"author": "forms"}, {"for-papertray": "forms"}],
)
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


def test_a_question_under_another_alias_is_asked_once_under_the_first() -> None:
    who = {"text": "Who?", "alias": "WHO"}

    assert queries({"text": "What is the total?", "alias": "SUM"}, who, "Who?") == (
        *ASKED,
        Query(text="Who?", alias="WHO"),
    )


def test_a_question_about_other_pages_is_another_question() -> None:
    first, second = queries(
        {"text": "What is the total?", "pages": ["1"]},
        {"text": "What is the total?", "pages": ["2"]},
    )

    assert first == ASKED[0]
    assert second == Query(text="What is the total?", pages=("2",))


def test_a_question_that_is_asked_anyway_must_be_well_asked_too() -> None:
    with pytest.raises(InvalidRequest, match="an alias may be left out"):
        queries({"text": "What is the total?", "alias": ""})


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
    "a blank question": ('["  "]', "not blank"),
    "an empty alias": ('[{"text": "What?", "alias": ""}]', "an alias may be left out"),
    "a page that no document has": ('[{"text": "What?", "pages": ["3001"]}]', "up to 3000"),
    "a page twice": ('[{"text": "What?", "pages": ["1", "1"]}]', "each once"),
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


def test_too_many_questions_are_told_how_many_there_is_room_for() -> None:
    with pytest.raises(InvalidRequest) as caught:
        queries(*(f"{number}?" for number in range(40)))

    assert str(caught.value) == (
        "The object's metadata papertray-queries = '40 more queries': profile questions asks 1 of "
        "page 1 itself, and Textract takes at most 30 queries a page; ask at most 29."
    )


def test_there_is_room_for_thirty_questions_about_each_other_page() -> None:
    pages = [{"text": f"{n}?", "pages": [str(page)]} for page in (2, 3) for n in range(30)]
    assert len(queries(*pages)) == 61

    with pytest.raises(InvalidRequest, match="asks 0 of page 3 itself"):
        queries(*pages, {"text": "Who?", "pages": ["3-*"]})


MISSPELT = [
    "papertray-profil",
    "papertray_profile",
    "papertray-query",
    "papertray",
    "x-amz-meta-papertray-profile",
]


@pytest.mark.parametrize("name", MISSPELT)
def test_a_misspelt_name_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        profile_of({name: "ids", "papertray-profile": "forms"}, "text", PROFILES)

    assert str(caught.value) == (
        f"The object's metadata {name} = 'ids': there is no such setting; "
        "use papertray-profile or papertray-queries."
    )


@pytest.mark.parametrize("name", ["forms", "text", "receipts"])
def test_a_profile_that_asks_nothing_takes_no_questions(name: str) -> None:
    with pytest.raises(InvalidRequest, match=f"profile {name} asks no queries"):
        queries("Who?", of=name)


def test_an_unknown_profile_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidRequest) as caught:
        profile_of({"papertray-profile": "invoces"}, "text", PROFILES)

    assert str(caught.value) == (
        "The object's metadata papertray-profile = 'invoces': use the name of a profile of "
        f"papertray.toml: {', '.join(PROFILES)}."
    )


@pytest.mark.parametrize("name", ["papertray-profile", "papertray-" + "x" * 1000])
def test_what_is_long_is_not_repeated_whole(name: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        profile_of({name: "x" * 1000}, "text", PROFILES)

    assert len(str(caught.value)) < 300
