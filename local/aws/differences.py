"""Where MiniStack 1.5.33 differs from AWS in what we use: each made equal here, and tested.

`docs/local-aws.md` lists these, and the differences that are left.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from ministack import app  # type: ignore[import-not-found]  # noqa: F401 - imported first
from ministack.core import iam_evaluator, lambda_runtime  # type: ignore[import-not-found]
from ministack.services import (  # type: ignore[import-not-found]
    eventbridge,
    lambda_svc,
    s3,
    sts,
)

from local.aws import workteams


def make_equal(functions_python: str) -> None:
    """Change functions that MiniStack looks up in their module when it calls them."""
    _know_one_administrator()
    _run_functions_with(functions_python)
    _name_the_exception()
    _fail_batches_with_invalid_answers()
    _tell_eventbridge_the_version()
    _cut_ranges_out_of_versions()
    workteams.record()


def _know_one_administrator() -> None:
    """MiniStack takes "test" and every 12 digits for an administrator, and asks no signature.

    Ours has a random key that is as good as a password: see LocalAws.
    """
    administrators = ("", os.environ["AWS_ACCESS_KEY_ID"])
    iam_evaluator.is_root_access_key = administrators.__contains__
    sts.is_root_access_key = administrators.__contains__


def _run_functions_with(python: str) -> None:
    """MiniStack runs functions with its own interpreter, and unpacks layers.

    A layer holds wheels for the Lambda platform; the functions' environment has the same versions
    for this machine.
    """
    binary_and_script = lambda_runtime._detect_runtime_binary
    lambda_runtime._detect_runtime_binary = lambda runtime: (python, binary_and_script(runtime)[1])
    lambda_svc._resolve_layer_zip = lambda _: None


def _name_the_exception() -> None:
    """An invocation that raised has "Runtime.HandlerError" for its errorType, not the class."""
    execute = lambda_svc._execute_function_warm

    def execute_and_name(*arguments: object) -> dict[str, Any]:
        result: dict[str, Any] = execute(*arguments)
        body: Any = result.get("body")
        if result.get("error") and body.get("errorType") == "Runtime.HandlerError":
            body["errorType"] = exception_name(result["log"], body["errorMessage"])
        return result

    lambda_svc._execute_function_warm = execute_and_name


def exception_name(traceback: str, message: str) -> str:
    """Return the class at the end of `traceback`, without its module, as Lambda's runtime does."""
    said = f": {re.escape(message)}" if message else ""
    match = re.search(rf"^(?:\w+\.)*(\w+){said}\s*\Z", traceback, re.MULTILINE)
    return match[1] if match else "Runtime.HandlerError"


def _fail_batches_with_invalid_answers() -> None:
    """An answer that does not say what failed fails the whole batch; MiniStack deletes it all."""
    reports_failures: ContextVar[bool] = ContextVar("reports_failures", default=False)
    run_batch, execute = lambda_svc._run_sqs_batch, lambda_svc._execute_function

    def run_batch_and_check(mapping: Mapping[str, Any], *arguments: object) -> None:
        types = mapping.get("FunctionResponseTypes", [])
        reports_failures.set("ReportBatchItemFailures" in types)
        run_batch(mapping, *arguments)

    def execute_and_check(*arguments: object) -> dict[str, Any]:
        result: dict[str, Any] = execute(*arguments)
        succeeded = not result.get("error")
        if succeeded and reports_failures.get() and not names_failures(result.get("body")):
            return result | {"error": True, "body": {"errorMessage": "invalid batch answer"}}
        return result

    lambda_svc._run_sqs_batch = run_batch_and_check
    lambda_svc._execute_function = execute_and_check


def names_failures(answer: object) -> bool:
    """Return whether Lambda accepts `answer` to a batch: nothing, or identifiers of messages."""
    if answer is None:
        return True
    if not isinstance(answer, dict):
        return False
    failures = answer.get("batchItemFailures") or []
    identifiers = [isinstance(item, dict) and item.get("itemIdentifier") for item in failures]
    return all(isinstance(identifier, str) and identifier for identifier in identifiers)


def _tell_eventbridge_the_version() -> None:
    """S3's events to EventBridge lack the object's version-id where the bucket has versions."""
    version: ContextVar[str | None] = ContextVar("version", default=None)
    fire, dispatch = s3._fire_s3_event, eventbridge._dispatch_event

    def fire_with_version(
        *arguments: object, version_id: str | None = None, **more: object
    ) -> None:
        version.set(version_id)
        fire(*arguments, version_id=version_id, **more)

    def dispatch_with_version(event: dict[str, Any], *arguments: object, **more: object) -> object:
        if event.get("Source") == "aws.s3" and (version_id := version.get()):
            detail = json.loads(event["Detail"])
            detail["object"]["version-id"] = version_id
            event = event | {"Detail": json.dumps(detail)}
        return dispatch(event, *arguments, **more)

    s3._fire_s3_event = fire_with_version
    eventbridge._dispatch_event = dispatch_with_version


def _cut_ranges_out_of_versions() -> None:
    """Asked for a range of one version, S3 sends the whole version."""
    get_object = s3._get_object

    def get_object_or_range(
        bucket: str, key: str, headers: Mapping[str, str], query: Mapping[str, Any] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        answer: tuple[int, dict[str, str], bytes] = get_object(bucket, key, headers, query)
        status, answered, body = answer
        wanted = s3._parse_range(headers.get("range", ""), len(body))
        if status != HTTPStatus.OK or not wanted:
            return answer
        start, end = wanted
        kept = {
            name: value
            for name, value in answered.items()
            if not name.lower().startswith("x-amz-checksum-")  # that of the whole
        }
        kept["Content-Length"] = str(end - start + 1)
        kept["Content-Range"] = f"bytes {start}-{end}/{len(body)}"
        return HTTPStatus.PARTIAL_CONTENT, kept, body[start : end + 1]

    s3._get_object = get_object_or_range
