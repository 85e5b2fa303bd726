"""Documents through the deployed template: from the bucket to the table and the results."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import trp.trp2 as response_parser
from textractor.parsers import response_parser as textractor_parser

from tests.documents import (
    encrypted_pdf,
    jpeg,
    one_page_pdf,
    pdf,
    png,
    text_called_pdf,
    tiff,
    truncated_jpeg,
)
from tests.local.stack.conftest import Desk, until, without_nulls

pytestmark = pytest.mark.local

SAMPLES = Path(__file__).parents[3] / "samples"


def test_every_kind_of_document_comes_through_with_its_text(desk: Desk) -> None:
    outcomes = desk.read(
        {
            "text/a picture + ümlaut.png": png("Hello, picture"),
            "text/photo.jpg": jpeg("Hello, photo"),
            "text/one.pdf": one_page_pdf("Hello, paper"),
            "text/two.pdf": pdf(2),
            "text/three.tiff": tiff(3),
        }
    )

    texts = {key: _text(outcome.submitted.folder) for key, outcome in outcomes.items()}
    assert {outcome.status for outcome in outcomes.values()} == {"COMPLETED"}
    assert "Hello, picture" in texts["text/a picture + ümlaut.png"]
    assert "Hello, photo" in texts["text/photo.jpg"]
    assert "Hello, paper" in texts["text/one.pdf"]
    assert "Page 1" in texts["text/two.pdf"]
    assert "Page 2" in texts["text/two.pdf"]
    assert outcomes["text/three.tiff"].pages == 3
    assert "Page 3" in texts["text/three.tiff"]


def test_the_invoice_becomes_fields_tables_and_answers(desk: Desk) -> None:
    invoice = desk.read({"invoices/invoice.pdf": (SAMPLES / "invoice.pdf").read_bytes()})

    folder = invoice["invoices/invoice.pdf"].submitted.folder
    document = json.loads((folder / "document.json").read_bytes())
    fields = {field["name"]: field["value"] for field in document["fields"]}
    assert fields["INVOICE_NUMBER"] == "FPS-10482"
    assert (
        'LP-2401,"Letterpress cotton paper, 300 gsm, 12 x 18 in",40,18.50,740.00'
        in (folder / "tables" / "1.csv").read_text()
    )
    assert "**Amount due:** $1,843.39" in (folder / "document.md").read_text()


def test_a_field_is_found_by_name_and_value(desk: Desk) -> None:
    outcome = desk.read({"invoices/find me.pdf": (SAMPLES / "invoice.pdf").read_bytes()})

    found = desk.local.aws.client("dynamodb").query(
        TableName=desk.deployed.table,
        IndexName="by-field",
        KeyConditionExpression="field_name = :name AND begins_with(field_value, :value)",
        ExpressionAttributeValues={
            ":name": {"S": "invoice_number"},
            ":value": {"S": "fps-104"},
        },
    )["Items"]
    document_id = outcome["invoices/find me.pdf"].submitted.document_id
    assert document_id in [item["document_id"]["S"] for item in found]


def test_bad_documents_fail_with_a_plain_reason_and_harm_nobody(desk: Desk) -> None:
    outcomes = desk.read(
        {
            "text/locked.pdf": encrypted_pdf("secret"),
            "text/empty.png": b"",
            "text/text.pdf": text_called_pdf(),
            "text/cut.jpg": truncated_jpeg(),
            "text/good.png": png("Unharmed"),
        }
    )

    reasons = {key: outcome.reason or "" for key, outcome in outcomes.items()}
    assert "needs a password" in reasons["text/locked.pdf"]
    assert "empty (0 bytes)" in reasons["text/empty.png"]
    assert "not a PDF, TIFF, JPEG or PNG" in reasons["text/text.pdf"]
    assert "BadDocumentException" in reasons["text/cut.jpg"]
    assert outcomes["text/good.png"].status == "COMPLETED"
    assert [outcome.status for outcome in outcomes.values()].count("FAILED") == 4
    assert sum(desk.dead_letters().values()) == 0


def test_an_object_delivered_three_times_is_billed_once(desk: Desk) -> None:
    before = desk.local.aws.billed()
    outcome = desk.read({"text/thrice.png": png("Once is enough")})["text/thrice.png"]
    item = _item(desk, outcome.submitted.document_id)
    sqs = desk.local.aws.client("sqs")
    for _ in range(2):
        sqs.send_message(QueueUrl=desk.local.outputs["UploadsQueue"], MessageBody=_event(item))
    _until_empty(desk, desk.local.outputs["UploadsQueue"])

    after = desk.local.aws.billed()
    calls = after["calls"]["DetectDocumentText"] - before["calls"].get("DetectDocumentText", 0)
    assert calls == 1
    assert _item(desk, outcome.submitted.document_id)["status"]["S"] == "COMPLETED"


def test_raw_results_load_in_the_libraries_that_people_have(desk: Desk) -> None:
    outcome = desk.read({"statement.pdf": (SAMPLES / "statement.pdf").read_bytes()})

    raw = outcome["statement.pdf"].submitted.folder / "raw" / "1.json.gz"
    answer = json.loads(gzip.decompress(raw.read_bytes()))
    theirs = textractor_parser.parse(without_nulls(answer))
    assert theirs.num_pages == 2
    assert len(theirs.tables) == outcome["statement.pdf"].tables
    older: Any = response_parser.TDocumentSchema().load(without_nulls(answer))
    assert len(older.pages) == 2


def test_the_end_of_a_document_is_an_event(desk: Desk) -> None:
    sqs, events = desk.local.aws.client("sqs"), desk.local.aws.client("events")
    queue_url = sqs.create_queue(QueueName="listener")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])
    events.put_rule(Name="listener", EventPattern=json.dumps({"source": ["papertray"]}))
    events.put_targets(
        Rule="listener", Targets=[{"Id": "queue", "Arn": arn["Attributes"]["QueueArn"]}]
    )

    outcomes = desk.read({"text/told.png": png("Told"), "text/told.txt": b"no"})

    told = {}

    def all_are_told() -> bool:
        answer = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            event = json.loads(message["Body"])
            told[event["detail"]["key"]] = event
        return told.keys() >= outcomes.keys()

    until(all_are_told, wanted="an event for each document")
    assert told["text/told.png"]["detail-type"] == "Document Completed"
    assert told["text/told.png"]["detail"]["pages"] == 1
    assert told["text/told.txt"]["detail-type"] == "Document Failed"
    assert "not a PDF" in told["text/told.txt"]["detail"]["reason"]


def _text(folder: Path) -> str:
    return (folder / "text.txt").read_text(encoding="utf-8")


def _item(desk: Desk, document_id: str) -> Any:  # noqa: ANN401  (DynamoDB's own shape)
    key = {"document_id": {"S": document_id}, "item": {"S": "DOCUMENT"}}
    answer = desk.local.aws.client("dynamodb").get_item(TableName=desk.deployed.table, Key=key)
    return answer["Item"]


def _event(item: Any) -> str:  # noqa: ANN401
    uploaded = {
        "key": item["key"]["S"],
        "size": int(item["size"]["N"]),
        "etag": item["etag"]["S"],
        "version-id": item["version_id"]["S"],
    }
    return json.dumps({"detail": {"bucket": {"name": item["bucket"]["S"]}, "object": uploaded}})


def _until_empty(desk: Desk, queue_url: str) -> None:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    sqs = desk.local.aws.client("sqs")

    def is_empty() -> bool:
        counts = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)["Attributes"]
        return not any(int(count) for count in counts.values())

    until(is_empty, wanted="the queue is empty")
