"""Every error of Textract, provoked once: its code, AWS's words, and its HTTP status."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from local.textract.plan import Plan
from local.textract.quotas import Quotas
from tests.local.textract.as_recorded import oddities
from tests.local.textract.by_the_model import problems
from tests.local.textract.started_jobs import LOCATION, until

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_textract import TextractClient

MEGABYTE = 1024 * 1024
ELSEWHERE: Any = {"S3Object": {"Bucket": "documents", "Name": "missing.pdf"}}
OTHER_BUCKET: Any = {"S3Bucket": "no-such-bucket"}
DETECT, START, GET = (
    "detect_document_text",
    "start_document_text_detection",
    "get_document_text_detection",
)
S3_WORDS = "Unable to get object metadata from S3. Check object key, region and/or access"

ERRORS: list[tuple[str, dict[str, Any], str, str]] = [
    (DETECT, {"Document": {}}, "InvalidParameterException", "Request has invalid parameters"),
    (DETECT, {"Document": ELSEWHERE}, "InvalidS3ObjectException", S3_WORDS),
    (START, {"DocumentLocation": ELSEWHERE}, "InvalidS3ObjectException", S3_WORDS),
    (
        START,
        {"DocumentLocation": LOCATION, "OutputConfig": OTHER_BUCKET},
        "InvalidS3ObjectException",
        S3_WORDS,
    ),
    (
        DETECT,
        {"Document": {"Bytes": b"plain text"}},
        "UnsupportedDocumentException",
        "Request has unsupported document format",
    ),
    (
        DETECT,
        {"Document": {"Bytes": b"x" * (5 * MEGABYTE + 1)}},
        "DocumentTooLargeException",
        "The document can't be processed because it's too large.",
    ),
    (GET, {"JobId": "0" * 64}, "InvalidJobIdException", "Request has invalid Job Id"),
    (
        START,
        {"DocumentLocation": LOCATION, "ClientRequestToken": "used", "JobTag": "other"},
        "IdempotentParameterMismatchException",
        "A ClientRequestToken input parameter was reused with an operation",
    ),
    (
        START,
        {"DocumentLocation": LOCATION},
        "LimitExceededException",
        "Open jobs exceed maximum concurrent job limit",
    ),
    ("get_adapter", {"AdapterId": "a" * 12}, "ResourceNotFoundException", "nonexistent resource"),
    (
        "create_adapter",
        {"AdapterName": "a", "FeatureTypes": ["QUERIES"]},
        "ValidationException",
        "trains no adapters",
    ),
]


@pytest.mark.parametrize("plan", [Plan(quotas=Quotas(open_jobs=1, scale=100))], ids=[""])
@pytest.mark.parametrize(("operation", "parameters", "code", "words"), ERRORS)
def test_an_error_has_aws_code_words_and_status(
    textract: TextractClient,
    s3: S3Client,
    gate: Event,
    a_document: Callable[..., bytes],
    operation: str,
    parameters: dict[str, Any],
    code: str,
    words: str,
) -> None:
    s3.put_object(Bucket="documents", Key="a.pdf", Body=a_document(kind="PDF"))
    if code in ("IdempotentParameterMismatchException", "LimitExceededException"):
        gate.clear()
        textract.start_document_text_detection(DocumentLocation=LOCATION, ClientRequestToken="used")

    with pytest.raises(ClientError) as refusal:
        getattr(textract, operation)(**parameters)

    answer = refusal.value.response
    assert answer["Error"]["Code"] == code
    assert words in answer["Error"]["Message"]
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert answer["ResponseMetadata"]["RequestId"]


@pytest.fixture
def far_s3() -> Iterator[str]:
    """Return the URL of an S3 whose buckets are all in another region."""

    class Redirecting(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            is_at_home = "/eu-west-1/s3/" in self.headers["Authorization"]
            self.send_response(200 if is_at_home else 301)
            self.send_header("x-amz-bucket-region", "eu-west-1")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Redirecting)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


CALLER = "eyJBY2Nlc3NLZXlJZCI6ICJhIiwgIlNlY3JldEFjY2Vzc0tleSI6ICJiIn0="
"""The gateway's header for keys that no other test uses, so that no client is shared."""


def test_a_bucket_of_another_region_is_refused_and_not_followed(
    connect: Callable[..., TextractClient], far_s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    textract = connect(headers={"x-papertray-caller": CALLER})
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", far_s3)

    with pytest.raises(textract.exceptions.InvalidS3ObjectException, match="region and/or access"):
        textract.start_document_text_detection(DocumentLocation=LOCATION)


def test_without_an_s3_of_its_own_it_asks_for_one_and_never_goes_to_aws(
    textract: TextractClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL_S3")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)

    with pytest.raises(
        textract.exceptions.InvalidS3ObjectException, match="set one for it, or send the document"
    ):
        textract.detect_document_text(Document=LOCATION)


def test_without_an_sns_of_its_own_it_tells_nobody(
    textract: TextractClient,
    s3: S3Client,
    a_document: Callable[..., bytes],
    control: Callable[..., tuple[int, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    s3.put_object(Bucket="documents", Key="a.pdf", Body=a_document(kind="PDF"))
    monkeypatch.delenv("AWS_ENDPOINT_URL_SNS")
    channel: Any = {
        "SNSTopicArn": "arn:aws:sns:us-east-1:123456789012:topic",
        "RoleArn": "arn:aws:iam::123456789012:role/publisher",
    }
    textract.start_document_text_detection(DocumentLocation=LOCATION, NotificationChannel=channel)

    until(lambda: control("GET", "counts")[1]["notices"], wanted="the notice is counted")
    notices = control("GET", "counts")[1]["notices"]
    assert notices == {"StartDocumentTextDetection": {"undelivered": 1}}


def test_the_models_check_of_answers_notices_what_is_wrong() -> None:
    block = {"BlockType": "WORT", "Confidence": 101, "Page": "1", "Colour": "red", "Text": None}

    found = set(problems("DetectDocumentText", {"Blocks": [block]}))

    assert {each.partition(" is ")[0] for each in found} == {
        f"DetectDocumentText.Blocks[].{name}"
        for name in ("BlockType", "Confidence", "Page", "Colour", "Text")
    }


def test_the_check_of_order_and_absence_notices_what_is_wrong() -> None:
    word = {"BlockType": "WORD", "Id": "1", "Text": "a", "Relationships": []}
    line = {"BlockType": "LINE", "Id": "6e0d5ee5-7bd4-4a3b-a9ee-3f2e2b1f0e11"}

    found = oddities([word, line])

    assert "LINE follows WORD on page 1" in found
    assert "WORD has {'Relationships'}" in found
    assert "1 is no UUID of version 4" in found
    assert any(each.startswith("LINE lacks") for each in found)
