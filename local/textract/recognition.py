"""Reads pages with the OCR engine, a few at a time, so that HTTP stays responsive."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any, Protocol, TypeVar

from local.textract.errors import DOCUMENT_ERRORS, BadDocumentException
from local.textract.queries import PagedQuery
from local.textract.requests import Api

Result = dict[str, Any]
"""A Block, ExpenseDocument, IdentityDocument or LendingResult in Textract's own JSON shape."""

PAGES_AT_A_TIME = 2  # each page takes a whole core or two: more would only wait for each other

_T = TypeVar("_T")


class Document(Protocol):
    """An opened document; `kind` is JPEG, PNG, PDF or TIFF."""

    @property
    def kind(self) -> str: ...

    @property
    def page_count(self) -> int: ...


class Engine(Protocol):
    """What `local.textract.engine` offers; documents are of its own class."""

    @property
    def UnreadableDocument(self) -> type[Exception]: ...

    @property
    def Query(self) -> Callable[..., Any]: ...

    def open_document(self, data: bytes) -> Any: ...  # noqa: ANN401

    def page_blocks(
        self,
        document: Any,  # noqa: ANN401
        page: int,
        *,
        feature_types: frozenset[str] = ...,
        queries: Sequence[Any] = ...,
    ) -> list[Result]: ...

    def expense_document(self, document: Any, page: int) -> Result: ...  # noqa: ANN401

    def identity_document(self, document: Any, page: int) -> Result: ...  # noqa: ANN401

    def lending_result(self, document: Any, page: int) -> Result: ...  # noqa: ANN401

    def part(self, document: Any, pages: Sequence[int]) -> bytes: ...  # noqa: ANN401


class Recognition:
    """Opens documents and reads their pages; the engine is loaded at first use."""

    def __init__(self, load_engine: Callable[[], Engine]) -> None:
        self._load_engine = load_engine
        self._pool = ThreadPoolExecutor(PAGES_AT_A_TIME, thread_name_prefix="page")

    @cached_property
    def _engine(self) -> Engine:
        return self._load_engine()

    def warm_up(self) -> None:
        """Load the engine in the background."""
        self._pool.submit(lambda: self._engine)

    def open(self, data: bytes) -> Document:
        """Return the document; raise the TextractError that says why it cannot be read."""
        if not data:
            raise BadDocumentException(detail="the document is empty")
        document: Document = self._in_pool(lambda: self._engine.open_document(data))
        return document

    def read_page(
        self,
        document: Document,
        page: int,
        *,
        api: Api,
        feature_types: frozenset[str] = frozenset(),
        queries: Sequence[PagedQuery] = (),
    ) -> list[Result]:
        """Return what is found on one page, counted from 1; only blocks may be many."""
        engine = self._engine
        match api:
            case "DetectDocumentText" | "AnalyzeDocument":
                asked = [engine.Query(text=q.text, alias=q.alias) for q in queries]
                return self._in_pool(
                    lambda: engine.page_blocks(
                        document, page, feature_types=feature_types, queries=asked
                    )
                )
            case "AnalyzeExpense":
                return [self._in_pool(lambda: engine.expense_document(document, page))]
            case "AnalyzeID":
                return [self._in_pool(lambda: engine.identity_document(document, page))]
            case "AnalyzeLending":
                return [self._in_pool(lambda: engine.lending_result(document, page))]

    def part(self, document: Document, pages: Sequence[int]) -> bytes:
        """Return a document of some of the pages, in the format of the whole."""
        return self._in_pool(lambda: self._engine.part(document, pages))

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _in_pool(self, work: Callable[[], _T]) -> _T:
        try:
            return self._pool.submit(work).result()
        except self._engine.UnreadableDocument as error:
            code = getattr(error, "code", "")
            raise DOCUMENT_ERRORS.get(code, BadDocumentException)(str(error)) from error
