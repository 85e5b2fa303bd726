"""What the tests of single rooms share."""

from __future__ import annotations

import pytest

from tests.lambdas.aws.clock import At


@pytest.fixture
def clock() -> At:
    return At()
