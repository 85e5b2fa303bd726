"""LAYOUT's parts of a page as a tree over the page's lines."""

from __future__ import annotations

from lambdas.extraction.blocks import Block, related
from lambdas.extraction.graph import LAYOUT, Graph, box, confidence
from lambdas.extraction.model import LayoutBlock

# Each child of a layout block with its own children: LAYOUT_LIST -> LAYOUT_TEXT -> LINE.
Children = dict[int, list[Block]]


def laid_out(
    graph: Graph, layout: list[Block], lines: list[Block]
) -> tuple[list[Block], list[LayoutBlock]]:
    """Return the lines in LAYOUT's order, then those that it leaves out, and the tree."""
    children = {id(block): graph.resolve(related(block, "CHILD")) for block in layout}
    nested = {id(child) for block in layout for child in children[id(block)] if _is_layout(child)}
    places: dict[int, int] = {}
    tree = [_node(block, children, places) for block in layout if id(block) not in nested]
    claimed = [block for block in lines if id(block) in places]
    claimed.sort(key=lambda block: places[id(block)])
    return [*claimed, *(block for block in lines if id(block) not in places)], tree


def _node(
    block: Block, children: Children, places: dict[int, int], *, nested: bool = False
) -> LayoutBlock:
    """Give a block's lines their places and return its node; a line stands in its first block.

    Textract nests one level. A deeper one is not followed: its lines come last on the page.
    """
    own = children[id(block)]
    return LayoutBlock(
        kind=(block.block_type or "").removeprefix(LAYOUT).lower(),
        confidence=confidence(block),
        box=box(block),
        lines=[
            places.setdefault(id(child), len(places))
            for child in own
            if child.block_type == "LINE" and id(child) not in places
        ],
        children=[]
        if nested
        else [_node(child, children, places, nested=True) for child in own if _is_layout(child)],
    )


def _is_layout(block: Block) -> bool:
    return (block.block_type or "").startswith(LAYOUT)
