"""Where documents, results and states are kept: two buckets and a table."""

from __future__ import annotations

from collections.abc import Set

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from lambdas.documents import ReviewBy
from stacks.nag import acknowledge
from stacks.reviews import BY_A2I

JOBS = "jobs/"  # where Textract writes the parts of a job's result; `collect` reads them once
RESULTS = "results/"
ANSWERS = "a2i/"  # where Amazon A2I writes what people answered; `reconcile` keeps a copy
JOBS_DAYS = 7  # a job's result can be collected again for as long as Textract itself keeps it
UNDO_DAYS = 30  # how long a version that was replaced or deleted can be brought back
UNFINISHED_DAYS = 7  # for parts of uploads that were never completed

BY_STATUS = "by-status"
BY_FIELD = "by-field"


class PrivateBucket(s3.Bucket):
    """A versioned bucket: encrypted, TLS only, closed to the public, kept when the stack goes."""

    def __init__(self, scope: Construct, id_: str, *, key: kms.IKey | None) -> None:
        super().__init__(
            scope,
            id_,
            versioned=True,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.KMS if key else s3.BucketEncryption.S3_MANAGED,
            encryption_key=key,
            bucket_key_enabled=True if key else None,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.add_lifecycle_rule(
            abort_incomplete_multipart_upload_after=Duration.days(UNFINISHED_DAYS)
        )
        acknowledge(
            self,
            "S1",
            reason="Who read what is CloudTrail's to say (data events), for the whole account; "
            "access logs would be a third bucket that grows with every request.",
        )

    def keep(self, days: int, *, prefix: str | None = None, undo_days: int = UNDO_DAYS) -> None:
        """Delete objects after `days`, and old versions soon after; 0 keeps everything."""
        if days:
            self.add_lifecycle_rule(
                prefix=prefix,
                expiration=Duration.days(days),
                noncurrent_version_expiration=Duration.days(min(days, undo_days)),
            )

    def let_workers_see(self) -> None:
        """Let Amazon A2I's worker pages show pictures by presigned URLs. Its guide asks for these
        very rules: without them, tasks fail."""
        self.add_cors_rule(allowed_methods=[s3.HttpMethods.GET], allowed_origins=["*"])


class Storage(Construct):
    """What outlives the stack."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        keep_days: int,
        reviews_by: Set[ReviewBy],
        key: kms.IKey | None,
    ) -> None:
        super().__init__(scope, id_)
        self.uploads = PrivateBucket(self, "Uploads", key=key)
        self.uploads.keep(keep_days)
        _tell_event_bridge(self.uploads)
        self.results = PrivateBucket(self, "Results", key=key)
        self.results.keep(JOBS_DAYS, prefix=JOBS, undo_days=1)
        self.results.keep(keep_days, prefix=RESULTS)
        if reviews_by & BY_A2I:
            self.results.keep(keep_days, prefix=ANSWERS)
        if "a2i" in reviews_by:  # shows pictures that we made
            self.results.let_workers_see()
        if "a2i-textract" in reviews_by:  # shows the document itself
            self.uploads.let_workers_see()
        self.table = _table(self, key)


def _tell_event_bridge(bucket: s3.Bucket) -> None:
    """Turn events on with the bucket's own property: the L2's way is a custom resource."""
    resource = bucket.node.default_child
    assert isinstance(resource, s3.CfnBucket)  # noqa: S101  (for the type checker)
    resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
        event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(
            event_bridge_enabled=True
        )
    )


def _table(scope: Construct, key: kms.IKey | None) -> dynamodb.Table:
    table = dynamodb.Table(
        scope,
        "Table",
        partition_key=_text("document_id"),
        sort_key=_text("item"),
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        time_to_live_attribute="expires_at",
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
        encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED
        if key
        else dynamodb.TableEncryption.DEFAULT,
        encryption_key=key,
        removal_policy=RemovalPolicy.RETAIN,
    )
    table.add_global_secondary_index(
        index_name=BY_STATUS, partition_key=_text("status"), sort_key=_text("updated_at")
    )
    table.add_global_secondary_index(
        index_name=BY_FIELD, partition_key=_text("field_name"), sort_key=_text("field_value")
    )
    return table


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
