"""What goes wrong is seen: alarms that arrive, a page to look at, and names to ask for."""

from __future__ import annotations

import json

import pytest

from tests.stacks.calls import QUEUES
from tests.stacks.synthesized import Json, Synthesized, many
from tests.stacks.test_queues import dead_letter_queues, denies_plain_http, work_queues

ALARM = "AWS::CloudWatch::Alarm"


def topic_statements(stack: Synthesized, topic: str) -> list[Json]:
    return [
        statement
        for policy in stack.resources("AWS::SNS::TopicPolicy").values()
        if {"Ref": topic} in policy["Topics"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def alarms(stack: Synthesized, metric: str) -> dict[str, Json]:
    """Return the alarms on a metric by the logical id of what they watch."""
    return {
        each["Dimensions"][0]["Value"].get("Ref")
        or each["Dimensions"][0]["Value"]["Fn::GetAtt"][0]: each
        for each in stack.resources(ALARM).values()
        if each["MetricName"] == metric
    }


def test_every_alarm_goes_to_the_alarm_topic_and_is_silent_without_data(stack: Synthesized) -> None:
    for alarm in stack.resources(ALARM).values():
        assert alarm["AlarmActions"] == [{"Ref": stack.resource("AlarmTopic")}]
        assert alarm["TreatMissingData"] == "notBreaching"
        assert alarm["AlarmDescription"]


def test_one_message_in_any_dlq_is_an_alarm(stack: Synthesized) -> None:
    visible = alarms(stack, "ApproximateNumberOfMessagesVisible")

    assert visible.keys() == dead_letter_queues(stack)
    for alarm in visible.values():
        assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 0)
        assert alarm["Statistic"] == "Maximum"


def test_a_message_that_waits_too_long_in_any_queue_is_an_alarm(stack: Synthesized) -> None:
    old = alarms(stack, "ApproximateAgeOfOldestMessage")

    assert old.keys() == work_queues(stack).keys()
    for alarm in old.values():
        assert alarm["Threshold"] == 60 * stack.configuration.stack.stuck_minutes


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_errors_and_throttles_of_any_function_are_an_alarm(stack: Synthesized, metric: str) -> None:
    watched = alarms(stack, metric)

    assert watched.keys() == stack.resources("AWS::Lambda::Function").keys()
    for alarm in watched.values():
        assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 0)
        assert (alarm["Namespace"], alarm["Statistic"]) == ("AWS/Lambda", "Sum")


def test_a_rule_that_cannot_deliver_is_an_alarm(stack: Synthesized) -> None:
    assert alarms(stack, "FailedInvocations").keys() == stack.resources("AWS::Events::Rule").keys()


@pytest.mark.parametrize("metric", ["DocumentsFailed", "Throttled"])
def test_what_leaves_no_message_in_a_dlq_has_an_alarm(stack: Synthesized, metric: str) -> None:
    [alarm] = [each for each in stack.resources(ALARM).values() if each["MetricName"] == metric]
    assert alarm["Namespace"] == "Papertray"
    assert alarm["Dimensions"] == [{"Name": "service", "Value": "papertray"}]


def test_cloudwatch_may_publish_alarms_of_this_account(stack: Synthesized) -> None:
    """With any policy of its own, a topic is closed to CloudWatch unless the policy names it."""
    (allowing,) = [
        each
        for each in topic_statements(stack, stack.resource("AlarmTopic"))
        if each["Effect"] == "Allow"
    ]

    assert allowing["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert allowing["Action"] == "sns:Publish"
    condition = allowing["Condition"]
    assert condition["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert stack.text(condition["ArnLike"]["aws:SourceArn"]) == (
        "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*"
    )


def test_every_topic_denies_what_does_not_come_by_tls(stack: Synthesized) -> None:
    for topic in stack.resources("AWS::SNS::Topic"):
        statements = topic_statements(stack, topic)
        denials = [each for each in statements if denies_plain_http(each)]
        assert [each["Principal"] for each in denials] == ["*"]


def test_nobody_is_allowed_to_publish_completions_by_the_topics_policy(stack: Synthesized) -> None:
    """Textract publishes with its role."""
    (topic,) = [i for i, name in stack.names.items() if name == "CompletionTopic"]

    assert [s for s in topic_statements(stack, topic) if s["Effect"] == "Allow"] == []


def test_completions_reach_their_queue_as_textract_wrote_them(stack: Synthesized) -> None:
    subscriptions = stack.resources("AWS::SNS::Subscription").values()
    (subscription,) = [each for each in subscriptions if each["Protocol"] == "sqs"]

    assert subscription["RawMessageDelivery"] is True
    assert stack.text(subscription["Endpoint"]) == "${CompletionsQueue}"
    assert stack.text(subscription["RedrivePolicy"]["deadLetterTargetArn"]) == (
        "${CompletionSubscriptionDlq}"
    )


def test_alarms_are_mailed_when_an_address_is_configured(
    managed: Synthesized, with_key: Synthesized
) -> None:
    def addresses(stack: Synthesized) -> list[str]:
        subscriptions = stack.resources("AWS::SNS::Subscription").values()
        return [each["Endpoint"] for each in subscriptions if each["Protocol"] == "email"]

    assert addresses(managed) == []
    assert addresses(with_key) == ["night-shift@example.com"]


def test_the_dashboard_shows_documents_queues_functions_and_textract(stack: Synthesized) -> None:
    _, dashboard = stack.only("AWS::CloudWatch::Dashboard")
    body = json.loads(stack.text(dashboard["DashboardBody"]))
    metrics = [m for widget in body["widgets"] for m in widget["properties"]["metrics"]]

    def shown(namespace: str, name: str) -> set[str]:
        return {metric[3] for metric in metrics if metric[:2] == [namespace, name]}

    for name in ("Received", "Completed", "Failed"):
        assert shown("Papertray", f"Documents{name}") == {"papertray"}
    for name in ("Requested", "Answered"):
        assert shown("Papertray", f"Reviews{name}") == {"papertray"}
    assert shown("Papertray", "PagesCharged") == shown("Papertray", "Throttled") == {"papertray"}
    assert len(shown("AWS/SQS", "ApproximateAgeOfOldestMessage")) == len(work_queues(stack))
    waiting = shown("AWS/SQS", "ApproximateNumberOfMessagesVisible")
    assert len(waiting) == len(stack.resources("AWS::SQS::Queue"))
    for name in ("Errors", "Duration", "ConcurrentExecutions"):
        assert len(shown("AWS/Lambda", name)) == len(stack.resources("AWS::Lambda::Function"))
    assert shown("AWS/Textract", "ThrottledCount") == set(QUEUES)


def test_scripts_and_operators_find_everything_by_a_plain_name(stack: Synthesized) -> None:
    queues = {"Uploads", "Completions", *QUEUES, "Answers"}
    functions = {"Ingest", "Analyze", "Start", "Collect", "Sweep", "Detect", "Reconcile", "Review"}
    functions |= {"FlowDefinition"} if stack.uses_a2i else set()
    is_private = stack.configuration.a2i and stack.configuration.a2i.workteam == "private"

    assert stack.outputs.keys() == (
        {"UploadsBucket", "ResultsBucket", "Table", "AlarmTopic", "DashboardUrl"}
        | {f"{name}Function" for name in functions}
        | {f"{name}Queue" for name in queues}
        | {f"{name}Dlq" for name in queues}
        | {"UploadRuleDlq", "SweepRuleDlq", "CompletionSubscriptionDlq"}
        | ({"Key"} if stack.encrypted else set())
        | ({"ReviewRuleDlq"} if stack.uses_a2i else set())
        | ({"WorkerPortalUrl"} if is_private else set())
    )
    assert many(stack.outputs["Table"]) == [{"Ref": stack.only("AWS::DynamoDB::Table")[0]}]
