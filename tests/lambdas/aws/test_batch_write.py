"""Many items reach the table, however often DynamoDB holds some or all of them back."""

from __future__ import annotations

import itertools
import threading
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from lambdas.aws.table import Table
from lambdas.documents import Document
from lambdas.errors import TransientError
from tests.lambdas.world import TABLE, World

CALL = "dynamodb.BatchWriteItem"


def pages(count: int) -> list[dict[str, object]]:
    return [{"item": f"PAGE#{number:04}"} for number in range(1, count + 1)]


def table_that_refuses(code: str, *, times: int) -> Table:
    """A table that takes nothing of the first batches that it is sent."""
    client = boto3.client("dynamodb")
    sent = itertools.count(1)

    def refuse(**_: object) -> Any:  # noqa: ANN401  (botocore's hook, which may answer)
        if next(sent) > times:
            return None
        return SimpleNamespace(status_code=400), {"Error": {"Code": code, "Message": "Slow down."}}

    client.meta.events.register(f"before-call.{CALL}", refuse)
    return Table(client, TABLE, keep_days=0)


@pytest.fixture
def document(world: World) -> Document:
    return world.upload("forms/a", b"x")


@pytest.mark.parametrize(
    "code",
    ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"],
)
def test_a_batch_of_which_dynamodb_takes_nothing_is_sent_again(
    world: World, document: Document, code: str
) -> None:
    table_that_refuses(code, times=2).save_items(document.document_id, pages(30))

    assert len(world.items(document)) == 30


def test_what_dynamodb_never_takes_is_an_error_that_may_pass(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("lambdas.aws.batch_write.time.sleep", waits.append)
    table = table_that_refuses("ThrottlingException", times=99)

    with pytest.raises(TransientError, match="did not take 3 items"):
        table.save_items(document.document_id, pages(3))

    assert 10 < sum(waits) < 60


def test_any_other_refusal_is_told_at_once(document: Document) -> None:
    table = table_that_refuses("AccessDeniedException", times=1)

    with pytest.raises(ClientError, match="AccessDenied"):
        table.save_items(document.document_id, pages(1))


def test_batches_are_written_a_few_at_once(world: World, document: Document) -> None:
    client = boto3.client("dynamodb")
    two = threading.Barrier(2, timeout=60)  # broken, if ever a batch is under way alone

    def wait(**_: object) -> None:
        two.wait()

    client.meta.events.register(f"before-call.{CALL}", wait)

    Table(client, TABLE, keep_days=0).save_items(document.document_id, pages(500))

    assert len(world.items(document)) == 500
