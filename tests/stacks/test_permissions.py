"""Each function may do exactly what is written here: one right more or less fails a test."""

from __future__ import annotations

import json

import botocore.session

from tests.stacks import calls
from tests.stacks.synthesized import Right, Synthesized

DOCUMENTS, TABLE = "${UploadsBucket}/*", "${Table}"
RESULTS, JOBS = "${ResultsBucket}/results/*", "${ResultsBucket}/jobs/*"
BUS = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"
SYNCHRONOUS = tuple(f"${{{call}Queue}}" for call in calls.SYNCHRONOUS)
STARTS = tuple(f"${{{call}Queue}}" for call in calls.STARTS)
UPLOADS, COMPLETIONS = "${UploadsQueue}", "${CompletionsQueue}"
CONSUME = (
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
)
READ_DOCUMENT = ("s3:GetObject", "s3:GetObjectVersion")


def allow(*actions: str, on: str | tuple[str, ...]) -> set[Right]:
    resources = (on,) if isinstance(on, str) else on
    return {Right(action, resource) for action in actions for resource in resources}


def listing(prefix: str) -> set[Right]:
    condition = json.dumps({"StringLike": {"s3:prefix": f"{prefix}*"}})
    return {Right("s3:ListBucket", "${ResultsBucket}", condition)}


RIGHTS: dict[str, set[Right]] = {
    "IngestFunction": allow(*CONSUME, on=UPLOADS)
    | allow("s3:GetObjectVersion", on=DOCUMENTS)
    | allow("s3:ListBucket", on="${UploadsBucket}")
    | allow("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", on=TABLE)
    | allow("sqs:SendMessage", on=SYNCHRONOUS + STARTS)
    | allow("events:PutEvents", on=BUS),
    "AnalyzeFunction": allow(*CONSUME, on=SYNCHRONOUS)
    | allow(*(f"textract:{call}" for call in calls.SYNCHRONOUS), on="*")
    | allow(*READ_DOCUMENT, on=DOCUMENTS)
    | listing("results/")
    | allow("s3:GetObject", "s3:PutObject", on=RESULTS)
    | allow("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem", on=TABLE)
    | allow("sqs:SendMessage", on=SYNCHRONOUS)
    | allow("events:PutEvents", on=BUS),
    "StartFunction": allow(*CONSUME, on=STARTS)
    | allow(*(f"textract:{call}" for call in calls.STARTS), on="*")
    | {
        Right(
            "iam:PassRole",
            "${TextractRole}",
            json.dumps({"StringEquals": {"iam:PassedToService": "textract.amazonaws.com"}}),
        )
    }
    | allow(*READ_DOCUMENT, on=DOCUMENTS)
    | allow("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", on=JOBS)
    | allow("s3:ListBucketMultipartUploads", on="${ResultsBucket}")
    | allow("dynamodb:GetItem", "dynamodb:UpdateItem", on=TABLE)
    | allow("sqs:SendMessage", on=STARTS)
    | allow("events:PutEvents", on=BUS),
    "CollectFunction": allow(*CONSUME, on=COMPLETIONS)
    | listing("jobs/")
    | allow("s3:GetObject", on=JOBS)
    | allow("s3:PutObject", on=RESULTS)
    | allow("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem", on=TABLE)
    | allow(*(f"textract:{call}" for call in calls.GETS), on="*")
    | allow("events:PutEvents", on=BUS),
    "SweepFunction": allow("dynamodb:Query", on="${Table}/index/by-status")
    | allow("dynamodb:UpdateItem", on=TABLE)
    | allow(
        "sqs:SendMessage",
        "sqs:GetQueueAttributes",
        on=(UPLOADS, COMPLETIONS, *SYNCHRONOUS, *STARTS),
    )
    | allow(*(f"textract:{call}" for call in calls.GETS), on="*")
    | allow("events:PutEvents", on=BUS),
    "DetectFunction": allow("textract:DetectDocumentText", on="*")
    | allow(*READ_DOCUMENT, on=DOCUMENTS),
}
ANSWERS, SAGEMAKER = "${AnswersQueue}", "arn:${AWS::Partition}:sagemaker:${AWS::Region}"
FLOW_DEFINITIONS = f"{SAGEMAKER}:${{AWS::AccountId}}:flow-definition/papertray-ace0ac-*"
WORKER_PAGES = f"{SAGEMAKER}:${{AWS::AccountId}}:human-task-ui/papertray-ace0ac-*"
HUMAN_LOOPS = f"{SAGEMAKER}:${{AWS::AccountId}}:human-loop/*"
# What reviews add, by the way of asking people
OF_REVIEWS = {
    "SweepFunction": allow("sqs:SendMessage", "sqs:GetQueueAttributes", on=ANSWERS),
    "ReviewFunction": allow("dynamodb:GetItem", "dynamodb:UpdateItem", on=TABLE)
    | allow("s3:PutObject", on=RESULTS)
    | allow("sqs:SendMessage", on=ANSWERS),
    "ReconcileFunction": allow(*CONSUME, on=ANSWERS)
    | listing("results/")
    | allow("s3:GetObject", "s3:PutObject", on=RESULTS)
    | allow("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem", on=TABLE)
    | allow("events:PutEvents", on=BUS),
}
ASKING = allow("sagemaker:StartHumanLoop", on=FLOW_DEFINITIONS)
OF_A2I = {
    "AnalyzeFunction": ASKING,
    "SweepFunction": allow(
        "sagemaker:DescribeHumanLoop", "sagemaker:StopHumanLoop", on=HUMAN_LOOPS
    ),
    "ReconcileFunction": allow("s3:GetObject", on="${ResultsBucket}/a2i/*"),
    "FlowDefinitionFunction": allow(
        "sagemaker:CreateHumanTaskUi", "sagemaker:DeleteHumanTaskUi", on=WORKER_PAGES
    )
    | allow(
        "sagemaker:CreateFlowDefinition",
        "sagemaker:DescribeFlowDefinition",
        "sagemaker:DeleteFlowDefinition",
        on=FLOW_DEFINITIONS,
    )
    | {
        Right(
            "iam:PassRole",
            "${ReviewRole}",
            json.dumps({"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}),
        )
    },
}
OF_OUR_TASK_TYPE = {
    "CollectFunction": ASKING
    | allow("s3:GetObject", on=RESULTS)
    | allow("s3:GetObjectVersion", on=DOCUMENTS),
}
OF_TEXTRACTS_TASK_TYPE = {
    "AnalyzeFunction": allow("sagemaker:DescribeHumanLoop", on=HUMAN_LOOPS),
}
READ_KEY, WRITE_KEY = ("kms:Decrypt",), ("kms:Decrypt", "kms:GenerateDataKey")
KEY_ACTIONS = {
    "DetectFunction": READ_KEY,  # it stores nothing
    "FlowDefinitionFunction": (),  # it reads nothing of ours either
    "StartFunction": (  # Textract's jobs write with its rights
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "kms:DescribeKey",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
    ),
}


def expected(stack: Synthesized) -> dict[str, set[Right]]:
    """Return what the functions of a stack may do, by their names."""
    tables = [
        RIGHTS,
        OF_REVIEWS,
        OF_A2I if stack.uses_a2i else {},
        OF_OUR_TASK_TYPE if "a2i" in stack.reviews_by else {},
        OF_TEXTRACTS_TASK_TYPE if "a2i-textract" in stack.reviews_by else {},
    ]
    rights: dict[str, set[Right]] = {}
    for table in tables:
        for function, more in table.items():
            rights[function] = rights.get(function, set()) | more
    if stack.encrypted:
        for function, before in rights.items():
            rights[function] = before | allow(*KEY_ACTIONS.get(function, WRITE_KEY), on="${Key}")
    return rights


def functions_of(stack: Synthesized) -> list[str]:
    return [stack.names[id_] for id_ in stack.resources("AWS::Lambda::Function")]


def test_each_function_may_do_exactly_this(stack: Synthesized) -> None:
    allowed = {}
    for function in functions_of(stack):
        rights = stack.rights_of_role(stack.role_of(function))
        allowed[function] = {each for each in rights if not each.action.startswith("logs:")}

    assert allowed == expected(stack)


def test_a_function_may_write_to_its_own_log_only(stack: Synthesized) -> None:
    for function in functions_of(stack):
        properties = stack.resources("AWS::Lambda::Function")[stack.resource(function)]
        log_group = properties["LoggingConfig"]["LogGroup"]["Ref"]

        rights = stack.rights_of_role(stack.role_of(function))

        assert {right for right in rights if right.action.startswith("logs:")} == allow(
            "logs:CreateLogStream", "logs:PutLogEvents", on=f"${{{log_group}}}"
        )


def test_every_function_has_a_role_of_its_own_that_only_lambda_may_take(stack: Synthesized) -> None:
    functions = stack.resources("AWS::Lambda::Function").values()
    roles = [function["Role"]["Fn::GetAtt"][0] for function in functions]

    assert len(set(roles)) == len(roles)
    for role in roles:
        (statement,) = stack.resources("AWS::IAM::Role")[role]["AssumeRolePolicyDocument"][
            "Statement"
        ]
        assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_every_role_belongs_to_a_function_to_textract_or_to_amazon_a2i(stack: Synthesized) -> None:
    functions = stack.resources("AWS::Lambda::Function").values()
    of_functions = {function["Role"]["Fn::GetAtt"][0] for function in functions}

    others = set(stack.resources("AWS::IAM::Role")) - of_functions

    of_a2i = ["ReviewRole"] if stack.uses_a2i else []
    assert sorted(stack.names[other] for other in others) == [*of_a2i, "TextractRole"]


def test_textract_may_take_its_role_only_for_a_job_of_this_account(stack: Synthesized) -> None:
    (role,) = [i for i, name in stack.names.items() if name == "TextractRole"]

    (trust,) = stack.resources("AWS::IAM::Role")[role]["AssumeRolePolicyDocument"]["Statement"]

    assert trust["Principal"] == {"Service": "textract.amazonaws.com"}
    assert trust["Action"] == "sts:AssumeRole"
    assert trust["Condition"].keys() == {"StringEquals", "ArnLike"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    source = stack.text(trust["Condition"]["ArnLike"]["aws:SourceArn"])
    assert source == "arn:${AWS::Partition}:textract:*:${AWS::AccountId}:*"


def test_textract_may_only_publish_completions(stack: Synthesized) -> None:
    (role,) = [i for i, name in stack.names.items() if name == "TextractRole"]
    key = allow("kms:Decrypt", "kms:GenerateDataKey", on="${Key}") if stack.encrypted else set()

    assert stack.rights_of_role(role) == allow("sns:Publish", on="${CompletionTopic}") | key


def test_no_policy_allows_a_whole_service(stack: Synthesized) -> None:
    own_key = {"kms:*"}  # the account's own right in its key's policy, which KMS asks for
    for action in stack.allowed_actions() - own_key:
        assert "*" not in action


def test_only_textract_is_allowed_on_every_resource(stack: Synthesized) -> None:
    for policy in stack.resources("AWS::IAM::Policy").values():
        for right in stack.rights(policy["PolicyDocument"]):
            if right.resource == "*":
                assert right.action.startswith("textract:")


# Rights that are not named after an operation of the service's API (service authorization
# reference): botocore does not know them.
NOT_OPERATIONS = {
    "iam:PassRole",
    "s3:ListBucket",
    "s3:GetObjectVersion",
    "s3:ListBucketMultipartUploads",
    "s3:ListMultipartUploadParts",
    "kms:*",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
}
# Amazon A2I's human loops have a service of their own in the SDK, not in IAM.
SERVICES = {
    "sagemaker:StartHumanLoop": "sagemaker-a2i-runtime",
    "sagemaker:DescribeHumanLoop": "sagemaker-a2i-runtime",
    "sagemaker:StopHumanLoop": "sagemaker-a2i-runtime",
}


def test_every_action_is_one_that_aws_knows(stack: Synthesized) -> None:
    session = botocore.session.get_session()

    for action in stack.allowed_actions() - NOT_OPERATIONS:
        service, operation = action.split(":")
        model = SERVICES.get(action, service)
        assert operation in session.get_service_model(model).operation_names, action


def test_only_the_schedule_may_invoke_the_sweep(stack: Synthesized) -> None:
    _, permission = stack.only("AWS::Lambda::Permission")

    assert permission["Principal"] == "events.amazonaws.com"
    assert permission["Action"] == "lambda:InvokeFunction"
    assert permission["FunctionName"]["Fn::GetAtt"][0] == stack.resource("SweepFunction")
    assert stack.text(permission["SourceArn"]) == "${SweepRule}"
