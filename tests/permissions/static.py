"""Asks the static tests of `tests/stacks` about any template, without pytest."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from tests.stacks import (
    test_encryption,
    test_functions,
    test_human_review,
    test_operations,
    test_permissions,
    test_queues,
    test_storage,
)
from tests.stacks.synthesized import Synthesized

MODULES = (
    test_permissions,
    test_queues,
    test_encryption,
    test_operations,
    test_storage,
    test_functions,
    test_human_review,
)
Case = Callable[[], None]


def objections(stack: Synthesized) -> Iterator[str]:
    """Yield the name of each static test that fails for this template."""
    for module in MODULES:
        for name, test in _tests(module):
            if any(_fails(test, arguments) for arguments in _cases(test, stack)):
                yield name


def _tests(module: ModuleType) -> Iterator[tuple[str, Callable[..., None]]]:
    for name, member in vars(module).items():
        if name.startswith("test_") and inspect.isfunction(member):
            yield name, member


def _fails(test: Callable[..., None], arguments: dict[str, Any]) -> bool:
    try:
        test(**arguments)
    except Exception:  # noqa: BLE001  (tests unpack what must be there: it fails in many ways)
        return True
    return False


def _cases(test: Callable[..., None], stack: Synthesized) -> Iterator[dict[str, Any]]:
    """Yield a test's arguments for each of its cases; none if it asks for more than one stack."""
    kind = "with_key" if stack.encrypted else "with_a2i" if stack.uses_a2i else "managed"
    fixtures = {"stack": stack, kind: stack}
    if stack.uses_a2i:
        fixtures["a2i_stack"] = stack
    asked = inspect.signature(test).parameters.keys()
    cases = list(_parametrized(test))
    if not asked <= fixtures.keys() | cases[0].keys():
        return
    for case in cases:
        yield {**{name: fixtures[name] for name in asked & fixtures.keys()}, **case}


def _parametrized(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """Yield what `pytest.mark.parametrize` gives a test, one name a mark."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    names = [mark.args[0] for mark in marks]
    for values in itertools.product(*(mark.args[1] for mark in marks)):
        yield dict(zip(names, values, strict=True))
