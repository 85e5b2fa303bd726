"""Results, events, queues and Textract, each by what a user sees of it."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from lambdas.documents import Adapter, Operation
from lambdas.errors import (
    DocumentTooLarge,
    InvalidRequest,
    JobForgotten,
    Throttled,
    TransientError,
)
from tests.lambdas.textract import refusal
from tests.lambdas.world import RESULTS, World

SOURCE = {"S3Object": {"Bucket": "uploads", "Name": "a.png"}}


def test_result_files_say_what_they_are(world: World) -> None:
    names = ("document.json", "text.txt", "document.md", "tables/1.csv")

    world.services.results.save("d1", ((name, BytesIO(b"x")) for name in names))

    types = {
        name: world.s3.head_object(Bucket=RESULTS, Key=f"results/d1/{name}")["ContentType"]
        for name in names
    }
    assert types == {
        "document.json": "application/json",
        "text.txt": "text/plain; charset=utf-8",
        "document.md": "text/markdown; charset=utf-8",
        "tables/1.csv": "text/csv; charset=utf-8",
    }


def test_a_raw_answer_is_kept_compressed_and_read_back(world: World) -> None:
    results = world.services.results
    assert results.raw("d1") is None

    results.save_raw("d1", 1, b'{"Blocks": []}')

    assert results.raw("d1") == b'{"Blocks": []}'
    assert results.raw("d") is None


def test_the_same_answer_gives_the_same_object(world: World) -> None:
    def etag() -> str:
        world.services.results.save_raw("d1", 1, b"{}")
        head = world.s3.head_object(Bucket=RESULTS, Key="results/d1/raw/1.json.gz")
        return str(head["ETag"])

    assert etag() == etag()


def test_parts_come_in_the_order_of_their_numbers_and_nothing_else_comes(world: World) -> None:
    for name in ("10", "2", "1", ".s3_access_check", "notes", "1.json", "-1"):
        world.s3.put_object(Bucket=RESULTS, Key=f"jobs/d1/j1/{name}", Body=name.encode())
    for key in ("jobs/d1/j2/1", "jobs/d2/j1/1", "jobs/d1/j1/sub/3"):
        world.s3.put_object(Bucket=RESULTS, Key=key, Body=b"another")

    assert list(world.services.results.job_parts("d1", "j1")) == [b"1", b"2", b"10"]


def test_the_parts_of_a_loan_package_end_with_its_summary(world: World) -> None:
    for name in (
        *("detailedResponse/10", "detailedResponse/2", "summaryResponse/1", "detailedResponse/1"),
        *("splitDocuments/1", "splitDocuments/W_2/1", ".s3_access_check", "summaryResponse/x"),
    ):
        world.s3.put_object(Bucket=RESULTS, Key=f"jobs/d1/j1/{name}", Body=name.encode())

    assert list(world.services.results.job_parts("d1", "j1")) == [
        b"detailedResponse/1",
        b"detailedResponse/2",
        b"detailedResponse/10",
        b"summaryResponse/1",
    ]


def test_more_parts_than_s3_lists_at_once_all_come(world: World) -> None:
    def two_at_once(params: dict[str, Any], **_: object) -> None:
        params["MaxKeys"] = 2

    world.listeners["provide-client-params.s3.ListObjectsV2"] = two_at_once
    for number in range(1, 12):
        world.s3.put_object(Bucket=RESULTS, Key=f"jobs/d1/j1/{number}", Body=b"%d" % number)

    parts = list(world.services.results.job_parts("d1", "j1"))

    assert parts == [b"%d" % number for number in range(1, 12)]


def test_an_event_reaches_those_who_listen(world: World) -> None:
    world.services.events.put("Document Failed", {"key": "Übersicht.pdf", "reason": "Too big."})

    assert world.events() == [("Document Failed", {"key": "Übersicht.pdf", "reason": "Too big."})]


def test_an_event_that_is_not_taken_is_an_error_that_may_pass(world: World) -> None:
    def refuse(parsed: dict[str, Any], **_: object) -> None:
        parsed.update(FailedEntryCount=1, Entries=[{"ErrorCode": "InternalFailure"}])

    world.listeners["after-call.eventbridge.PutEvents"] = refuse

    with pytest.raises(TransientError, match="InternalFailure"):
        world.services.events.put("Document Failed", {})


def test_a_queue_is_empty_only_without_waiting_delayed_and_hidden_messages(world: World) -> None:
    queues, url = world.services.queues, world.settings.uploads_queue_url
    assert queues.is_empty(url)

    queues.send(url, "later", delay=5)
    assert not queues.is_empty(url)

    url = world.settings.completions_queue_url
    queues.send(url, "now")
    assert not queues.is_empty(url)
    [message] = world.sqs.receive_message(QueueUrl=url)["Messages"]
    assert not queues.is_empty(url)

    world.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert queues.is_empty(url)


def test_a_delay_is_at_most_what_sqs_takes(world: World) -> None:
    world.services.queues.send(world.settings.uploads_queue_url, "later", delay=10_000)

    assert not world.services.queues.is_empty(world.settings.uploads_queue_url)


def test_a_synchronous_answer_comes_as_the_bytes_that_textract_sent(world: World) -> None:
    sent = b'{"Blocks" : [ {"Text":"\xc3\xbc"} ],\n "Unheard": 1.50}'
    world.textract.says("AnalyzeDocument", sent)
    world.textract.says("DetectDocumentText", sent)
    work = world.work()

    assert world.services.textract.analyze(work.document, work.request) == sent
    assert world.services.textract.detect(SOURCE) == sent


def test_questions_are_asked_in_textracts_own_words(world: World) -> None:
    world.textract.says("AnalyzeDocument", {"Blocks": []})
    work = world.work(profile="questions")

    world.services.textract.analyze(work.document, work.request)

    [request] = world.textract.calls("AnalyzeDocument")
    assert request["FeatureTypes"] == ["QUERIES"]
    assert request["QueriesConfig"] == {
        "Queries": [{"Text": "What is the total?", "Alias": "TOTAL"}]
    }


def test_a_receipt_is_asked_for_with_nothing_but_its_place(world: World) -> None:
    sent = b'{"ExpenseDocuments" : [ 1 ]}'
    world.textract.says("AnalyzeExpense", sent)
    work = world.work("receipts/a.png", profile="receipts")

    assert world.services.textract.analyze(work.document, work.request) == sent

    [request] = world.textract.calls("AnalyzeExpense")
    assert request.keys() == {"Document"}


def test_an_identity_document_is_one_page_of_several(world: World) -> None:
    sent = b'{"IdentityDocuments" : [ 1 ]}'
    world.textract.says("AnalyzeID", sent)
    work = world.work("ids/a.png", profile="ids")

    assert world.services.textract.analyze(work.document, work.request) == sent

    [request] = world.textract.calls("AnalyzeID")
    [page] = request["DocumentPages"]
    assert page["S3Object"]["Name"] == "ids/a.png"


def test_two_sides_are_sent_as_they_are(world: World) -> None:
    sent = b'{"IdentityDocuments" : [ 1, 2 ]}'
    world.textract.says("AnalyzeID", sent)

    assert world.services.textract.identify([b"front", b"back"]) == sent

    [request] = world.textract.calls("AnalyzeID")
    sides = [base64.b64decode(each["Bytes"]) for each in request["DocumentPages"]]
    assert sides == [b"front", b"back"]


def test_adapters_are_named_in_textracts_own_words(world: World) -> None:
    world.textract.says("AnalyzeDocument", {"Blocks": []})
    adapters = (
        Adapter(id="0123456789ab", version="1"),
        Adapter(id="ba9876543210", version="2", pages=("2-*",)),
    )
    work = world.work(profile="questions")
    request = msgspec.structs.replace(work.request, adapters=adapters)

    world.services.textract.analyze(work.document, request)

    [asked] = world.textract.calls("AnalyzeDocument")
    assert asked["AdaptersConfig"] == {
        "Adapters": [
            {"AdapterId": "0123456789ab", "Version": "1"},
            {"AdapterId": "ba9876543210", "Version": "2", "Pages": ["2-*"]},
        ]
    }


def test_a_document_without_version_is_asked_for_without(world: World) -> None:
    world.textract.says("AnalyzeDocument", {"Blocks": []})
    work = world.work()
    document = msgspec.structs.replace(work.document, version_id=None)

    world.services.textract.analyze(document, work.request)

    [request] = world.textract.calls("AnalyzeDocument")
    assert "Version" not in request["Document"]["S3Object"]


def test_a_job_is_started_with_everything_that_finds_it_again(world: World) -> None:
    world.textract.says("StartDocumentAnalysis", {"JobId": "j1"})
    work = world.work(pages=3)
    id_ = work.document.document_id
    services = world.reconfigured(kms_key_arn="arn:aws:kms:us-east-1:1:key/k").services

    assert services.textract.start(work, services.job_output(f"jobs/{id_}")) == "j1"

    [request] = world.textract.calls("StartDocumentAnalysis")
    assert request == {
        "DocumentLocation": {
            "S3Object": {
                "Bucket": "uploads",
                "Name": "forms/a.png",
                "Version": work.document.version_id,
            }
        },
        "FeatureTypes": ["FORMS"],
        "ClientRequestToken": work.client_request_token,
        "JobTag": id_,
        "NotificationChannel": {
            "SNSTopicArn": world.settings.completion_topic_arn,
            "RoleArn": world.settings.textract_role_arn,
        },
        "OutputConfig": {"S3Bucket": RESULTS, "S3Prefix": f"jobs/{id_}"},
        "KMSKeyId": "arn:aws:kms:us-east-1:1:key/k",
    }


def test_without_a_key_of_ours_none_is_asked_for(world: World) -> None:
    world.textract.says("StartDocumentTextDetection", {"JobId": "j1"})
    work = world.work("text/a.pdf", profile="text", pages=3)

    world.services.textract.start(work, world.services.job_output("jobs/x"))

    [request] = world.textract.calls("StartDocumentTextDetection")
    assert "KMSKeyId" not in request
    assert "FeatureTypes" not in request


@pytest.mark.parametrize(
    ("profile", "start", "get"),
    [
        ("receipts", "StartExpenseAnalysis", "GetExpenseAnalysis"),
        ("loans", "StartLendingAnalysis", "GetLendingAnalysis"),
    ],
)
def test_jobs_of_other_operations_are_started_and_asked_after_alike(
    world: World, profile: str, start: str, get: str
) -> None:
    world.textract.says(start, {"JobId": "j1"})
    world.textract.says(get, {"JobStatus": "IN_PROGRESS"})
    work = world.work(f"{profile}/a.pdf", profile=profile, pages=3)

    assert world.services.textract.start(work, world.services.job_output("jobs/x")) == "j1"
    assert world.services.textract.job(work.request.operation, "j1").status == "IN_PROGRESS"

    [request] = world.textract.calls(start)
    assert request.keys() == {
        *("DocumentLocation", "ClientRequestToken", "JobTag"),
        *("NotificationChannel", "OutputConfig"),
    }


def test_a_jobs_status_is_asked_for_without_its_results(world: World) -> None:
    world.textract.says("GetDocumentAnalysis", {"JobStatus": "FAILED", "StatusMessage": "Bad."})

    job = world.services.textract.job(Operation.ANALYZE_DOCUMENT, "j1")

    assert (job.status, job.message) == ("FAILED", "Bad.")
    assert world.textract.calls("GetDocumentAnalysis") == [{"JobId": "j1", "MaxResults": 1}]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ProvisionedThroughputExceededException", Throttled),
        ("DocumentTooLargeException", DocumentTooLarge),
        ("InternalServerError", TransientError),
        ("InvalidJobIdException", JobForgotten),
        ("AccessDeniedException", ClientError),
    ],
)
def test_an_error_of_textract_is_ours_after_one_call(
    world: World, code: str, expected: type[Exception]
) -> None:
    status = 500 if code == "InternalServerError" else 400
    world.textract.says("DetectDocumentText", refusal(code, "Why.", status=status))

    with pytest.raises(expected, match=r"Why\.") as caught:
        world.services.textract.detect(SOURCE)

    assert len(world.textract.requests) == 1
    assert type(caught.value) is expected or expected is ClientError


def test_what_botocore_does_not_even_send_is_an_invalid_request(world: World) -> None:
    source = {"S3Object": {"Bucket": "b", "Name": "a.png"}}

    with pytest.raises(InvalidRequest, match=r"length for parameter Document\.S3Object\.Bucket"):
        world.services.textract.detect(source)


def test_a_textract_that_cannot_be_reached_may_be_reached_later(world: World) -> None:
    world.textract.says("DetectDocumentText", EndpointConnectionError(endpoint_url="https://t"))

    with pytest.raises(TransientError, match="Could not connect"):
        world.services.textract.detect(SOURCE)


def test_an_answer_to_json_stays_json(world: World) -> None:
    world.textract.says("DetectDocumentText", {"Blocks": []})

    assert json.loads(world.services.textract.detect(SOURCE)) == {"Blocks": []}
