"""One page: one paid call, whatever goes wrong around it."""

from __future__ import annotations

import base64
import gzip
import io
import json

import msgspec
import pytest
from botocore.exceptions import ClientError

from lambdas.documents import Adapter, Work
from lambdas.errors import Busy
from lambdas.pipeline.analyze import analyze
from lambdas.pipeline.inspection import inspect
from tests import documents
from tests.lambdas import blocks
from tests.lambdas.textract import refusal
from tests.lambdas.world import World

IDENTITY = {
    "DocumentMetadata": {"Pages": 2},
    "AnalyzeIDModelVersion": "1.0",
    "IdentityDocuments": [
        {
            "DocumentIndex": 1,
            "IdentityDocumentFields": [
                {
                    "Type": {"Text": name},
                    "ValueDetection": {"Text": value, "Confidence": 98.0},
                }
                for name, value in {
                    "FIRST_NAME": "GARCIA",
                    "DATE_OF_BIRTH": "03/18/1978",
                }.items()
            ],
        }
    ],
}
ANSWER = blocks.answer(blocks.form_page("Total:", "12.50"))
THROTTLED = refusal("ProvisionedThroughputExceededException")


def paid(world: World) -> int:
    return len(world.textract.calls("AnalyzeDocument"))


def test_a_page_is_analyzed_and_its_meaning_written_down(world: World) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", ANSWER)

    analyze(work, world.services, world.patience())

    assert world.textract.calls("AnalyzeDocument") == [
        {
            "Document": {
                "S3Object": {
                    "Bucket": "uploads",
                    "Name": "forms/a.png",
                    "Version": work.document.version_id,
                }
            },
            "FeatureTypes": ["FORMS"],
        }
    ]
    item = world.item(work.document)
    assert (item["status"], item["pages"], item["fields"]) == ("COMPLETED", 1, 1)
    assert item["cost_usd"] == 0.05
    document = json.loads(world.result(work.document, "document.json"))
    assert document["fields"][0]["value"] == "12.50"
    assert world.result(work.document, "text.txt") == b"Total: 12.50\n"
    raw = gzip.decompress(world.result(work.document, "raw/1.json.gz"))
    assert json.loads(raw) == ANSWER
    assert world.events() == [
        (
            "Document Completed",
            {
                "document_id": work.document.document_id,
                "bucket": "uploads",
                "key": "forms/a.png",
                "version_id": work.document.version_id,
                "status": "COMPLETED",
                "profile": "forms",
                "pages": 1,
                "fields": 1,
                "doubtful": 0,
                "tables": 0,
                "cost_usd": 0.05,
                "results": {
                    "bucket": "results",
                    "prefix": f"results/{work.document.document_id}/",
                },
            },
        )
    ]


def test_delivered_twice_a_page_is_paid_for_once_and_told_twice(world: World) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", ANSWER)
    analyze(work, world.services, world.patience())
    done = world.items(work.document)

    analyze(work, world.services, world.patience())

    assert paid(world) == 1
    assert world.items(work.document) == done
    assert [name for name, _ in world.events()] == ["Document Completed"] * 2


@pytest.mark.parametrize(
    ("dies_at", "after"),
    [("PutObject", 1), ("PutObject", 3), ("BatchWriteItem", 0), ("UpdateItem", 1)],
    ids=["first file", "third file", "items", "status"],
)
def test_what_was_paid_for_is_not_paid_for_again(world: World, dies_at: str, after: int) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", ANSWER)

    with world.power.failing_at(dies_at, after=after):
        analyze(work, world.services, world.patience())
    assert world.status(work.document) == "RUNNING"
    with pytest.raises(Busy):
        analyze(work, world.services, world.patience())
    world.age(work.document, lease_until=1)  # the dead worker's lease has ended
    analyze(work, world.services, world.patience())

    assert paid(world) == 1
    assert world.status(work.document) == "COMPLETED"
    assert world.has_results(work.document)
    assert [name for name, _ in world.events()] == ["Document Completed"]


def test_an_event_that_was_not_sent_is_sent_when_the_message_comes_again(world: World) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", ANSWER)

    with world.power.failing_at("PutEvents"):
        analyze(work, world.services, world.patience())
    assert world.status(work.document) == "COMPLETED"
    assert world.events() == []

    analyze(work, world.services, world.patience())

    assert [name for name, _ in world.events()] == ["Document Completed"]


def test_a_document_that_another_worker_holds_is_left_alone(world: World) -> None:
    work = world.work()
    world.services.table.claim(work.document.document_id, seconds=100)

    with pytest.raises(Busy) as caught:
        analyze(work, world.services, world.patience())

    assert 90 < caught.value.retry_in <= 100
    assert paid(world) == 0


def test_a_throttled_worker_waits_while_there_is_time(world: World) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", *[dict(THROTTLED) for _ in range(5)], ANSWER)

    analyze(work, world.services, world.patience(seconds=300))

    assert paid(world) == 6
    assert world.status(work.document) == "COMPLETED"
    assert world.queued("AnalyzeDocument") == []


def test_a_worker_that_is_throttled_to_the_end_gives_the_work_back(world: World) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", dict(THROTTLED))
    patience = world.patience(seconds=100)

    analyze(work, world.services, patience)

    assert patience.seconds_left() >= 30
    assert world.delayed("AnalyzeDocument") == 1
    assert world.item(work.document)["lease_until"] == 0
    assert world.status(work.document) == "RUNNING"
    assert world.events() == []

    world.textract.says("AnalyzeDocument", ANSWER)
    analyze(work, world.services, world.patience())
    assert world.status(work.document) == "COMPLETED"


def test_work_that_is_given_back_is_the_same_work(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = world.work(profile="questions")
    world.textract.says("AnalyzeDocument", dict(THROTTLED))
    monkeypatch.setattr("lambdas.pipeline.patience.GIVE_BACK", (0, 0))

    analyze(work, world.services, world.patience(seconds=1))

    [body] = world.queued("AnalyzeDocument")
    assert msgspec.json.decode(body, type=Work) == work


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("UnsupportedDocumentException", "Request has unsupported document format"),
        ("BadDocumentException", "Bad."),
        ("DocumentTooLargeException", "Too large."),
        ("InvalidParameterException", "Request has invalid parameters"),
    ],
)
def test_what_textract_refuses_for_good_fails_with_its_words(
    world: World, code: str, words: str
) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", refusal(code, words))

    analyze(work, world.services, world.patience())

    item = world.item(work.document)
    assert item["status"] == "FAILED"
    assert item["reason"] == f"Textract refused the document: {words} ({code})"
    [(detail_type, detail)] = world.events()
    assert (detail_type, detail["reason"]) == ("Document Failed", item["reason"])


def test_an_answer_that_is_none_fails_the_document_and_is_kept_to_look_at(world: World) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", b"<html>")

    analyze(work, world.services, world.patience())

    assert "cannot be read" in world.item(work.document)["reason"]
    assert gzip.decompress(world.result(work.document, "raw/1.json.gz")) == b"<html>"


def test_an_error_of_the_deployment_goes_up_and_lets_the_document_go(world: World) -> None:
    work = world.work()
    world.textract.says("AnalyzeDocument", refusal("AccessDeniedException"), ANSWER)

    with pytest.raises(ClientError, match="AccessDenied"):
        analyze(work, world.services, world.patience())
    assert world.status(work.document) == "RUNNING"

    analyze(work, world.services, world.patience())
    assert world.status(work.document) == "COMPLETED"


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_front_and_back_are_asked_about_in_one_call(world: World, kind: str) -> None:
    content = documents.pdf(2) if kind == "PDF" else documents.tiff(2)
    document = world.upload("ids/licence", content)
    work = msgspec.structs.replace(
        world.work("ids/other", profile="ids", pages=2), document=document, kind=kind
    )
    world.services.table.receive(document, profile="ids")
    world.textract.says("AnalyzeID", dict(THROTTLED), IDENTITY)

    analyze(work, world.services, world.patience())

    first, second = world.textract.calls("AnalyzeID")
    assert first == second
    sides = [base64.b64decode(each["Bytes"]) for each in first["DocumentPages"]]
    assert [inspect(io.BytesIO(side), len(side)).pages for side in sides] == [1, 1]
    item = world.item(document)
    assert (item["status"], item["pages"], item["cost_usd"]) == ("COMPLETED", 2, 0.05)


def test_one_side_is_asked_about_where_it_lies(world: World) -> None:
    work = world.work("ids/a.png", profile="ids")
    world.textract.says("AnalyzeID", IDENTITY)

    analyze(work, world.services, world.patience())

    [request] = world.textract.calls("AnalyzeID")
    [page] = request["DocumentPages"]
    assert page["S3Object"]["Version"] == work.document.version_id
    result = json.loads(world.result(work.document, "document.json"))
    assert result["operation"] == "AnalyzeID"
    assert {field["name"]: field["value"] for field in result["fields"]} == {
        "FIRST_NAME": "GARCIA",
        "DATE_OF_BIRTH": "03/18/1978",
    }


def test_a_receipt_becomes_fields(world: World) -> None:
    work = world.work("receipts/a.png", profile="receipts")
    field = {
        "Type": {"Text": "TOTAL", "Confidence": 99.0},
        "ValueDetection": {"Text": "$12.50", "Confidence": 98.0},
        "PageNumber": 1,
    }
    document = {"ExpenseIndex": 1, "SummaryFields": [field], "LineItemGroups": []}
    world.textract.says(
        "AnalyzeExpense", {"DocumentMetadata": {"Pages": 1}, "ExpenseDocuments": [document]}
    )

    analyze(work, world.services, world.patience())

    item = world.item(work.document)
    assert (item["status"], item["pages"], item["cost_usd"]) == ("COMPLETED", 1, 0.01)
    result = json.loads(world.result(work.document, "document.json"))
    assert [(each["name"], each["value"]) for each in result["fields"]] == [("TOTAL", "$12.50")]


def test_the_result_says_which_adapters_helped(world: World) -> None:
    work = world.work(profile="questions")
    adapters = (Adapter(id="0123456789ab", version="1"),)
    request = msgspec.structs.replace(work.request, adapters=adapters)
    world.textract.says("AnalyzeDocument", ANSWER)

    analyze(msgspec.structs.replace(work, request=request), world.services, world.patience())

    document = json.loads(world.result(work.document, "document.json"))
    assert document["adapters"] == [{"id": "0123456789ab", "version": "1"}]
    assert document["cost_usd"] == 0.025


@pytest.mark.parametrize(
    ("order", "normalized"),
    [("DMY", "2026-04-03"), ("MDY", "2026-03-04"), (None, None)],
)
def test_dates_are_read_in_the_order_of_the_profile(
    world: World, order: str | None, normalized: str | None
) -> None:
    work = world.work(date_order=order)
    world.textract.says("AnalyzeDocument", blocks.answer(blocks.form_page("Due:", "03/04/2026")))

    analyze(work, world.services, world.patience())

    [field] = json.loads(world.result(work.document, "document.json"))["fields"]
    assert field["value"] == "03/04/2026"
    assert (field["normalized"] or {}).get("value") == normalized


def test_work_of_a_document_that_nobody_knows_is_not_paid_for(world: World) -> None:
    work = world.work()
    stranger = msgspec.structs.replace(
        work, document=msgspec.structs.replace(work.document, key="forms/other.png")
    )

    analyze(stranger, world.services, world.patience())

    assert paid(world) == 0
    assert world.events() == []
