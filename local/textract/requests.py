"""What a request asks for, as values: the rules that Textract's model does not state."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from local.textract.errors import DocumentTooLargeException, InvalidParameterException
from local.textract.queries import (
    SYNC_QUERIES_PER_PAGE,
    PagedQuery,
    absent_pages,
    asked_on,
    page_ranges,
)

MEGABYTE = 1024 * 1024  # as Textract counts: its 10 MB blob is 10,485,760 bytes
SYNC_MAX_BYTES = 5 * MEGABYTE  # Document.Bytes, by the service model's text

Api = Literal[
    "DetectDocumentText", "AnalyzeDocument", "AnalyzeExpense", "AnalyzeID", "AnalyzeLending"
]
"""What Textract can do with a document, whether it answers at once or in a job."""

DEFAULT_OUTPUT_PREFIX = "textract_output"  # OutputConfig.S3Prefix, by the service model's text


@dataclass(frozen=True, kw_only=True)
class S3Object:
    """A document in S3, one version of it where one is named."""

    bucket: str
    name: str
    version: str | None = None


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """What is looked for on the pages, beyond lines and words."""

    feature_types: frozenset[str] = frozenset()
    queries: tuple[PagedQuery, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a document, at once or in a job."""

    api: Api
    analysis: Analysis = Analysis()


@dataclass(frozen=True, kw_only=True)
class Output:
    """Where a job's results go: `<prefix>/<job id>/` in a bucket of the caller."""

    bucket: str
    prefix: str
    kms_key_id: str | None


@dataclass(frozen=True, kw_only=True)
class StartRequest:
    """A job, as asked for."""

    operation: str
    document: S3Object
    analysis: Analysis
    token: str | None
    job_tag: str | None
    topic_arn: str | None
    output: Output | None
    fingerprint: str
    """Equal for requests that ask the same, whatever their token."""


def document(source: Mapping[str, Any]) -> bytes | S3Object:
    """Return a synchronous request's document: its bytes, or where it lies."""
    if ("Bytes" in source) == ("S3Object" in source):
        raise InvalidParameterException(detail="Document takes either Bytes or S3Object")
    if "S3Object" in source:
        return _s3_object(source["S3Object"])
    data: bytes = source["Bytes"]
    if len(data) > SYNC_MAX_BYTES:
        raise DocumentTooLargeException(detail=f"Document.Bytes: {len(data)} bytes")
    return data


def document_pages(parameters: Mapping[str, Any]) -> list[bytes | S3Object]:
    """Return the one or two sides of an identity document."""
    return [document(source) for source in parameters["DocumentPages"]]


def analysis(parameters: Mapping[str, Any]) -> Analysis:
    """Return what an analysis looks for; a request for text detection asks for nothing more."""
    if "AdaptersConfig" in parameters:
        raise InvalidParameterException(detail="AdaptersConfig: this account has no adapters")
    feature_types = parameters.get("FeatureTypes")
    if feature_types == []:
        raise InvalidParameterException(detail="FeatureTypes is empty")
    if ("QUERIES" in (feature_types or ())) != ("QueriesConfig" in parameters):
        raise InvalidParameterException(detail="QUERIES and QueriesConfig need each other")
    return Analysis(feature_types=frozenset(feature_types or ()), queries=_queries(parameters))


def check_single_page(asked: Analysis) -> None:
    """Raise if an analysis of a one-page document asks too much of it."""
    if len(asked_on(1, asked.queries)) > SYNC_QUERIES_PER_PAGE:
        raise InvalidParameterException(detail=f"more than {SYNC_QUERIES_PER_PAGE} queries")
    if absent_pages(asked.queries, page_count=1):
        raise InvalidParameterException(detail="a query asks for a page that is not there")


def start_request(operation: str, parameters: Mapping[str, Any]) -> StartRequest:
    """Return the job that a Start operation asks for."""
    location = parameters["DocumentLocation"]
    if "S3Object" not in location:
        raise InvalidParameterException(detail="DocumentLocation lacks S3Object")
    channel = parameters.get("NotificationChannel")
    return StartRequest(
        operation=operation,
        document=_s3_object(location["S3Object"]),
        analysis=analysis(parameters),
        token=parameters.get("ClientRequestToken"),
        job_tag=parameters.get("JobTag"),
        topic_arn=channel["SNSTopicArn"] if channel else None,
        output=_output(parameters),
        fingerprint=_fingerprint(parameters),
    )


def _s3_object(source: Mapping[str, str]) -> S3Object:
    if "Bucket" not in source or "Name" not in source:
        raise InvalidParameterException(detail="S3Object takes Bucket and Name")
    return S3Object(bucket=source["Bucket"], name=source["Name"], version=source.get("Version"))


def _queries(parameters: Mapping[str, Any]) -> tuple[PagedQuery, ...]:
    config = parameters.get("QueriesConfig", {"Queries": []})
    return tuple(
        PagedQuery(
            text=query["Text"],
            alias=query.get("Alias"),
            pages=page_ranges(query.get("Pages", ["1"])),
        )
        for query in config["Queries"]
    )


def _output(parameters: Mapping[str, Any]) -> Output | None:
    config = parameters.get("OutputConfig")
    if config is None:
        return None
    return Output(
        bucket=config["S3Bucket"],
        prefix=config.get("S3Prefix", DEFAULT_OUTPUT_PREFIX).rstrip("/"),
        kms_key_id=parameters.get("KMSKeyId"),
    )


def _fingerprint(parameters: Mapping[str, Any]) -> str:
    asked = {name: value for name, value in parameters.items() if name != "ClientRequestToken"}
    return hashlib.sha256(msgspec.json.encode(asked, order="deterministic")).hexdigest()
