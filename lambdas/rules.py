"""What Textract lets one ask: the rules that its types alone do not hold (API reference, model)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lambdas.documents import MAX_PAGES, Adapter, Operation, Query, Request, names_page, page_range

MAX_QUERIES = 30  # Textract quota: a page of an asynchronous operation; a synchronous one takes 15
MAX_ADAPTERS = 100  # Textract model, Adapters
QUERY_TEXT = re.compile(
    r"(?=\s*\S)[a-zA-Z0-9\s!\"#$%'&()*+,\-./:;=?@\[\\\]^_`{|}~><]{1,200}", re.ASCII
)  # Textract model, Query$Text and Query$Alias, which would take a blank one too
PAGES = re.compile(r"(?=.{1,9}$)[0-9]+(-([0-9]+|\*))?|\*", re.ASCII)  # Textract model, QueryPages
ADAPTER_ID = range(12, 1011 + 1)  # characters, Textract model
ADAPTER_VERSION = range(1, 128 + 1)  # characters, Textract model

Paged = Query | Adapter


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """What is wrong with one member of a request, and what to do about it."""

    member: str
    value: object
    remedy: str


def mistake(request: Request) -> Mistake | None:
    """Return the first thing that Textract would refuse, or would silently not do."""
    return next(_mistakes(request), None)


def _mistakes(request: Request) -> Iterator[Mistake]:
    if request.operation is not Operation.ANALYZE_DOCUMENT:
        yield from _asked_in_vain(request)
        return
    yield from _in_feature_types(request)
    yield from _in_queries(request)
    yield from _in_adapters(request)


def _asked_in_vain(request: Request) -> Iterator[Mistake]:
    asked = {
        "feature_types": list(request.feature_types),
        "queries": [each.text for each in request.queries],
        "adapters": [each.id for each in request.adapters],
    }
    remedy = (
        f"{request.operation} takes no feature types, queries or adapters; "
        "remove them or use AnalyzeDocument"
    )
    for member, value in asked.items():
        if value:
            yield Mistake(member=member, value=value, remedy=remedy)


def _in_feature_types(request: Request) -> Iterator[Mistake]:
    features = list(request.feature_types)
    if not features:
        remedy = "AnalyzeDocument needs at least one feature type"
        yield Mistake(member="feature_types", value=features, remedy=remedy)
    if len(set(features)) < len(features):
        remedy = "name each feature type once"
        yield Mistake(member="feature_types", value=features, remedy=remedy)


def _in_queries(request: Request) -> Iterator[Mistake]:
    queries = request.queries
    if ("QUERIES" in request.feature_types) != bool(queries):
        remedy = 'feature type "QUERIES" and a list of queries go together'
        yield Mistake(member="queries", value=[each.text for each in queries], remedy=remedy)
    for text in (text for query in queries for text in (query.text, query.alias)):
        if text is not None and not QUERY_TEXT.fullmatch(text):
            remedy = (
                "use 1 to 200 ASCII characters, without accents and not blank; "
                "an alias may be left out"
            )
            yield Mistake(member="queries", value=text, remedy=remedy)
    yield from _in_pages("queries", queries)
    if number_on(fullest_page(queries), queries) > MAX_QUERIES:
        remedy = f"Textract takes at most {MAX_QUERIES} queries a page"
        yield Mistake(member="queries", value=f"{len(queries)} queries", remedy=remedy)


def _in_adapters(request: Request) -> Iterator[Mistake]:
    adapters = request.adapters
    if adapters and "QUERIES" not in request.feature_types:
        remedy = 'adapters only help to answer queries; use feature type "QUERIES"'
        yield Mistake(member="adapters", value=[each.id for each in adapters], remedy=remedy)
    for each in adapters:
        if len(each.id) not in ADAPTER_ID or len(each.version) not in ADAPTER_VERSION:
            remedy = 'use an adapter\'s id (at least 12 characters) and version ("1")'
            yield Mistake(member="adapters", value=f"{each.id} {each.version}", remedy=remedy)
    yield from _in_pages("adapters", adapters)
    if number_on(fullest_page(adapters), adapters) > 1 or len(adapters) > MAX_ADAPTERS:
        remedy = f"Textract takes one adapter a page, and {MAX_ADAPTERS} in all; give them pages"
        yield Mistake(member="adapters", value=[each.id for each in adapters], remedy=remedy)


def _in_pages(member: str, paged: Sequence[Paged]) -> Iterator[Mistake]:
    for each in paged:
        alone = each.pages == ("*",) or "*" not in each.pages
        if not alone or not all(map(_is_pages, each.pages)) or _twice(each.pages):
            remedy = (
                'use pages like "1", "2-5", "3-*" or "*", '
                f'each once and up to {MAX_PAGES}; "*" stands alone'
            )
            yield Mistake(member=member, value=", ".join(each.pages), remedy=remedy)


def _is_pages(pattern: str) -> bool:
    if not PAGES.fullmatch(pattern):
        return False
    first, last = page_range(pattern)
    return 1 <= first <= last and (first if math.isinf(last) else last) <= MAX_PAGES


def _twice(patterns: Sequence[str]) -> bool:
    return len(set(map(page_range, patterns))) < len(patterns)


def fullest_page(paged: Sequence[Paged]) -> int:
    """Return the first of the pages that most of them name; it is one where one begins."""
    begin = {page_range(pages)[0] for each in paged for pages in each.pages or ("1",)}
    return max(sorted(begin), key=lambda page: number_on(page, paged), default=1)


def number_on(page: int, paged: Sequence[Paged]) -> int:
    """Return how many of them name `page`."""
    return sum(names_page(page, each.pages) for each in paged)
