"""The pipeline's services on moto's AWS, with a Textract that a test tells what to say."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from moto.core.config import DefaultConfig

from lambdas.services import services
from tests.lambdas.world import World, new_world

# moto has a Textract of its own: every answer is the same two words.
NOT_TEXTRACT: DefaultConfig = {"core": {"passthrough": {"services": ["textract"]}}}


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    return boto3.Session(
        aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
    )


@pytest.fixture(scope="session")
def connected(session: boto3.Session) -> World:
    """The clients, made once: they take longer than most tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("AWS_ENDPOINT_URL", raising=False)
        patched.setattr(boto3, "DEFAULT_SESSION", session)
        return new_world(session)


@pytest.fixture
def world(
    connected: World, session: boto3.Session, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """The stack's resources in a new account, and the services that `connect` makes of them."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws(config=NOT_TEXTRACT):
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)
        connected.build()
        yield connected


@pytest.fixture
def deployed(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The same with the functions' environment, for the handlers."""
    for name, value in world.settings.environ().items():
        monkeypatch.setenv(name, value)
    services.cache_clear()
    yield world
    services.cache_clear()
