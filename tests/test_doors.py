"""The architecture (which room may import which) is a test: handlers -> pipeline -> aws."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# The values and rules that every room may know
OF_ALL = {"lambdas.documents", "lambdas.errors", "lambdas.names"}
CONFIGURATION = {"lambdas.settings", "lambdas.profiles"}
RULES = {"lambdas.profiles", "lambdas.rules"}
STORY = {"lambdas.services", "lambdas.messages", "lambdas.pricing", "lambdas.observability"}

MAY_IMPORT = {  # a room: our modules that it may import, beside its own
    "lambdas/extraction": OF_ALL,
    "lambdas/review": {*OF_ALL, "lambdas.extraction", "lambdas.rules"},
    "lambdas/aws": OF_ALL,
    "lambdas/pipeline": {
        *OF_ALL,
        *RULES,
        *STORY,
        "lambdas.aws",
        "lambdas.extraction",
        "lambdas.review",
    },
    "lambdas/handlers": {*OF_ALL, *STORY, "lambdas.pipeline"},
    "lambdas/documents.py": set(),
    "lambdas/errors.py": set(),
    "lambdas/names.py": set(),
    "lambdas/settings.py": {"lambdas.errors"},
    "lambdas/profiles.py": {*OF_ALL, "lambdas.remedies", "lambdas.review", "lambdas.rules"},
    "lambdas/remedies.py": {"lambdas.documents"},
    "lambdas/rules.py": {"lambdas.documents"},
    "lambdas/messages.py": OF_ALL,
    "lambdas/pricing.py": {"lambdas.documents"},
    "lambdas/observability.py": set(),
    "lambdas/services.py": {*CONFIGURATION, "lambdas.aws"},
    "stacks": {*OF_ALL, *CONFIGURATION, "lambdas.review"},
}
OUTSIDE = {"boto3", "botocore", "datetime", "os", "random", "socket", "time"}
MUST_NOT_IMPORT = {  # a room: modules, ours or not, that it never imports
    "lambdas/extraction": OUTSIDE,
    "lambdas/review": OUTSIDE,
    "local": {"lambdas.pipeline", "lambdas.handlers"},
    "console": {"lambdas.pipeline", "lambdas.handlers"},
    "lambdas": {"stacks", "local", "console", "tests"},
    "stacks": {"local", "console", "tests", "boto3"},
}
WITH_BOTO3 = ("lambdas/services.py", "lambdas/aws")
OURS = ("lambdas", "stacks", "local", "console")


def modules(room: str) -> list[Path]:
    path = ROOT / room
    return [path] if path.suffix else sorted(path.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names of what a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield from (f"{module}.{each.name}" for each in names)
            case ast.ImportFrom(level=level) if level:
                raise AssertionError(f"{path}: import absolutely, so that the doors can be seen")


def is_below(name: str, parents: set[str]) -> bool:
    return any(name == parent or name.startswith(f"{parent}.") for parent in parents)


def is_ours(name: str) -> bool:
    return is_below(name, set(OURS))


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_through_its_doors(room: str) -> None:
    own = room.removesuffix(".py").replace("/", ".")
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imported(path)
        if is_ours(name) and not is_below(name, {own, *MAY_IMPORT[room]})
    ]

    assert wrong == []


@pytest.mark.parametrize("room", MUST_NOT_IMPORT)
def test_a_room_keeps_away_from_what_is_not_its_business(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imported(path)
        if is_below(name, MUST_NOT_IMPORT[room])
    ]

    assert wrong == []


def test_only_one_room_and_the_services_touch_boto3() -> None:
    touching = {
        str(path.relative_to(ROOT))
        for path in modules("lambdas")
        if any(is_below(name, {"boto3"}) for name in imported(path))
    }

    assert [each for each in touching if not each.startswith(WITH_BOTO3)] == []


def test_every_module_of_the_functions_has_its_doors() -> None:
    rooms = tuple(str(ROOT / room) for room in MAY_IMPORT)
    homeless = [path for path in modules("lambdas") if not str(path).startswith(rooms)]

    assert homeless == [ROOT / "lambdas" / "__init__.py"]
