"""Many pages: a job is started once, and collected once, whatever is told in between."""

from __future__ import annotations

import gzip
import json

import msgspec
import pytest
from botocore.exceptions import ClientError

from lambdas.documents import Work
from lambdas.errors import Busy, TransientError
from lambdas.messages import Completion
from lambdas.pipeline.collect import collect
from lambdas.pipeline.start import start
from tests.lambdas import blocks
from tests.lambdas.textract import refusal
from tests.lambdas.world import PROFILES, World

START = "StartDocumentAnalysis"


def notice(work: Work, job_id: str = "job-1", status: str = "SUCCEEDED") -> Completion:
    return Completion(job_id=job_id, status=status, api=START, job_tag=work.document.document_id)


def started(world: World, job_id: str = "job-1") -> Work:
    """A document whose job runs."""
    work = world.work("forms/a.pdf", pages=3)
    world.textract.says(START, {"JobId": job_id})
    start(work, world.services, world.patience())
    return work


def put_parts(world: World, work: Work, *, pages: int = 3, status: str = "SUCCEEDED") -> None:
    """One page a part, and what else Textract leaves beside them."""
    world.put_part(work.document, "job-1", ".s3_access_check", {})
    for page in range(1, pages + 1):
        part = blocks.part(blocks.form_page("No:", str(page), page=page), of=pages, status=status)
        world.put_part(work.document, "job-1", str(page), part)


def test_a_job_is_started_and_noted(world: World) -> None:
    work = started(world)

    [request] = world.textract.calls(START)
    assert request["ClientRequestToken"] == work.client_request_token
    assert request["OutputConfig"]["S3Prefix"] == f"jobs/{work.document.document_id}"
    item = world.item(work.document)
    assert (item["status"], item["job_id"], item["lease_until"]) == ("RUNNING", "job-1", 0)


def test_a_job_that_is_noted_is_not_started_again(world: World) -> None:
    work = started(world)

    start(work, world.services, world.patience())

    assert len(world.textract.calls(START)) == 1


def test_a_job_that_was_started_but_not_noted_is_asked_for_with_the_same_token(
    world: World,
) -> None:
    work = world.work("forms/a.pdf", pages=3)
    world.textract.says(START, {"JobId": "job-1"})

    with world.power.failing_at("UpdateItem", after=1):
        start(work, world.services, world.patience())
    world.age(work.document, lease_until=1)
    start(work, world.services, world.patience())

    first, second = world.textract.calls(START)
    assert first == second
    assert world.item(work.document)["job_id"] == "job-1"


@pytest.mark.parametrize("dies_at", ["GetObject", "PutObject", "BatchWriteItem"])
def test_a_collector_that_dies_is_followed_by_another(world: World, dies_at: str) -> None:
    work = started(world)
    put_parts(world, work)

    with world.power.failing_at(dies_at, after=1 if dies_at != "BatchWriteItem" else 0):
        collect(notice(work), world.services, world.patience(seconds=900))
    world.age(work.document, lease_until=1)
    collect(notice(work), world.services, world.patience(seconds=900))

    assert world.status(work.document) == "COMPLETED"
    assert world.item(work.document)["fields"] == 3


@pytest.mark.parametrize("code", ["LimitExceededException", "ThrottlingException"])
def test_a_start_that_is_throttled_to_the_end_is_given_back(world: World, code: str) -> None:
    work = world.work("forms/a.pdf", pages=3)
    world.textract.says(START, refusal(code))

    start(work, world.services, world.patience(seconds=60))

    assert world.delayed(START) == 1
    assert world.item(work.document)["lease_until"] == 0
    assert world.events() == []


def test_a_start_that_textract_refuses_fails_the_document(world: World) -> None:
    work = world.work("forms/a.pdf", pages=3)
    world.textract.says(START, refusal("BadDocumentException", "Bad."))

    start(work, world.services, world.patience())

    assert world.status(work.document) == "FAILED"


def test_an_error_of_the_deployment_lets_the_document_go(world: World) -> None:
    work = world.work("forms/a.pdf", pages=3)
    world.textract.says(START, refusal("InvalidKMSKeyException"))

    with pytest.raises(ClientError):
        start(work, world.services, world.patience())

    assert world.services.table.claim(work.document.document_id, seconds=1)


def test_a_completed_job_becomes_a_result(world: World) -> None:
    work = started(world)
    put_parts(world, work, pages=11)

    collect(notice(work), world.services, world.patience(seconds=900))

    item = world.item(work.document)
    assert (item["status"], item["pages"], item["fields"]) == ("COMPLETED", 11, 11)
    assert item["cost_usd"] == 0.55
    result = json.loads(world.result(work.document, "document.json"))
    assert result["job_id"] == "job-1"
    numbers = [str(n) for n in range(1, 12)]
    assert [field["value"] for field in result["fields"]] == numbers  # 2 before 10
    last = json.loads(gzip.decompress(world.result(work.document, "raw/11.json.gz")))
    assert last["Blocks"][0]["Page"] == 11
    items = world.items(work.document)
    assert {f"PAGE#{n:04}" for n in range(1, 12)} <= set(items)
    assert items["PAGE#0002"]["text"] == "No: 2"
    [(detail_type, detail)] = world.events()
    assert (detail_type, detail["pages"]) == ("Document Completed", 11)


def test_a_job_that_succeeded_in_part_is_partial(world: World) -> None:
    work = started(world)
    put_parts(world, work, status="PARTIAL_SUCCESS")

    collect(notice(work, status="PARTIAL_SUCCESS"), world.services, world.patience(seconds=900))

    assert world.status(work.document) == "PARTIAL"
    [(detail_type, detail)] = world.events()
    assert (detail_type, detail["status"]) == ("Document Completed", "PARTIAL")


def test_a_repeated_completion_changes_nothing_but_tells_again(world: World) -> None:
    work = started(world)
    put_parts(world, work)
    collect(notice(work), world.services, world.patience(seconds=900))
    done = world.items(work.document)

    collect(notice(work), world.services, world.patience(seconds=900))
    collect(notice(work, status="FAILED"), world.services, world.patience(seconds=900))

    assert world.items(work.document) == done
    assert [name for name, _ in world.events()] == ["Document Completed"] * 3


def test_a_completion_may_come_before_its_job_is_noted(world: World) -> None:
    work = world.work("forms/a.pdf", pages=3)
    put_parts(world, work)

    collect(notice(work), world.services, world.patience(seconds=900))
    world.services.table.started(work.document.document_id, "job-1")  # the note comes late

    assert world.status(work.document) == "COMPLETED"


def test_a_completion_waits_while_the_starter_holds_the_document(world: World) -> None:
    work = world.work("forms/a.pdf", pages=3)
    world.services.table.claim(work.document.document_id, seconds=100)

    with pytest.raises(Busy):
        collect(notice(work), world.services, world.patience(seconds=900))


def test_another_jobs_completion_changes_nothing(world: World) -> None:
    work = started(world)
    put_parts(world, work)

    collect(
        notice(work, job_id="job-2", status="FAILED"), world.services, world.patience(seconds=900)
    )
    assert world.status(work.document) == "RUNNING"
    assert world.events() == []

    collect(notice(work), world.services, world.patience(seconds=900))
    assert world.status(work.document) == "COMPLETED"


@pytest.mark.parametrize("status", ["FAILED", "ERROR"])
def test_a_failed_job_fails_the_document_with_textracts_reason(world: World, status: str) -> None:
    work = started(world)
    said = {"JobStatus": "FAILED", "StatusMessage": "INVALID_IMAGE_TYPE"}
    world.textract.says("GetDocumentAnalysis", said)

    collect(notice(work, status=status), world.services, world.patience(seconds=900))

    item = world.item(work.document)
    assert item["status"] == "FAILED"
    assert item["reason"] == "Textract's job ended as FAILED: INVALID_IMAGE_TYPE"
    [(detail_type, _)] = world.events()
    assert detail_type == "Document Failed"


def test_a_job_that_failed_without_a_reason_says_so(world: World) -> None:
    work = started(world)
    world.textract.says("GetDocumentAnalysis", {"JobStatus": "FAILED"})

    collect(notice(work, status="FAILED"), world.services, world.patience(seconds=900))

    assert world.item(work.document)["reason"].endswith("it gave no reason")


def test_a_failed_job_whose_reason_is_throttled_is_asked_again_while_time_is_left(
    world: World,
) -> None:
    work = started(world)
    throttled = refusal("ProvisionedThroughputExceededException")
    world.textract.says("GetDocumentAnalysis", throttled, {"JobStatus": "FAILED"})

    collect(notice(work, status="FAILED"), world.services, world.patience(seconds=900))

    assert world.status(work.document) == "FAILED"


def test_a_failed_job_whose_reason_cannot_be_asked_now_is_asked_later(world: World) -> None:
    work = started(world)
    throttled = refusal("ProvisionedThroughputExceededException")
    world.textract.says("GetDocumentAnalysis", throttled, {"JobStatus": "FAILED"})

    with pytest.raises(TransientError):
        collect(notice(work, status="FAILED"), world.services, world.patience(seconds=0))
    assert world.status(work.document) == "RUNNING"

    collect(notice(work, status="FAILED"), world.services, world.patience(seconds=900))
    assert world.status(work.document) == "FAILED"


def test_a_failed_job_that_we_may_not_ask_any_more_fails_the_document_all_the_same(
    world: World,
) -> None:
    work = started(world)
    changed = world.reconfigured(profiles={"text": PROFILES["text"]})

    collect(notice(work, status="ERROR"), changed.services, world.patience(seconds=900))

    item = world.item(work.document)
    assert item["status"] == "FAILED"
    assert item["reason"] == (
        "Textract's job ended as ERROR; no profile uses AnalyzeDocument any more"
    )
    assert world.textract.calls("GetDocumentAnalysis") == []


def test_output_that_cannot_be_seen_yet_is_waited_for(world: World) -> None:
    work = started(world)
    world.put_part(work.document, "job-1", ".s3_access_check", {})

    with pytest.raises(TransientError, match="no output yet"):
        collect(notice(work), world.services, world.patience(seconds=900))

    put_parts(world, work)
    collect(notice(work), world.services, world.patience(seconds=900))
    assert world.status(work.document) == "COMPLETED"


def test_a_part_that_cannot_be_read_fails_the_document_and_is_kept(world: World) -> None:
    work = started(world)
    world.s3.put_object(
        Bucket="results", Key=f"jobs/{work.document.document_id}/job-1/1", Body=b"{"
    )

    collect(notice(work), world.services, world.patience(seconds=900))

    assert "cannot be read" in world.item(work.document)["reason"]
    assert gzip.decompress(world.result(work.document, "raw/1.json.gz")) == b"{"


def test_a_completion_before_the_work_was_written_down_comes_back(world: World) -> None:
    document = world.upload("forms/a.pdf", b"x")
    world.services.table.receive(document, profile="forms")
    early = Completion(job_id="job-1", status="SUCCEEDED", api=START, job_tag=document.document_id)

    with pytest.raises(TransientError, match="not written down yet"):
        collect(early, world.services, world.patience(seconds=900))


def test_a_completion_of_a_document_that_nobody_knows_changes_nothing(world: World) -> None:
    work = world.work("forms/a.pdf", pages=3)
    stranger = msgspec.structs.replace(notice(work), job_tag="unknown")

    collect(stranger, world.services, world.patience(seconds=900))

    assert world.status(work.document) == "QUEUED"
    assert world.events() == []


def test_a_loan_package_is_read_with_its_summary_and_both_are_kept(world: World) -> None:
    work = world.work("loans/a.pdf", profile="loans", pages=2)
    world.textract.says("StartLendingAnalysis", {"JobId": "job-1"})
    start(work, world.services, world.patience())
    for page in (1, 2):
        guess = [{"Value": "W_2", "Confidence": 97.0}]
        field = {"Type": "WAGES", "ValueDetections": [{"Text": "1,200", "Confidence": 96.0}]}
        result = {
            "Page": page,
            "PageClassification": {"PageType": guess, "PageNumber": []},
            "Extractions": [
                {"LendingDocument": {"LendingFields": [field], "SignatureDetections": []}}
            ],
        }
        part = {"DocumentMetadata": {"Pages": 2}, "JobStatus": "SUCCEEDED", "Results": [result]}
        world.put_part(work.document, "job-1", f"detailedResponse/{page}", part)
    group = {"Type": "W_2", "SplitDocuments": [{"Index": 1, "Pages": [1, 2]}]}
    summary = {"DocumentMetadata": {"Pages": 2}, "Summary": {"DocumentGroups": [group]}}
    world.put_part(work.document, "job-1", "summaryResponse/1", summary)
    world.put_part(work.document, "job-1", "splitDocuments/1", {"not": "ours"})

    collect(notice(work), world.services, world.patience(seconds=900))

    item = world.item(work.document)
    assert (item["status"], item["pages"], item["cost_usd"]) == ("COMPLETED", 2, 0.14)
    document = json.loads(world.result(work.document, "document.json"))
    assert [(each["page"], each["name"]) for each in document["fields"]] == [
        (1, "WAGES"),
        (2, "WAGES"),
    ]
    assert document["lending"]["groups"][0]["documents"] == [{"index": 1, "pages": [1, 2]}]
    kept = gzip.decompress(world.result(work.document, "raw/3.json.gz"))
    assert json.loads(kept) == summary


def test_a_failed_job_of_a_loan_package_is_asked_why(world: World) -> None:
    work = world.work("loans/a.pdf", profile="loans", pages=2)
    world.textract.says("StartLendingAnalysis", {"JobId": "job-1"})
    world.textract.says("GetLendingAnalysis", {"JobStatus": "FAILED", "StatusMessage": "Bad scan"})
    start(work, world.services, world.patience())

    collect(notice(work, status="FAILED"), world.services, world.patience(seconds=900))

    assert "Bad scan" in world.item(work.document)["reason"]
