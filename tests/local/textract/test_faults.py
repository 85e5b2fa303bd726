"""What a plan lets go wrong: calls, jobs and their notices, counted and always the same."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore import xform_name

from local.textract.errors import ERRORS
from local.textract.faults import Faults
from local.textract.plan import (
    DuplicateNotice,
    Error,
    FailedJob,
    Fault,
    LateNotice,
    LostNotice,
    PartialJob,
    Plan,
)
from local.textract.quotas import Quotas
from local.textract.validation import operations_that_may_answer
from tests.local.textract import started_jobs

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

Control = Callable[..., tuple[int, Any]]

LOCATION: Any = {"S3Object": {"Bucket": "documents", "Name": "a.pdf"}}
DETECT, START = "DetectDocumentText", "StartDocumentTextDetection"


def planned(*faults: Fault, seed: int = 0) -> pytest.MarkDecorator:
    """Return a mark that lets the service have these faults and no quotas."""
    plan = Plan(quotas=Quotas(enforced=False), faults=faults, seed=seed)  # type: ignore[arg-type]
    return pytest.mark.parametrize("plan", [plan], ids=["plan"])


def struck(faults: Sequence[Fault], *, calls: int, seed: int = 0) -> list[int]:
    """Return the numbers of the calls, counted from 1, that an error strikes."""
    plan = Faults(Plan(faults=tuple(faults), seed=seed))  # type: ignore[arg-type]
    return [number for number in range(1, calls + 1) if plan.error(DETECT)]


def test_the_first_calls_are_struck_and_no_later_one() -> None:
    assert struck([Error(code="InternalServerError", first=3)], calls=10) == [1, 2, 3]


def test_a_share_strikes_about_so_many_calls_and_the_same_ones_again() -> None:
    fault = Error(code="InternalServerError", share=0.2)

    once = struck([fault], calls=2000, seed=1)

    assert 340 < len(once) < 460
    assert struck([fault], calls=2000, seed=1) == once
    assert struck([fault], calls=2000, seed=2) != once


def test_a_whole_share_strikes_every_call() -> None:
    assert len(struck([Error(code="InternalServerError", share=1)], calls=100)) == 100


def test_faults_come_one_after_the_other() -> None:
    plan = Plan(
        faults=(
            Error(code="ThrottlingException", first=1),
            Error(code="InternalServerError", first=1),
        )
    )
    faults = Faults(plan)

    errors = [faults.error(DETECT) for _ in range(3)]

    assert [error and error.code for error in errors] == [
        "ThrottlingException",
        "InternalServerError",
        None,
    ]


def test_a_fault_of_one_operation_leaves_the_others_alone() -> None:
    faults = Faults(
        Plan(faults=(Error(code="ThrottlingException", first=9, operations=(DETECT,)),))
    )

    assert faults.error("AnalyzeDocument") is None
    assert faults.error(DETECT)


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_every_error_of_the_model_can_be_planned(
    control: Control, textract: TextractClient, code: str
) -> None:
    operation = operations_that_may_answer(code)[0]
    control("PUT", "plan", {"faults": [{"fault": "error", "code": code, "first": 1}]})

    with pytest.raises(getattr(textract.exceptions, code)) as refusal:
        getattr(textract, xform_name(operation))()

    status = 500 if code == "InternalServerError" else 400
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert control("GET", "counts")[1]["errors"] == {operation: {code: 1}}


def test_an_error_strikes_only_operations_that_may_give_it() -> None:
    faults = Faults(Plan(faults=(Error(code="LimitExceededException", share=1),)))

    assert faults.error(DETECT) is None
    assert faults.error(START)


@pytest.fixture
def start(
    textract: TextractClient, s3: S3Client, a_document: Callable[..., bytes], topic: Topic
) -> Callable[..., str]:
    """Return a function that starts a job for a document of three pages, and returns its id."""
    s3.put_object(Bucket="documents", Key="a.pdf", Body=a_document(kind="PDF", pages=3))

    def start(**parameters: Any) -> str:  # noqa: ANN401
        channel: Any = {
            "SNSTopicArn": topic.arn,
            "RoleArn": "arn:aws:iam::123456789012:role/publisher",
        }
        return textract.start_document_text_detection(
            DocumentLocation=LOCATION, NotificationChannel=channel, **parameters
        )["JobId"]

    return start


class Topic:
    """A topic, and what it was told."""

    def __init__(self, session: boto3.Session) -> None:
        self._sqs = session.client("sqs")
        sns = session.client("sns")
        self.arn = sns.create_topic(Name="completions")["TopicArn"]
        self._queue_url = self._sqs.create_queue(QueueName="completions")["QueueUrl"]
        sns.subscribe(
            TopicArn=self.arn,
            Protocol="sqs",
            Endpoint="arn:aws:sqs:us-east-1:123456789012:completions",
            Attributes={"RawMessageDelivery": "true"},
        )

    def told(self) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(QueueUrl=self._queue_url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


@pytest.fixture
def topic(aws: None, session: boto3.Session) -> Topic:
    return Topic(session)


@pytest.fixture
def ended(textract: TextractClient) -> Callable[[str], Any]:
    """Return a function that waits for a job, and returns its first results."""

    def ended(job_id: str) -> Any:  # noqa: ANN401
        return started_jobs.ended(textract.get_document_text_detection, job_id)

    return ended


Start = Callable[..., str]
Ended = Callable[[str], Any]


def notices(control: Control, *, at_least: dict[str, int]) -> dict[str, int]:
    """Return the counts of notices, as soon as there are so many of the named ones."""
    kinds: dict[str, int] = {}

    def have_come() -> bool:
        kinds.update(control("GET", "counts")[1]["notices"].get(START, {}))
        return all(kinds.get(kind, 0) >= number for kind, number in at_least.items())

    started_jobs.until(have_come, wanted=f"notices: {at_least}")
    return kinds


@planned(FailedJob(reason="Out of ink", first=1))
def test_a_planned_job_fails_with_its_reason_and_is_not_paid(
    start: Start, ended: Ended, topic: Topic, control: Control
) -> None:
    answer = ended(start())

    assert (answer["JobStatus"], answer["StatusMessage"]) == ("FAILED", "Out of ink")
    notices(control, at_least={"sent": 1})
    assert [message["Status"] for message in topic.told()] == ["FAILED"]
    assert control("GET", "counts")[1]["pages"] == {START: 0}
    assert ended(start())["JobStatus"] == "SUCCEEDED"


@planned(PartialJob(pages=(2, 9), code="OUT_OF_INK", first=1))
def test_planned_pages_are_not_read_but_warned_of_and_not_paid(
    start: Start, ended: Ended, control: Control
) -> None:
    answer = ended(start())

    assert answer["JobStatus"] == "PARTIAL_SUCCESS"
    assert answer["Warnings"] == [{"ErrorCode": "OUT_OF_INK", "Pages": [2]}]
    assert {block["Page"] for block in answer["Blocks"]} == {1, 3}
    assert control("GET", "counts")[1]["pages"] == {START: 2}


@planned(LostNotice(first=1))
def test_a_lost_notice_never_comes_though_the_job_is_done(
    start: Start, ended: Ended, topic: Topic, control: Control
) -> None:
    assert ended(start())["JobStatus"] == "SUCCEEDED"

    assert notices(control, at_least={"lost": 1}) == {"lost": 1}
    assert topic.told() == []


@planned(DuplicateNotice(first=1))
def test_a_duplicate_notice_comes_twice_and_is_paid_once(
    start: Start, topic: Topic, control: Control
) -> None:
    job_id = start()

    assert notices(control, at_least={"sent": 2}) == {"sent": 2, "duplicate": 1}
    assert [message["JobId"] for message in topic.told()] == [job_id, job_id]
    assert control("GET", "counts")[1]["pages"] == {START: 3}


@planned(DuplicateNotice(seconds=3, first=1))
def test_the_second_of_two_notices_may_come_later(
    start: Start, topic: Topic, control: Control
) -> None:
    start()

    assert notices(control, at_least={"sent": 1})["sent"] == 1
    assert len(topic.told()) == 1
    assert notices(control, at_least={"sent": 2})["sent"] == 2


@planned(LateNotice(seconds=3, first=1))
def test_a_late_notice_comes_some_time_after_the_end(
    start: Start, ended: Ended, topic: Topic, control: Control
) -> None:
    ended(start())
    assert notices(control, at_least={"late": 1}) == {"late": 1}
    assert topic.told() == []

    notices(control, at_least={"sent": 1})

    assert len(topic.told()) == 1


@planned(LostNotice(share=1), FailedJob(first=1))
def test_a_repeated_token_uses_up_no_fault(start: Start, ended: Ended) -> None:
    jobs = {start(ClientRequestToken="t") for _ in range(3)}
    assert [ended(job)["JobStatus"] for job in jobs] == ["FAILED"]

    assert ended(start())["JobStatus"] == "SUCCEEDED"


def test_pages_take_the_time_that_the_plan_says(
    control: Control, textract: TextractClient, a_document: Callable[..., bytes]
) -> None:
    control("PUT", "plan", {"page_milliseconds": 200})
    began = time.monotonic()

    textract.detect_document_text(Document={"Bytes": a_document()})

    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize(
    "plan", [Plan(quotas=Quotas(enforced=False), page_milliseconds=300)], ids=["plan"]
)
def test_a_job_takes_the_time_of_its_pages_and_many_take_it_at_once(
    start: Start, ended: Ended
) -> None:
    began = time.monotonic()

    jobs = [start() for _ in range(10)]
    assert [ended(job)["JobStatus"] for job in jobs] == ["SUCCEEDED"] * 10

    assert 0.9 <= time.monotonic() - began < 7  # one after the other they would take 9 seconds
