"""Who may do what: every right of every function, beside those to its own log group."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from lambdas.documents import Operation, ReviewBy
from stacks import a2i_names
from stacks.reviews import BY_A2I
from stacks.storage import ANSWERS, BY_STATUS, JOBS, RESULTS, Storage
from stacks.textract_channel import TextractChannel
from stacks.work_queue import Queues, WorkQueue

# S3 asks for the second where a version is named, as we always do; Textract's guide for the first,
# whatever it reads with.
READ_DOCUMENT = ("s3:GetObject", "s3:GetObjectVersion")
CONSUME = (
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
)
# KMS on behalf of S3, SQS and DynamoDB: decrypting is reading; sending and storing need both
READ_ENCRYPTED = ("kms:Decrypt",)
WRITE_ENCRYPTED = ("kms:Decrypt", "kms:GenerateDataKey")
# Textract's jobs write with the rights of who starts them (developer guide, "Calling asynchronous
# operations": what the caller needs of an output key)
START_ENCRYPTED = (*WRITE_ENCRYPTED, "kms:DescribeKey", "kms:ReEncryptFrom", "kms:ReEncryptTo")


@dataclass(frozen=True, kw_only=True)
class Permissions:
    """The rights of each function, as policy statements."""

    storage: Storage
    queues: Queues
    channel: TextractChannel
    operations: Sequence[Operation]
    reviews_by: Set[ReviewBy]
    event_bus_arn: str
    key: kms.IKey | None

    def ingest(self) -> list[iam.PolicyStatement]:
        return [
            _consume(self.queues.uploads),
            self._read_version(),
            # Without it, S3 answers 403 instead of 404 for what was deleted meanwhile.
            _allow("s3:ListBucket", on=[self.storage.uploads.bucket_arn]),
            self._table("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
            _send(*self.queues.of_operations),
            self._put_events(),
            *self._kms(*WRITE_ENCRYPTED),
        ]

    def analyze(self) -> list[iam.PolicyStatement]:
        if not self.queues.synchronous:
            return []
        return [
            _consume(*self.queues.synchronous),
            _textract(*(each.name for each in self.queues.synchronous)),
            self._read_document(),
            self._list(RESULTS),  # is there an answer that an earlier attempt has paid for?
            self._results(RESULTS, "s3:PutObject", "s3:GetObject"),
            self._table("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"),
            _send(*self.queues.synchronous),
            *self._start_human_loops(BY_A2I),
            *self._ask_after_textracts_loops(),
            self._put_events(),
            *self._kms(*WRITE_ENCRYPTED),
        ]

    def start(self) -> list[iam.PolicyStatement]:
        """Textract reads the document and writes its results with the rights of who started it."""
        if not self.queues.starts:
            return []
        uploading = ("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts")
        return [
            _consume(*self.queues.starts),
            _textract(*(each.name for each in self.queues.starts)),
            self._pass_role(),
            self._read_document(),
            self._results(JOBS, *uploading),
            _allow("s3:ListBucketMultipartUploads", on=[self.storage.results.bucket_arn]),
            self._table("dynamodb:GetItem", "dynamodb:UpdateItem"),
            _send(*self.queues.starts),
            self._put_events(),
            *self._kms(*START_ENCRYPTED),
        ]

    def collect(self) -> list[iam.PolicyStatement]:
        """Whatever the profiles use now: a job of theirs before may still end."""
        rights = [
            _consume(self.queues.completions),
            self._list(JOBS),
            self._results(JOBS, "s3:GetObject"),
            self._results(RESULTS, "s3:PutObject"),
            self._table("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"),
            *self._ask_after_jobs(),
            *self._start_human_loops({"a2i"}),
            self._put_events(),
            *self._kms(*WRITE_ENCRYPTED),
        ]
        if "a2i" in self.reviews_by:  # shows pages to workers beside what was read from them
            rights += [self._results(RESULTS, "s3:GetObject"), self._read_version()]
        return rights

    def sweep(self) -> list[iam.PolicyStatement]:
        index = f"{self.storage.table.table_arn}/index/{BY_STATUS}"
        rights = [
            _allow("dynamodb:Query", on=[index]),
            self._table("dynamodb:UpdateItem"),
            _send(*self.queues.all),
            _allow("sqs:GetQueueAttributes", on=_arns(self.queues.all)),
            *self._ask_after_jobs(),
            self._put_events(),
            *self._kms(*WRITE_ENCRYPTED),
        ]
        if self._asks_a2i:
            actions = ("sagemaker:DescribeHumanLoop", "sagemaker:StopHumanLoop")
            rights.append(_allow(*actions, on=[self._human_loops]))
        return rights

    def detect(self) -> list[iam.PolicyStatement]:
        return [
            _textract(Operation.DETECT_DOCUMENT_TEXT),
            self._read_document(),
            *self._kms(*READ_ENCRYPTED),
        ]

    def review(self) -> list[iam.PolicyStatement]:
        return [
            self._table("dynamodb:GetItem", "dynamodb:UpdateItem"),
            self._results(RESULTS, "s3:PutObject"),
            _send(self.queues.answers),
            *self._kms(*WRITE_ENCRYPTED),
        ]

    def reconcile(self) -> list[iam.PolicyStatement]:
        rights = [
            _consume(self.queues.answers),
            self._list(RESULTS),
            self._results(RESULTS, "s3:GetObject", "s3:PutObject"),
            self._table("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"),
            self._put_events(),
            *self._kms(*WRITE_ENCRYPTED),
        ]
        return [*rights, self._results(ANSWERS, "s3:GetObject")] if self._asks_a2i else rights

    @property
    def _asks_a2i(self) -> bool:
        return bool(self.reviews_by & BY_A2I)

    def _start_human_loops(self, ways: Set[ReviewBy]) -> list[iam.PolicyStatement]:
        """Return the rights of who asks people in one of these ways, if any profile does."""
        if not self.reviews_by & ways:
            return []
        return [_allow("sagemaker:StartHumanLoop", on=[self._flow_definitions])]

    def _ask_after_textracts_loops(self) -> list[iam.PolicyStatement]:
        """Textract's answer to a repeated question does not tell of the loop that it started."""
        if "a2i-textract" not in self.reviews_by:
            return []
        return [_allow("sagemaker:DescribeHumanLoop", on=[self._human_loops])]

    def _ask_after_jobs(self) -> list[iam.PolicyStatement]:
        gets = [each.get for each in self.operations if each.get]
        return [_textract(*gets)] if gets else []

    def wildcards(self) -> dict[str, str]:
        """Return why there are stars, by resource."""
        uploads, results = self.storage.uploads, self.storage.results
        return {
            "*": "Textract's actions know no resource (service authorization reference).",
            _objects(uploads): "Users choose the keys of their documents.",
            _objects(results, JOBS): "Every job writes below a prefix of its own.",
            _objects(results, RESULTS): "Every document's results are below their own prefix.",
            _objects(results, ANSWERS): "Amazon A2I chooses the keys of its output.",
            self._flow_definitions: "A changed flow definition has another name.",
            self._human_loops: "A human loop has its document's id for a name.",
        }

    @property
    def _flow_definitions(self) -> str:
        return f"{a2i_names.flow_definitions(Stack.of(self.storage))}*"

    @property
    def _human_loops(self) -> str:
        return f"{a2i_names.human_loops(Stack.of(self.storage))}*"

    def _read_version(self) -> iam.PolicyStatement:
        return _allow("s3:GetObjectVersion", on=[_objects(self.storage.uploads)])

    def _read_document(self) -> iam.PolicyStatement:
        return _allow(*READ_DOCUMENT, on=[_objects(self.storage.uploads)])

    def _results(self, prefix: str, *actions: str) -> iam.PolicyStatement:
        return _allow(*actions, on=[_objects(self.storage.results, prefix)])

    def _list(self, prefix: str) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            actions=["s3:ListBucket"],
            resources=[self.storage.results.bucket_arn],
            conditions={"StringLike": {"s3:prefix": f"{prefix}*"}},
        )

    def _table(self, *actions: str) -> iam.PolicyStatement:
        return _allow(*actions, on=[self.storage.table.table_arn])

    def _pass_role(self) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            actions=["iam:PassRole"],
            resources=[self.channel.role.role_arn],
            conditions={"StringEquals": {"iam:PassedToService": "textract.amazonaws.com"}},
        )

    def _put_events(self) -> iam.PolicyStatement:
        return _allow("events:PutEvents", on=[self.event_bus_arn])

    def _kms(self, *actions: str) -> list[iam.PolicyStatement]:
        return [_allow(*actions, on=[self.key.key_arn])] if self.key else []


def _allow(*actions: str, on: Sequence[str]) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=[*actions], resources=[*on])


def _consume(*queues: WorkQueue) -> iam.PolicyStatement:
    return _allow(*CONSUME, on=_arns(queues))


def _send(*queues: WorkQueue) -> iam.PolicyStatement:
    return _allow("sqs:SendMessage", on=_arns(queues))


def _textract(*operations: str) -> iam.PolicyStatement:
    """Service authorization reference: these actions know no resource but `*`."""
    return _allow(*(f"textract:{operation}" for operation in operations), on=["*"])


def _arns(queues: Sequence[WorkQueue]) -> list[str]:
    return [queue.queue.queue_arn for queue in queues]


def _objects(bucket: s3.IBucket, prefix: str = "") -> str:
    return bucket.arn_for_objects(f"{prefix}*")
