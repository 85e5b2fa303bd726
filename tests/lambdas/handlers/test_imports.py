"""A function's start loads only what its work needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOADED = """
import sys
import lambdas.handlers.{handler}
print(any(name.startswith("{module}") for name in sys.modules))
"""


def loads(handler: str, module: str) -> bool:
    code = LOADED.format(handler=handler, module=module)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.strip() == b"True"


@pytest.mark.parametrize("handler", ["ingest", "start", "sweep", "review"])
def test_a_function_that_reads_no_answer_does_not_load_the_parser(handler: str) -> None:
    assert not loads(handler, "lambdas.extraction")


@pytest.mark.parametrize("handler", ["collect", "reconcile"])
def test_a_function_that_reads_answers_loads_it(handler: str) -> None:
    assert loads(handler, "lambdas.extraction")


@pytest.mark.parametrize("handler", ["analyze", "collect", "ingest", "start", "sweep", "review"])
def test_only_the_function_that_works_answers_in_loads_how(handler: str) -> None:
    assert not loads(handler, "lambdas.review.merge")


@pytest.mark.parametrize("module", ["PIL", "pypdfium2"])
@pytest.mark.parametrize("handler", ["analyze", "collect", "sweep", "reconcile"])
def test_what_draws_pictures_is_loaded_when_one_is_drawn(handler: str, module: str) -> None:
    assert not loads(handler, module)
