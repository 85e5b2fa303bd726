"""A few calls of AWS at once, and no more of their arguments and answers in memory than that."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def at_once(
    call: Callable[[Item], Answer], items: Iterable[Item], *, most: int
) -> Iterator[Answer]:
    """Yield `call` of each item in the items' order, `most` of them under way at once.

    An item is taken only when there is room for it, in the caller's thread.
    """
    under_way: deque[Future[Answer]] = deque()
    with ThreadPoolExecutor(most) as pool:
        for item in items:
            under_way.append(pool.submit(call, item))
            if len(under_way) == most:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
