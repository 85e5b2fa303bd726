"""LAYOUT's parts of a page as a tree over the page's lines."""

from __future__ import annotations

from collections.abc import Iterator

from lambdas.extraction.blocks import Block, related
from lambdas.extraction.graph import LAYOUT, Graph, box, confidence
from lambdas.extraction.model import LayoutBlock

MAX_DEPTH = 8  # of lists in lists; Textract's own go one level: LAYOUT_LIST -> LAYOUT_TEXT -> LINE

Children = dict[int, list[Block]]  # of each layout block, by its `id`


def laid_out(
    graph: Graph, layout: list[Block], lines: list[Block]
) -> tuple[list[Block], list[LayoutBlock]]:
    """Return the lines in LAYOUT's order, then those that it leaves out, and the tree."""
    children = {id(block): graph.resolve(related(block, "CHILD")) for block in layout}
    nested = children.keys() & {id(child) for own in children.values() for child in own}
    tree = _Tree(children)
    nodes = [tree.node(block) for block in layout if id(block) not in nested]
    ordered = tree.ordered
    return [*ordered.values(), *(line for line in lines if id(line) not in ordered)], nodes


class _Tree:
    """Puts the lines in order while it makes the nodes; what several blocks hold is the first's.

    What lies deeper than MAX_DEPTH is not followed: its lines come last on the page.
    """

    def __init__(self, children: Children) -> None:
        self._children = children
        self._made: set[int] = set()
        self.ordered: dict[int, Block] = {}

    def node(self, block: Block, depth: int = 0) -> LayoutBlock:
        self._made.add(id(block))
        own = self._children[id(block)]
        first = len(self.ordered)
        self.ordered.update({id(child): child for child in own if child.block_type == "LINE"})
        lines = [*range(first, len(self.ordered))]
        return LayoutBlock(
            kind=(block.block_type or "").removeprefix(LAYOUT).lower(),
            confidence=confidence(block),
            box=box(block),
            lines=lines,
            children=[*self._parts(own, depth + 1)],
        )

    def _parts(self, own: list[Block], depth: int) -> Iterator[LayoutBlock]:
        for child in own if depth <= MAX_DEPTH else ():
            if id(child) in self._children and id(child) not in self._made:
                yield self.node(child, depth)
