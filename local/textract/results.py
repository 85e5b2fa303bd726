"""A job's results as Textract tells them: pages of a Get operation, parts in S3, the notice."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from botocore.model import ListShape, Shape, StructureShape

from local.textract import lending
from local.textract.errors import InvalidParameterException
from local.textract.job_kinds import JOB_KINDS, JobKind
from local.textract.jobs import Job, Outcome
from local.textract.recognition import Result
from local.textract.validation import service_model

MODEL_VERSION = "1.0"  # as in recorded responses
UNDOCUMENTED_MEMBERS = {"Block": ("Hint", "PageClassification")}  # null in recorded output parts

KEPT_SHORT = ("Geometry", "Query")  # no recorded output part has nulls in these


def results_page(job: Job, *, max_results: int | None, next_token: str | None) -> dict[str, Any]:
    """Return a Get operation's response: the status and, when there are any, some of the results.

    A MaxResults above the operation's own limit is taken for that limit.
    """
    outcome = job.outcome
    if outcome is None or outcome.status == "FAILED":
        return _without_results(outcome)
    per_page = _kind(job).per_page
    start = _offset(next_token, job) if next_token else 0
    stop = min(start + min(max_results or per_page, per_page), len(job.results))
    page = _of_results(job, outcome, job.results.read(start, stop))
    if stop < len(job.results):
        page["NextToken"] = _token(stop, job)
    return page


def summary_page(job: Job) -> dict[str, Any]:
    """Return GetLendingAnalysisSummary's response."""
    outcome = job.outcome
    if outcome is None or outcome.status == "FAILED":
        return _without_results(outcome)
    return _summary(job, outcome)


def output_parts(job: Job, outcome: Outcome) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the parts that OutputConfig asks for, each with its name under the job's folder.

    Absent members are null, as in the recorded parts; no lending part on record has any.
    """
    kind = _kind(job)
    told = _of_results if kind.is_package else _with_nulls
    starts = range(0, len(job.results), kind.per_page)
    for number, start in enumerate(starts, start=1):
        results = job.results.read(start, start + kind.per_page)
        yield f"{kind.folder}{number}", told(job, outcome, results)
    if kind.is_package:
        yield "summaryResponse/1", _summary(job, outcome)


def notice(job: Job, outcome: Outcome, *, now: float) -> str:
    """Return the SNS message that tells of a job's end; `now` in seconds since the epoch."""
    request = job.request
    tag = {"JobTag": request.job_tag} if request.job_tag else {}
    return json.dumps(
        {
            "JobId": job.id,
            "Status": "FAILED" if outcome.status == "FAILED" else "SUCCEEDED",
            "API": request.operation,
            **tag,
            "Timestamp": int(now * 1000),
            "DocumentLocation": {
                "S3ObjectName": request.document.name,
                "S3Bucket": request.document.bucket,
            },
        }
    )


def _kind(job: Job) -> JobKind:
    return JOB_KINDS[job.request.operation]


def _without_results(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {"JobStatus": "IN_PROGRESS"}
    return {"JobStatus": "FAILED", "StatusMessage": outcome.status_message}


def _told(job: Job, outcome: Outcome, found: Mapping[str, Any]) -> dict[str, Any]:
    warnings = [
        {"ErrorCode": warning.error_code, "Pages": list(warning.pages)}
        for warning in outcome.warnings
    ]
    return {
        "DocumentMetadata": {"Pages": outcome.page_count},
        "JobStatus": outcome.status,
        **found,
        **({"Warnings": warnings} if warnings else {}),
        _kind(job).version_member: MODEL_VERSION,
    }


def _of_results(job: Job, outcome: Outcome, results: Sequence[Result]) -> dict[str, Any]:
    return _told(job, outcome, {_kind(job).member: results})


def _summary(job: Job, outcome: Outcome) -> dict[str, Any]:
    return _told(job, outcome, {"Summary": lending.summary(lending.pages(job.results))})


def _with_nulls(job: Job, outcome: Outcome, results: Sequence[Result]) -> dict[str, Any]:
    member = _kind(job).member
    shape = cast(StructureShape, service_model().operation_model(_kind(job).get).output_shape)
    filled = {member: _filled(list(results), shape.members[member])}
    absent = {"NextToken": None, "StatusMessage": None, "Warnings": None}
    return absent | _told(job, outcome, filled)


def _filled(value: object, shape: Shape) -> object:
    """Name absent members of structures as null."""
    match value:
        case list() if isinstance(shape, ListShape):
            return [_filled(each, shape.member) for each in value]
        case dict() if isinstance(shape, StructureShape) and shape.name not in KEPT_SHORT:
            names = {*shape.members, *UNDOCUMENTED_MEMBERS.get(shape.name, ())}
            return dict.fromkeys(sorted(names)) | {
                name: _filled(each, shape.members[name]) for name, each in value.items()
            }
    return value


def _token(offset: int, job: Job) -> str:
    return base64.b64encode(f"{job.id}:{offset}".encode()).decode()


def _offset(token: str, job: Job) -> int:
    try:
        job_id, _, offset = base64.b64decode(token, validate=True).decode().partition(":")
        if job_id == job.id and 0 < int(offset) < len(job.results):
            return int(offset)
    except (binascii.Error, ValueError):
        pass  # the same answer as for a token of another job
    raise InvalidParameterException(detail="NextToken is not one that this job gave")
