"""With a key of our own, who must use it may: no emulator notices, on AWS all would stand still."""

from __future__ import annotations

import pytest

from tests.stacks.synthesized import Json, Synthesized, many

OF_THIS_ACCOUNT = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
LOGGING = {  # CloudWatch Logs guide, with its stars written out
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
}
# Who must encrypt or decrypt, and for what
SENDERS = {
    "events.amazonaws.com": "sends to the uploads queue and to the DLQs of its rules",
    "sns.amazonaws.com": "sends to the completions queue and to its DLQ",
    "cloudwatch.amazonaws.com": "publishes to the alarm topic",
}


def key_statements(stack: Synthesized) -> list[Json]:
    _, key = stack.only("AWS::KMS::Key")
    return list(key["KeyPolicy"]["Statement"])


def services(stack: Synthesized, statement: Json) -> list[str]:
    return [stack.text(each) for each in many(statement["Principal"].get("Service", []))]


@pytest.mark.parametrize("service", SENDERS)
def test_a_service_that_sends_may_use_the_key_for_this_account(
    with_key: Synthesized, service: str
) -> None:
    (statement,) = [
        each for each in key_statements(with_key) if service in services(with_key, each)
    ]

    assert sorted(statement["Action"]) == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert statement["Condition"] == OF_THIS_ACCOUNT


def test_cloudwatch_logs_may_use_the_key_for_logs_of_this_account(with_key: Synthesized) -> None:
    (statement,) = [
        each
        for each in key_statements(with_key)
        if "logs.${AWS::Region}.amazonaws.com" in services(with_key, each)
    ]

    assert set(statement["Action"]) == LOGGING
    context = statement["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    assert with_key.text(context) == (
        "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"
    )


def test_nobody_else_may_use_the_key_by_its_policy(with_key: Synthesized) -> None:
    others = [
        each
        for each in key_statements(with_key)
        if not {*SENDERS, "logs.${AWS::Region}.amazonaws.com"} & {*services(with_key, each)}
    ]

    (account,) = others
    root = with_key.text(account["Principal"]["AWS"])
    assert root == "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"


def test_the_key_is_rotated(with_key: Synthesized) -> None:
    _, key = with_key.only("AWS::KMS::Key")

    assert key["EnableKeyRotation"] is True


def test_there_is_no_key_unless_configured(managed: Synthesized) -> None:
    kinds = {each["Type"] for each in managed.template["Resources"].values()}

    assert "AWS::KMS::Key" not in kinds


def test_every_topic_uses_the_key_or_none(stack: Synthesized) -> None:
    """Never AWS's own key for SNS: CloudWatch may not use it, and no alarm would arrive."""
    for topic in stack.resources("AWS::SNS::Topic").values():
        if stack.encrypted:
            assert stack.text(topic["KmsMasterKeyId"]) == "${Key}"
        else:
            assert "KmsMasterKeyId" not in topic
