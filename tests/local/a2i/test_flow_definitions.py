"""Flow definitions and human task UIs, as SageMaker makes, tells and deletes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from local.a2i.flows import MAX_OF_A_KIND
from local.a2i.service import A2I
from tests.local.a2i.conftest import ROLE, Clock, Connect, MakeFlow, a_flow, conditions

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_a2i_runtime import AugmentedAIRuntimeClient

Start = Callable[..., str]


def refusal(error: pytest.ExceptionInfo[ClientError]) -> tuple[int, str]:
    response = error.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


def test_a_flow_definition_becomes_active_after_a_while(
    sagemaker: SageMakerClient, ui: str, clock: Clock
) -> None:
    sagemaker.create_flow_definition(**a_flow(ui))

    before = sagemaker.describe_flow_definition(FlowDefinitionName="checks")
    clock.now += 1
    after = sagemaker.describe_flow_definition(FlowDefinitionName="checks")

    assert before["FlowDefinitionStatus"] == "Initializing"
    assert after["FlowDefinitionStatus"] == "Active"
    assert after["HumanLoopConfig"]["TaskTitle"] == "Check <a> document"
    assert (after["RoleArn"], after["OutputConfig"]["S3OutputPath"]) == (ROLE, "s3://results/a2i")


def test_it_fails_with_a_role_that_sagemaker_cannot_assume(
    connect: Connect, ui: str, clock: Clock
) -> None:
    sagemaker = connect("sagemaker", trusted=False)
    sagemaker.create_flow_definition(**a_flow(ui))
    clock.now += 1

    told = sagemaker.describe_flow_definition(FlowDefinitionName="checks")

    assert told["FlowDefinitionStatus"] == "Failed"
    assert ROLE in told["FailureReason"]


def test_a_name_is_taken_until_its_flow_definition_is_deleted(
    sagemaker: SageMakerClient, make_flow: MakeFlow, ui: str
) -> None:
    make_flow()
    with pytest.raises(ClientError) as taken:
        make_flow()
    sagemaker.delete_flow_definition(FlowDefinitionName="checks")
    with pytest.raises(ClientError) as gone:
        sagemaker.describe_flow_definition(FlowDefinitionName="checks")

    assert refusal(taken) == (400, "ResourceInUse")
    assert refusal(gone) == (400, "ResourceNotFound")
    assert make_flow()


def test_a_flow_definition_is_in_use_while_people_are_asked(
    sagemaker: SageMakerClient, make_flow: MakeFlow, start: Start, a2i: A2I
) -> None:
    start(make_flow())
    with pytest.raises(ClientError) as in_use:
        sagemaker.delete_flow_definition(FlowDefinitionName="checks")
    a2i.fail(a2i.loops.all()[0], code="InternalError", reason="")

    assert refusal(in_use) == (400, "ResourceInUse")
    assert sagemaker.delete_flow_definition(FlowDefinitionName="checks")


def test_there_are_a_hundred_at_most(sagemaker: SageMakerClient) -> None:
    def make(number: int) -> None:
        sagemaker.create_human_task_ui(
            HumanTaskUiName=f"page-{number}", UiTemplate={"Content": "x"}
        )

    for number in range(MAX_OF_A_KIND):
        make(number)
    with pytest.raises(ClientError) as refused:
        make(MAX_OF_A_KIND)

    assert refusal(refused) == (400, "ResourceLimitExceeded")


def test_lists_come_in_pages_the_newest_first(
    sagemaker: SageMakerClient, make_flow: MakeFlow
) -> None:
    for number in range(3):
        make_flow(FlowDefinitionName=f"flow-{number}")

    first = sagemaker.list_flow_definitions(MaxResults=2)
    second = sagemaker.list_flow_definitions(MaxResults=2, NextToken=first["NextToken"])
    names = [
        flow["FlowDefinitionName"]
        for page in (first, second)
        for flow in page["FlowDefinitionSummaries"]
    ]

    assert names == ["flow-2", "flow-1", "flow-0"]
    assert "NextToken" not in second


def test_a_human_task_ui_is_told_with_the_hash_of_its_template(sagemaker: SageMakerClient) -> None:
    sagemaker.create_human_task_ui(HumanTaskUiName="page", UiTemplate={"Content": "<p>"})

    told = sagemaker.describe_human_task_ui(HumanTaskUiName="page")
    sagemaker.delete_human_task_ui(HumanTaskUiName="page")

    assert told["HumanTaskUiStatus"] == "Active"
    assert told["UiTemplate"]["ContentSha256"] == hashlib.sha256(b"<p>").hexdigest()
    assert sagemaker.list_human_task_uis()["HumanTaskUiSummaries"] == []


def test_another_region_has_its_own(connect: Connect, make_flow: MakeFlow) -> None:
    make_flow()

    with pytest.raises(ClientError, match="ResourceNotFound"):
        connect("sagemaker", region="eu-west-1").describe_flow_definition(
            FlowDefinitionName="checks"
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"FlowDefinitionName": "No Capitals"},
        {"FlowDefinitionName": "a" * 64},
        {"OutputConfig": {"S3OutputPath": "results"}},
        {"OutputConfig": None},
        {"HumanLoopConfig": None},
        {"config": {"TaskCount": 4}},
        {"config": {"TaskTimeLimitInSeconds": 29}},
        {"config": {"HumanTaskUiArn": "arn:aws:sagemaker:us-east-1:000000000000:human-task-ui/x"}},
        {"config": {"WorkteamArn": "team"}},
        {"config": {"TaskKeywords": ["a"] * 6}},
        {"HumanLoopRequestSource": {"AwsManagedHumanLoopRequestSource": "AWS/Textract"}},
    ],
)
def test_a_flow_definition_is_checked_by_the_model(
    sagemaker: SageMakerClient, ui: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ClientError) as refused:
        sagemaker.create_flow_definition(**a_flow(ui, **wrong))

    assert refusal(refused) == (400, "ValidationException")


def test_custom_tasks_have_no_conditions(sagemaker: SageMakerClient, ui: str) -> None:
    activation = conditions({"ConditionType": "Sampling", "ConditionParameters": {}})
    del activation["HumanLoopRequestSource"]

    with pytest.raises(ClientError) as refused:
        sagemaker.create_flow_definition(**a_flow(ui, **activation))

    assert refusal(refused) == (400, "ValidationException")


def test_conditions_are_checked_when_the_flow_definition_is_made(
    sagemaker: SageMakerClient, ui: str
) -> None:
    wrong = conditions({"ConditionType": "Sampling", "ConditionParameters": {}})

    with pytest.raises(ClientError, match="RandomSamplingPercentage"):
        sagemaker.create_flow_definition(**a_flow(ui, **wrong))


def test_an_account_that_is_no_customer_is_told_so(
    sagemaker: SageMakerClient,
    runtime: AugmentedAIRuntimeClient,
    make_flow: MakeFlow,
    ui: str,
    a2i: A2I,
) -> None:
    flow = make_flow()
    a2i.customer = False

    for call in (
        lambda: sagemaker.create_flow_definition(**a_flow(ui, FlowDefinitionName="x")),
        lambda: sagemaker.create_human_task_ui(HumanTaskUiName="x", UiTemplate={"Content": "x"}),
        lambda: runtime.start_human_loop(
            HumanLoopName="x", FlowDefinitionArn=flow, HumanLoopInput={"InputContent": "{}"}
        ),
    ):
        with pytest.raises(ClientError, match="no longer open to new customers") as refused:
            call()
        assert refusal(refused) == (400, "ValidationException")


def test_the_rest_of_sagemaker_is_not_offered(sagemaker: SageMakerClient) -> None:
    with pytest.raises(ClientError, match="ListEndpoints") as refused:
        sagemaker.list_endpoints()

    assert refusal(refused) == (400, "UnknownOperationException")
