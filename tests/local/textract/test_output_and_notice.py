"""What a job leaves in S3 and says to SNS, and with whose rights."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.core import set_initial_no_auth_action_count

from tests.local.textract.started_jobs import ended, until

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

LOCATION: Any = {"S3Object": {"Bucket": "documents", "Name": "in/a b.pdf"}}
ROLE = "arn:aws:iam::123456789012:role/publisher"
READ = "s3:GetObject"


class Mailbox:
    """A topic and the queue that listens to it."""

    def __init__(self, session: boto3.Session) -> None:
        self._sqs = session.client("sqs")
        sns = session.client("sns")
        self.topic_arn = sns.create_topic(Name="completions")["TopicArn"]
        self._queue_url = self._sqs.create_queue(QueueName="completions")["QueueUrl"]
        sns.subscribe(
            TopicArn=self.topic_arn,
            Protocol="sqs",
            Endpoint="arn:aws:sqs:us-east-1:123456789012:completions",
            Attributes={"RawMessageDelivery": "true"},
        )

    def messages(self, *, seconds: float = 30) -> list[dict[str, Any]]:
        """Return what has arrived as soon as something has, or after some seconds nothing."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            answer = self._sqs.receive_message(QueueUrl=self._queue_url, MaxNumberOfMessages=10)
            if received := answer.get("Messages"):
                return [json.loads(message["Body"]) for message in received]
            time.sleep(0.02)
        return []


@pytest.fixture
def mailbox(aws: None, session: boto3.Session) -> Mailbox:
    return Mailbox(session)


@pytest.fixture
def document(s3: S3Client, a_document: Callable[..., bytes]) -> None:
    body = a_document(kind="PDF", pages=5, words=499)
    s3.put_object(Bucket="documents", Key="in/a b.pdf", Body=body)


def channel(mailbox: Mailbox) -> Any:  # noqa: ANN401
    return {"SNSTopicArn": mailbox.topic_arn, "RoleArn": ROLE}


def wait(textract: TextractClient, job_id: str) -> str:
    return str(ended(textract.get_document_analysis, job_id)["JobStatus"])


def keys(s3: S3Client, prefix: str) -> list[str]:
    listing = s3.list_objects_v2(Bucket="documents", Prefix=prefix)
    return sorted(item["Key"] for item in listing.get("Contents", []))


@pytest.mark.usefixtures("document")
def test_results_are_written_in_parts_of_1000_blocks(
    textract: TextractClient, s3: S3Client
) -> None:
    job_id = textract.start_document_analysis(
        DocumentLocation=LOCATION,
        FeatureTypes=["LAYOUT"],
        OutputConfig={"S3Bucket": "documents", "S3Prefix": "out/here"},
    )["JobId"]
    assert wait(textract, job_id) == "SUCCEEDED"

    folder = f"out/here/{job_id}"
    assert keys(s3, "out/") == [f"{folder}/{name}" for name in (".s3_access_check", "1", "2", "3")]
    parts = [
        json.load(s3.get_object(Bucket="documents", Key=f"{folder}/{n}")["Body"]) for n in (1, 2, 3)
    ]
    assert [len(part["Blocks"]) for part in parts] == [1000, 1000, 500]
    first = textract.get_document_analysis(JobId=job_id)["Blocks"]
    assert [block["Id"] for block in parts[0]["Blocks"]] == [block["Id"] for block in first]


@pytest.mark.usefixtures("document")
def test_parts_say_null_where_a_response_says_nothing(
    textract: TextractClient, s3: S3Client
) -> None:
    job_id = textract.start_document_analysis(
        DocumentLocation=LOCATION,
        FeatureTypes=["FORMS"],
        OutputConfig={"S3Bucket": "documents"},
    )["JobId"]
    wait(textract, job_id)

    body = s3.get_object(Bucket="documents", Key=f"textract_output/{job_id}/1")["Body"].read()
    part = json.loads(body)

    assert {name: value for name, value in part.items() if name != "Blocks"} == {
        "AnalyzeDocumentModelVersion": "1.0",
        "DocumentMetadata": {"Pages": 5},
        "JobStatus": "SUCCEEDED",
        "NextToken": None,
        "StatusMessage": None,
        "Warnings": None,
    }
    page = part["Blocks"][0]
    assert page["BlockType"] == "PAGE"
    assert page["Hint"] is page["Query"] is page["RowSpan"] is page["Text"] is None


@pytest.mark.usefixtures("document")
def test_output_is_encrypted_with_the_key_that_is_named(
    textract: TextractClient, s3: S3Client
) -> None:
    job_id = textract.start_document_analysis(
        DocumentLocation=LOCATION,
        FeatureTypes=["FORMS"],
        OutputConfig={"S3Bucket": "documents"},
        KMSKeyId="alias/results",
    )["JobId"]
    wait(textract, job_id)

    part = s3.head_object(Bucket="documents", Key=f"textract_output/{job_id}/1")

    assert part["SSEKMSKeyId"] == "alias/results"


@pytest.mark.usefixtures("document")
def test_an_output_bucket_that_cannot_be_written_starts_no_job(textract: TextractClient) -> None:
    request: Any = {
        "DocumentLocation": LOCATION,
        "FeatureTypes": ["FORMS"],
        "OutputConfig": {"S3Bucket": "no-such-bucket"},
        "ClientRequestToken": "t",
    }
    for _ in range(2):
        with pytest.raises(textract.exceptions.InvalidS3ObjectException):
            textract.start_document_analysis(**request)


@pytest.mark.usefixtures("document")
def test_a_failed_job_writes_no_parts(textract: TextractClient, s3: S3Client) -> None:
    s3.put_object(Bucket="documents", Key="in/a b.pdf", Body=b"plain text")
    job_id = textract.start_document_analysis(
        DocumentLocation=LOCATION,
        FeatureTypes=["FORMS"],
        OutputConfig={"S3Bucket": "documents"},
    )["JobId"]

    assert wait(textract, job_id) == "FAILED"
    assert keys(s3, "textract_output/") == [f"textract_output/{job_id}/.s3_access_check"]


@pytest.mark.usefixtures("document")
def test_the_end_of_a_job_is_told_to_its_topic(
    textract: TextractClient, mailbox: Mailbox, set_clock: Callable[[float], None]
) -> None:
    set_clock(1_543_599_965.969)
    job_id = textract.start_document_analysis(
        DocumentLocation=LOCATION,
        FeatureTypes=["TABLES"],
        JobTag="Receipt",
        NotificationChannel=channel(mailbox),
    )["JobId"]

    assert mailbox.messages() == [
        {
            "JobId": job_id,
            "Status": "SUCCEEDED",
            "API": "StartDocumentAnalysis",
            "JobTag": "Receipt",
            "Timestamp": 1_543_599_965_969,
            "DocumentLocation": {"S3ObjectName": "in/a b.pdf", "S3Bucket": "documents"},
        }
    ]
    assert textract.get_document_analysis(JobId=job_id)["JobStatus"] == "SUCCEEDED"


def test_a_failure_is_told_too(textract: TextractClient, s3: S3Client, mailbox: Mailbox) -> None:
    s3.put_object(Bucket="documents", Key="in/a b.pdf", Body=b"plain text")
    textract.start_document_text_detection(
        DocumentLocation=LOCATION, NotificationChannel=channel(mailbox)
    )

    (message,) = mailbox.messages()

    assert (message["Status"], message["API"]) == ("FAILED", "StartDocumentTextDetection")
    assert "JobTag" not in message


@pytest.mark.usefixtures("document")
def test_a_repeated_token_is_not_told_again(textract: TextractClient, mailbox: Mailbox) -> None:
    request: Any = {
        "DocumentLocation": LOCATION,
        "ClientRequestToken": "t",
        "NotificationChannel": channel(mailbox),
    }
    textract.start_document_text_detection(**request)
    assert len(mailbox.messages()) == 1

    textract.start_document_text_detection(**request)

    assert mailbox.messages(seconds=0.3) == []


@pytest.mark.usefixtures("document")
def test_a_topic_that_is_gone_does_not_fail_the_job(textract: TextractClient) -> None:
    job_id = textract.start_document_analysis(
        DocumentLocation=LOCATION,
        FeatureTypes=["TABLES"],
        NotificationChannel={
            "SNSTopicArn": "arn:aws:sns:us-east-1:123456789012:gone",
            "RoleArn": ROLE,
        },
    )["JobId"]

    assert wait(textract, job_id) == "SUCCEEDED"


def keys_of_user(name: str, *actions: str) -> str:
    """Return the gateway's header for a new user who may do these actions."""
    iam = boto3.client("iam", region_name="us-east-1")
    iam.create_user(UserName=name)
    if actions:
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName=name, PolicyName="may", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    credentials = {
        "AccessKeyId": key["AccessKeyId"],
        "SecretAccessKey": key["SecretAccessKey"],
        "SessionToken": None,
    }
    return base64.b64encode(json.dumps(credentials).encode()).decode()


with_rights_enforced = set_initial_no_auth_action_count(0)


@pytest.mark.usefixtures("document")
def test_s3_is_read_with_the_rights_of_the_caller(connect: Callable[..., TextractClient]) -> None:
    allowed = connect(headers={"x-papertray-caller": keys_of_user("may", READ)})
    denied = connect(headers={"x-papertray-caller": keys_of_user("may-not")})

    @with_rights_enforced
    def calls() -> None:
        assert allowed.start_document_text_detection(DocumentLocation=LOCATION)["JobId"]
        with pytest.raises(denied.exceptions.InvalidS3ObjectException):
            denied.start_document_text_detection(DocumentLocation=LOCATION)

    calls()


@pytest.mark.usefixtures("document")
def test_output_is_written_with_the_rights_of_the_caller(
    connect: Callable[..., TextractClient],
) -> None:
    allowed = connect(headers={"x-papertray-caller": keys_of_user("may", READ, "s3:PutObject")})
    denied = connect(headers={"x-papertray-caller": keys_of_user("may-not", READ)})
    request: Any = {"DocumentLocation": LOCATION, "OutputConfig": {"S3Bucket": "documents"}}

    @with_rights_enforced
    def calls() -> None:
        assert allowed.start_document_text_detection(**request)["JobId"]
        with pytest.raises(denied.exceptions.InvalidS3ObjectException):
            denied.start_document_text_detection(**request)

    calls()


@pytest.mark.usefixtures("document")
def test_the_notice_is_published_with_the_rights_of_the_channel(
    connect: Callable[..., TextractClient], mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caller = keys_of_user("caller", READ)
    clients = {
        tag: connect(headers={"x-papertray-caller": caller, "x-papertray-channel": keys})
        for tag, keys in {
            "allowed": keys_of_user("may", "sns:Publish"),
            "denied": keys_of_user("may-not"),
        }.items()
    }

    @with_rights_enforced
    def calls() -> None:
        for tag, textract in clients.items():
            job_id = textract.start_document_analysis(
                DocumentLocation=LOCATION,
                FeatureTypes=["FORMS"],
                JobTag=tag,
                NotificationChannel=channel(mailbox),
            )["JobId"]
            assert wait(textract, job_id) == "SUCCEEDED"
        until(lambda: "notice lost" in caplog.text, wanted="a lost notice is told of")

    calls()

    assert [message["JobTag"] for message in mailbox.messages()] == ["allowed"]


def test_an_s3_that_does_not_answer_is_a_fault_to_try_again(
    connect: Callable[..., TextractClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    textract = connect(headers={"x-papertray-caller": keys_of_user("outage", READ)})
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")

    with pytest.raises(textract.exceptions.InternalServerError):
        textract.start_document_text_detection(DocumentLocation=LOCATION)
