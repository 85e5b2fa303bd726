"""S3 tells EventBridge about uploads, a rule passes them to a queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.aws.local_aws import LocalAws

pytestmark = pytest.mark.local

HOSTILE_KEY = "in/a b+ü%41&x=1.pdf"


def test_an_upload_arrives_with_its_key_as_it_is_and_its_version(
    aws: LocalAws, stack: dict[str, str], queue: Callable[[str], Any]
) -> None:
    s3 = aws.client("s3")
    put = s3.put_object(Bucket=stack["Uploads"], Key=HOSTILE_KEY, Body=b"hello")

    (event,) = queue("UploadsQueue").take()

    assert event["source"] == "aws.s3"
    assert event["detail-type"] == "Object Created"
    assert event["detail"]["bucket"] == {"name": stack["Uploads"]}
    uploaded = event["detail"]["object"]
    assert uploaded.pop("sequencer")
    assert uploaded == {
        "key": HOSTILE_KEY,
        "size": 5,
        "etag": put["ETag"].strip('"'),
        "version-id": put["VersionId"],
    }


def test_each_version_of_a_key_is_an_upload(
    aws: LocalAws, stack: dict[str, str], queue: Callable[[str], Any]
) -> None:
    s3 = aws.client("s3")
    versions = {
        s3.put_object(Bucket=stack["Uploads"], Key="in/same.pdf", Body=body)["VersionId"]
        for body in (b"one", b"two")
    }

    events = queue("UploadsQueue").take(count=2)

    assert {event["detail"]["object"]["version-id"] for event in events} == versions


def test_a_multipart_upload_arrives_once_when_it_is_complete(
    aws: LocalAws, stack: dict[str, str], queue: Callable[[str], Any]
) -> None:
    s3, place = aws.client("s3"), {"Bucket": stack["Uploads"], "Key": "in/large.pdf"}
    upload = s3.create_multipart_upload(**place)["UploadId"]
    part = s3.upload_part(**place, UploadId=upload, PartNumber=1, Body=b"part")
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    done = s3.complete_multipart_upload(**place, UploadId=upload, MultipartUpload=parts)

    (event,) = queue("UploadsQueue").take()

    assert event["detail"]["object"]["version-id"] == done["VersionId"]
    assert queue("UploadsQueue").take(within=2) == []


def test_a_range_of_one_version_is_that_range(aws: LocalAws, stack: dict[str, str]) -> None:
    s3, place = aws.client("s3"), {"Bucket": stack["Uploads"], "Key": "out/ranges"}
    version = s3.put_object(**place, Body=b"first version")["VersionId"]
    s3.put_object(**place, Body=b"second")

    part = s3.get_object(**place, VersionId=version, Range="bytes=6-8")

    assert part["Body"].read() == b"ver"
    assert part["ContentRange"] == "bytes 6-8/13"
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206


def test_the_rule_passes_its_prefix_only(
    aws: LocalAws, stack: dict[str, str], queue: Callable[[str], Any]
) -> None:
    s3 = aws.client("s3")
    s3.put_object(Bucket=stack["Uploads"], Key="out/not-this.pdf", Body=b"x")
    s3.put_object(Bucket=stack["Uploads"], Key="in/this.pdf", Body=b"x")

    (event,) = queue("UploadsQueue").take()

    assert event["detail"]["object"]["key"] == "in/this.pdf"
    assert queue("UploadsQueue").take(within=2) == []


def test_the_loopback_counts_as_tls_where_a_bucket_denies_anything_else(
    aws: LocalAws,
    stack: dict[str, str],
    reader: dict[str, Any],
    client_with: Callable[[str, dict[str, Any]], Any],
) -> None:
    """The control: with the condition turned round, the same policy denies."""
    s3, place = aws.client("s3"), {"Bucket": stack["Uploads"], "Key": "policy/x"}
    s3.put_object(**place, Body=b"x")
    as_reader = client_with("s3", reader)
    assert as_reader.get_object(**place)["Body"].read() == b"x"

    policy = s3.get_bucket_policy(Bucket=stack["Uploads"])["Policy"]
    s3.put_bucket_policy(Bucket=stack["Uploads"], Policy=policy.replace('"false"', '"true"'))
    try:
        with pytest.raises(ClientError, match="AccessDenied"):
            as_reader.get_object(**place)
    finally:
        s3.put_bucket_policy(Bucket=stack["Uploads"], Policy=policy)
