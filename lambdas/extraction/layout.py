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
    nested = children.keys() & {id(child) for own in children.values() for child in own}
    ordered: dict[int, Block] = {}
    tree = [_node(block, children, ordered) for block in layout if id(block) not in nested]
    return [*ordered.values(), *(line for line in lines if id(line) not in ordered)], tree


def _node(
    block: Block, children: Children, ordered: dict[int, Block], *, nested: bool = False
) -> LayoutBlock:
    """Add a block's lines to those in order and return its node; a line stands in its first block.

    Textract nests one level. A deeper one is not followed: its lines come last on the page.
    """
    own = children[id(block)]
    first = len(ordered)
    ordered.update({id(child): child for child in own if child.block_type == "LINE"})
    parts = [] if nested else [child for child in own if id(child) in children]
    return LayoutBlock(
        kind=(block.block_type or "").removeprefix(LAYOUT).lower(),
        confidence=confidence(block),
        box=box(block),
        lines=[*range(first, len(ordered))],
        children=[_node(part, children, ordered, nested=True) for part in parts],
    )
