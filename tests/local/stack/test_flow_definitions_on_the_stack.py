"""The custom resource of A2I's flow definitions, taken through its life by CloudFormation."""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from local.aws.environment import HOME
from local.aws.local_aws import LocalAws
from local.deploy import DeploymentFailed, deploy
from tests.stacks.synthesized import TEAM, Synthesized, variant, with_a2i

pytestmark = pytest.mark.local

STACK = "Papertray"
NO_DOCUMENT = "0" * 32
WITHIN = 60.0  # seconds; a busy machine needs five


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with LocalAws() as aws:
        yield aws


@pytest.fixture(autouse=True)
def without_a_stack(aws: LocalAws) -> Iterator[None]:
    """Take the stack away afterwards, and find that nothing of it is left."""
    yield
    cloudformation = aws.client("cloudformation")
    cloudformation.delete_stack(StackName=STACK)
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName=STACK, WaiterConfig={"Delay": 1}
    )
    assert names(aws) == ([], [])


def names(aws: LocalAws) -> tuple[list[str], list[str]]:
    """Return the names of the flow definitions and of the worker pages that there are."""
    sagemaker = aws.client("sagemaker")
    flows = sagemaker.list_flow_definitions()["FlowDefinitionSummaries"]
    pages = sagemaker.list_human_task_uis()["HumanTaskUiSummaries"]
    return (
        sorted(each["FlowDefinitionName"] for each in flows),
        sorted(each["HumanTaskUiName"] for each in pages),
    )


def synthesized(folder: Path, *changes: tuple[str, str]) -> Path:
    """Return the assembly of a stack with one profile for each way in which A2I asks people."""
    folder.mkdir()
    configuration = with_a2i(variant(folder), "a2i", "a2i-textract")
    text = configuration.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    configuration.write_text(text, encoding="utf-8")
    return Synthesized.of(folder / "cdk.out", configuration).directory


def flow_definitions_of(aws: LocalAws, outputs: dict[str, str]) -> Any:  # noqa: ANN401  (JSON)
    """Return what the functions know of flow definitions."""
    configuration = aws.client("lambda").get_function_configuration(
        FunctionName=outputs["AnalyzeFunction"]
    )
    return configuration["Environment"]["Variables"]["FLOW_DEFINITION_ARNS"]


def until_the_functions_log(aws: LocalAws, message: str, document_id: str) -> None:
    """Wait until some function writes this of a document."""
    log = HOME / "logs" / f"aws-{urlsplit(aws.endpoint_url).port}.log"
    deadline = time.monotonic() + WITHIN
    while not re.search(rf'"{message}".*{document_id}', log.read_text(errors="replace")):
        assert time.monotonic() < deadline, f"nobody says {message}"
        time.sleep(0.1)


def set_customer(aws: LocalAws, *, customer: bool) -> None:
    request = urllib.request.Request(  # noqa: S310
        f"{aws.a2i_url}/_papertray/customer",
        data=b'{"customer": true}' if customer else b'{"customer": false}',
        method="PUT",
    )
    with urllib.request.urlopen(request):  # noqa: S310
        pass


@pytest.fixture
def no_customer(aws: LocalAws) -> Iterator[None]:
    set_customer(aws, customer=False)
    yield
    set_customer(aws, customer=True)


def test_flow_definitions_are_made_replaced_by_what_changed_and_deleted(
    aws: LocalAws, tmp_path: Path
) -> None:
    outputs = deploy(aws, synthesized(tmp_path / "first"))
    before, pages = names(aws)
    assert len(before) == 2
    assert pages == before
    assert all(name in flow_definitions_of(aws, outputs) for name in before)

    changed = synthesized(tmp_path / "second", (TEAM, f"{TEAM}\nminutes = 30"))
    outputs = deploy(aws, changed)

    after, pages = names(aws)
    assert len(after) == 2
    assert not {*before} & {*after}
    assert pages == after
    assert all(name in flow_definitions_of(aws, outputs) for name in after)


def test_what_did_not_change_keeps_its_flow_definition(aws: LocalAws, tmp_path: Path) -> None:
    deploy(aws, synthesized(tmp_path / "first"))
    before = names(aws)

    changed = ('by = "a2i"\nmin_confidence = 90', 'by = "a2i"\nwait_days = 3\nmin_confidence = 90')
    deploy(aws, synthesized(tmp_path / "second", changed))

    kept = {*before[0]} & {*names(aws)[0]}
    assert [name.partition("checked-by-")[2][:12] for name in kept] == ["a2i-textract"]


@pytest.mark.usefixtures("no_customer")
def test_an_account_that_is_no_customer_of_a2i_hears_so_from_cloudformation(
    aws: LocalAws, tmp_path: Path
) -> None:
    with pytest.raises(DeploymentFailed) as failed:
        deploy(aws, synthesized(tmp_path / "first"))

    assert "no longer open to new customers" in str(failed.value)
    assert 'by = "builtin"' in str(failed.value)
    assert names(aws) == ([], [])


def test_an_update_that_fails_leaves_what_there_was(aws: LocalAws, tmp_path: Path) -> None:
    deploy(aws, synthesized(tmp_path / "first"))
    before = names(aws)
    set_customer(aws, customer=False)

    try:
        with pytest.raises(DeploymentFailed, match="builtin"):
            deploy(aws, synthesized(tmp_path / "second", (TEAM, f"{TEAM}\nreviewers = 2")))
    finally:
        set_customer(aws, customer=True)

    assert names(aws) == before


def test_a_review_that_has_begun_is_heard_of_after_its_flow_definition_was_replaced(
    aws: LocalAws, tmp_path: Path
) -> None:
    deploy(aws, synthesized(tmp_path / "first"))
    (old, _), _ = names(aws)
    flow = aws.client("sagemaker").describe_flow_definition(FlowDefinitionName=old)
    runtime = aws.client("sagemaker-a2i-runtime")
    runtime.start_human_loop(
        HumanLoopName=NO_DOCUMENT,
        FlowDefinitionArn=flow["FlowDefinitionArn"],
        HumanLoopInput={"InputContent": '{"pages": []}'},
    )

    deploy(aws, synthesized(tmp_path / "second", (TEAM, f"{TEAM}\nminutes = 30")))

    assert old in names(aws)[0]  # left behind, as people still work on it
    runtime.stop_human_loop(HumanLoopName=NO_DOCUMENT)
    until_the_functions_log(aws, "unknown document", NO_DOCUMENT)
    sagemaker = aws.client("sagemaker")
    sagemaker.delete_flow_definition(FlowDefinitionName=old)
    sagemaker.delete_human_task_ui(HumanTaskUiName=old)
