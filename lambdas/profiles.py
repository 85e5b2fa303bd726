"""What papertray.toml means: profiles for the functions, and the settings of the stack."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast

import msgspec
from msgspec import Meta, Struct

from lambdas.documents import Adapter, DateOrder, FeatureType, Operation, Query, Request
from lambdas.errors import PapertrayError
from lambdas.remedies import REMEDIES
from lambdas.review import checks
from lambdas.review.rules import A2I, ReviewRules
from lambdas.rules import mistake

PATH = (
    Path(__file__).parent.parent / "papertray.toml"
)  # beside `lambdas/`, here as in the function's asset

LOG_DAYS = (  # CloudWatch Logs, PutRetentionPolicy
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)
Concurrency = Annotated[int, Meta(ge=2, le=1000)]  # Lambda, ScalingConfig$MaximumConcurrency


class ConfigurationError(PapertrayError):
    """papertray.toml is wrong; the message names file, key, value and remedy."""


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked of Textract about the documents under one prefix, and how they are read."""

    prefix: str
    operation: Operation
    feature_types: tuple[FeatureType, ...] = ()
    queries: tuple[Query, ...] = ()
    adapters: tuple[Adapter, ...] = ()
    min_confidence: Annotated[float, Meta(ge=0, le=100)] = 80.0
    date_order: DateOrder | None = None
    review: ReviewRules | None = None

    @property
    def request(self) -> Request:
        return msgspec.convert(self, Request, from_attributes=True)


class Stack(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the stack is deployed."""

    encryption: Literal["managed", "kms"] = "managed"
    architecture: Literal["arm64", "x86_64"] = "arm64"
    keep_days: Annotated[int, Meta(ge=0, le=36500)] = 365
    log_days: int = 30
    alarm_email: Annotated[str, Meta(pattern=r"^$|^[^@\s]+@[^@\s]+$")] = ""
    stuck_minutes: Annotated[int, Meta(ge=5, le=10080)] = 60


class Workers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="pascal"):
    """`MaximumConcurrency` of each operation's event source."""

    detect_document_text: Concurrency = 30
    analyze_document: Concurrency = 30
    analyze_expense: Concurrency = 15
    analyze_id: Concurrency = msgspec.field(default=15, name="AnalyzeID")
    start_document_text_detection: Concurrency = 5
    start_document_analysis: Concurrency = 5
    start_expense_analysis: Concurrency = 3
    start_lending_analysis: Concurrency = 3

    def of(self, operation: str) -> int:
        """Return the number of workers of `operation`, a Textract operation's name."""
        return cast(int, msgspec.to_builtins(self)[operation])


class Configuration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of papertray.toml."""

    profiles: dict[str, Profile]
    stack: Stack = Stack()
    concurrency: Workers = Workers()
    a2i: A2I | None = None

    def profile_for(self, key: str) -> tuple[str, Profile] | None:
        """Return name and profile of the longest prefix that `key` begins with."""
        matching = [item for item in self.profiles.items() if key.startswith(item[1].prefix)]
        return max(matching, key=lambda item: len(item[1].prefix), default=None)

    @property
    def operations(self) -> list[Operation]:
        """The operations that the profiles use, in the order of `Operation`."""
        return [
            each for each in Operation if any(p.operation is each for p in self.profiles.values())
        ]


@lru_cache(maxsize=1)
def configuration() -> Configuration:
    """Return the configuration that lies beside the code."""
    return load(PATH)


def load(path: Path) -> Configuration:
    """Read and check `path`; raise ConfigurationError on the first mistake."""
    config = _convert(path.name, _parsed(path))
    for name, profile in config.profiles.items():
        _check_profile(path.name, name, profile)
        _check_review(path.name, name, profile, config)
    _check_a2i(path.name, config.a2i)
    _check_prefixes(path.name, config.profiles)
    if config.stack.log_days not in LOG_DAYS:
        allowed = ", ".join(map(str, LOG_DAYS))
        raise _mistake(path.name, "stack.log_days", config.stack.log_days, f"use one of {allowed}")
    return config


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Windows editors put a mark
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"{path} is missing: copy the one of the project's repository"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(
            f"{path.name} is not UTF-8 (line {line}): save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path.name} is not TOML: {error}") from error


T = TypeVar("T")


def _mistake(file: str, key: str, value: object, remedy: str) -> ConfigurationError:
    return ConfigurationError(f"{file}: {key} = {value!r}: {remedy}")


def _convert(file: str, raw: dict[str, Any]) -> Configuration:
    """Convert section by section, so that a mistake's path holds the names that the user wrote."""
    for key in raw.keys() - set(Configuration.__struct_fields__):
        remedy = f"no such section; use one of {', '.join(Configuration.__struct_fields__)}"
        raise _mistake(file, key, raw[key], remedy)
    profiles = raw.get("profiles")
    if not isinstance(profiles, dict) or not profiles:
        raise _mistake(file, "profiles", profiles, REMEDIES["profiles"])
    return Configuration(
        profiles={
            name: _profile(file, name, profile, profiles) for name, profile in profiles.items()
        },
        stack=_section(file, "stack", raw.get("stack", {}), Stack),
        concurrency=_section(file, "concurrency", raw.get("concurrency", {}), Workers),
        a2i=_section(file, "a2i", raw["a2i"], A2I) if "a2i" in raw else None,
    )


def _profile(file: str, name: str, profile: object, profiles: Mapping[str, object]) -> Profile:
    if isinstance(profile, dict) and profile.keys() == {"review"}:
        names = ", ".join(each for each in profiles if each != name)
        others = f"the others are {names}" if names else "there is no other"
        remedy = f"a review of no profile: {others}; give it the name of one that has a prefix"
        raise _mistake(file, f"profiles.{name}.review", profile["review"], remedy)
    return _section(file, f"profiles.{name}", profile, Profile)


def _section(file: str, where: str, table: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        path = path.rstrip("`")
        if unknown := re.fullmatch(r"Object contains unknown field `(\w+)`", what):
            path, what = f"{path}.{unknown[1]}", _no_such(unknown[1], where + path)
        remedy = f"{what}; {_remedy(where + path)}"
        raise _mistake(file, where + path, _value_at(table, path), remedy) from error


def _no_such(setting: str, where: str) -> str:
    """Return what is told of a setting that is not one, be it one of another section."""
    is_of_a2i = setting in A2I.__struct_fields__ and where != "a2i"
    return "no such setting here: it belongs in [a2i]" if is_of_a2i else "no such setting"


def _remedy(path: str) -> str:
    """Return what is told of the innermost setting of a path, or else of what it is in."""
    known = (REMEDIES[name] for name in reversed(re.findall(r"\w+", path)) if name in REMEDIES)
    return next(known, "see the comments in the file")


def _value_at(table: Any, path: str) -> object:  # noqa: ANN401  (TOML: any shape)
    for part in re.findall(r"\w+", path):
        table = table[int(part)] if isinstance(table, list) else table[part]
    return table


def _check_profile(file: str, name: str, profile: Profile) -> None:
    """Check what one value alone cannot show."""
    where = f"profiles.{name}"
    if not name:
        raise _mistake(file, where, profile.prefix, "give it a name")
    if wrong := mistake(profile.request):
        raise _mistake(file, f"{where}.{wrong.member}", wrong.value, wrong.remedy)


def _check_review(file: str, name: str, profile: Profile, config: Configuration) -> None:
    if (review := profile.review) is None:
        return
    where = f"profiles.{name}"
    if wrong := checks.mistake(review, profile.request, config.a2i):
        raise _mistake(file, f"{where}.{wrong.member}", wrong.value, wrong.remedy)
    if 0 < config.stack.keep_days <= review.wait_days:
        remedy = f"stack.keep_days deletes documents after {config.stack.keep_days}; wait less"
        raise _mistake(file, f"{where}.review.wait_days", review.wait_days, remedy)


def _check_a2i(file: str, a2i: A2I | None) -> None:
    if a2i is None:
        return
    if a2i.workteam == "private" and not a2i.worker_email:
        remedy = "the private workteam needs a first member: their e-mail address"
        raise _mistake(file, "a2i.worker_email", a2i.worker_email, remedy)
    if a2i.workteam != "private" and a2i.worker_email:
        remedy = 'a workteam of yours has its members; remove it, or use workteam = "private"'
        raise _mistake(file, "a2i.worker_email", a2i.worker_email, remedy)


def _check_prefixes(file: str, profiles: dict[str, Profile]) -> None:
    seen: dict[str, str] = {}
    for name, profile in profiles.items():
        if other := seen.get(profile.prefix):
            remedy = f"profiles.{other} has the same prefix; each profile needs its own"
            raise _mistake(file, f"profiles.{name}.prefix", profile.prefix, remedy)
        seen[profile.prefix] = name
