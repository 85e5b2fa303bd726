"""The adapter operations of an account that has no adapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mypy_boto3_textract import TextractClient

ADAPTER: Any = {"AdapterId": "a" * 12}
ARN: Any = {"ResourceARN": "arn:aws:textract:us-east-1:123456789012:/adapters/abc"}

OF_ONE: list[tuple[str, dict[str, Any]]] = [
    ("get_adapter", ADAPTER),
    ("update_adapter", {**ADAPTER, "Description": "Invoices"}),
    ("delete_adapter", ADAPTER),
    ("get_adapter_version", {**ADAPTER, "AdapterVersion": "1"}),
    ("delete_adapter_version", {**ADAPTER, "AdapterVersion": "1"}),
    ("list_adapter_versions", ADAPTER),
    (
        "create_adapter_version",
        {**ADAPTER, "DatasetConfig": {}, "OutputConfig": {"S3Bucket": "documents"}},
    ),
    ("tag_resource", {**ARN, "Tags": {"team": "invoices"}}),
    ("untag_resource", {**ARN, "TagKeys": ["team"]}),
    ("list_tags_for_resource", ARN),
]


def test_there_are_no_adapters(textract: TextractClient) -> None:
    assert textract.list_adapters()["Adapters"] == []
    assert textract.list_adapter_versions()["AdapterVersions"] == []


@pytest.mark.parametrize(("operation", "parameters"), OF_ONE)
def test_no_adapter_is_found(
    textract: TextractClient, operation: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(textract.exceptions.ResourceNotFoundException):
        getattr(textract, operation)(**parameters)


def test_an_adapter_cannot_be_trained_here_and_the_error_says_so(
    textract: TextractClient,
) -> None:
    with pytest.raises(textract.exceptions.ValidationException, match="trains no adapters"):
        textract.create_adapter(AdapterName="invoices", FeatureTypes=["QUERIES"])


@pytest.mark.parametrize("tags", [{"aws:reserved": "x"}, {"no*star": "x"}])
def test_tags_keep_to_the_pattern_of_the_model(
    textract: TextractClient, tags: dict[str, str]
) -> None:
    with pytest.raises(textract.exceptions.InvalidParameterException):
        textract.create_adapter(AdapterName="invoices", FeatureTypes=["QUERIES"], Tags=tags)
