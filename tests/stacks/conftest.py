"""One synthesized template per configuration for the whole session: the first synth is slow."""

from __future__ import annotations

import pytest

from tests.stacks.synthesized import PRIVATE_TEAM, Synthesized, variant
from tests.stacks.synthesized import with_a2i as add_a2i


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


@pytest.fixture(scope="session")
def with_a2i(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """Amazon A2I asks people by a task type of ours, and by Textract's own."""
    configuration = variant(tmp_path_factory.mktemp("configuration"))
    add_a2i(configuration, "a2i", "a2i-textract")
    return Synthesized.of(tmp_path_factory.mktemp("a2i"), configuration)


@pytest.fixture(scope="session")
def with_textracts_a2i(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """Amazon A2I asks people by Textract's own task type alone."""
    configuration = variant(tmp_path_factory.mktemp("configuration"))
    add_a2i(configuration, "a2i-textract")
    return Synthesized.of(tmp_path_factory.mktemp("a2i-textract"), configuration)


@pytest.fixture(scope="session")
def with_private_workteam(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """Amazon A2I asks people of our own by a task type of ours, and all is encrypted with a key."""
    configuration = variant(
        tmp_path_factory.mktemp("configuration"),
        ('encryption = "managed"', 'encryption = "kms"'),
    )
    add_a2i(configuration, "a2i", team=PRIVATE_TEAM)
    return Synthesized.of(tmp_path_factory.mktemp("private"), configuration)


@pytest.fixture(scope="session")
def without_reviews(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """Nobody looks at any document."""
    configuration = tmp_path_factory.mktemp("configuration") / "papertray.toml"
    configuration.write_text('[profiles.text]\nprefix = ""\noperation = "DetectDocumentText"\n')
    return Synthesized.of(tmp_path_factory.mktemp("unseen"), configuration)


WITH_A2I = {
    "a2i": "with_a2i",
    "a2i-textract": "with_textracts_a2i",
    "private-workteam": "with_private_workteam",
}
VARIANTS = {"managed": "managed", "kms": "with_key", **WITH_A2I}


@pytest.fixture(params=VARIANTS)
def stack(request: pytest.FixtureRequest) -> Synthesized:
    """Each configuration in turn."""
    made: Synthesized = request.getfixturevalue(VARIANTS[request.param])
    return made


@pytest.fixture(params=WITH_A2I)
def a2i_stack(request: pytest.FixtureRequest) -> Synthesized:
    """Each configuration with Amazon A2I in turn."""
    made: Synthesized = request.getfixturevalue(WITH_A2I[request.param])
    return made
