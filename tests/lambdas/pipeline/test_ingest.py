"""A document arrives, once or several times."""

from __future__ import annotations

import msgspec
import pytest

from lambdas.documents import Document, Query, Work
from lambdas.messages import decode
from lambdas.pipeline.ingest import ingest
from lambdas.pipeline.start import start
from tests import documents
from tests.lambdas.world import PROFILES, UPLOADS, World


def works(world: World, operation: str) -> list[Work]:
    return [msgspec.json.decode(body, type=Work) for body in world.queued(operation)]


def test_a_new_document_is_looked_at_and_queued(world: World) -> None:
    document = world.upload("forms/my invoice.pdf", documents.pdf(3))

    ingest(document, world.services)

    [work] = works(world, "StartDocumentAnalysis")
    assert work == Work(
        document=document,
        kind="PDF",
        pages=3,
        profile="forms",
        min_confidence=80,
        request=PROFILES["forms"].request,
    )
    item = world.item(document)
    assert (item["status"], item["profile"]) == ("QUEUED", "forms")
    assert (item["kind"], item["pages"], item["operation"]) == ("PDF", 3, "AnalyzeDocument")
    assert msgspec.json.decode(item["work"], type=Work) == work


@pytest.mark.parametrize(
    ("key", "content", "operation"),
    [
        ("forms/a.png", documents.png("Hello"), "AnalyzeDocument"),
        ("forms/a.pdf", documents.one_page_pdf(), "AnalyzeDocument"),
        ("text/a.jpg", documents.jpeg("Hello"), "DetectDocumentText"),
        ("text/a.tif", documents.tiff(2), "StartDocumentTextDetection"),
        ("text/a.pdf", b"%PDF-1.7 damaged", "StartDocumentTextDetection"),
        ("receipts/a.jpg", documents.jpeg("Hello"), "AnalyzeExpense"),
        ("receipts/a.pdf", documents.pdf(2), "StartExpenseAnalysis"),
        ("ids/a.png", documents.png("Hello"), "AnalyzeID"),
        ("ids/a.pdf", documents.pdf(2), "AnalyzeID"),
        ("ids/a.tif", documents.tiff(2), "AnalyzeID"),
        ("ids/b.pdf", b"%PDF-1.7 damaged", "AnalyzeID"),
        ("loans/a.png", documents.png("Hello"), "StartLendingAnalysis"),
        ("loans/a.pdf", documents.pdf(2), "StartLendingAnalysis"),
    ],
)
def test_each_document_waits_in_the_queue_of_its_operation(
    world: World, key: str, content: bytes, operation: str
) -> None:
    ingest(world.upload(key, content), world.services)

    [work] = works(world, operation)
    assert work.document.key == key


def test_how_dates_are_read_goes_with_the_work(world: World) -> None:
    ingest(world.upload("ids/a.png", documents.png("Hello")), world.services)

    assert works(world, "AnalyzeID")[0].date_order == "MDY"


def test_an_object_may_choose_its_profile(world: World) -> None:
    document = world.upload("forms/a.png", documents.png("Hello"), papertray_profile="receipts")

    ingest(document, world.services)

    [work] = works(world, "AnalyzeExpense")
    assert (work.profile, work.request) == ("receipts", PROFILES["receipts"].request)
    assert world.item(document)["profile"] == "receipts"
    assert works(world, "AnalyzeDocument") == []


def test_an_object_may_ask_more(world: World) -> None:
    asked = '["Who?", {"text": "When?", "alias": "WHEN"}]'
    document = world.upload("questions/a.png", documents.png("Hello"), papertray_queries=asked)

    ingest(document, world.services)

    [work] = works(world, "AnalyzeDocument")
    assert [query.text for query in work.request.queries] == [
        "What is the total?",
        "Who?",
        "When?",
    ]


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"papertray_profile": "nonesuch"}, "papertray-profile = 'nonesuch': use the name of"),
        ({"papertray_queries": '["Who?"]'}, "profile forms asks no queries"),
        ({"papertray_profil": "ids"}, "papertray-profil = 'ids': there is no such setting; use"),
    ],
)
def test_what_an_object_asks_in_vain_fails_it_with_the_remedy(
    world: World, metadata: dict[str, str], reason: str
) -> None:
    document = world.upload("forms/a.png", documents.png("Hello"), **metadata)

    ingest(document, world.services)

    assert world.status(document) == "FAILED"
    assert reason in world.item(document)["reason"]
    assert works(world, "AnalyzeDocument") == []


def test_a_document_that_fails_shows_the_profile_that_it_chose(world: World) -> None:
    document = world.upload("forms/a.pdf", documents.pdf(3), papertray_profile="ids")

    ingest(document, world.services)

    assert world.item(document)["profile"] == "ids"
    assert "AnalyzeID reads one or two" in world.item(document)["reason"]
    assert world.events()[0][1]["profile"] == "ids"


@pytest.mark.parametrize(
    ("content", "asked"),
    [(documents.one_page_pdf(), ["Here?"]), (documents.pdf(2), ["Here?", "There?"])],
)
def test_a_page_that_does_not_exist_is_not_asked_about(
    world: World, content: bytes, asked: list[str]
) -> None:
    queries = (Query(text="Here?", pages=("1-2",)), Query(text="There?", pages=("2",)))
    profile = msgspec.structs.replace(PROFILES["questions"], queries=queries)
    again = world.reconfigured(profiles={"questions": profile})

    ingest(world.upload("questions/a.pdf", content), again.services)

    found = works(world, "AnalyzeDocument") + works(world, "StartDocumentAnalysis")
    assert [query.text for work in found for query in work.request.queries] == asked


def test_a_document_about_which_nothing_is_asked_is_refused(world: World) -> None:
    queries = (Query(text="There?", pages=("2",)),)
    profile = msgspec.structs.replace(PROFILES["questions"], queries=queries)
    again = world.reconfigured(profiles={"questions": profile})
    document = world.upload("questions/a.png", documents.png("Hello"))

    ingest(document, again.services)

    assert "All that profile questions asks is about pages" in world.item(document)["reason"]


def test_delivered_three_times_a_document_is_queued_once(world: World) -> None:
    document = world.upload("forms/a.png", documents.png("Hello"))

    for _ in range(3):
        ingest(document, world.services)

    assert len(works(world, "AnalyzeDocument")) == 1
    assert world.events() == []


def test_uploaded_again_it_is_another_document(world: World) -> None:
    for _ in range(2):
        ingest(world.upload("forms/a.png", documents.png("Hello")), world.services)

    first, second = works(world, "AnalyzeDocument")
    assert first.document.document_id != second.document.document_id


@pytest.mark.parametrize(
    ("dies_at", "status", "messages"),
    [("GetObject", "RECEIVED", 1), ("SendMessage", "RECEIVED", 1), ("UpdateItem", "RECEIVED", 2)],
)
def test_what_died_before_it_was_queued_is_queued_when_it_comes_again(
    world: World, dies_at: str, status: str, messages: int
) -> None:
    document = world.upload("forms/a.png", documents.png("Hello"))

    with world.power.failing_at(dies_at):
        ingest(document, world.services)
    assert world.status(document) == status

    ingest(document, world.services)

    assert len(works(world, "AnalyzeDocument")) == messages  # never none
    assert world.status(document) == "QUEUED"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty (0 bytes)."),
        (documents.text_called_pdf(), "The file is not a PDF, TIFF, JPEG or PNG"),
        (documents.encrypted_pdf("secret"), "Remove the password."),
        (documents.png("Hello")[:18], "damaged or cut off"),
    ],
    ids=["empty", "text", "locked", "cut off"],
)
def test_a_bad_document_fails_with_a_reason_and_an_event(
    world: World, content: bytes, reason: str
) -> None:
    document = world.upload("forms/a.pdf", content)

    ingest(document, world.services)

    assert world.status(document) == "FAILED"
    assert reason in world.item(document)["reason"]
    [(detail_type, detail)] = world.events()
    assert detail_type == "Document Failed"
    assert detail == {
        "document_id": document.document_id,
        "bucket": UPLOADS,
        "key": "forms/a.pdf",
        "version_id": document.version_id,
        "status": "FAILED",
        "profile": "forms",
        "reason": world.item(document)["reason"],
    }


def test_a_bad_document_that_comes_again_is_told_again_and_not_looked_at(world: World) -> None:
    document = world.upload("forms/a.pdf", b"")
    ingest(document, world.services)
    failed = world.item(document)

    ingest(document, world.services)

    assert world.item(document) == failed
    assert [name for name, _ in world.events()] == ["Document Failed"] * 2


def test_a_document_that_is_gone_fails(world: World) -> None:
    document = world.upload("forms/a.png", documents.png("Hello"))
    world.s3.delete_object(Bucket=UPLOADS, Key=document.key, VersionId=document.version_id)

    ingest(document, world.services)

    assert "was deleted" in world.item(document)["reason"]


@pytest.mark.parametrize("key", ["forms/", "forms/2026/", "elsewhere/a.png", "a.png"])
def test_folders_and_keys_without_profile_leave_no_trace(world: World, key: str) -> None:
    content = b"" if key.endswith("/") else documents.png("Hello")

    ingest(world.upload(key, content), world.services)

    assert world.dynamodb.scan(TableName="documents")["Count"] == 0
    assert world.events() == []


def test_a_document_whose_key_ends_in_a_slash_is_a_document_all_the_same(world: World) -> None:
    document: Document = world.upload("forms/a/", documents.png("Hello"))

    ingest(document, world.services)

    assert world.status(document) == "QUEUED"


def test_a_worker_that_is_faster_than_the_note_of_its_work_loses_nothing(world: World) -> None:
    """The message was sent, the note of it failed, and the job was started meanwhile."""
    document = world.upload("forms/a.pdf", documents.pdf(3))
    with world.power.failing_at("UpdateItem"):
        ingest(document, world.services)
    [body] = world.queued("StartDocumentAnalysis")
    world.textract.says("StartDocumentAnalysis", {"JobId": "job-1"})
    start(decode(body, Work), world.services, world.patience())

    ingest(document, world.services)  # the upload is delivered again

    item = world.item(document)
    assert (item["status"], item["job_id"]) == ("RUNNING", "job-1")
    assert decode(item["work"], Work) == decode(body, Work)


@pytest.mark.parametrize(
    "content", [documents.png("Hello"), documents.jpeg("Hello")], ids=["PNG", "JPEG"]
)
def test_an_image_may_be_shown_by_textracts_own_task_type(world: World, content: bytes) -> None:
    ingest(world.upload("pictures/a", content), world.services)

    assert len(works(world, "AnalyzeDocument")) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (documents.one_page_pdf(), "this is a PDF"),
        (documents.pdf(3), "this is a PDF"),
        (documents.tiff(1), "this is a TIFF"),
    ],
    ids=["PDF", "PDF of three pages", "TIFF"],
)
def test_what_textracts_own_task_type_cannot_show_is_refused_before_it_costs_anything(
    world: World, content: bytes, told: str
) -> None:
    document = world.upload("pictures/a", content)

    ingest(document, world.services)

    item = world.item(document)
    assert item["status"] == "FAILED"
    assert told in item["reason"]
    assert 'review.by = "a2i" or "builtin"' in item["reason"]
    assert works(world, "AnalyzeDocument") == works(world, "StartDocumentAnalysis") == []


def test_more_queries_than_a_synchronous_call_takes_are_refused_with_their_number(
    world: World,
) -> None:
    queries = tuple(Query(text=f"What is number {number}?") for number in range(16))
    profile = msgspec.structs.replace(
        PROFILES["pictures"], feature_types=("FORMS", "QUERIES"), queries=queries
    )
    asking = world.reconfigured(profiles={"pictures": profile})
    document = world.upload("pictures/a.png", documents.png("Hello"))

    ingest(document, asking.services)

    assert "a PNG with 16 queries" in world.item(document)["reason"]


@pytest.mark.parametrize("prefix", ["people/", "reviewed/"])
def test_our_own_ways_of_review_take_every_document(world: World, prefix: str) -> None:
    ingest(world.upload(f"{prefix}a.pdf", documents.pdf(3)), world.services)

    assert len(works(world, "StartDocumentAnalysis")) == 1
