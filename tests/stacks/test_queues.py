"""Every message has a place to wait, a place to fail, and only those senders that it needs."""

from __future__ import annotations

from tests.stacks.calls import QUEUES
from tests.stacks.synthesized import Json, Synthesized

FOURTEEN_DAYS = 14 * 24 * 3600
SEND = "sqs:SendMessage"


def from_arn(arn: str) -> str:
    return f'{{"ArnEquals": {{"aws:SourceArn": "${{{arn}}}"}}}}'


def dead_letter_queues(stack: Synthesized) -> set[str]:
    """Return the logical ids of all queues that something names as its DLQ."""
    queues = stack.resources("AWS::SQS::Queue").values()
    found = [q["RedrivePolicy"]["deadLetterTargetArn"] for q in queues if "RedrivePolicy" in q]
    for rule in stack.resources("AWS::Events::Rule").values():
        found += [target["DeadLetterConfig"]["Arn"] for target in rule["Targets"]]
    for subscription in stack.resources("AWS::SNS::Subscription").values():
        if subscription["Protocol"] == "sqs":
            found.append(subscription["RedrivePolicy"]["deadLetterTargetArn"])
    return {arn["Fn::GetAtt"][0] for arn in found}


def work_queues(stack: Synthesized) -> dict[str, Json]:
    dlqs = dead_letter_queues(stack)
    return {i: q for i, q in stack.resources("AWS::SQS::Queue").items() if i not in dlqs}


def test_there_is_a_queue_for_uploads_for_completions_and_for_each_call_of_textract(
    stack: Synthesized,
) -> None:
    assert {stack.names[queue] for queue in work_queues(stack)} == {
        "UploadsQueue",
        "CompletionsQueue",
        *(f"{call}Queue" for call in QUEUES),
        "AnswersQueue",
    }


def test_every_queue_has_a_dlq_or_is_one(stack: Synthesized) -> None:
    for queue in work_queues(stack).values():
        assert queue["RedrivePolicy"]["maxReceiveCount"] == 5


def test_no_two_queues_share_a_dlq(stack: Synthesized) -> None:
    used = [str(q["RedrivePolicy"]["deadLetterTargetArn"]) for q in work_queues(stack).values()]

    assert len(used) == len(set(used))


def test_every_queue_keeps_messages_as_long_as_sqs_can(stack: Synthesized) -> None:
    for queue in stack.resources("AWS::SQS::Queue").values():
        assert queue["MessageRetentionPeriod"] == FOURTEEN_DAYS


def test_every_queue_is_encrypted(stack: Synthesized) -> None:
    for queue in stack.resources("AWS::SQS::Queue").values():
        if stack.encrypted:
            assert stack.text(queue["KmsMasterKeyId"]) == "${Key}"
        else:
            assert queue["SqsManagedSseEnabled"] is True


def test_every_queue_denies_what_does_not_come_by_tls(stack: Synthesized) -> None:
    for queue in stack.resources("AWS::SQS::Queue"):
        denials = [each for each in stack.statements_of_queue(queue) if denies_plain_http(each)]
        assert [(each["Principal"], each["Action"]) for each in denials] == [
            ({"AWS": "*"}, "sqs:*")
        ]


def denies_plain_http(statement: Json) -> bool:
    plain_http = {"Bool": {"aws:SecureTransport": "false"}}
    return statement["Effect"] == "Deny" and statement.get("Condition") == plain_http


def test_a_message_stays_hidden_for_six_times_its_consumers_timeout(stack: Synthesized) -> None:
    functions = stack.resources("AWS::Lambda::Function")
    for mapping in stack.resources("AWS::Lambda::EventSourceMapping").values():
        queue = work_queues(stack)[mapping["EventSourceArn"]["Fn::GetAtt"][0]]
        timeout = functions[mapping["FunctionName"]["Ref"]]["Timeout"]
        assert queue["VisibilityTimeout"] >= 6 * timeout


def test_every_work_queue_has_one_consumer(stack: Synthesized) -> None:
    mappings = stack.resources("AWS::Lambda::EventSourceMapping").values()
    sources = [mapping["EventSourceArn"]["Fn::GetAtt"][0] for mapping in mappings]

    assert sorted(sources) == sorted(work_queues(stack))


def test_only_the_upload_rule_may_send_uploads_and_only_sns_completions(stack: Synthesized) -> None:
    events, sns = "events.amazonaws.com", "sns.amazonaws.com"

    assert stack.senders("UploadsQueue") == {(events, SEND, from_arn("UploadRule"))}
    assert stack.senders("CompletionsQueue") == {(sns, SEND, from_arn("CompletionTopic"))}


def test_what_cannot_be_delivered_may_go_to_its_dlq(stack: Synthesized) -> None:
    events, sns = "events.amazonaws.com", "sns.amazonaws.com"

    assert stack.senders("UploadRuleDlq") == {(events, SEND, from_arn("UploadRule"))}
    assert stack.senders("SweepRuleDlq") == {(events, SEND, from_arn("SweepRule"))}
    assert stack.senders("CompletionSubscriptionDlq") == {(sns, SEND, from_arn("CompletionTopic"))}


def test_only_the_review_rule_may_send_answers_and_only_where_amazon_a2i_asks(
    stack: Synthesized,
) -> None:
    """Our own function sends with the rights of its role."""
    rule = {("events.amazonaws.com", SEND, from_arn("ReviewRule"))}

    if stack.uses_a2i:
        assert stack.senders("AnswersQueue") == rule
        assert stack.senders("ReviewRuleDlq") == rule
    else:
        assert stack.senders("AnswersQueue") == set()


def test_nobody_else_may_send_to_any_queue_by_its_policy(stack: Synthesized) -> None:
    open_to_services = {
        "UploadsQueue",
        "CompletionsQueue",
        "UploadRuleDlq",
        "SweepRuleDlq",
        "CompletionSubscriptionDlq",
        *(["AnswersQueue", "ReviewRuleDlq"] if stack.uses_a2i else []),
    }
    for queue in stack.resources("AWS::SQS::Queue"):
        if queue in stack.names and (name := stack.names[queue]) not in open_to_services:
            assert stack.senders(name) == set()


def test_every_queue_has_an_output(stack: Synthesized) -> None:
    assert set(stack.resources("AWS::SQS::Queue")) <= set(stack.names)
