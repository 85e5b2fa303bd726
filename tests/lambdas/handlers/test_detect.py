"""Blocks straight back: the body is a JSON string, whatever happens."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from lambdas.handlers.detect import handler
from tests.lambdas import blocks
from tests.lambdas.textract import refusal
from tests.lambdas.world import World

IMAGE = {"image": base64.b64encode(b"a picture").decode()}
DETECT = "DetectDocumentText"


def invoke(event: object) -> tuple[int, Any]:
    answer = handler(event, None)  # type: ignore[arg-type]
    assert set(answer) == {"statusCode", "body"}
    assert isinstance(answer["body"], str)
    return answer["statusCode"], json.loads(answer["body"])


def test_an_image_is_sent_and_its_blocks_come_back(deployed: World) -> None:
    said = blocks.answer(blocks.form_page("Grüße:", "€ 5"))
    deployed.textract.says(DETECT, said)

    assert invoke(IMAGE) == (200, said["Blocks"])
    assert deployed.textract.calls(DETECT) == [{"Document": {"Bytes": IMAGE["image"]}}]


@pytest.mark.parametrize(
    "place",
    [
        {"Bucket": "uploads", "Name": "a b.png"},
        {"Bucket": "uploads", "Name": "ü.png", "Version": "v1"},
    ],
)
def test_an_object_is_named_and_its_blocks_come_back(
    deployed: World, place: dict[str, str]
) -> None:
    deployed.textract.says(DETECT, blocks.answer(blocks.form_page()))

    status, body = invoke({"S3Object": place})

    assert (status, body[0]["BlockType"]) == (200, "PAGE")
    assert deployed.textract.calls(DETECT) == [{"Document": {"S3Object": place}}]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({}, "must hold either"),
        ({"Image": "x"}, "must hold either"),
        ({**IMAGE, "S3Object": {"Bucket": "uploads", "Name": "a"}}, "must hold either"),
        ({"image": 1}, "Expected `str | null`, got `int`"),
        ({"image": "no base64!"}, '"image" is not base64'),
        ({"image": "dings€"}, '"image" is not base64'),
        ({"image": "YQ"}, '"image" is not base64'),
        ({"S3Object": "s3://uploads/a.png"}, "Expected `object | null`, got `str`"),
        ({"S3Object": {"Bucket": "uploads"}}, "missing required field `Name`"),
        ({"S3Object": {"Bucket": "uploads", "Key": "a"}}, "unknown field `Key`"),
        ({"S3Object": {"Bucket": "", "Name": "a.png"}}, "Document.S3Object.Bucket"),
        ([], "Expected `object`, got `array`"),
        ("a.png", "Expected `object`, got `str`"),
        (None, "Expected `object`, got `null`"),
    ],
)
def test_a_bad_event_is_answered_with_what_is_wrong(
    deployed: World,
    event: object,
    reason: str,
) -> None:
    status, body = invoke(event)

    assert (status, body["Error"]) == (400, "InvalidRequest")
    assert reason in body["ErrorMessage"]
    assert deployed.textract.requests == []


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("UnsupportedDocumentException", 400, "UnsupportedDocument"),
        ("InvalidS3ObjectException", 400, "InvalidS3ObjectException"),
        ("AccessDeniedException", 400, "AccessDeniedException"),
        ("ProvisionedThroughputExceededException", 503, "Throttled"),
        ("InternalServerError", 503, "TransientError"),
    ],
)
def test_an_error_of_textract_says_whether_to_try_again(
    deployed: World, code: str, status: int, error: str
) -> None:
    deployed.textract.says(DETECT, refusal(code, "Why."))

    answered, body = invoke(IMAGE)

    assert (answered, body["Error"]) == (status, error)
    assert "Why." in body["ErrorMessage"]


def test_no_answer_means_trying_again(deployed: World) -> None:
    deployed.textract.says(DETECT, ReadTimeoutError(endpoint_url="https://textract"))

    status, body = invoke(IMAGE)

    assert (status, body["Error"]) == (503, "TransientError")


def test_a_page_without_text_has_no_blocks(deployed: World) -> None:
    deployed.textract.says(DETECT, {"Blocks": [], "DocumentMetadata": {"Pages": 1}})

    assert invoke(IMAGE) == (200, [])
