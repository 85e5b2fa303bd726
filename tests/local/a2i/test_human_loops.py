"""Human loops: started once, answered, stopped, failed, expired, and told of."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from local.a2i import loops
from local.a2i.errors import ConflictException
from local.a2i.outside import Outside
from local.a2i.service import A2I
from tests.local.a2i.conftest import Clock, MakeFlow
from tests.local.a2i.stand_in_aws import StandInAws

if TYPE_CHECKING:
    from mypy_boto3_sagemaker_a2i_runtime import AugmentedAIRuntimeClient

Start = Callable[..., str]
DAY = 24 * 3600
PATIENCE = 60.0  # seconds, for a busy machine


def refusal(error: pytest.ExceptionInfo[ClientError]) -> tuple[int, str]:
    response = error.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


def answer(a2i: A2I, content: dict[str, Any], *, task: int = 0) -> None:
    """Answer a task of the only loop."""
    loop = a2i.loops.all()[0]
    a2i.submit(loop, loop.tasks[task], content)
    a2i.tick()


def test_a_loop_waits_until_it_is_answered(
    make_flow: MakeFlow, start: Start, runtime: AugmentedAIRuntimeClient, a2i: A2I
) -> None:
    arn = start(make_flow())
    before = runtime.describe_human_loop(HumanLoopName="loop-1")
    answer(a2i, {"total": "12.50"})
    after = runtime.describe_human_loop(HumanLoopName="loop-1")

    assert arn == "arn:aws:sagemaker:us-east-1:000000000000:human-loop/loop-1"
    assert (before["HumanLoopStatus"], after["HumanLoopStatus"]) == ("InProgress", "Completed")
    assert "HumanLoopOutput" not in before
    assert after["HumanLoopOutput"]["OutputS3Uri"] == (
        "s3://results/a2i/checks/2027/01/01/00/00/01/loop-1/output.json"
    )


def test_the_output_of_a_custom_task_is_as_amazon_a2i_writes_it(
    make_flow: MakeFlow, start: Start, a2i: A2I, aws: StandInAws, clock: Clock
) -> None:
    flow = make_flow()
    start(flow, total="<12>")
    clock.now += 40.543
    answer(a2i, {"total": "=1+1"})

    (output,) = map(json.loads, aws.objects.values())
    (said,) = output.pop("humanAnswers")

    assert output == {
        "flowDefinitionArn": flow,
        "humanLoopName": "loop-1",
        "inputContent": {"total": "<12>"},
    }
    assert said["answerContent"] == {"total": "=1+1"}
    assert said["submissionTime"] == "2027-01-01T00:00:41.543Z"
    assert said["workerMetadata"]["identityData"]["identityProviderType"] == "Cognito"


def test_the_end_is_told_to_eventbridge(
    make_flow: MakeFlow, start: Start, a2i: A2I, aws: StandInAws
) -> None:
    flow = make_flow()
    arn = start(flow)
    answer(a2i, {})

    (event,) = aws.events
    assert event["Source"] == "aws.sagemaker"
    assert event["DetailType"] == "SageMaker A2I HumanLoop Status Change"
    assert event["Resources"] == [arn]
    assert json.loads(event["Detail"]) == {
        "creationTime": "2027-01-01T00:00:01.000Z",
        "failureCode": None,
        "failureReason": None,
        "flowDefinitionArn": flow,
        "humanLoopArn": arn,
        "humanLoopName": "loop-1",
        "humanLoopOutput": {
            "outputS3Uri": "s3://results/a2i/checks/2027/01/01/00/00/01/loop-1/output.json"
        },
        "humanLoopStatus": "Completed",
    }


def test_an_event_that_was_not_taken_is_sent_again(
    make_flow: MakeFlow, start: Start, a2i: A2I, aws: StandInAws
) -> None:
    start(make_flow())
    aws.deaf = True
    answer(a2i, {})
    aws.deaf = False
    a2i.tick()

    assert len(aws.events) == 1


class Broken(Outside):
    """An AWS around the local A2I that fails as nothing should."""

    def tell(self, entry: dict[str, Any], *, region: str) -> None:
        raise RuntimeError("Jane Doe")


def test_what_goes_wrong_unforeseen_is_logged_by_its_place_and_not_by_its_text(
    make_flow: MakeFlow, start: Start, a2i: A2I, caplog: pytest.LogCaptureFixture
) -> None:
    start(make_flow())
    a2i.outside = Broken(endpoint_url="", token="")
    a2i.fail(a2i.loops.all()[0], code="InternalError", reason="")
    a2i.run()
    deadline = time.monotonic() + PATIENCE
    while "unexpected" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.01)
    a2i.close()

    assert "unexpected RuntimeError at " in caplog.text
    assert "service.py:" in caplog.text
    assert "Jane Doe" not in caplog.text


def test_a_loop_waits_for_all_its_workers(
    make_flow: MakeFlow, start: Start, a2i: A2I, aws: StandInAws
) -> None:
    start(make_flow(config={"TaskCount": 3}))
    for task in range(3):
        assert aws.objects == {}
        answer(a2i, {"total": str(task)}, task=task)

    (output,) = map(json.loads, aws.objects.values())
    said = output["humanAnswers"]
    assert [each["answerContent"] for each in said] == [{"total": str(task)} for task in range(3)]
    assert len({each["workerId"] for each in said}) == 3


def test_a_task_is_answered_once(make_flow: MakeFlow, start: Start, a2i: A2I) -> None:
    start(make_flow(config={"TaskCount": 2}))
    answer(a2i, {})

    with pytest.raises(ConflictException):
        answer(a2i, {})


def test_without_any_answer_a_loop_expires(
    make_flow: MakeFlow,
    start: Start,
    runtime: AugmentedAIRuntimeClient,
    a2i: A2I,
    aws: StandInAws,
    clock: Clock,
) -> None:
    start(make_flow(config={"TaskAvailabilityLifetimeInSeconds": DAY}))
    clock.now += DAY - 1
    a2i.tick()
    assert aws.events == []
    clock.now += 1
    a2i.tick()

    told = runtime.describe_human_loop(HumanLoopName="loop-1")
    assert (told["HumanLoopStatus"], told["FailureCode"]) == ("Failed", "Expired")
    assert [(each["humanLoopStatus"], each["failureCode"]) for each in aws.details] == [
        ("Failed", "Expired")
    ]


def test_with_some_of_its_answers_a_loop_completes_when_its_time_is_over(
    make_flow: MakeFlow, start: Start, a2i: A2I, aws: StandInAws, clock: Clock
) -> None:
    start(make_flow(config={"TaskCount": 3}))
    answer(a2i, {"total": "1"})
    clock.now += 10 * DAY
    a2i.tick()

    (output,) = map(json.loads, aws.objects.values())
    assert len(output["humanAnswers"]) == 1
    assert aws.details[0]["humanLoopStatus"] == "Completed"


def test_a_loop_stops_when_it_is_told_to(
    make_flow: MakeFlow,
    start: Start,
    runtime: AugmentedAIRuntimeClient,
    a2i: A2I,
    aws: StandInAws,
    clock: Clock,
) -> None:
    start(make_flow())
    runtime.stop_human_loop(HumanLoopName="loop-1")
    stopping = runtime.describe_human_loop(HumanLoopName="loop-1")
    with pytest.raises(ConflictException):
        answer(a2i, {})
    clock.now += 1
    a2i.tick()
    with pytest.raises(ClientError) as ended:
        runtime.stop_human_loop(HumanLoopName="loop-1")

    assert stopping["HumanLoopStatus"] == "Stopping"
    assert [each["humanLoopStatus"] for each in aws.details] == ["Stopped"]
    assert refusal(ended) == (400, "ValidationException")


def test_output_that_may_not_be_written_fails_the_loop(
    make_flow: MakeFlow, start: Start, a2i: A2I, aws: StandInAws
) -> None:
    start(make_flow(OutputConfig={"S3OutputPath": "s3://denied/a2i/"}))
    answer(a2i, {})

    (told,) = aws.details
    assert (told["humanLoopStatus"], told["failureCode"]) == ("Failed", "ValidationError")
    assert "s3://denied/a2i/checks/" in told["failureReason"]


def test_the_same_request_gives_the_same_loop(make_flow: MakeFlow, start: Start, a2i: A2I) -> None:
    flow = make_flow()

    assert start(flow) == start(flow)
    assert len(a2i.loops.all()) == 1


def test_another_input_under_the_name_of_an_active_loop_is_a_conflict(
    make_flow: MakeFlow, start: Start
) -> None:
    flow = make_flow()
    start(flow, total="1")

    with pytest.raises(ClientError) as refused:
        start(flow, total="2")

    assert refusal(refused) == (409, "ConflictException")


def test_a_name_is_not_to_be_had_again_until_its_loop_is_deleted(
    make_flow: MakeFlow, start: Start, runtime: AugmentedAIRuntimeClient, a2i: A2I
) -> None:
    flow = make_flow()
    start(flow)
    with pytest.raises(ClientError) as in_progress:
        runtime.delete_human_loop(HumanLoopName="loop-1")
    answer(a2i, {})
    with pytest.raises(ClientError, match="already exists and is finished") as finished:
        start(flow)
    runtime.delete_human_loop(HumanLoopName="loop-1")
    with pytest.raises(ClientError) as gone:
        runtime.describe_human_loop(HumanLoopName="loop-1")

    assert refusal(in_progress) == refusal(finished) == (400, "ValidationException")
    assert refusal(gone) == (404, "ResourceNotFoundException")
    assert start(flow)


def test_a_flow_definition_has_so_many_loops_in_flight(
    make_flow: MakeFlow, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "MAX_IN_FLIGHT", 2)
    flow = make_flow()
    start(flow, "a")
    start(flow, "b")

    with pytest.raises(ClientError) as refused:
        start(flow, "c")

    assert refusal(refused) == (402, "ServiceQuotaExceededException")


def test_input_has_a_limit_of_characters(make_flow: MakeFlow, start: Start) -> None:
    flow = make_flow()
    room = 3_145_728 - len(json.dumps({"total": ""}))

    assert start(flow, total="x" * room)
    with pytest.raises(ClientError) as refused:
        start(flow, "loop-2", total="x" * (room + 1))

    assert refusal(refused) == (400, "ValidationException")


@pytest.mark.parametrize(
    "wrong",
    [
        {"HumanLoopName": "Capital"},
        {"HumanLoopName": "a" * 64},
        {"HumanLoopName": "-a"},
        {"FlowDefinitionArn": "arn:aws:sagemaker:us-east-1:000000000000:flow-definition/none"},
        {"HumanLoopInput": {"InputContent": "no JSON"}},
        {"HumanLoopInput": {"InputContent": "[]"}},
        {"DataAttributes": {"ContentClassifiers": ["FreeOfCharge"]}},
    ],
)
def test_a_request_is_checked(
    make_flow: MakeFlow, runtime: AugmentedAIRuntimeClient, wrong: dict[str, Any]
) -> None:
    right: dict[str, Any] = {
        "HumanLoopName": "loop-1",
        "FlowDefinitionArn": make_flow(),
        "HumanLoopInput": {"InputContent": "{}"},
    }

    with pytest.raises(ClientError) as refused:
        runtime.start_human_loop(**{**right, **wrong})

    assert refusal(refused) == (400, "ValidationException")


def test_a_loop_needs_an_active_flow_definition(
    make_flow: MakeFlow, start: Start, clock: Clock
) -> None:
    flow = make_flow()
    clock.now -= 1

    with pytest.raises(ClientError, match="Initializing"):
        start(flow)


def test_the_loops_of_a_flow_definition_are_listed_in_pages(
    make_flow: MakeFlow, start: Start, runtime: AugmentedAIRuntimeClient, clock: Clock
) -> None:
    flow, other = make_flow(), make_flow(FlowDefinitionName="other")
    start(other, "elsewhere")
    for number in range(3):
        clock.now += 1
        start(flow, f"loop-{number}")

    latest = datetime.fromtimestamp(clock.now, UTC)
    asked: dict[str, Any] = {"FlowDefinitionArn": flow, "MaxResults": 2, "SortOrder": "Ascending"}
    first = runtime.list_human_loops(**asked)
    second = runtime.list_human_loops(**asked, NextToken=first["NextToken"])
    late = runtime.list_human_loops(FlowDefinitionArn=flow, CreationTimeAfter=latest)

    names = [
        [loop["HumanLoopName"] for loop in page["HumanLoopSummaries"]]
        for page in (first, second, late)
    ]
    assert names == [["loop-0", "loop-1"], ["loop-2"], ["loop-2"]]


def test_the_loops_of_no_flow_definition_cannot_be_listed(
    runtime: AugmentedAIRuntimeClient,
) -> None:
    arn = "arn:aws:sagemaker:us-east-1:000000000000:flow-definition/none"

    with pytest.raises(ClientError) as refused:
        runtime.list_human_loops(FlowDefinitionArn=arn)

    assert refusal(refused) == (404, "ResourceNotFoundException")
