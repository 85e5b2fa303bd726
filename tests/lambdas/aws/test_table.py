"""A document never moves backwards, and belongs to one worker at a time."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from lambdas.aws.record import Record
from lambdas.aws.table import Table
from lambdas.documents import Document, Status, Work
from lambdas.errors import Busy, TransientError
from tests.lambdas.aws.clock import At
from tests.lambdas.world import TABLE, World

OPEN = {"RECEIVED", "QUEUED", "RUNNING"}
DAY = 24 * 3600


@pytest.fixture
def table(world: World, clock: At) -> Table:
    return Table(boto3.client("dynamodb"), TABLE, keep_days=10, clock=clock)


def test_a_new_document_is_written_down_once(world: World, table: Table) -> None:
    document = world.upload("forms/a", b"x")

    assert table.receive(document, profile="forms")
    assert not table.receive(document, profile="other")

    assert world.item(document) == {
        "document_id": document.document_id,
        "item": "DOCUMENT",
        "bucket": "uploads",
        "key": "forms/a",
        "version_id": document.version_id,
        "etag": document.etag,
        "size": 1,
        "status": "RECEIVED",
        "profile": "forms",
        "received_at": "2027-01-15T08:00:00.500+00:00",
        "updated_at": "2027-01-15T08:00:00.500+00:00",
        "expires_at": 1_800_000_000 + 10 * DAY,
    }


def test_a_record_knows_its_document(world: World, table: Table) -> None:
    document = world.upload("forms/a", b"x")
    table.receive(document, profile="forms")

    record = table.get(document.document_id)

    assert record is not None
    assert record.document == document
    assert table.get("unknown") is None


def test_nothing_expires_where_everything_is_kept(world: World) -> None:
    table = Table(boto3.client("dynamodb"), TABLE, keep_days=0)
    document = world.upload("forms/a", b"x")

    table.receive(document, profile="forms")
    table.save_items(document.document_id, [{"item": "PAGE#0001"}])

    for item in world.items(document).values():
        assert "expires_at" not in item


def test_a_queued_document_remembers_its_work(world: World) -> None:
    work = world.work(pages=3, profile="questions")

    item = world.item(work.document)

    assert item["status"] == "QUEUED"
    assert item["operation"] == "AnalyzeDocument"
    assert item["feature_types"] == [{"S": "QUERIES"}]
    assert (item["kind"], item["pages"]) == ("PDF", 3)


def test_a_worker_that_was_faster_than_the_note_is_not_put_back(world: World, table: Table) -> None:
    work = world.work()
    table.claim(work.document.document_id, seconds=60)

    table.queue(work)

    assert world.status(work.document) == "RUNNING"


def test_a_note_that_comes_after_the_end_changes_no_count(world: World, table: Table) -> None:
    work = world.work()
    table.finish(work.document.document_id, Status.COMPLETED, {"pages": 7})

    table.queue(work)

    assert world.status(work.document) == "COMPLETED"
    assert world.item(work.document)["pages"] == 7


def test_a_claimed_document_is_busy_until_the_lease_ends(
    world: World, table: Table, clock: At
) -> None:
    id_ = world.work().document.document_id
    table.claim(id_, seconds=60)

    clock.now += 20
    with pytest.raises(Busy) as caught:
        table.claim(id_, seconds=60)
    assert caught.value.retry_in == pytest.approx(40)

    clock.now += 41
    record = table.claim(id_, seconds=60)
    assert record is not None
    assert record.attempts == 2


def test_a_released_document_can_be_claimed_at_once(world: World, table: Table) -> None:
    id_ = world.work().document.document_id
    table.claim(id_, seconds=60)

    table.release(id_)

    assert table.claim(id_, seconds=60) is not None


def test_a_document_whose_job_runs_can_be_claimed_by_its_completion(
    world: World, table: Table
) -> None:
    id_ = world.work().document.document_id
    table.claim(id_, seconds=60)
    table.started(id_, "job-1")

    record = table.claim(id_, seconds=60)

    assert record is not None
    assert record.job_id == "job-1"


def test_an_unknown_document_cannot_be_claimed(table: Table) -> None:
    assert table.claim("unknown", seconds=60) is None


Move = Callable[[Table, Work], object]
MOVES: dict[str, tuple[Move, set[str], str | None]] = {
    # what is tried: (how, the statuses that it may leave, the status after it)
    "receive": (lambda t, w: t.receive(w.document, profile="p"), set(), None),
    "queue": (lambda t, w: t.queue(w), {"RECEIVED"}, "QUEUED"),
    "claim": (lambda t, w: t.claim(w.document.document_id, seconds=9), OPEN, "RUNNING"),
    "release": (lambda t, w: t.release(w.document.document_id), set(), None),
    "started": (lambda t, w: t.started(w.document.document_id, "j"), set(), None),
    "sweep": (lambda t, w: t.sweep(w.document.document_id), set(), None),
    **{
        f"finish as {end}": (
            lambda t, w, end=end: t.finish(w.document.document_id, end, {}),  # type: ignore[misc]
            OPEN,
            end.value,
        )
        for end in (Status.COMPLETED, Status.PARTIAL, Status.FAILED)
    },
}


@pytest.mark.parametrize("move", MOVES)
def test_no_message_moves_a_document_backwards(world: World, move: str) -> None:
    act, may_leave, then = MOVES[move]
    for status in Status:
        work = world.work(f"forms/{status}")
        world.age(work.document, status=status.value)
        before = world.item(work.document)

        act(world.services.table, work)

        after = then if status.value in may_leave else status.value
        assert world.status(work.document) == after
        if status.value not in OPEN and move != "queue":
            assert world.item(work.document) == before


def test_an_end_is_written_once_and_tells_who_wrote_it(world: World, table: Table) -> None:
    id_ = world.work().document.document_id

    first = table.finish(id_, Status.COMPLETED, {"pages": 1})
    second = table.finish(id_, Status.FAILED, {"reason": "late"})

    assert isinstance(first, Record)
    assert first.pages == 1
    assert second is None


@pytest.mark.parametrize("count", [0, 1, 25, 26, 60])
def test_any_number_of_items_is_saved(world: World, table: Table, count: int) -> None:
    document = world.upload("forms/a", b"x")

    table.save_items(document.document_id, [{"item": f"PAGE#{n:04}"} for n in range(count)])

    items = world.items(document)
    assert len(items) == count
    assert all(item["expires_at"] == 1_800_000_000 + 10 * DAY for item in items.values())


def test_a_field_is_found_by_its_name_and_value(world: World, table: Table) -> None:
    document = world.upload("forms/a", b"x")
    table.save_items(
        document.document_id, [{"item": "FIELD#00001", "field_name": "total", "field_value": "9"}]
    )

    answer = world.dynamodb.query(
        TableName=TABLE,
        IndexName="by-field",
        KeyConditionExpression="field_name = :n AND field_value = :v",
        ExpressionAttributeValues={":n": {"S": "total"}, ":v": {"S": "9"}},
    )

    assert answer["Count"] == 1


def test_a_field_without_name_or_value_is_saved_but_not_in_the_index(
    world: World, table: Table
) -> None:
    document = world.upload("forms/a", b"x")

    table.save_items(
        document.document_id, [{"item": "FIELD#00001", "field_name": "", "field_value": "9"}]
    )

    assert "FIELD#00001" in world.items(document)
    assert world.dynamodb.scan(TableName=TABLE, IndexName="by-field")["Count"] == 0


def test_items_that_dynamodb_leaves_over_are_sent_again(
    world: World, left_over: Callable[[int], Table]
) -> None:
    document = world.upload("forms/a", b"x")

    left_over(2).save_items(document.document_id, [{"item": f"PAGE#{n}"} for n in range(10)])

    assert len(world.items(document)) == 10


def test_items_that_dynamodb_never_takes_are_an_error_that_may_pass(
    left_over: Callable[[int], Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("lambdas.aws.batch_write.time.sleep", waits.append)

    with pytest.raises(TransientError, match="did not take 3 items"):
        left_over(99).save_items("d", [{"item": f"PAGE#{n}"} for n in range(3)])

    assert 10 < sum(waits) < 60


def test_untouched_documents_come_oldest_first(world: World, table: Table, clock: At) -> None:
    documents: list[Document] = []
    for name in "abcd":
        documents.append(world.upload(f"forms/{name}", b"x"))
        table.receive(documents[-1], profile="forms")
        clock.now += 10

    found = table.untouched_since(Status.RECEIVED, clock.now - 10)

    assert [each.key for each in found] == ["forms/a", "forms/b", "forms/c"]
    assert not list(table.untouched_since(Status.QUEUED, clock.now))


@pytest.fixture
def left_over(world: World, clock: At) -> Callable[[int], Table]:
    """A table that leaves the last three items of a batch over, so many times."""

    def make(times: int) -> Table:
        client = boto3.client("dynamodb")
        told = itertools.count(1)

        def hold_back(params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
            if next(told) <= times:
                context["held"] = params["RequestItems"][TABLE][-3:]
                del params["RequestItems"][TABLE][-3:]
                params["RequestItems"][TABLE] += [
                    {"PutRequest": {"Item": {"document_id": {"S": "-"}, "item": {"S": "-"}}}}
                ]

        def give_back(parsed: dict[str, Any], context: dict[str, Any], **_: object) -> None:
            if "held" in context:
                parsed["UnprocessedItems"] = {TABLE: context["held"]}

        client.meta.events.register("provide-client-params.dynamodb.BatchWriteItem", hold_back)
        client.meta.events.register("after-call.dynamodb.BatchWriteItem", give_back)
        return Table(client, TABLE, keep_days=10, clock=clock)

    return make
