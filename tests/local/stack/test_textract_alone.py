"""`papertray local textract` beside another local AWS: it reads, writes and tells there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from local.stack import LocalStack
from tests.documents import one_page_pdf
from tests.local.stack.alone import environment, textract_alone

if TYPE_CHECKING:
    from mypy_boto3_textract import TextractClient

pytestmark = pytest.mark.local

BUCKET = "kept-elsewhere"
DOCUMENT = one_page_pdf()
LOCATION: Any = {"S3Object": {"Bucket": BUCKET, "Name": "a.pdf"}}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    sha256 = hashlib.sha256(DOCUMENT).hexdigest()
    entry = {"sha256": sha256, "api": "DetectDocumentText", "files": ["1.json"]}
    (tmp_path / "answers.json").write_text(json.dumps({"answers": [entry]}))
    (tmp_path / "1.json").write_text('{"Blocks": [{"BlockType": "PAGE", "Id": "recorded"}]}')
    return tmp_path


@pytest.fixture
def textract(local: LocalStack, answers: Path) -> Iterator[TextractClient]:
    """Return a client of a Textract whose environment names the local AWS."""
    environ = environment(local.aws.environ(), answers)
    with textract_alone(environ, "--answers", str(answers)) as url:
        client = boto3.client(
            "textract",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="any",
            aws_secret_access_key="any",
        )
        yield client
        client.close()


def test_documents_output_and_notices_are_where_its_environment_says(
    local: LocalStack, textract: TextractClient
) -> None:
    s3, sns, sqs = (local.aws.client(service) for service in ("s3", "sns", "sqs"))
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="a.pdf", Body=DOCUMENT)
    topic_arn = sns.create_topic(Name="alone")["TopicArn"]
    queue_url = sqs.create_queue(QueueName="alone")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])
    queue_arn = arn["Attributes"]["QueueArn"]
    _let_sns_send(sqs, queue_url, queue_arn)
    raw = {"RawMessageDelivery": "true"}
    sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=queue_arn, Attributes=raw)

    assert textract.detect_document_text(Document=LOCATION)["Blocks"][0]["Id"] == "recorded"
    job_id = textract.start_document_text_detection(
        DocumentLocation=LOCATION,
        OutputConfig={"S3Bucket": BUCKET, "S3Prefix": "out"},
        NotificationChannel={
            "SNSTopicArn": topic_arn,
            "RoleArn": "arn:aws:iam::000000000000:role/any",
        },
    )["JobId"]

    [message] = sqs.receive_message(QueueUrl=queue_url, WaitTimeSeconds=20)["Messages"]
    assert json.loads(message["Body"])["JobId"] == job_id
    part = s3.get_object(Bucket=BUCKET, Key=f"out/{job_id}/1")["Body"].read()
    assert json.loads(part)["Blocks"][0]["Id"] == "recorded"


def test_a_bucket_of_another_region_is_refused(
    local: LocalStack, textract: TextractClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in local.aws.environ().items():
        monkeypatch.setenv(name, value)
    s3 = boto3.Session().client("s3", region_name="eu-west-1")  # not the keys of other tests
    there: Any = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="far-away", CreateBucketConfiguration=there)
    s3.put_object(Bucket="far-away", Key="a.pdf", Body=DOCUMENT)
    s3.close()

    with pytest.raises(textract.exceptions.InvalidS3ObjectException, match="region and/or access"):
        textract.detect_document_text(
            Document={"S3Object": {"Bucket": "far-away", "Name": "a.pdf"}}
        )


def _let_sns_send(sqs: Any, queue_url: str, queue_arn: str) -> None:  # noqa: ANN401  (a client)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue_arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queue_url, Attributes={"Policy": policy})
