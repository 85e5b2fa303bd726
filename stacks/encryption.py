"""The one customer managed key of `encryption = "kms"`, and which services may use it."""

from __future__ import annotations

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

# Who encrypts on our behalf without a role of ours: EventBridge sends to the uploads queue and to
# the DLQs of its rules, SNS to the completions queue and its DLQ, CloudWatch to the alarm topic.
# S3 and DynamoDB use the caller's rights, Textract those of its role.
SENDERS = ("events.amazonaws.com", "sns.amazonaws.com", "cloudwatch.amazonaws.com")


class EncryptionKey(kms.Key):
    """A key with yearly rotation that stays when the stack goes: what is kept needs it."""

    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(
            scope,
            id_,
            description="Papertray: documents, results, messages, logs",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        for service in SENDERS:
            self.add_to_resource_policy(_sender(self, service))
        self.add_to_resource_policy(_logs(self))


def _sender(scope: Construct, service: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(service)],
        actions=["kms:Decrypt", "kms:GenerateDataKey"],
        resources=["*"],  # in a key's policy: this key
        conditions={"StringEquals": {"aws:SourceAccount": Stack.of(scope).account}},
    )


def _logs(scope: Construct) -> iam.PolicyStatement:
    """CloudWatch Logs guide: a log group's ARN is the encryption context."""
    stack = Stack.of(scope)
    log_groups = stack.format_arn(
        service="logs",
        resource="log-group",
        resource_name="*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(f"logs.{stack.region}.amazonaws.com")],
        actions=[
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ],
        resources=["*"],
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": log_groups}},
    )
