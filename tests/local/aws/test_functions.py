"""Functions run with their environment, their packages, their time and their own role."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from local.aws.local_aws import LocalAws
from tests.local.aws.conftest import PATIENCE

pytestmark = pytest.mark.local

Invoke = Callable[[str, dict[str, Any]], Any]
TIMEOUT = 2  # seconds, of every function of the stack
SLEEP = 30  # seconds


def test_a_function_sees_its_environment_and_nothing_of_ours(
    aws: LocalAws, invoke: Invoke, stack: dict[str, str]
) -> None:
    environ = invoke("Worker", {"environ": True})

    assert (environ["TABLE"], environ["GREETING"]) == (stack["Notes"], "grüße, 100%")
    assert environ["AWS_REGION"] == "us-east-1"
    assert "AWS_PROFILE" not in environ
    assert not [name for name in environ if name.startswith("PAPERTRAY_")]
    administrator = aws.environ()
    assert not {administrator["AWS_ACCESS_KEY_ID"], administrator["AWS_SECRET_ACCESS_KEY"]} & set(
        environ.values()
    )


def test_a_function_has_the_layers_packages_and_not_those_of_the_local_aws(invoke: Invoke) -> None:
    for package in ("boto3", "msgspec", "pypdf"):
        assert "functions-" in invoke("Worker", {"import": package})

    assert invoke("Worker", {"import": "hypercorn"})["errorType"] == "ModuleNotFoundError"


def test_an_exception_comes_back_as_lambda_words_it(invoke: Invoke) -> None:
    assert invoke("Worker", {"raise": "boom"}) == {
        "FunctionError": "Unhandled",
        "errorType": "ValueError",
        "errorMessage": "boom",
    }


def test_a_function_that_takes_too_long_is_stopped_and_the_next_call_works(invoke: Invoke) -> None:
    began = time.monotonic()
    error = invoke("Worker", {"sleep": SLEEP})

    assert error["FunctionError"] == "Unhandled"
    assert "timed out" in error["errorMessage"]
    assert time.monotonic() - began < SLEEP
    assert 0 < invoke("Worker", {})["remaining"] <= TIMEOUT * 1000


@pytest.mark.parametrize(
    ("function", "call", "answer"),
    [
        ("Stranger", ["s3", "list_buckets"], "allowed"),
        ("Worker", ["s3", "list_buckets"], "AccessDenied"),
        ("Worker", ["dynamodb", "list_tables"], "AccessDeniedException"),
        ("Worker", ["events", "list_rules"], "AccessDeniedException"),
        ("Worker", ["sns", "list_topics"], "AuthorizationError"),
        ("Worker", ["lambda", "list_functions"], "AccessDeniedException"),
    ],
)
def test_each_function_may_do_what_its_own_role_allows(
    invoke: Invoke, function: str, call: list[str], answer: str
) -> None:
    assert invoke(function, {"call": call}) == answer


def test_a_role_allows_the_resource_that_it_names_and_no_other(
    invoke: Invoke, stack: dict[str, str]
) -> None:
    item = {"run": {"S": "roles"}, "id": {"S": "1"}}
    put = {"call": ["dynamodb", "put_item"], "with": {"TableName": stack["Notes"], "Item": item}}
    send = {
        "call": ["sqs", "send_message"],
        "with": {"QueueUrl": stack["Plain"], "MessageBody": "x"},
    }

    assert invoke("Worker", put) == "allowed"
    assert invoke("Stranger", put) == "AccessDeniedException"
    assert invoke("Worker", send) == "AccessDenied"


def test_what_a_function_logs_is_in_its_log_group(
    aws: LocalAws, invoke: Invoke, stack: dict[str, str]
) -> None:
    invoke("Worker", {"raise": "find me in the log"})

    events = aws.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{stack['Worker']}")

    assert any("find me in the log" in event["message"] for event in events["events"])


def test_an_asynchronous_invocation_is_tried_three_times(
    aws: LocalAws, stack: dict[str, str], run: str
) -> None:
    aws.client("lambda").invoke(
        FunctionName=stack["Worker"],
        InvocationType="Event",
        Payload=json.dumps({"raise": run}),
    )
    logs, group = aws.client("logs"), f"/aws/lambda/{stack['Worker']}"

    deadline, tries = time.monotonic() + PATIENCE, 0
    while tries < 3 and time.monotonic() < deadline:
        events = logs.filter_log_events(logGroupName=group)["events"]
        tries = sum(event["message"] == f"ValueError: {run}" for event in events)
        time.sleep(0.5)

    assert tries == 3
