"""The pipeline's services on moto's AWS, with a Textract that a test tells what to say."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import botocore.session
import pytest
from botocore.loaders import create_loader
from moto import mock_aws
from moto.core.config import DefaultConfig

from lambdas.services import services
from tests.lambdas.power import Power
from tests.lambdas.textract import FakeTextract
from tests.lambdas.world import World, new_world

# moto has a Textract of its own: every answer is the same two words.
NOT_TEXTRACT: DefaultConfig = {"core": {"passthrough": {"services": ["textract"]}}}

MODELS = create_loader()  # read once: they are most of the time that a client takes


@pytest.fixture
def textract() -> FakeTextract:
    return FakeTextract()


@pytest.fixture
def world(textract: FakeTextract, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The stack's resources in a new account, and the services that `connect` makes of them."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws(config=NOT_TEXTRACT):
        shared = botocore.session.Session()
        shared.register_component("data_loader", MODELS)
        session = boto3.Session(
            aws_access_key_id="test",
            aws_secret_access_key="test",
            region_name="us-east-1",
            botocore_session=shared,
        )
        session.events.register_first("before-send.textract", textract)
        power = Power()
        session.events.register("before-call", power)
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)
        yield new_world(session, textract, power)


@pytest.fixture
def deployed(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The same with the functions' environment, for the handlers."""
    for name, value in world.settings.environ().items():
        monkeypatch.setenv(name, value)
    services.cache_clear()
    yield world
    services.cache_clear()
