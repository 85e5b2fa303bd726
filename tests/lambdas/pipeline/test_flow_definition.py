"""The custom resource of A2I's flow definitions: made, replaced, deleted, and always answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.error import URLError

import boto3
import pytest

from lambdas.aws.flow_definitions import FlowDefinitions
from lambdas.handlers import flow_definition
from lambdas.pipeline.flow_definition import fulfil
from lambdas.pipeline.patience import Patience
from tests.lambdas.sagemaker import FakeSageMaker, Refusal
from tests.lambdas.world import Clock

STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/Papertray/1a2b"
ARN = "arn:aws:sagemaker:us-east-1:123456789012:flow-definition/"
PROPERTIES = {  # CloudFormation sends every number as text
    "ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:f",
    "ServiceTimeout": "600",
    "NamePrefix": "papertray-123456-invoices",
    "Template": "<crowd-form></crowd-form>",
    "RoleArn": "arn:aws:iam::123456789012:role/flow",
    "WorkteamArn": "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/team",
    "OutputPath": "s3://results/a2i",
    "Title": "Check a document",
    "Description": "Correct what was read.",
    "Reviewers": "2",
    "AvailableSeconds": "604800",
    "TaskSeconds": "3600",
}
CONDITIONS = '{"Conditions": []}'


@dataclass
class CloudFormation:
    """Listens where a custom resource's function answers, and keeps what it was told."""

    url: str
    heard: list[dict[str, Any]] = field(default_factory=list)
    content_types: list[str | None] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    @property
    def answer(self) -> dict[str, Any]:
        return self.heard[-1]


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stack.heard.append(json.loads(body))
            stack.content_types.append(self.headers["Content-Type"])
            stack.sizes.append(len(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    stack = CloudFormation(url=f"http://127.0.0.1:{server.server_port}/answer?signed=1")
    thread = Thread(target=server.serve_forever, args=[0.01])  # seconds until it sees its end
    thread.start()
    yield stack
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def client() -> Any:  # noqa: ANN401  (of SageMaker)
    """Return a client that is made once: that takes longer than a test."""
    session = boto3.Session(
        aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
    )
    return session.client("sagemaker")


@pytest.fixture
def sagemaker(client: Any) -> Iterator[FakeSageMaker]:  # noqa: ANN401
    fake = FakeSageMaker()
    client.meta.events.register("before-send.sagemaker", fake)
    yield fake
    client.meta.events.unregister("before-send.sagemaker", fake)


@dataclass
class Resource:
    """One custom resource, as CloudFormation takes it through its life."""

    cloudformation: CloudFormation
    client: Any
    clock: Clock
    physical_id: str = ""

    def is_asked(self, request_type: str, **changes: str) -> dict[str, Any]:
        """Send a request as CloudFormation does, and return the answer that it gets."""
        event = {
            "RequestType": request_type,
            "ResponseURL": self.cloudformation.url,
            "StackId": STACK,
            "RequestId": "request-1",
            "ResourceType": "Custom::FlowDefinition",
            "LogicalResourceId": "FlowOfInvoices",
            "ResourceProperties": PROPERTIES | changes,
        }
        if request_type != "Create":
            event["PhysicalResourceId"] = self.physical_id
        fulfil(event, self.flows(), self.patience())
        answer = self.cloudformation.answer
        assert answer["StackId"] == STACK
        assert answer["RequestId"] == "request-1"
        assert answer["LogicalResourceId"] == "FlowOfInvoices"
        if request_type == "Create" or answer["Status"] == "SUCCESS":
            self.physical_id = answer["PhysicalResourceId"]
        return answer

    def flows(self) -> FlowDefinitions:
        return FlowDefinitions(self.client)

    def patience(self) -> Patience:
        return Patience(seconds_left=self.clock.seconds_left, sleep=self.clock.sleep)


@pytest.fixture
def resource(
    cloudformation: CloudFormation,
    client: Any,  # noqa: ANN401
    sagemaker: FakeSageMaker,
) -> Resource:
    return Resource(cloudformation, client, Clock(now=0, ends=180))


def test_a_flow_definition_and_its_page_are_made_as_the_stack_wants_them(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    answer = resource.is_asked("Create")

    ((name, asked),) = sagemaker.flows.items()
    assert answer["Status"] == "SUCCESS"
    assert answer["PhysicalResourceId"] == f"{ARN}{name}"
    assert re.fullmatch(r"papertray-123456-invoices-[0-9a-f]{12}", name)
    assert sagemaker.pages == {name: "<crowd-form></crowd-form>"}
    assert asked == {
        "FlowDefinitionName": name,
        "RoleArn": "arn:aws:iam::123456789012:role/flow",
        "OutputConfig": {"S3OutputPath": "s3://results/a2i"},
        "HumanLoopConfig": {
            "WorkteamArn": PROPERTIES["WorkteamArn"],
            "HumanTaskUiArn": f"arn:aws:sagemaker:us-east-1:123456789012:human-task-ui/{name}",
            "TaskTitle": "Check a document",
            "TaskDescription": "Correct what was read.",
            "TaskCount": 2,
            "TaskAvailabilityLifetimeInSeconds": 604800,
            "TaskTimeLimitInSeconds": 3600,
        },
    }


def test_with_conditions_it_is_of_textracts_task_type(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    resource.is_asked("Create", ActivationConditions=CONDITIONS, KmsKeyArn="arn:aws:kms:r:a:key/k")

    (asked,) = sagemaker.flows.values()
    assert asked["HumanLoopRequestSource"] == {
        "AwsManagedHumanLoopRequestSource": "AWS/Textract/AnalyzeDocument/Forms/V1"
    }
    assert asked["HumanLoopActivationConfig"] == {
        "HumanLoopActivationConditionsConfig": {"HumanLoopActivationConditions": CONDITIONS}
    }
    assert asked["OutputConfig"]["KmsKeyId"] == "arn:aws:kms:r:a:key/k"


def test_the_answer_is_put_as_the_url_was_signed(
    resource: Resource, cloudformation: CloudFormation
) -> None:
    resource.is_asked("Create")

    assert cloudformation.content_types == [""]


def test_it_is_answered_once_the_flow_definition_is_active(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    sagemaker.statuses = ("Initializing", "Initializing", "Active")

    answer = resource.is_asked("Create")

    assert answer["Status"] == "SUCCESS"
    assert sagemaker.calls.count("DescribeFlowDefinition") == 3


def test_asking_again_makes_no_second_one(resource: Resource, sagemaker: FakeSageMaker) -> None:
    first = resource.is_asked("Create")
    again = resource.is_asked("Create")

    assert again == first
    assert len(sagemaker.flows) == len(sagemaker.pages) == 1


def test_a_change_makes_a_new_one_and_the_old_one_is_cloudformations_to_delete(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    old = resource.is_asked("Create")["PhysicalResourceId"]
    new = resource.is_asked("Update", Template="<p>new</p>")["PhysicalResourceId"]

    assert {f"{ARN}{name}" for name in sagemaker.flows} == {old, new}

    resource.physical_id = old
    resource.is_asked("Delete")
    assert [f"{ARN}{name}" for name in sagemaker.flows] == [new]
    assert list(sagemaker.pages.values()) == ["<p>new</p>"]


def test_what_changes_nothing_keeps_the_flow_definition(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    old = resource.is_asked("Create")["PhysicalResourceId"]
    same = resource.is_asked("Update", ServiceTimeout="900")["PhysicalResourceId"]

    assert same == old
    assert len(sagemaker.flows) == 1


def test_a_rollback_goes_back_to_what_there_was(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    old = resource.is_asked("Create")["PhysicalResourceId"]
    new = resource.is_asked("Update", Reviewers="3")["PhysicalResourceId"]
    back = resource.is_asked("Update")["PhysicalResourceId"]

    assert back == old
    resource.physical_id = new
    resource.is_asked("Delete")
    assert [f"{ARN}{name}" for name in sagemaker.flows] == [old]


def test_a_deleted_one_leaves_nothing(resource: Resource, sagemaker: FakeSageMaker) -> None:
    resource.is_asked("Create")

    assert resource.is_asked("Delete")["Status"] == "SUCCESS"
    assert not sagemaker.flows
    assert not sagemaker.pages


def test_deleting_what_is_gone_already_is_fine(resource: Resource) -> None:
    resource.is_asked("Create")
    resource.is_asked("Delete")

    assert resource.is_asked("Delete")["Status"] == "SUCCESS"


def test_deleting_what_was_never_made_asks_nothing(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    resource.physical_id = "FlowOfInvoices-1A2B3C"

    assert resource.is_asked("Delete")["Status"] == "SUCCESS"
    assert sagemaker.calls == []


def test_deleting_waits_while_a2i_uses_it(resource: Resource, sagemaker: FakeSageMaker) -> None:
    resource.is_asked("Create")
    sagemaker.refuses("DeleteFlowDefinition", *[Refusal("ResourceInUse")] * 3)

    assert resource.is_asked("Delete")["Status"] == "SUCCESS"
    assert sagemaker.flows == {}


def test_deleting_ends_in_time_when_a2i_never_lets_go(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    resource.is_asked("Create")
    sagemaker.refuses("DeleteFlowDefinition", *[Refusal("ResourceInUse")] * 1000)

    answer = resource.is_asked("Delete")

    assert answer["Status"] == "FAILED"
    assert "in use" in answer["Reason"]
    assert "builtin" not in answer["Reason"]
    assert resource.clock.seconds_left() > 120  # of 180: CloudFormation asks three times


NOT_A_CUSTOMER = Refusal("ValidationException", "A2I is no longer open to new customers")


@pytest.mark.parametrize("operation", ["CreateHumanTaskUi", "CreateFlowDefinition"])
def test_an_account_that_is_no_customer_of_a2i_is_told_of_the_other_way(
    resource: Resource, sagemaker: FakeSageMaker, operation: str
) -> None:
    sagemaker.refuses(operation, NOT_A_CUSTOMER)

    answer = resource.is_asked("Create")

    assert answer["Status"] == "FAILED"
    assert "no longer open to new customers" in answer["Reason"]
    assert 'by = "builtin"' in answer["Reason"]
    assert not sagemaker.flows
    assert not sagemaker.pages


def test_one_that_fails_is_told_and_leaves_nothing(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    sagemaker.statuses = ("Initializing", "Failed")

    answer = resource.is_asked("Create")

    assert answer["Status"] == "FAILED"
    assert "is Failed: cannot assume the role." in answer["Reason"]
    assert not sagemaker.flows
    assert not sagemaker.pages


def test_one_that_never_gets_active_is_answered_before_the_function_ends(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    sagemaker.statuses = ("Initializing",)

    answer = resource.is_asked("Create")

    assert answer["Status"] == "FAILED"
    assert "still not active" in answer["Reason"]
    assert resource.clock.seconds_left() > 10


def test_a_failed_creation_names_what_cloudformation_then_deletes(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    """The function may have died before it could clean up."""
    sagemaker.statuses = ("Failed",)
    sagemaker.refuses("DeleteFlowDefinition", Refusal("AccessDeniedException"))

    failed = resource.is_asked("Create")

    (name,) = sagemaker.flows
    assert failed["PhysicalResourceId"] == f"{ARN}{name}"
    resource.is_asked("Delete")
    assert not sagemaker.flows
    assert not sagemaker.pages


def test_a_failed_update_keeps_the_old_one_and_leaves_no_new_one(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    old = resource.is_asked("Create")["PhysicalResourceId"]
    sagemaker.statuses = ("Failed",)

    answer = resource.is_asked("Update", Reviewers="3")

    assert answer["Status"] == "FAILED"
    assert answer["PhysicalResourceId"] == old
    assert [f"{ARN}{name}" for name in sagemaker.flows] == [old]


def test_a_rollback_that_fails_does_not_delete_what_it_goes_back_to(
    resource: Resource, sagemaker: FakeSageMaker
) -> None:
    resource.is_asked("Create")
    resource.is_asked("Update", Reviewers="3")
    sagemaker.refuses("DescribeFlowDefinition", Refusal("AccessDeniedException"))

    assert resource.is_asked("Update")["Status"] == "FAILED"

    assert len(sagemaker.flows) == len(sagemaker.pages) == 2


def test_properties_that_make_no_sense_are_answered_too(resource: Resource) -> None:
    answer = resource.is_asked("Create", Reviewers="many")

    assert answer["Status"] == "FAILED"
    assert "reviewers" in answer["Reason"].lower()
    assert answer["PhysicalResourceId"]


def test_an_answer_stays_within_what_cloudformation_reads(
    resource: Resource, sagemaker: FakeSageMaker, cloudformation: CloudFormation
) -> None:
    sagemaker.refuses("CreateHumanTaskUi", Refusal("ValidationException", "\N{SNOWMAN}" * 10_000))

    resource.is_asked("Create")

    assert cloudformation.sizes[-1] <= 4096


def test_the_handler_does_it_within_its_invocation(
    resource: Resource, sagemaker: FakeSageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_definition, "flow_definitions", resource.flows)
    event = {
        "RequestType": "Create",
        "ResponseURL": resource.cloudformation.url,
        "StackId": STACK,
        "RequestId": "request-1",
        "LogicalResourceId": "FlowOfInvoices",
        "ResourceProperties": PROPERTIES,
    }

    flow_definition.handler(event, resource.clock)

    assert resource.cloudformation.answer["Status"] == "SUCCESS"
    assert len(sagemaker.flows) == 1


def test_cloudformation_out_of_reach_is_left_to_lambdas_own_retry(resource: Resource) -> None:
    resource.cloudformation.url = "http://127.0.0.1:9/nobody"

    with pytest.raises(URLError, match="refused"):
        resource.is_asked("Create")


def test_another_stack_of_the_same_name_has_other_names(
    resource: Resource, sagemaker: FakeSageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stack that was deleted and deployed again does not meet what is still being deleted."""
    first = resource.is_asked("Create")
    monkeypatch.setattr(f"{__name__}.STACK", STACK.replace("1a2b", "3c4d"))

    assert resource.is_asked("Create")["PhysicalResourceId"] != first["PhysicalResourceId"]
