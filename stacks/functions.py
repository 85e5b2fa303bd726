"""The Lambda functions, and what each works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import RemovalPolicy, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from lambdas.profiles import Workers
from lambdas.settings import Settings
from stacks.nag import acknowledge, acknowledge_stars
from stacks.packaging import ARCHITECTURES, RUNTIME, Dependencies
from stacks.permissions import Permissions
from stacks.sizes import SIZES
from stacks.work_queue import Queues, WorkQueue

INGESTERS = 20  # a bulk copy must not take all of the account's concurrency
RECONCILERS = 10  # people do not answer faster
COLLECTORS = 10  # `collect` starts nothing at Textract: a burst only leaves some Lambda to others

POWERTOOLS = {
    "POWERTOOLS_SERVICE_NAME": "papertray",
    "POWERTOOLS_METRICS_NAMESPACE": "Papertray",
    "POWERTOOLS_LOG_LEVEL": "INFO",
}


@dataclass(frozen=True, kw_only=True)
class Common:
    """What all functions share."""

    source: Path
    dependencies: Dependencies
    architecture: str
    log_days: int
    key: kms.IKey | None


class PipelineFunction(Construct):
    """`lambdas.handlers.<name>` with its own log group and role, and only the rights given."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        common: Common,
        settings: Settings | None,
        permissions: Sequence[iam.PolicyStatement],
        gives_back: bool = False,
    ) -> None:
        """`settings` is None for a function that CloudFormation needs before it knows them all."""
        super().__init__(scope, id_)
        self.name = name
        log_group = _log_group(self, common)
        self.function = lambda_.Function(
            self,
            "Function",
            description=f"Papertray: {name}",
            runtime=RUNTIME,
            architecture=ARCHITECTURES[common.architecture],
            code=lambda_.Code.from_asset(str(common.source)),
            handler=f"lambdas.handlers.{name}.handler",
            layers=[common.dependencies],
            environment=(settings.environ() if settings else {}) | POWERTOOLS,
            timeout=SIZES[name].duration,
            memory_size=SIZES[name].memory,
            ephemeral_storage_size=Size.mebibytes(SIZES[name].files),
            log_group=log_group,
            role=_role(self, log_group, permissions),
            # A throttled message that a function sends back to its own queue is no runaway loop,
            # but Lambda stops a chain of about 16 such invocations unless told so.
            recursive_loop=lambda_.RecursiveLoop.ALLOW if gives_back else None,
        )
        acknowledge(
            self.function,
            "L1",
            reason="The dependencies are locked as wheels for this Python; a newer one is a "
            "deliberate step, with its own lock.",
        )

    def consume(
        self, source: WorkQueue, *, batch_size: int, max_concurrency: int | None = None
    ) -> None:
        """Work on the messages of `source`; one that fails comes back alone."""
        lambda_.EventSourceMapping(
            self,
            source.name,
            target=self.function,
            event_source_arn=source.queue.queue_arn,
            batch_size=batch_size,
            max_concurrency=max_concurrency,
            report_batch_item_failures=True,
        )


class Functions(Construct):
    """The functions of the pipeline: six, and two where people look at documents."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        common: Common,
        settings: Settings,
        permissions: Permissions,
    ) -> None:
        super().__init__(scope, id_)

        def function(
            name: str, may: list[iam.PolicyStatement], *, gives_back: bool = False
        ) -> PipelineFunction:
            return PipelineFunction(
                self,
                f"{name.capitalize()}Function",
                name=name,
                common=common,
                settings=settings,
                permissions=may,
                gives_back=gives_back,
            )

        self.ingest = function("ingest", permissions.ingest())
        self.analyze = function("analyze", permissions.analyze(), gives_back=True)
        self.start = function("start", permissions.start(), gives_back=True)
        self.collect = function("collect", permissions.collect())
        self.sweep = function("sweep", permissions.sweep())
        self.detect = function("detect", permissions.detect())
        # Reviews outlive the profile that asked for them: these are always there.
        self.reconcile = function("reconcile", permissions.reconcile())
        self.review = function("review", permissions.review())
        self.all = [
            self.ingest,
            self.analyze,
            self.start,
            self.collect,
            self.sweep,
            self.detect,
            self.reconcile,
            self.review,
        ]
        acknowledge_stars(self, permissions.wildcards())

    def consume(self, queues: Queues, workers: Workers) -> None:
        """Connect each function to its queues; a slow operation holds up no other."""
        self.ingest.consume(queues.uploads, batch_size=1, max_concurrency=INGESTERS)
        for queue in queues.synchronous:
            self.analyze.consume(queue, batch_size=1, max_concurrency=workers.of(queue.name))
        for queue in queues.starts:
            self.start.consume(queue, batch_size=1, max_concurrency=workers.of(queue.name))
        self.collect.consume(queues.completions, batch_size=1, max_concurrency=COLLECTORS)
        self.reconcile.consume(queues.answers, batch_size=1, max_concurrency=RECONCILERS)


def _log_group(scope: Construct, common: Common) -> logs.LogGroup:
    log_group = logs.LogGroup(
        scope, "Log", encryption_key=common.key, removal_policy=RemovalPolicy.DESTROY
    )
    resource = log_group.node.default_child
    assert isinstance(resource, logs.CfnLogGroup)  # noqa: S101  (for the type checker)
    resource.retention_in_days = common.log_days  # the L2 wants a name, ONE_MONTH, for the number
    return log_group


def _role(
    scope: Construct, log_group: logs.LogGroup, permissions: Sequence[iam.PolicyStatement]
) -> iam.Role:
    role = iam.Role(scope, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    role.add_to_policy(
        iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[log_group.log_group_arn],
        )
    )
    for statement in permissions:
        role.add_to_policy(statement)
    return role
