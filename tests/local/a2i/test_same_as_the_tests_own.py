"""The stand-in with which the pipeline is tested refuses what the local A2I refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from local.a2i.loops import STOPPING_SECONDS
from local.a2i.service import A2I
from tests.lambdas.human_loops import FLOW_ARN, MAX_INPUT, FakeA2I
from tests.local.a2i.conftest import Clock, MakeFlow

if TYPE_CHECKING:
    from mypy_boto3_sagemaker_a2i_runtime import AugmentedAIRuntimeClient


def said(call: Callable[..., dict[str, Any]], **parameters: Any) -> str:  # noqa: ANN401  (the API's)
    """What a call comes to: an error's code, a loop's status, or nothing more."""
    try:
        return str(call(**parameters).get("HumanLoopStatus", ""))
    except ClientError as error:
        return error.response["Error"]["Code"]


def life_of_a_loop(
    client: Any,  # noqa: ANN401  (AugmentedAIRuntimeClient, whose parameters are typed apart)
    flow: str,
    stopped: Callable[[], object],
) -> Iterator[str]:
    """Yield what a loop's steps come to, the wrong ones among them."""
    start = client.start_human_loop
    asked = {"HumanLoopName": "loop-1", "FlowDefinitionArn": flow}
    first = {"InputContent": json.dumps({"total": "12"})}
    other = {"InputContent": json.dumps({"total": "13"})}
    long = {"InputContent": json.dumps({"total": "x" * MAX_INPUT})}
    yield said(client.describe_human_loop, HumanLoopName="loop-1")
    yield said(client.stop_human_loop, HumanLoopName="loop-1")
    yield said(start, **asked, HumanLoopInput=long)
    for task in (first, first, other):
        yield said(start, **asked, HumanLoopInput=task)
    for _ in range(2):
        yield said(client.stop_human_loop, HumanLoopName="loop-1")
    yield said(client.describe_human_loop, HumanLoopName="loop-1")
    yield said(start, **asked, HumanLoopInput=other)
    stopped()
    yield said(client.describe_human_loop, HumanLoopName="loop-1")
    yield said(client.stop_human_loop, HumanLoopName="loop-1")
    yield said(start, **asked, HumanLoopInput=first)


def test_the_tests_own_a2i_refuses_what_the_local_one_refuses(
    runtime: AugmentedAIRuntimeClient,
    make_flow: MakeFlow,
    a2i: A2I,
    clock: Clock,
    session: boto3.Session,
) -> None:
    def pass_time() -> None:
        clock.now += STOPPING_SECONDS
        a2i.tick()

    fake = FakeA2I()
    client: Any = session.client("sagemaker-a2i-runtime", config=runtime.meta.config)
    client.meta.events.register_first("before-send", fake)

    local = list(life_of_a_loop(runtime, make_flow(), pass_time))
    own = list(life_of_a_loop(client, FLOW_ARN, lambda: fake.end("loop-1", "Stopped")))

    assert own == local
    assert {"ValidationException", "ConflictException", "Stopping", "Stopped"} < set(own)
