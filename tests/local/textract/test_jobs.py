"""Jobs: started once, read page by page, told of, forgotten after seven days."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from local.textract.plan import Plan
from local.textract.quotas import Quotas
from local.textract.server import Server
from tests.local.textract.started_jobs import LOCATION, Upload
from tests.local.textract.started_jobs import ended as waited_for

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

MEGABYTE = 1024 * 1024
DAY = 24 * 3600


def start(textract: TextractClient, **parameters: Any) -> str:  # noqa: ANN401
    return textract.start_document_text_detection(DocumentLocation=LOCATION, **parameters)["JobId"]


def ended(textract: TextractClient, job_id: str, **paging: Any) -> Any:  # noqa: ANN401
    return waited_for(textract.get_document_text_detection, job_id, **paging)


def analysed(textract: TextractClient, **parameters: Any) -> Any:  # noqa: ANN401
    job = textract.start_document_analysis(DocumentLocation=LOCATION, **parameters)
    return waited_for(textract.get_document_analysis, job["JobId"])


def questions(answer: Any) -> list[tuple[int, str]]:  # noqa: ANN401
    return [(b["Page"], b["Query"]["Text"]) for b in answer["Blocks"] if "Query" in b]


def without_metadata(answer: Any) -> dict[str, Any]:  # noqa: ANN401
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def test_a_job_reads_all_pages_in_order(textract: TextractClient, upload: Upload) -> None:
    upload(pages=3, words=1)

    answer = ended(textract, start(textract))

    assert answer["JobStatus"] == "SUCCEEDED"
    assert answer["DocumentMetadata"] == {"Pages": 3}
    assert answer["DetectDocumentTextModelVersion"] == "1.0"
    assert [(block["Page"], block["BlockType"]) for block in answer["Blocks"]] == [
        (page, kind) for page in (1, 2, 3) for kind in ("PAGE", "WORD")
    ]


def test_a_job_id_is_64_hex_digits(textract: TextractClient, upload: Upload) -> None:
    upload()

    job_id = start(textract)

    assert len(job_id) == 64
    assert set(job_id) <= set("0123456789abcdef")


def test_a_running_job_says_only_that_it_is_in_progress(
    textract: TextractClient, upload: Upload, gate: Event
) -> None:
    upload()
    gate.clear()

    answer = textract.get_document_text_detection(JobId=start(textract))

    assert without_metadata(answer) == {"JobStatus": "IN_PROGRESS"}


def test_a_document_that_cannot_be_read_fails_its_job(
    textract: TextractClient, s3: S3Client
) -> None:
    s3.put_object(Bucket="documents", Key="a.pdf", Body=b"plain text")

    answer = ended(textract, start(textract))

    assert without_metadata(answer) == {
        "JobStatus": "FAILED",
        "StatusMessage": "Request has unsupported document format",
    }


@pytest.mark.parametrize(
    "document",
    [
        {"kind": "PNG", "size": 10 * MEGABYTE + 1},
        {"kind": "TIFF", "pages": 3001},
        {"pages": 2, "unreadable": [1, 2]},
        {"crashing": [1]},
    ],
    ids=str,
)
def test_a_document_beyond_the_limits_or_all_damaged_fails_its_job(
    textract: TextractClient, upload: Upload, document: dict[str, Any]
) -> None:
    upload(**document)

    assert ended(textract, start(textract))["JobStatus"] == "FAILED"


def test_a_damaged_page_is_warned_of(textract: TextractClient, upload: Upload) -> None:
    upload(pages=3, unreadable=[2])

    answer = ended(textract, start(textract))

    assert answer["JobStatus"] == "PARTIAL_SUCCESS"
    assert answer["Warnings"] == [{"ErrorCode": "BadDocumentException", "Pages": [2]}]
    assert {block["Page"] for block in answer["Blocks"]} == {1, 3}


def test_an_object_that_cannot_be_read_starts_no_job(
    textract: TextractClient, s3: S3Client
) -> None:
    with pytest.raises(textract.exceptions.InvalidS3ObjectException):
        start(textract)


def test_queries_are_asked_on_their_pages(textract: TextractClient, upload: Upload) -> None:
    upload(pages=4)
    queries = [
        {"Text": "First?"},
        {"Text": "Middle?", "Pages": ["2-3"]},
        {"Text": "Rest?", "Pages": ["3-*"]},
        {"Text": "All?", "Pages": ["*"]},
    ]

    answer = analysed(textract, FeatureTypes=["QUERIES"], QueriesConfig={"Queries": queries})

    assert questions(answer) == [
        (1, "First?"), (1, "All?"),
        (2, "Middle?"), (2, "All?"),
        (3, "Middle?"), (3, "Rest?"), (3, "All?"),
        (4, "Rest?"), (4, "All?"),
    ]  # fmt: skip
    assert "Warnings" not in answer


def test_a_query_for_a_page_that_is_not_there_is_warned_of(
    textract: TextractClient, upload: Upload
) -> None:
    upload(pages=2)
    queries = [{"Text": "Total?", "Pages": ["2-9"]}]

    answer = analysed(textract, FeatureTypes=["QUERIES"], QueriesConfig={"Queries": queries})

    assert questions(answer) == [(2, "Total?")]
    assert answer["Warnings"] == [{"ErrorCode": "INVALID_REQUEST_PARAMETERS", "Pages": [3]}]


def test_more_than_30_queries_on_a_page_are_warned_of(
    textract: TextractClient, upload: Upload
) -> None:
    upload(pages=2)
    queries = [{"Text": f"Question {n}?", "Pages": ["1-2"]} for n in range(30)]
    queries.append({"Text": "One more?", "Pages": ["2"]})

    answer = analysed(textract, FeatureTypes=["QUERIES"], QueriesConfig={"Queries": queries})

    assert {page for page, _ in questions(answer)} == {1}
    assert answer["Warnings"] == [{"ErrorCode": "INVALID_REQUEST_PARAMETERS", "Pages": [2]}]


def test_results_come_in_pages_of_at_most_1000_blocks(
    textract: TextractClient, upload: Upload
) -> None:
    upload(pages=5, words=499)
    job_id = start(textract)

    answers = [ended(textract, job_id, MaxResults=5000)]
    while token := answers[-1].get("NextToken"):
        answers.append(ended(textract, job_id, NextToken=token))

    assert [len(answer["Blocks"]) for answer in answers] == [1000, 1000, 500]
    ids = [block["Id"] for answer in answers for block in answer["Blocks"]]
    assert len(set(ids)) == 2500


def test_a_page_is_as_small_as_asked_and_reads_the_same_twice(
    textract: TextractClient, upload: Upload
) -> None:
    upload(pages=1, words=9)
    job_id = start(textract)

    first = ended(textract, job_id, MaxResults=4)
    second = ended(textract, job_id, MaxResults=4, NextToken=first["NextToken"])
    again = ended(textract, job_id, MaxResults=4, NextToken=first["NextToken"])

    assert len(first["Blocks"]) == 4
    assert second["Blocks"] == again["Blocks"] != first["Blocks"]


def test_a_token_of_another_job_is_refused(textract: TextractClient, upload: Upload) -> None:
    upload()
    token = ended(textract, start(textract), MaxResults=1)["NextToken"]
    other = start(textract)
    ended(textract, other)

    for strange in (token, "nonsense", "AAAA"):
        with pytest.raises(textract.exceptions.InvalidParameterException):
            textract.get_document_text_detection(JobId=other, NextToken=strange)


def test_an_unknown_job_id_is_refused(textract: TextractClient) -> None:
    with pytest.raises(
        textract.exceptions.InvalidJobIdException, match="Request has invalid Job Id"
    ):
        textract.get_document_text_detection(JobId="0" * 64)


def test_a_job_is_known_only_to_its_own_operation_and_region(
    connect: Callable[..., TextractClient], upload: Upload
) -> None:
    textract, elsewhere = connect(), connect(region="eu-west-1")
    upload()
    job_id = start(textract)

    with pytest.raises(textract.exceptions.InvalidJobIdException):
        textract.get_document_analysis(JobId=job_id)
    with pytest.raises(elsewhere.exceptions.InvalidJobIdException):
        elsewhere.get_document_text_detection(JobId=job_id)


def test_results_and_tokens_are_forgotten_after_seven_days(
    textract: TextractClient, upload: Upload, set_clock: Callable[[float], None]
) -> None:
    upload()
    job_id = start(textract, ClientRequestToken="t")
    ended(textract, job_id)

    set_clock(7 * DAY - 1)
    assert ended(textract, job_id)["JobStatus"] == "SUCCEEDED"

    set_clock(7 * DAY)
    with pytest.raises(textract.exceptions.InvalidJobIdException):
        textract.get_document_text_detection(JobId=job_id)
    assert start(textract, ClientRequestToken="t") != job_id


def test_a_repeated_token_gives_the_same_job_and_is_not_paid_again(
    textract: TextractClient, upload: Upload, server: Server
) -> None:
    upload(pages=2)

    first = start(textract, ClientRequestToken="t", JobTag="a")
    ended(textract, first)
    again = start(textract, ClientRequestToken="t", JobTag="a")

    assert again == first
    assert server.textract.counts.snapshot()["pages"] == {"StartDocumentTextDetection": 2}
    assert server.textract.counts.snapshot()["calls"]["StartDocumentTextDetection"] == 2


def test_starts_with_one_token_at_the_same_moment_are_one_job(
    textract: TextractClient, upload: Upload, server: Server
) -> None:
    upload()

    with ThreadPoolExecutor(8) as threads:
        starts = [threads.submit(start, textract, ClientRequestToken="t") for _ in range(8)]
    jobs = {each.result() for each in starts}

    assert len(jobs) == 1
    ended(textract, jobs.pop())
    assert server.textract.counts.snapshot()["pages"] == {"StartDocumentTextDetection": 1}


def test_a_token_with_other_parameters_is_refused(textract: TextractClient, upload: Upload) -> None:
    upload()
    start(textract, ClientRequestToken="t", JobTag="a")

    with pytest.raises(textract.exceptions.IdempotentParameterMismatchException):
        start(textract, ClientRequestToken="t", JobTag="b")


def test_a_token_of_one_operation_means_nothing_to_another(
    textract: TextractClient, upload: Upload
) -> None:
    upload()
    detection = start(textract, ClientRequestToken="t")

    analysis = textract.start_document_analysis(
        DocumentLocation=LOCATION, FeatureTypes=["FORMS"], ClientRequestToken="t"
    )

    assert analysis["JobId"] != detection


def test_without_a_token_every_start_is_a_job_of_its_own(
    textract: TextractClient, upload: Upload
) -> None:
    upload()

    assert start(textract) != start(textract)


@pytest.mark.parametrize("plan", [Plan(quotas=Quotas(open_jobs=3, scale=1000))])
def test_too_many_open_jobs_are_refused_until_one_ends(
    textract: TextractClient, upload: Upload, gate: Event
) -> None:
    upload()
    gate.clear()
    jobs = [start(textract) for _ in range(3)]

    with pytest.raises(
        textract.exceptions.LimitExceededException,
        match="Open jobs exceed maximum concurrent job limit",
    ):
        start(textract)

    gate.set()
    for job_id in jobs:
        ended(textract, job_id)
    assert start(textract)


def test_only_the_pages_that_could_be_read_are_paid(
    textract: TextractClient, upload: Upload, server: Server
) -> None:
    upload(pages=3, unreadable=[2])
    ended(textract, start(textract))
    upload(pages=2, unreadable=[1, 2])
    ended(textract, start(textract))

    assert server.textract.counts.snapshot()["pages"] == {"StartDocumentTextDetection": 2}


def test_other_calls_are_answered_while_a_page_is_read(
    textract: TextractClient, upload: Upload, gate: Event
) -> None:
    upload(pages=50)
    gate.clear()
    job_id = start(textract)

    began = time.monotonic()
    textract.get_document_text_detection(JobId=job_id)

    assert time.monotonic() - began < 15  # pages wait for the gate twice as long
