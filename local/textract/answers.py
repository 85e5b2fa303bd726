"""Recorded answers: what Textract once said of a document, given again for the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import msgspec

from local.textract.plan import PlanError, RecordedAnswers
from local.textract.queries import PagedQuery
from local.textract.recognition import Result
from local.textract.requests import Api, Question

MANIFEST = "answers.json"
ANSWERS_KEPT = 16  # decoded ones; a page is about 1 MB then

MEMBERS = {
    "DetectDocumentText": "Blocks",
    "AnalyzeDocument": "Blocks",
    "AnalyzeExpense": "ExpenseDocuments",
    "AnalyzeID": "IdentityDocuments",
    "AnalyzeLending": "Results",
}
"""Where an answer's results stand, by the API that gave it."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One recorded answer: the document, what was asked, and the files with the response."""

    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    api: Api
    feature_types: frozenset[str] = frozenset()
    files: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    answers: tuple[Entry, ...]


Pages = dict[int, list[Result]]


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An answer's results by their pages."""

    page_count: int
    pages: Pages


class Answers:
    """The recorded answers of a folder, found by a document's bytes and what is asked of it."""

    def __init__(self, recorded: RecordedAnswers) -> None:
        """Raise PlanError where the folder's manifest is missing or wrong."""
        self.only = recorded.only
        self._folder = recorded.folder
        self._entries = _entries(recorded.folder)
        self._answer = lru_cache(ANSWERS_KEPT)(_answer)  # its own: a file may be written anew

    def find(self, data: bytes, question: Question) -> Recorded | None:
        """Return the answer that was recorded for just this, if any."""
        sha256, asked = hashlib.sha256(data).hexdigest(), question.analysis
        for entry in self._entries:
            if (entry.sha256, entry.api) == (sha256, question.api) and (
                entry.feature_types == asked.feature_types
            ):
                answer = self._answer(tuple(self._folder / name for name in entry.files), entry.api)
                if "QUERIES" not in asked.feature_types or _asks(answer, asked.queries):
                    return answer
        return None


def _entries(folder: Path) -> tuple[Entry, ...]:
    path = folder / MANIFEST
    try:
        entries = msgspec.json.decode(path.read_bytes(), type=Manifest).answers
    except OSError as error:
        raise PlanError(
            f"{path} cannot be read ({error.strerror}): it lists the folder's recorded answers"
        ) from error
    except msgspec.DecodeError as error:
        raise PlanError(f"{path}: {error}") from error
    for name in (name for entry in entries for name in entry.files):
        inside = (folder / name).resolve().is_relative_to(folder.resolve())
        if not inside or not (folder / name).is_file():
            raise PlanError(f"{path}: files: {name!r} is no file in {folder}")
    for entry in entries:
        _answer(tuple(folder / name for name in entry.files), entry.api)
    return entries


def _answer(files: Sequence[Path], api: str) -> Recorded:
    parts = [_part(path, MEMBERS[api]) for path in files]
    pages: Pages = {}
    for part in parts:
        for result in part[MEMBERS[api]]:
            pages.setdefault(_page(result), []).append(result)
    told = max(part.get("DocumentMetadata", {}).get("Pages", 1) for part in parts)
    return Recorded(page_count=max([told, *pages]), pages=pages)


def _part(path: Path, member: str) -> dict[str, Any]:
    try:
        part = _without_nulls(msgspec.json.decode(path.read_bytes()))
    except (OSError, msgspec.DecodeError) as error:
        raise PlanError(f"{path}: no recorded answer: {error}") from error
    if not isinstance(part, dict) or not isinstance(part.get(member), list):
        raise PlanError(f"{path}: no recorded answer: it has no list of {member}")
    return part


def _without_nulls(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Leave absent members out, as responses do: the parts of OutputConfig name them as null."""
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    return value


def _page(result: Mapping[str, Any]) -> int:
    """Return the page of a Block, LendingResult, ExpenseDocument or IdentityDocument, from 1."""
    fields = result.get("SummaryFields", [])
    of_fields = (field["PageNumber"] for field in fields if "PageNumber" in field)
    index = result.get("ExpenseIndex", result.get("DocumentIndex", 1))
    page: int = result.get("Page") or next(of_fields, index)
    return page


def _asks(answer: Recorded, queries: Sequence[PagedQuery]) -> bool:
    """Whether an answer is one to these queries."""
    blocks = (block for page in answer.pages.values() for block in page)
    answered = {(b["Query"]["Text"], b["Query"].get("Alias")) for b in blocks if "Query" in b}
    return answered == {(query.text, query.alias) for query in queries}
