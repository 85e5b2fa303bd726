"""Documents and results are private, recoverable, and gone when the user said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stacks.synthesized import Json, Synthesized, variant
from tests.stacks.test_queues import denies_plain_http

BUCKET = "AWS::S3::Bucket"


def lifecycle(stack: Synthesized, bucket: str) -> list[Json]:
    properties = stack.resources(BUCKET)[stack.resource(bucket)]
    return list(properties["LifecycleConfiguration"]["Rules"])


def test_every_bucket_is_closed_to_the_public(stack: Synthesized) -> None:
    for bucket in stack.resources(BUCKET).values():
        assert bucket["PublicAccessBlockConfiguration"] == {
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        }


def test_every_bucket_denies_what_does_not_come_by_tls(stack: Synthesized) -> None:
    policies = stack.resources("AWS::S3::BucketPolicy").values()
    for bucket in stack.resources(BUCKET):
        statements = [
            statement
            for policy in policies
            if policy["Bucket"] == {"Ref": bucket}
            for statement in policy["PolicyDocument"]["Statement"]
        ]
        (denial,) = statements
        assert denies_plain_http(denial)
        assert (denial["Principal"], denial["Action"]) == ({"AWS": "*"}, "s3:*")
        name = f"${{{stack.names[bucket]}}}"
        assert [stack.text(each) for each in denial["Resource"]] == [name, f"{name}/*"]


def test_every_bucket_is_encrypted_and_keeps_versions(stack: Synthesized) -> None:
    for bucket in stack.resources(BUCKET).values():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        default = rule["ServerSideEncryptionByDefault"]
        if stack.encrypted:
            assert stack.text(default["KMSMasterKeyID"]) == "${Key}"
            assert rule["BucketKeyEnabled"] is True
        else:
            assert default == {"SSEAlgorithm": "AES256"}
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}


def test_what_holds_data_stays_when_the_stack_goes(stack: Synthesized) -> None:
    kept = {BUCKET, "AWS::DynamoDB::Table", "AWS::KMS::Key"}
    for resource in stack.template["Resources"].values():
        if resource["Type"] in kept:
            assert resource["DeletionPolicy"] == "Retain"
            assert resource["UpdateReplacePolicy"] == "Retain"


def test_the_uploads_bucket_tells_event_bridge_by_its_own_property(stack: Synthesized) -> None:
    bucket = stack.resources(BUCKET)[stack.resource("UploadsBucket")]

    configuration = bucket["NotificationConfiguration"]["EventBridgeConfiguration"]
    assert configuration == {"EventBridgeEnabled": True}
    kinds = {each["Type"] for each in stack.template["Resources"].values()}
    custom = {kind for kind in kinds if kind.startswith("Custom::")}
    assert custom == ({"Custom::FlowDefinition"} if stack.uses_a2i else set())


def test_only_objects_created_in_the_uploads_bucket_become_work(stack: Synthesized) -> None:
    (rule,) = [
        rule
        for id_, rule in stack.resources("AWS::Events::Rule").items()
        if stack.names[id_] == "UploadRule"
    ]

    assert rule["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [{"Ref": stack.resource("UploadsBucket")}]}},
    }
    (target,) = rule["Targets"]
    assert target["Arn"] == {"Fn::GetAtt": [stack.resource("UploadsQueue"), "Arn"]}


def test_uploads_and_results_are_deleted_after_keep_days(stack: Synthesized) -> None:
    keep_days = stack.configuration.stack.keep_days
    (uploads,) = [r for r in lifecycle(stack, "UploadsBucket") if "ExpirationInDays" in r]
    (results,) = [r for r in lifecycle(stack, "ResultsBucket") if r.get("Prefix") == "results/"]

    for rule in (uploads, results):
        assert rule["ExpirationInDays"] == keep_days
        assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    assert "Prefix" not in uploads


def test_parts_of_jobs_are_deleted_after_a_week(stack: Synthesized) -> None:
    (jobs,) = [r for r in lifecycle(stack, "ResultsBucket") if r.get("Prefix") == "jobs/"]

    assert jobs["ExpirationInDays"] == 7
    assert jobs["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}


@pytest.mark.parametrize("bucket", ["UploadsBucket", "ResultsBucket"])
def test_unfinished_uploads_do_not_stay(stack: Synthesized, bucket: str) -> None:
    rules = lifecycle(stack, bucket)

    assert [r for r in rules if "AbortIncompleteMultipartUpload" in r and "Prefix" not in r]


def test_nothing_of_the_users_expires_when_keep_days_is_zero(tmp_path: Path) -> None:
    configuration = variant(tmp_path, ("keep_days = 365", "keep_days = 0"))

    stack = Synthesized.of(tmp_path / "out", configuration)

    expiring = [r for r in lifecycle(stack, "UploadsBucket") if "ExpirationInDays" in r]
    assert expiring == []
    prefixes = [r["Prefix"] for r in lifecycle(stack, "ResultsBucket") if "ExpirationInDays" in r]
    assert prefixes == ["jobs/"]


def test_the_table_is_found_by_document_by_status_and_by_field(stack: Synthesized) -> None:
    _, table = stack.only("AWS::DynamoDB::Table")

    assert keys(table) == ("document_id", "item")
    indexes = {i["IndexName"]: keys(i) for i in table["GlobalSecondaryIndexes"]}
    assert indexes == {
        "by-status": ("status", "updated_at"),
        "by-field": ("field_name", "field_value"),
    }
    for index in table["GlobalSecondaryIndexes"]:
        assert index["Projection"] == {"ProjectionType": "ALL"}
    assert {each["AttributeType"] for each in table["AttributeDefinitions"]} == {"S"}


def keys(table: Json) -> tuple[str, str]:
    partition, sort = table["KeySchema"]
    assert (partition["KeyType"], sort["KeyType"]) == ("HASH", "RANGE")
    return partition["AttributeName"], sort["AttributeName"]


def test_the_table_costs_by_use_and_can_be_restored(stack: Synthesized) -> None:
    _, table = stack.only("AWS::DynamoDB::Table")

    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    if stack.encrypted:
        assert stack.text(table["SSESpecification"]["KMSMasterKeyId"]) == "${Key}"
