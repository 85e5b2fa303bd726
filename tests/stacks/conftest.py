"""One synthesized template per configuration for the whole session: the first synth is slow."""

from __future__ import annotations

import pytest

from tests.stacks.synthesized import Synthesized, variant


@pytest.fixture(scope="session")
def managed(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """The project's own papertray.toml."""
    return Synthesized.of(tmp_path_factory.mktemp("managed"))


@pytest.fixture(scope="session")
def with_key(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """One customer managed key for everything, and someone who reads alarms."""
    configuration = variant(
        tmp_path_factory.mktemp("configuration"),
        ('encryption = "managed"', 'encryption = "kms"'),
        ('architecture = "arm64"', 'architecture = "x86_64"'),
        ('alarm_email = ""', 'alarm_email = "night-shift@example.com"'),
    )
    return Synthesized.of(tmp_path_factory.mktemp("kms"), configuration)


@pytest.fixture(params=["managed", "kms"])
def stack(
    request: pytest.FixtureRequest, managed: Synthesized, with_key: Synthesized
) -> Synthesized:
    """Each configuration in turn."""
    return managed if request.param == "managed" else with_key
