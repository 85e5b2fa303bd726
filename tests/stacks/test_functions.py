"""Every function is made the same way, and is fed the way it can bear."""

from __future__ import annotations

import json
import re
from dataclasses import fields

from lambdas.profiles import LOG_DAYS
from lambdas.settings import Settings
from tests.stacks.calls import QUEUES
from tests.stacks.synthesized import Json, Synthesized

FUNCTION = "AWS::Lambda::Function"
SIZES_OF_REVIEWS = {"ReconcileFunction": (900, 1769, 3072), "ReviewFunction": (30, 512, 512)}
SIZES_OF_A2I = {"FlowDefinitionFunction": (180, 256, 512)}
SIZES = {
    "IngestFunction": (120, 512, 512),
    "AnalyzeFunction": (120, 1024, 512),
    "StartFunction": (120, 256, 512),
    "CollectFunction": (900, 1769, 2048),
    "SweepFunction": (300, 256, 512),
    "DetectFunction": (75, 512, 512),
}


def mappings(stack: Synthesized) -> dict[tuple[str, str], Json]:
    """Return the event sources by (function, queue)."""
    return {
        (
            stack.names[each["FunctionName"]["Ref"]],
            stack.names[each["EventSourceArn"]["Fn::GetAtt"][0]],
        ): each
        for each in stack.resources("AWS::Lambda::EventSourceMapping").values()
    }


def test_each_function_has_its_handler_its_time_its_memory_and_room_for_files(
    stack: Synthesized,
) -> None:
    functions = {stack.names[i]: each for i, each in stack.resources(FUNCTION).items()}

    sizes = {
        name: (each["Timeout"], each["MemorySize"], each["EphemeralStorage"]["Size"])
        for name, each in functions.items()
    }
    assert sizes == (SIZES | SIZES_OF_REVIEWS | (SIZES_OF_A2I if stack.uses_a2i else {}))
    for name, function in functions.items():
        words = re.findall("[A-Z][a-z]+", name.removesuffix("Function"))
        module = "_".join(words).lower()
        assert function["Handler"] == f"lambdas.handlers.{module}.handler"


def test_every_handler_is_in_the_code(stack: Synthesized) -> None:
    for function in stack.resources(FUNCTION).values():
        module = function["Handler"].removesuffix(".handler").replace(".", "/")
        assert (stack.function_asset / f"{module}.py").exists()


def test_every_function_runs_on_the_configured_processor(stack: Synthesized) -> None:
    architecture = stack.configuration.stack.architecture
    for function in stack.resources(FUNCTION).values():
        assert function["Architectures"] == [architecture]
        assert function["Runtime"] == "python3.13"
    _, layer = stack.only("AWS::Lambda::LayerVersion")
    assert layer["CompatibleArchitectures"] == [architecture]


def test_every_function_is_given_every_setting(stack: Synthesized) -> None:
    settings = {field.name.upper() for field in fields(Settings)}
    powertools = {
        "POWERTOOLS_SERVICE_NAME": "papertray",
        "POWERTOOLS_METRICS_NAMESPACE": "Papertray",
        "POWERTOOLS_LOG_LEVEL": "INFO",
    }
    for id_, function in stack.resources(FUNCTION).items():
        variables = function["Environment"]["Variables"]
        # The settings hold the flow definitions that this one makes.
        expected = set() if stack.names[id_] == "FlowDefinitionFunction" else settings
        assert variables.keys() == expected | powertools.keys()
        assert powertools.items() <= variables.items()


def test_the_settings_name_what_the_stack_made(stack: Synthesized) -> None:
    function = stack.resources(FUNCTION)[stack.resource("IngestFunction")]
    variables = {k: stack.text(v) for k, v in function["Environment"]["Variables"].items()}

    flow_definitions = json.loads(variables.pop("FLOW_DEFINITION_ARNS"))
    assert flow_definitions.keys() == {
        name
        for name, profile in stack.configuration.profiles.items()
        if profile.review and profile.review.by != "builtin"
    }
    queues = json.loads(variables.pop("OPERATION_QUEUE_URLS"))
    assert queues == {call: f"${{{call}Queue}}" for call in QUEUES}
    assert {k: v for k, v in variables.items() if not k.startswith("POWERTOOLS_")} == {
        "UPLOADS_BUCKET": "${UploadsBucket}",
        "RESULTS_BUCKET": "${ResultsBucket}",
        "TABLE": "${Table}",
        "UPLOADS_QUEUE_URL": "${UploadsQueue}",
        "COMPLETIONS_QUEUE_URL": "${CompletionsQueue}",
        "COMPLETION_TOPIC_ARN": "${CompletionTopic}",
        "TEXTRACT_ROLE_ARN": "${TextractRole}",
        "ANSWERS_QUEUE_URL": "${AnswersQueue}",
        "KMS_KEY_ARN": "${Key}" if stack.encrypted else "",
    }


def test_every_function_has_a_log_that_ends(stack: Synthesized) -> None:
    logs = stack.resources("AWS::Logs::LogGroup")
    used = [f["LoggingConfig"]["LogGroup"]["Ref"] for f in stack.resources(FUNCTION).values()]

    assert sorted(used) == sorted(logs)
    for log in logs.values():
        assert log["RetentionInDays"] == stack.configuration.stack.log_days
        assert log["RetentionInDays"] in LOG_DAYS
        if stack.encrypted:
            assert stack.text(log["KmsKeyId"]) == "${Key}"


def test_each_queue_feeds_its_function_in_its_batches(stack: Synthesized) -> None:
    fed = {
        names: (each["BatchSize"], each.get("ScalingConfig", {}).get("MaximumConcurrency"))
        for names, each in mappings(stack).items()
    }

    of_reviews = {("ReconcileFunction", "AnswersQueue"): (1, 10)}
    assert fed == of_reviews | {
        ("IngestFunction", "UploadsQueue"): (1, 20),
        ("AnalyzeFunction", "DetectDocumentTextQueue"): (1, 30),
        ("AnalyzeFunction", "AnalyzeDocumentQueue"): (1, 30),
        ("AnalyzeFunction", "AnalyzeExpenseQueue"): (1, 15),
        ("AnalyzeFunction", "AnalyzeIDQueue"): (1, 15),
        ("StartFunction", "StartDocumentTextDetectionQueue"): (1, 5),
        ("StartFunction", "StartDocumentAnalysisQueue"): (1, 5),
        ("StartFunction", "StartExpenseAnalysisQueue"): (1, 3),
        ("StartFunction", "StartLendingAnalysisQueue"): (1, 3),
        ("CollectFunction", "CompletionsQueue"): (1, 10),
    }


def test_a_message_fails_alone_and_never_waits_for_others(stack: Synthesized) -> None:
    for mapping in mappings(stack).values():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping.get("MaximumBatchingWindowInSeconds", 0) == 0


def test_lambda_lets_throttled_messages_go_back_to_their_own_queue(stack: Synthesized) -> None:
    """A function that consumes and sends to one queue is a loop to Lambda, which stops it."""
    for (function, queue), mapping in mappings(stack).items():
        properties = stack.resources(FUNCTION)[mapping["FunctionName"]["Ref"]]
        rights = stack.rights_of_role(stack.role_of(function))
        sends_back = any(r[:2] == ("sqs:SendMessage", f"${{{queue}}}") for r in rights)
        assert (properties.get("RecursiveLoop") == "Allow") == sends_back


def test_every_function_waits_for_its_rights(stack: Synthesized) -> None:
    """Or a message could arrive before the function may read the document."""
    for id_, function in stack.resources(FUNCTION).items():
        depends_on = stack.template["Resources"][id_]["DependsOn"]
        role = function["Role"]["Fn::GetAtt"][0]
        policies = [
            i for i, p in stack.resources("AWS::IAM::Policy").items() if {"Ref": role} in p["Roles"]
        ]
        assert set(policies) <= set(depends_on)


def test_the_sweep_runs_every_quarter_of_an_hour(stack: Synthesized) -> None:
    (rule,) = [r for r in stack.resources("AWS::Events::Rule").values() if "EventPattern" not in r]

    assert rule["ScheduleExpression"] == "rate(15 minutes)"
    (target,) = rule["Targets"]
    assert target["Arn"]["Fn::GetAtt"][0] == stack.resource("SweepFunction")


def test_nothing_has_a_physical_name(stack: Synthesized) -> None:
    """Two stacks in one account, and replacement by CloudFormation, must work."""
    names = {"BucketName", "TableName", "QueueName", "TopicName", "FunctionName", "RoleName"}
    names |= {"LogGroupName", "AlarmName", "LayerName", "DashboardName", "Name"}
    names |= {"UserPoolName", "WorkteamName", "FlowDefinitionName"}
    takes_a_name_of_another = {"AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission"}
    for resource in stack.template["Resources"].values():
        if resource["Type"] not in takes_a_name_of_another:
            assert not names & resource.get("Properties", {}).keys()
