"""The stack writes the environment, the functions read it."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from lambdas.settings import MissingSettings, Settings

SETTINGS = Settings(
    uploads_bucket="u",
    results_bucket="r",
    table="t",
    uploads_queue_url="https://sqs/1/stack-uploads",
    completions_queue_url="https://sqs/1/stack-completions",
    operation_queue_urls=json.dumps({"AnalyzeDocument": "https://sqs/1/stack-analyze"}),
    completion_topic_arn="arn:topic",
    textract_role_arn="arn:role",
    answers_queue_url="https://sqs/1/stack-answers",
    flow_definition_arns='{"forms": "arn:flow"}',
    kms_key_arn="",
)


def test_what_the_stack_writes_the_functions_read() -> None:
    assert Settings.from_environ(SETTINGS.environ()) == SETTINGS


def test_all_that_is_missing_is_named() -> None:
    environ = SETTINGS.environ()
    del environ["TABLE"], environ["KMS_KEY_ARN"]

    with pytest.raises(MissingSettings, match=r"variables: TABLE, KMS_KEY_ARN$"):
        Settings.from_environ(environ)


def test_an_empty_environment_names_every_setting() -> None:
    with pytest.raises(MissingSettings) as caught:
        Settings.from_environ({})

    for field in fields(Settings):
        assert field.name.upper() in str(caught.value)


def test_other_variables_are_no_concern_of_ours() -> None:
    assert Settings.from_environ({**SETTINGS.environ(), "PATH": "/bin"}) == SETTINGS


@pytest.mark.parametrize("queue", ["uploads", "completions", "analyze"])
def test_a_queue_is_found_by_the_arn_that_lambda_tells(queue: str) -> None:
    arn = f"arn:aws:sqs:us-east-1:123456789012:stack-{queue}"

    assert SETTINGS.queue_url(arn) == f"https://sqs/1/stack-{queue}"


def test_all_queues_are_known() -> None:
    names = {url.rpartition("-")[2] for url in SETTINGS.queue_urls}

    assert names == {"uploads", "completions", "answers", "analyze"}
