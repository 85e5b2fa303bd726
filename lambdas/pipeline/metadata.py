"""What an object's own metadata asks: another profile, more queries. Checked, never trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from lambdas.documents import Query
from lambdas.errors import InvalidRequest
from lambdas.profiles import Profile
from lambdas.rules import MAX_QUERIES, fullest_page, mistake, number_on

PROFILE = "papertray-profile"  # x-amz-meta-papertray-profile, and so on
QUERIES = "papertray-queries"
OURS = re.compile(r"(x-amz-meta-)?papertray")  # S3 adds the prefix; some write it themselves
SHOWN = 60  # characters of a name or value that was refused


def profile_of(
    metadata: Mapping[str, str], of_prefix: str, profiles: Mapping[str, Profile]
) -> tuple[str, Profile]:
    """Return name and profile for an object that lies under the prefix of profile `of_prefix`."""
    for key, value in metadata.items():
        if OURS.match(key) and key not in (PROFILE, QUERIES):
            raise _refused(key, value, f"there is no such setting; use {PROFILE} or {QUERIES}")
    name = metadata.get(PROFILE) or of_prefix
    if name not in profiles:
        names = ", ".join(profiles)
        raise _refused(PROFILE, name, f"use the name of a profile of papertray.toml: {names}")
    if asked := metadata.get(QUERIES):
        return name, _with_queries(name, profiles[name], asked)
    return name, profiles[name]


def _with_queries(name: str, profile: Profile, asked: str) -> Profile:
    if "QUERIES" not in profile.feature_types:
        remedy = f"profile {name} asks no queries; use one with feature type QUERIES"
        raise _refused(QUERIES, asked, remedy)
    queries = _queries(asked)
    for each in queries:
        if wrong := mistake(_asking(profile, [each]).request):
            raise _refused(QUERIES, str(wrong.value), wrong.remedy)
    more = _not_yet_asked(queries, profile.queries)
    _check_room(name, profile.queries, more)
    return _asking(profile, [*profile.queries, *more])


def _check_room(name: str, own: Sequence[Query], more: Sequence[Query]) -> None:
    page = fullest_page([*own, *more])
    taken = number_on(page, own)
    if taken + number_on(page, more) > MAX_QUERIES:
        remedy = (
            f"profile {name} asks {taken} of page {page} itself, and Textract takes at most "
            f"{MAX_QUERIES} queries a page; ask at most {MAX_QUERIES - taken}"
        )
        raise _refused(QUERIES, f"{len(more)} more queries", remedy)


def _asking(profile: Profile, queries: Sequence[Query]) -> Profile:
    return msgspec.structs.replace(profile, queries=tuple(queries))


def _not_yet_asked(queries: Sequence[Query], asked: Sequence[Query]) -> list[Query]:
    """Return each of `queries` once, under its first alias, but none that is `asked` anyway."""
    first: dict[tuple[str, tuple[str, ...]], Query] = {}
    for each in [*asked, *queries]:
        first.setdefault((each.text, each.pages or ("1",)), each)
    return [each for each in first.values() if each not in asked]


def _queries(asked: str) -> list[Query]:
    try:
        each = msgspec.json.decode(asked, type=list[str | Query])
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        remedy = 'use a JSON list, like ["What is the total?"] or [{"text": "...", "alias": "..."}]'
        raise _refused(QUERIES, asked, f"{error}; {remedy}") from error
    return [Query(text=one) if isinstance(one, str) else one for one in each]


def _refused(key: str, value: str, remedy: str) -> InvalidRequest:
    return InvalidRequest(f"The object's metadata {_short(key)} = {_short(value)!r}: {remedy}.")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
