"""Which page a block is on, where Textract's answer has several and does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lambdas.extraction.blocks import Block
from lambdas.extraction.named import stated


def number_pages(blocks: Sequence[Block]) -> None:
    """Number the pages in the order of their PAGE blocks, where there are several and no block
    states its page: each has what it names, and all else is on the page that it comes behind.
    """
    pages = {block.id: block for block in blocks if block.block_type == "PAGE"}
    if len(pages) < 2 or any(stated(block.page) for block in blocks):
        return
    for number, page in enumerate(pages.values(), start=1):
        page.page = number
    by_id = {block.id: block for block in blocks}
    for page in pages.values():
        _number(_named_by(page, by_id), page.page, by_id)
    number = 1
    for block in blocks:
        if block.block_type == "PAGE":
            number = pages[block.id].page or number
        block.page = stated(block.page) or stated(by_id[block.id].page) or number


def _number(waiting: list[Block], number: int | None, by_id: Mapping[str | None, Block]) -> None:
    """Put blocks on a page, and what they name, unless it is on one already."""
    while waiting:
        block = waiting.pop()
        if not stated(block.page):
            block.page = number
            waiting.extend(_named_by(block, by_id))


def _named_by(block: Block, by_id: Mapping[str | None, Block]) -> list[Block]:
    ids: Iterable[str] = (id_ for each in block.relationships or () for id_ in each.ids or ())
    return [by_id[id_] for id_ in ids if id_ in by_id]
