"""Which query is asked on which page: the grammar and the limits of Query.Pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from local.textract.errors import InvalidParameterException

SYNC_QUERIES_PER_PAGE = 15  # Textract quota: synchronous operations
ASYNC_QUERIES_PER_PAGE = 30  # Textract quota: asynchronous operations

_PAGES = re.compile(r"(?P<first>\d+)(-(?P<last>\d+|\*))?")


@dataclass(frozen=True, kw_only=True)
class PageRange:
    """Pages from first to last, both counted from 1; no last: to the end of the document."""

    first: int
    last: int | None

    def __contains__(self, page: int) -> bool:
        return self.first <= page and (self.last is None or page <= self.last)


@dataclass(frozen=True, kw_only=True)
class PagedQuery:
    """A question and the pages on which it is asked."""

    text: str
    alias: str | None
    pages: tuple[PageRange, ...]


def page_ranges(pages: Sequence[str]) -> tuple[PageRange, ...]:
    """Return what Query.Pages means: "2", "1-3", "4-*", or "*" alone."""
    if list(pages) == ["*"]:
        return (PageRange(first=1, last=None),)
    return tuple(_page_range(text) for text in pages)


def asked_on(page: int, queries: Sequence[PagedQuery]) -> list[PagedQuery]:
    """Return the queries that are asked on a page, in the order of the request."""
    return [query for query in queries if any(page in pages for pages in query.pages)]


def absent_pages(queries: Sequence[PagedQuery], page_count: int) -> list[int]:
    """Return, for each range that leaves the document, the first page that is not there."""
    return sorted(
        {
            max(pages.first, page_count + 1)
            for query in queries
            for pages in query.pages
            if max(pages.first, pages.last or 0) > page_count
        }
    )


def _page_range(text: str) -> PageRange:
    found = _PAGES.fullmatch(text)
    if found is None:
        raise InvalidParameterException(detail=f"query pages {text!r}: not n, n-m, n-* or * alone")
    first = int(found["first"])
    match found["last"]:
        case None:
            last: int | None = first
        case "*":
            last = None
        case number:
            last = int(number)
    if first < 1 or (last is not None and last < first):
        raise InvalidParameterException(detail=f"query pages {text!r}: pages count up from 1")
    return PageRange(first=first, last=last)
