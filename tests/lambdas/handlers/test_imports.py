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
print(any(name.startswith("lambdas.extraction") for name in sys.modules))
"""


def loads_the_parser(handler: str) -> bool:
    code = LOADED.format(handler=handler)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.strip() == b"True"


@pytest.mark.parametrize("handler", ["ingest", "start", "sweep"])
def test_a_function_that_reads_no_answer_does_not_load_the_parser(handler: str) -> None:
    assert not loads_the_parser(handler)


def test_a_function_that_reads_answers_loads_it() -> None:
    assert loads_the_parser("collect")
