"""Amazon A2I's answers and errors, as we mean them."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from lambdas.aws.human_loops import HumanLoop, HumanLoops, human_loop_arn
from lambdas.errors import HumanLoopRefused, Throttled, TransientError
from tests.lambdas.human_loops import ACCOUNT, FLOW_ARN, MAX_INPUT
from tests.lambdas.world import World

NAME = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def loops(world: World) -> HumanLoops:
    return world.services.human_loops


def test_a_loop_has_the_arn_of_its_name(world: World, loops: HumanLoops) -> None:
    loops.start(NAME, FLOW_ARN, "{}")

    loop = loops.describe(NAME)

    assert loop == HumanLoop(
        arn=f"{ACCOUNT}:human-loop/{NAME}",
        status="InProgress",
        output_uri=None,
        failure_code=None,
        failure_reason=None,
    )
    assert loop.arn == human_loop_arn(NAME, FLOW_ARN)
    assert not loop.has_ended


@pytest.mark.parametrize("content", ["{}", '{"other": 1}'])
def test_a_loop_that_has_been_started_is_not_started_again(
    world: World, loops: HumanLoops, content: str
) -> None:
    loops.start(NAME, FLOW_ARN, "{}")

    loops.start(NAME, FLOW_ARN, content)

    assert world.a2i.inputs == {NAME: "{}"}


def test_a_loop_that_has_ended_is_not_started_again(world: World, loops: HumanLoops) -> None:
    loops.start(NAME, FLOW_ARN, "{}")
    world.a2i.end(NAME, "Completed", HumanLoopOutput={"OutputS3Uri": "s3://results/a2i/x"})

    loops.start(NAME, FLOW_ARN, "{}")

    loop = loops.describe(NAME)
    assert loop is not None
    assert (loop.has_ended, loop.output_uri) == (True, "s3://results/a2i/x")


def test_a_loop_that_is_not_there_is_none(loops: HumanLoops) -> None:
    assert loops.describe(NAME) is None


def test_who_is_no_customer_is_told_what_to_do(world: World, loops: HumanLoops) -> None:
    world.a2i.refuses("ValidationException", "no longer open to new customers")

    with pytest.raises(HumanLoopRefused) as caught:
        loops.start(NAME, FLOW_ARN, "{}")

    assert "no longer open to new customers" in str(caught.value)
    assert 'review.by = "builtin"' in str(caught.value)


def test_what_amazon_a2i_does_not_take_is_refused_by_its_model(loops: HumanLoops) -> None:
    with pytest.raises(HumanLoopRefused, match="HumanLoopName"):
        loops.start("", FLOW_ARN, "{}")
    with pytest.raises(HumanLoopRefused, match="too long"):
        loops.start(NAME, FLOW_ARN, "x" * (MAX_INPUT + 1))


@pytest.mark.parametrize("code", ["ThrottlingException", "ServiceQuotaExceededException"])
def test_a_used_up_quota_means_waiting(world: World, loops: HumanLoops, code: str) -> None:
    world.a2i.refuses(code, times=4)

    with pytest.raises(Throttled):
        loops.start(NAME, FLOW_ARN, "{}")


def test_a_fault_of_amazon_a2i_may_pass(world: World, loops: HumanLoops) -> None:
    world.a2i.refuses("InternalServerException", times=4)

    with pytest.raises(TransientError):
        loops.describe(NAME)


def test_a_flow_definition_that_is_gone_is_the_deployments_trouble(
    world: World, loops: HumanLoops
) -> None:
    world.a2i.refuses("ResourceNotFoundException", "no such flow definition")

    with pytest.raises(ClientError, match="no such flow definition"):
        loops.start(NAME, FLOW_ARN, "{}")


def test_a_loop_that_has_ended_is_not_stopped(world: World, loops: HumanLoops) -> None:
    loops.start(NAME, FLOW_ARN, "{}")

    loops.stop(NAME)

    assert world.a2i.loops[NAME]["HumanLoopStatus"] == "Stopping"
    world.a2i.end(NAME, "Stopped")
    with pytest.raises(HumanLoopRefused, match="has ended"):
        loops.stop(NAME)
