"""A running local A2I whose clock stands still, with unmodified boto3 clients."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from local.a2i.outside import Outside
from local.a2i.server import Server
from local.a2i.service import A2I
from tests.local.a2i.stand_in_aws import StandInAws

if TYPE_CHECKING:
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_sagemaker_a2i_runtime import AugmentedAIRuntimeClient

REGION, ACCOUNT = "us-east-1", "000000000000"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/flow"
WORKTEAM = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:workteam/private-crowd/team"
COMMON_ERRORS = {"ValidationException", "SerializationException", "UnknownOperationException"}
MIDNIGHT = 1_798_761_600.0  # 2027-01-01 00:00:00 UTC


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: float = MIDNIGHT

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def aws() -> Iterator[StandInAws]:
    stand_in = StandInAws()
    yield stand_in
    stand_in.shutdown()
    stand_in.server_close()


@pytest.fixture
def a2i(aws: StandInAws, clock: Clock) -> A2I:
    """The service; nothing happens by itself: `tick()` does what is due."""
    return A2I(Outside(endpoint_url=aws.url, token="the token"), account=ACCOUNT, clock=clock)


@pytest.fixture
def server(a2i: A2I) -> Iterator[Server]:
    server = Server(socket.create_server(("127.0.0.1", 0)), a2i)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.stop()
    thread.join()


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    """Return one session for all clients, so that models are loaded once."""
    return boto3.Session(
        aws_access_key_id="testing", aws_secret_access_key="testing", region_name=REGION
    )


Connect = Callable[..., Any]


@pytest.fixture
def connect(server: Server, session: boto3.Session) -> Iterator[Connect]:
    """Return a maker of clients; the local AWS adds the role's credentials where it is trusted."""
    clients: list[Any] = []

    def connect(service: str, *, trusted: bool = True, region: str = REGION) -> object:
        client: Any = session.client(  # type: ignore[call-overload]
            service,
            region_name=region,
            endpoint_url=server.url,
            config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
        )
        keys = {"AccessKeyId": "ASIA", "SecretAccessKey": "secret", "SessionToken": "token"}
        header = {"x-papertray-role": base64.b64encode(json.dumps(keys).encode()).decode()}
        client.meta.events.register("before-parse", _check_answer)
        if trusted:
            client.meta.events.register(
                "before-call", lambda params, **_: params["headers"].update(header)
            )
        clients.append(client)
        return client

    yield connect
    for client in clients:
        client.close()


@pytest.fixture
def sagemaker(connect: Connect) -> SageMakerClient:
    client: SageMakerClient = connect("sagemaker")
    return client


@pytest.fixture
def runtime(connect: Connect) -> AugmentedAIRuntimeClient:
    client: AugmentedAIRuntimeClient = connect("sagemaker-a2i-runtime")
    return client


@pytest.fixture
def ui(sagemaker: SageMakerClient) -> str:
    """The ARN of a human task UI."""
    content = '<crowd-form><input name="total" value="{{ task.input.total }}"></crowd-form>'
    made = sagemaker.create_human_task_ui(
        HumanTaskUiName="our-page", UiTemplate={"Content": content}
    )
    return made["HumanTaskUiArn"]


def a_flow(ui: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - the API's parameters
    """Return what CreateFlowDefinition takes; `config` are members of HumanLoopConfig.

    A member that is None is left out.
    """
    config = more.pop("config", {})
    members = {
        "FlowDefinitionName": "checks",
        "RoleArn": ROLE,
        "OutputConfig": {"S3OutputPath": "s3://results/a2i"},
        "HumanLoopConfig": {
            "WorkteamArn": WORKTEAM,
            "HumanTaskUiArn": ui,
            "TaskTitle": "Check <a> document",
            "TaskDescription": "Compare it with the picture",
            "TaskCount": 1,
            **config,
        },
        **more,
    }
    return {name: value for name, value in members.items() if value is not None}


def conditions(*members: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that make a flow definition one of Textract's, with conditions."""
    text = json.dumps({"Conditions": members})
    return {
        "HumanLoopRequestSource": {
            "AwsManagedHumanLoopRequestSource": "AWS/Textract/AnalyzeDocument/Forms/V1"
        },
        "HumanLoopActivationConfig": {
            "HumanLoopActivationConditionsConfig": {"HumanLoopActivationConditions": text}
        },
    }


MakeFlow = Callable[..., str]


@pytest.fixture
def make_flow(sagemaker: SageMakerClient, ui: str, clock: Clock) -> MakeFlow:
    """Return a function that makes a flow definition, waits until it is active, gives its ARN."""

    def make(**more: Any) -> str:  # noqa: ANN401 - the API's parameters
        arn = sagemaker.create_flow_definition(**a_flow(ui, **more))["FlowDefinitionArn"]
        clock.now += 1
        return arn

    return make


@pytest.fixture
def start(runtime: AugmentedAIRuntimeClient) -> Callable[..., str]:
    """Return a function that starts a loop with an input, and gives its ARN."""

    def start(flow: str, name: str = "loop-1", **task_input: Any) -> str:  # noqa: ANN401
        started = runtime.start_human_loop(
            HumanLoopName=name,
            FlowDefinitionArn=flow,
            HumanLoopInput={"InputContent": json.dumps(task_input or {"total": "12"})},
        )
        return started["HumanLoopArn"]

    return start


def _check_answer(operation_model: Any, response_dict: Any, **_: object) -> None:  # noqa: ANN401
    """Hold an answer against the service's model: its members, or its error."""
    answer = json.loads(response_dict["body"])
    if response_dict["status_code"] != 200:
        modelled = {shape.name for shape in operation_model.error_shapes}
        assert answer["__type"] in modelled | COMMON_ERRORS
        return
    shape = operation_model.output_shape
    required = set(shape.required_members) if shape else set()
    members = set(shape.members) if shape else set()
    assert required <= set(answer) <= members
