"""A job's results as Textract tells them: pages of a Get operation, parts in S3, the notice."""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from local.textract.errors import InvalidParameterException
from local.textract.jobs import Job, Outcome
from local.textract.recognition import Block
from local.textract.validation import members_of

BLOCKS_PER_PAGE = 1000  # MaxResults: the default, the most, and the size of an output part
MODEL_VERSION = "1.0"  # as in recorded responses
MODEL_VERSION_MEMBER = {
    "DetectDocumentText": "DetectDocumentTextModelVersion",
    "AnalyzeDocument": "AnalyzeDocumentModelVersion",
    "StartDocumentTextDetection": "DetectDocumentTextModelVersion",
    "StartDocumentAnalysis": "AnalyzeDocumentModelVersion",
}
UNDOCUMENTED_MEMBERS = ("Hint", "PageClassification")  # null in recorded output parts


def results_page(job: Job, *, max_results: int, next_token: str | None) -> dict[str, Any]:
    """Return a Get operation's response: the status and, when there are any, some of the blocks."""
    outcome = job.outcome
    if outcome is None:
        return {"JobStatus": "IN_PROGRESS"}
    if outcome.status == "FAILED":
        return {"JobStatus": "FAILED", "StatusMessage": outcome.status_message}
    start = _offset(next_token, job) if next_token else 0
    stop = min(start + min(max_results, BLOCKS_PER_PAGE), len(job.blocks))
    page = _with_blocks(job, outcome, job.blocks.read(start, stop))
    if outcome.warnings:
        page["Warnings"] = _warnings(outcome)
    if stop < len(job.blocks):
        page["NextToken"] = _token(stop, job)
    return page


def output_parts(job: Job, outcome: Outcome) -> Iterator[dict[str, Any]]:
    """Yield the parts that OutputConfig asks for: blocks in thousands, absent members as null."""
    members = sorted({*members_of("Block"), *UNDOCUMENTED_MEMBERS})
    for start in range(0, len(job.blocks), BLOCKS_PER_PAGE):
        blocks = job.blocks.read(start, start + BLOCKS_PER_PAGE)
        yield {
            **_with_blocks(job, outcome, [{m: b.get(m) for m in members} for b in blocks]),
            "NextToken": None,
            "StatusMessage": None,
            "Warnings": _warnings(outcome) or None,
        }


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


def _with_blocks(job: Job, outcome: Outcome, blocks: list[Block]) -> dict[str, Any]:
    return {
        "DocumentMetadata": {"Pages": outcome.page_count},
        "JobStatus": outcome.status,
        "Blocks": blocks,
        MODEL_VERSION_MEMBER[job.request.operation]: MODEL_VERSION,
    }


def _warnings(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {"ErrorCode": warning.error_code, "Pages": list(warning.pages)}
        for warning in outcome.warnings
    ]


def _token(offset: int, job: Job) -> str:
    return base64.b64encode(f"{job.id}:{offset}".encode()).decode()


def _offset(token: str, job: Job) -> int:
    try:
        job_id, _, offset = base64.b64decode(token, validate=True).decode().partition(":")
        if job_id == job.id and 0 < int(offset) < len(job.blocks):
            return int(offset)
    except (binascii.Error, ValueError):
        pass  # the same answer as for a token of another job
    raise InvalidParameterException(detail="NextToken is not one that this job gave")
