"""Reviewed documents, small and made up: a result, what people said of it, the result anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import msgspec

from lambdas.documents import DateOrder
from lambdas.extraction.files import ResultFiles
from lambdas.extraction.result_document import Reason, ResultDocument, Review
from lambdas.extraction.written import Written
from lambdas.review.answers import Addition, Answer
from lambdas.review.consolidate import consolidate
from lambdas.review.merge import Merge
from lambdas.review.warnings import UNPLACED
from tests.lambdas.extraction.builders import Extraction, Json, Place, block, key_value, line, word

AT = "2026-11-21T10:00:00Z"
LATER = "2026-11-21T11:00:00Z"
DOUBTFUL = 50.0  # a confidence below that of the builders' documents, 90


def answer(
    reviewer: str = "ann",
    at: str = AT,
    added: Sequence[Addition] = (),
    values: Mapping[str, str | bool] | None = None,
    **more: str | bool,
) -> Answer:
    """Return an answer; ids may be written with underscores: `field_3`."""
    said = {id_.replace("_", "-"): value for id_, value in {**(values or {}), **more}.items()}
    return Answer(reviewer=reviewer, at=at, values=said, added=tuple(added))


def missing(name: str, page: int | None = None) -> Reason:
    return Reason(rule="required", message=f"{name} is missing", field=name, page=page)


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A document after its review, its files by their names, and what the merge counted."""

    document: ResultDocument
    files: dict[str, str]
    merge: Merge

    @property
    def unplaced(self) -> list[str]:
        """What the warnings say of which the document has no place."""
        told = [each.message for each in self.merge.warnings if each.code == UNPLACED]
        return [message.rpartition(" of ")[2].partition(", which")[0] for message in told]

    @property
    def markdown(self) -> str:
        return self.files["document.md"]

    @property
    def codes(self) -> list[str]:
        return [warning.code for warning in self.document.warnings]


def reviewed(
    found: Extraction | str,
    *answers: Answer,
    reasons: Sequence[Reason] = (),
    date_order: DateOrder | None = None,
) -> Reviewed:
    """Return a result, or its `document.json`, with what people said written into it."""
    document = found if isinstance(found, str) else found.files["document.json"]
    review = Review(
        by="builtin",
        reasons=[*reasons],
        reason_count=len(reasons),
        requested_at=AT,
        due_at=LATER,
    )
    written = Written(BytesIO(document.encode()))
    merge = Merge(consolidate(answers), review, min_confidence=90.0, date_order=date_order)
    with ResultFiles() as files:
        for content in written.contents():
            files.add(merge.page(content))
        warnings = [*written.warnings, *merge.warnings]
        made = {name: file.read() for name, file in files.finished(written.head, warnings)}
    return Reviewed(
        document=msgspec.json.decode(made["document.json"], type=ResultDocument),
        files={name: content.decode() for name, content in made.items()},
        merge=merge,
    )


def pair(
    name: str, value: str, *, at: Place, page: int = 1, confidence: float = 99.0
) -> list[Json]:
    """Return a printed line with a key and its value, and the blocks of both."""
    keys = [word(each, Page=page) for each in name.split()]
    values = [word(each, Page=page) for each in value.split()]
    for number, each in enumerate([*keys, *values]):
        each["Id"] = f"{page} {name} {number}"
    ids = [each["Id"] for each in [*keys, *values]]
    left, top, width, height = at
    of_pair = key_value(
        block("KEY_VALUE_SET", f"{page} key {name}", CHILD=ids[: len(keys)], Page=page),
        block(
            "KEY_VALUE_SET",
            f"{page} value {name}",
            CHILD=ids[len(keys) :],
            Page=page,
            at=(left + width / 2, top, width / 2, height),
        ),
    )
    of_pair[1]["Confidence"] = confidence
    printed = line(f"{name} {value}".strip(), at=at, Page=page, CHILD=ids)
    return [{**printed, "Id": f"{page} line {name}"}, *keys, *values, *of_pair]
