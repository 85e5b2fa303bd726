"""What an object's own metadata asks: another profile, more queries. Checked, never trusted."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from lambdas.documents import Query
from lambdas.errors import InvalidRequest
from lambdas.profiles import Profile
from lambdas.rules import mistake

PROFILE = "papertray-profile"  # x-amz-meta-papertray-profile, and so on
QUERIES = "papertray-queries"
SHOWN = 60  # characters of a value that was refused


def profile_of(
    metadata: Mapping[str, str], of_prefix: str, profiles: Mapping[str, Profile]
) -> tuple[str, Profile]:
    """Return name and profile for an object that lies under the prefix of profile `of_prefix`."""
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
    queries = dict.fromkeys([*profile.queries, *_queries(asked)])  # each question once
    changed = msgspec.structs.replace(profile, queries=tuple(queries))
    if wrong := mistake(changed.request):
        raise _refused(QUERIES, str(wrong.value), wrong.remedy)
    return changed


def _queries(asked: str) -> list[Query]:
    try:
        each = msgspec.json.decode(asked, type=list[str | Query])
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        remedy = 'use a JSON list, like ["What is the total?"] or [{"text": "...", "alias": "..."}]'
        raise _refused(QUERIES, asked, f"{error}; {remedy}") from error
    return [Query(text=one) if isinstance(one, str) else one for one in each]


def _refused(key: str, value: str, remedy: str) -> InvalidRequest:
    shown = value if len(value) <= SHOWN else f"{value[:SHOWN]}..."
    return InvalidRequest(f"The object's metadata {key} = {shown!r}: {remedy}.")
