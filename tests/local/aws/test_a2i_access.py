"""Who may use Amazon A2I, with whose rights it acts, and how its notices arrive."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError

import pytest
from botocore.exceptions import ClientError

from local.aws.local_aws import LocalAws

pytestmark = pytest.mark.local

ClientWith = Callable[[str, dict[str, Any]], Any]

OURS = "arn:aws:sagemaker:us-east-1:000000000000"
FLOW, LOOP = f"{OURS}:flow-definition/allowed-flow", f"{OURS}:human-loop/allowed-loop"
WITHIN = 10.0  # seconds


@dataclass(frozen=True)
class Desk:
    """What the tests of this file share: a bucket, roles, a queue that hears of loops."""

    bucket: str
    flow_role: str
    queue: str


@pytest.fixture(scope="module")
def desk(aws: LocalAws) -> Desk:
    aws.client("s3").create_bucket(Bucket="reviews")
    aws.client("s3").put_object(Bucket="reviews", Key="pages/1.png", Body=b"a picture")
    aws.client("s3").put_object(Bucket="reviews", Key="secret/1.png", Body=b"a secret")
    flow_role = _role(
        aws,
        "flow-role",
        {"Service": "sagemaker.amazonaws.com"},
        [
            _allow("s3:GetObject", "arn:aws:s3:::reviews/pages/*"),
            _allow("s3:PutObject", "arn:aws:s3:::reviews/a2i/*"),
        ],
    )
    queue = aws.client("sqs").create_queue(QueueName="loops")["QueueUrl"]
    arn = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    events = aws.client("events")
    pattern = {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker A2I HumanLoop Status Change"],
        "detail": {"flowDefinitionArn": [{"prefix": f"{OURS}:flow-definition/allowed-"}]},
    }
    events.put_rule(Name="loops", EventPattern=json.dumps(pattern))
    target = {"Id": "queue", "Arn": arn["Attributes"]["QueueArn"]}
    events.put_targets(Rule="loops", Targets=[target])
    return Desk(bucket="reviews", flow_role=flow_role, queue=queue)


@pytest.fixture(scope="module")
def flow(aws: LocalAws, desk: Desk) -> str:
    """The ARN of an active flow definition."""
    sagemaker = aws.client("sagemaker")
    content = '<img src="{{ task.input.picture | grant_read_access }}">'
    ui = sagemaker.create_human_task_ui(
        HumanTaskUiName="allowed-page", UiTemplate={"Content": content}
    )
    made = sagemaker.create_flow_definition(
        **_a_flow("allowed-flow", ui["HumanTaskUiArn"], desk.flow_role)
    )
    _wait_until(lambda: _status(aws, "allowed-flow") == "Active")
    arn: str = made["FlowDefinitionArn"]
    return arn


@pytest.fixture(scope="module")
def clerk(aws: LocalAws, desk: Desk) -> dict[str, Any]:
    """Credentials of a role that may start and look after some loops, and make some flows."""
    arn = _role(
        aws,
        "clerk",
        {"AWS": "000000000000"},
        [
            _allow("sagemaker:StartHumanLoop", FLOW),
            _allow(["sagemaker:DescribeHumanLoop", "sagemaker:StopHumanLoop"], LOOP),
            _allow("sagemaker:CreateFlowDefinition", f"{OURS}:flow-definition/allowed-*"),
            _allow("sagemaker:CreateHumanTaskUi", f"{OURS}:human-task-ui/allowed-*"),
            _allow("textract:AnalyzeDocument", "*"),
        ],
    )
    role = aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="clerk")
    credentials: dict[str, Any] = role["Credentials"]
    return credentials


def _role(
    aws: LocalAws, name: str, trusted: dict[str, str], statements: list[dict[str, Any]]
) -> str:
    trust = {"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"}
    iam = aws.client("iam")
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))
    iam.put_role_policy(RoleName=name, PolicyName="grants", PolicyDocument=_policy(*statements))
    arn: str = made["Role"]["Arn"]
    return arn


def _policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def _allow(action: str | list[str], resource: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def _a_flow(name: str, ui: str, role: str) -> dict[str, Any]:
    return {
        "FlowDefinitionName": name,
        "RoleArn": role,
        "OutputConfig": {"S3OutputPath": "s3://reviews/a2i"},
        "HumanLoopConfig": {
            "WorkteamArn": f"{OURS}:workteam/private-crowd/team",
            "HumanTaskUiArn": ui,
            "TaskTitle": "Check a document",
            "TaskDescription": "Compare it with the picture",
            "TaskCount": 1,
        },
    }


def _a_loop(name: str, flow: str, picture: str = "s3://reviews/pages/1.png") -> dict[str, Any]:
    content = json.dumps({"picture": picture})
    return {
        "HumanLoopName": name,
        "FlowDefinitionArn": flow,
        "HumanLoopInput": {"InputContent": content},
    }


def _status(aws: LocalAws, flow: str) -> str:
    told = aws.client("sagemaker").describe_flow_definition(FlowDefinitionName=flow)
    status: str = told["FlowDefinitionStatus"]
    return status


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _control(aws: LocalAws, path: str, body: object) -> Any:  # noqa: ANN401 - any JSON
    request = urllib.request.Request(  # noqa: S310 - our own loopback
        f"{aws.a2i_url}/_papertray/{path}", data=json.dumps(body).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=WITHIN) as answer:  # noqa: S310
        return json.load(answer)


def _heard(aws: LocalAws, desk: Desk, name: str) -> list[dict[str, Any]]:
    """Return the details of the loop's notices that are on the queue by now."""
    got = aws.client("sqs").receive_message(
        QueueUrl=desk.queue, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=0
    )
    details = [json.loads(each["Body"])["detail"] for each in got.get("Messages", [])]
    return [detail for detail in details if detail["humanLoopName"] == name]


def test_a_loop_is_started_seen_and_stopped_with_permissions_of_its_own(
    clerk: dict[str, Any], client_with: ClientWith, flow: str
) -> None:
    runtime = client_with("sagemaker-a2i-runtime", clerk)

    started = runtime.start_human_loop(**_a_loop("allowed-loop", flow))
    seen = runtime.describe_human_loop(HumanLoopName="allowed-loop")
    runtime.stop_human_loop(HumanLoopName="allowed-loop")

    assert started["HumanLoopArn"] == seen["HumanLoopArn"] == LOOP


@pytest.mark.parametrize(
    ("operation", "arguments", "action"),
    [
        (
            "start_human_loop",
            _a_loop("allowed-loop", f"{OURS}:flow-definition/other-flow"),
            "sagemaker:StartHumanLoop on resource: "
            f"{OURS}:flow-definition/other-flow because no identity-based policy allows the "
            "sagemaker:StartHumanLoop action",
        ),
        ("describe_human_loop", {"HumanLoopName": "other"}, "sagemaker:DescribeHumanLoop"),
        ("stop_human_loop", {"HumanLoopName": "other"}, "sagemaker:StopHumanLoop"),
        ("delete_human_loop", {"HumanLoopName": "allowed-loop"}, "sagemaker:DeleteHumanLoop"),
        ("list_human_loops", {"FlowDefinitionArn": FLOW}, "sagemaker:ListHumanLoops"),
    ],
)
def test_other_calls_are_denied_as_rest_services_word_it(
    clerk: dict[str, Any],
    client_with: ClientWith,
    operation: str,
    arguments: dict[str, Any],
    action: str,
) -> None:
    runtime = client_with("sagemaker-a2i-runtime", clerk)

    with pytest.raises(ClientError, match=action) as denied:
        getattr(runtime, operation)(**arguments)

    assert denied.value.response["Error"]["Code"] == "AccessDeniedException"
    assert denied.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_flow_definitions_and_pages_have_permissions_of_their_own(
    clerk: dict[str, Any], client_with: ClientWith
) -> None:
    sagemaker = client_with("sagemaker", clerk)
    template = {"Content": "x"}

    sagemaker.create_human_task_ui(HumanTaskUiName="allowed-other", UiTemplate=template)

    denied: dict[str, dict[str, Any]] = {
        "create_human_task_ui": {"HumanTaskUiName": "other", "UiTemplate": template},
        "delete_human_task_ui": {"HumanTaskUiName": "allowed-other"},
        "describe_flow_definition": {"FlowDefinitionName": "allowed-flow"},
        "list_flow_definitions": {},
    }
    for name, arguments in denied.items():
        with pytest.raises(ClientError, match="AccessDeniedException"):
            getattr(sagemaker, name)(**arguments)


def test_a_flow_definition_needs_permission_to_pass_its_role(
    aws: LocalAws, clerk: dict[str, Any], client_with: ClientWith, desk: Desk, flow: str
) -> None:
    ui = aws.client("sagemaker").describe_human_task_ui(HumanTaskUiName="allowed-page")
    sagemaker = client_with("sagemaker", clerk)

    with pytest.raises(ClientError, match="iam:PassRole"):
        sagemaker.create_flow_definition(
            **_a_flow("allowed-2", ui["HumanTaskUiArn"], desk.flow_role)
        )


def test_a_flow_definition_fails_with_a_role_that_does_not_trust_sagemaker(
    aws: LocalAws, flow: str
) -> None:
    trusted, grants = {"Service": "lambda.amazonaws.com"}, [_allow("s3:PutObject", "*")]
    stranger = _role(aws, "stranger", trusted, grants)
    ui = aws.client("sagemaker").describe_human_task_ui(HumanTaskUiName="allowed-page")
    made = _a_flow("stranger-flow", ui["HumanTaskUiArn"], stranger)

    aws.client("sagemaker").create_flow_definition(**made)

    _wait_until(lambda: _status(aws, "stranger-flow") != "Initializing")
    assert _status(aws, "stranger-flow") == "Failed"


def test_a_form_for_people_needs_permission_to_start_a_loop(
    clerk: dict[str, Any], client_with: ClientWith
) -> None:
    textract = client_with("textract", clerk)
    other = {"HumanLoopName": "x", "FlowDefinitionArn": f"{OURS}:flow-definition/other"}

    with pytest.raises(ClientError, match="sagemaker:StartHumanLoop on resource"):
        textract.analyze_document(
            Document={"Bytes": b"x"}, FeatureTypes=["FORMS"], HumanLoopConfig=other
        )


def test_an_answer_is_written_with_the_flows_role_and_its_notice_arrives(
    aws: LocalAws, desk: Desk, flow: str
) -> None:
    runtime = aws.client("sagemaker-a2i-runtime")
    runtime.start_human_loop(**_a_loop("answered", flow))
    _control(aws, "human-loops/answered/answer", {"content": {"field-0": "Jane"}})

    _wait_until(lambda: bool(_heard(aws, desk, "answered")))

    (detail,) = _heard(aws, desk, "answered")
    told = runtime.describe_human_loop(HumanLoopName="answered")
    uri = told["HumanLoopOutput"]["OutputS3Uri"]
    assert detail["humanLoopStatus"] == told["HumanLoopStatus"] == "Completed"
    assert detail["humanLoopOutput"]["outputS3Uri"] == uri
    written = aws.client("s3").get_object(Bucket="reviews", Key=uri.split("/", 3)[3])
    answers = json.load(written["Body"])["humanAnswers"]
    assert answers[0]["answerContent"] == {"field-0": "Jane"}


@pytest.mark.parametrize(
    ("key", "status"), [("pages/1.png", 200), ("secret/1.png", 403)], ids=["may", "may not"]
)
def test_workers_see_what_the_flows_role_may_read(
    aws: LocalAws, flow: str, key: str, status: int
) -> None:
    name = f"shown-{status}"
    aws.client("sagemaker-a2i-runtime").start_human_loop(
        **_a_loop(name, flow, f"s3://reviews/{key}")
    )
    with urllib.request.urlopen(f"{aws.a2i_url}/_papertray/human-loops") as answer:  # noqa: S310
        (page,) = [
            task["page"]
            for loop in json.load(answer)["human_loops"]
            if loop["name"] == name
            for task in loop["tasks"]
        ]
    with urllib.request.urlopen(f"{aws.a2i_url}{page}") as shown:  # noqa: S310
        picture = shown.read().decode().partition('src="')[2].partition('"')[0]

    assert _asked(picture.replace("&amp;", "&")) == status


def _asked(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=WITHIN) as answer:  # noqa: S310 - our own loopback
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def test_events_in_the_name_of_aws_are_taken_of_our_own_services_only(aws: LocalAws) -> None:
    entry = {"Source": "aws.sagemaker", "DetailType": "x", "Detail": "{}"}

    refused = aws.client("events").put_events(Entries=[entry])

    assert refused["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"
    assert _asked(f"{aws.endpoint_url}/_papertray/events") == 403


def test_a_template_may_have_a_private_workteam(aws: LocalAws) -> None:
    template = {
        "Resources": {
            "Workforce": {
                "Type": "AWS::SageMaker::Workforce",
                "Properties": {"WorkforceName": "people"},
            },
            "Workteam": {"Type": "AWS::SageMaker::Workteam", "Properties": {}},
            "Worker": {
                "Type": "AWS::Cognito::UserPoolUser",
                "Properties": {"UserPoolId": "us-east-1_1", "Username": "jane@example.com"},
            },
            "Membership": {
                "Type": "AWS::Cognito::UserPoolUserToGroupAttachment",
                "Properties": {"GroupName": "workers", "Username": {"Ref": "Worker"}},
            },
        },
        "Outputs": {
            "Team": {"Value": {"Ref": "Workteam"}},
            "Portal": {"Value": {"Fn::GetAtt": ["Workforce", "SubDomain"]}},
        },
    }
    cloudformation = aws.client("cloudformation")
    cloudformation.create_stack(StackName="people", TemplateBody=json.dumps(template))
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName="people", WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )

    (made,) = cloudformation.describe_stacks(StackName="people")["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in made["Outputs"]}

    assert outputs["Team"] == f"{OURS}:workteam/private-crowd/people-Workteam"
    assert outputs["Portal"]
    cloudformation.delete_stack(StackName="people")
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName="people", WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )
