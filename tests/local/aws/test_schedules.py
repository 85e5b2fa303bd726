"""EventBridge calls a function on a schedule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.local.aws.conftest import PATIENCE

pytestmark = pytest.mark.local


def test_a_schedule_calls_its_function(stack: dict[str, str], notes: Callable[..., Any]) -> None:
    """Once a minute is the shortest there is; most of it went by in the tests before this."""
    assert notes("ended", 1, within=60 + PATIENCE, run="schedule")
