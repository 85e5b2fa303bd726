"""Opens documents for reading: with a recorded answer where one fits, else with the OCR engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from local.textract.answers import Answers, Recorded
from local.textract.errors import UnsupportedDocumentException
from local.textract.queries import ASYNC_QUERIES_PER_PAGE, asked_on
from local.textract.recognition import Document, Recognition, Result
from local.textract.requests import Question


class Opened(Protocol):
    """A document, ready to be asked one question page by page."""

    @property
    def page_count(self) -> int: ...

    @property
    def is_picture(self) -> bool:
        """Whether it is a JPEG or PNG, which jobs take up to a smaller size."""

    def read(self, page: int) -> list[Result]:
        """Return what is found on a page, counted from 1."""

    def part(self, pages: Sequence[int]) -> bytes:
        """Return a document of some of the pages, in the format of the whole."""


def opened(
    data: bytes, question: Question, *, recognition: Recognition, answers: Answers | None
) -> Opened:
    """Return the document; raise the TextractError that says why it cannot be read."""
    if answers and data:
        if recorded := answers.find(data, question):
            return _RecordedDocument(data, recorded, recognition)
        if answers.only:
            raise _unknown(question)
    return _EngineDocument(recognition.open(data), question, recognition)


@dataclass(frozen=True)
class _EngineDocument:
    document: Document
    question: Question
    recognition: Recognition

    @property
    def page_count(self) -> int:
        return self.document.page_count

    @property
    def is_picture(self) -> bool:
        return self.document.kind in ("JPEG", "PNG")

    def read(self, page: int) -> list[Result]:
        asked = self.question.analysis
        queries = asked_on(page, asked.queries)
        return self.recognition.read_page(
            self.document,
            page,
            api=self.question.api,
            feature_types=asked.feature_types,
            queries=queries if len(queries) <= ASYNC_QUERIES_PER_PAGE else (),
        )

    def part(self, pages: Sequence[int]) -> bytes:
        return self.recognition.part(self.document, pages)


@dataclass(frozen=True)
class _RecordedDocument:
    data: bytes
    recorded: Recorded
    recognition: Recognition

    @property
    def page_count(self) -> int:
        return self.recorded.page_count

    @property
    def is_picture(self) -> bool:
        return self.data.startswith((b"\xff\xd8", b"\x89PNG"))

    def read(self, page: int) -> list[Result]:
        return self.recorded.pages.get(page, [])

    @cached_property
    def _opened(self) -> Document:
        return self.recognition.open(self.data)

    def part(self, pages: Sequence[int]) -> bytes:
        return self.recognition.part(self._opened, pages)


def _unknown(question: Question) -> UnsupportedDocumentException:
    features = ", ".join(sorted(question.analysis.feature_types))
    asked = f"{question.api} with {features}" if features else question.api
    return UnsupportedDocumentException(
        f"No recorded answer fits this document and {asked}, and the plan says answers.only"
    )
