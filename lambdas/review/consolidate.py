"""What stands when several people were asked: what most said; where as many did, what came last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from lambdas.review.answers import Addition, Answer
from lambdas.review.same import flat


class Said(Struct, frozen=True, kw_only=True):
    """A value, who said it, and when the last of them did (ISO 8601, UTC)."""

    value: str | bool
    by: list[str]
    at: str


class Found(Struct, frozen=True, kw_only=True):
    """A field that people found on a page, who did, and when; `page` is None where any may be."""

    name: str
    value: str
    page: int | None
    by: list[str]
    at: str


class Verdict(Struct, frozen=True, kw_only=True):
    """What stands, by the ids of values.

    `disagreements` are all that was said where it was not one thing, first what stands.
    """

    values: Mapping[str, Said]
    added: Sequence[Found]
    disagreements: Mapping[str, Sequence[Said]]


def consolidate(answers: Sequence[Answer]) -> Verdict:
    """Return what several people's answers come to. Texts are compared without their spaces."""
    said = {
        id_: _opinions(answers, id_)
        for id_ in dict.fromkeys(id_ for answer in answers for id_ in answer.values)
    }
    return Verdict(
        values={id_: opinions[0] for id_, opinions in said.items()},
        added=[*_found(answers)],
        disagreements={id_: each for id_, each in said.items() if len(each) > 1},
    )


def _opinions(answers: Iterable[Answer], id_: str) -> list[Said]:
    """Return what was said of a value, first what stands."""
    groups: dict[str | bool, list[Answer]] = {}
    for answer in sorted(answers, key=_when):
        if id_ in answer.values:
            groups.setdefault(_compared(answer.values[id_]), []).append(answer)
    ranked = sorted(groups.values(), key=lambda group: (len(group), _when(group[-1])))
    return [
        Said(value=_trimmed(group[-1].values[id_]), by=_names(group), at=group[-1].at)
        for group in reversed(ranked)
    ]


def _found(answers: Iterable[Answer]) -> Iterator[Found]:
    """Yield the additions; what several people added is one, what one did twice is two."""
    groups: dict[tuple[object, ...], list[tuple[Answer, Addition]]] = {}
    for answer in sorted(answers, key=_when):
        times = Counter[object]()
        for added in answer.added:
            key = (added.page, flat(added.name.casefold()), flat(added.value))
            times[key] += 1
            groups.setdefault((*key, times[key]), []).append((answer, added))
    for group in groups.values():
        last, added = group[-1]
        yield Found(
            name=added.name.strip(),
            value=added.value.strip(),
            page=added.page,
            by=_names(answer for answer, _ in group),
            at=last.at,
        )


def _compared(value: str | bool) -> str | bool:
    return flat(value) if isinstance(value, str) else value


def _when(answer: Answer) -> str:
    return answer.at


def _names(answers: Iterable[Answer]) -> list[str]:
    return [*dict.fromkeys(answer.reviewer for answer in answers)]


def _trimmed(value: str | bool) -> str | bool:
    return value.strip() if isinstance(value, str) else value
