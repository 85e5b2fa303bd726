"""The stack: its parts, who may touch what, who watches, and what an operator needs to know."""

from __future__ import annotations

import json
from collections.abc import Set
from pathlib import Path

from aws_cdk import CfnOutput, Duration, Stack
from constructs import Construct

from lambdas.documents import ReviewBy
from lambdas.profiles import Configuration
from lambdas.settings import Settings
from stacks.alarms import Alarms
from stacks.dashboard import Dashboard
from stacks.encryption import EncryptionKey
from stacks.functions import Common, Functions, PipelineFunction
from stacks.human_review import HumanReview
from stacks.packaging import Dependencies
from stacks.permissions import Permissions
from stacks.reviews import BY_A2I, ways
from stacks.storage import Storage
from stacks.textract_channel import TextractChannel
from stacks.triggers import EventRule, Schedule
from stacks.work_queue import Dlq, Queues

# W3005: the CDK lets a function wait for its role, to which it refers anyway: needless, harmless
CFN_LINT_ACCEPTED = ["W3005"]
SWEEP_INTERVAL = Duration.minutes(15)


class PipelineStack(Stack):
    """Documents in, checked data out."""

    def __init__(
        self, scope: Construct, id_: str, *, configuration: Configuration, source: Path
    ) -> None:
        super().__init__(scope, id_, description="Papertray: documents in, checked data out")
        self.template_options.metadata = {
            "cfn-lint": {"config": {"ignore_checks": CFN_LINT_ACCEPTED}}
        }
        wanted = configuration.stack
        operations, reviews_by = configuration.operations, ways(configuration)

        self.key = EncryptionKey(self, "EncryptionKey") if wanted.encryption == "kms" else None
        self.storage = Storage(
            self, "Storage", keep_days=wanted.keep_days, reviews_by=reviews_by, key=self.key
        )
        self.queues = Queues(self, "Queues", operations=operations, key=self.key)
        self.upload_rule = self._upload_rule()
        self.channel = TextractChannel(
            self, "TextractChannel", completions=self.queues.completions, key=self.key
        )
        common = Common(
            source=source,
            dependencies=Dependencies(self, "Dependencies", architecture=wanted.architecture),
            architecture=wanted.architecture,
            log_days=wanted.log_days,
            key=self.key,
        )
        self.human_review = self._human_review(configuration, reviews_by, common)
        self.functions = Functions(
            self,
            "Functions",
            common=common,
            settings=self._settings(),
            permissions=Permissions(
                storage=self.storage,
                queues=self.queues,
                channel=self.channel,
                operations=operations,
                reviews_by=reviews_by,
                event_bus_arn=self.format_arn(
                    service="events", resource="event-bus", resource_name="default"
                ),
                key=self.key,
            ),
        )
        self.functions.consume(self.queues, configuration.concurrency)
        self.sweep_rule = Schedule(
            self,
            "SweepRule",
            interval=SWEEP_INTERVAL,
            function=self.functions.sweep.function,
            key=self.key,
        )
        self._watch(configuration)
        self._tell()

    def _upload_rule(self) -> EventRule:
        return EventRule(
            self,
            "UploadRule",
            description="documents that arrive",
            pattern={
                "source": ["aws.s3"],
                "detail-type": ["Object Created"],
                "detail": {"bucket": {"name": [self.storage.uploads.bucket_name]}},
            },
            to=self.queues.uploads,
            key=self.key,
        )

    def _human_review(
        self, configuration: Configuration, reviews_by: Set[ReviewBy], common: Common
    ) -> HumanReview | None:
        """Return what Amazon A2I needs, if any profile asks people by it."""
        if not reviews_by & BY_A2I:
            return None
        return HumanReview(
            self,
            "HumanReview",
            configuration=configuration,
            reviews_by=reviews_by,
            storage=self.storage,
            answers=self.queues.answers,
            common=common,
        )

    def _settings(self) -> Settings:
        review = self.human_review
        return Settings(
            uploads_bucket=self.storage.uploads.bucket_name,
            results_bucket=self.storage.results.bucket_name,
            table=self.storage.table.table_name,
            uploads_queue_url=self.queues.uploads.queue.queue_url,
            completions_queue_url=self.queues.completions.queue.queue_url,
            operation_queue_urls=json.dumps(
                {each.name: each.queue.queue_url for each in self.queues.of_operations}
            ),
            completion_topic_arn=self.channel.topic.topic_arn,
            textract_role_arn=self.channel.role.role_arn,
            answers_queue_url=self.queues.answers.queue.queue_url,
            flow_definition_arns=self.to_json_string(review.flow_definition_arns if review else {}),
            kms_key_arn=self.key.key_arn if self.key else "",
        )

    @property
    def rules(self) -> dict[str, EventRule | Schedule]:
        """Every rule by the name that outputs and alarms give it."""
        rules: dict[str, EventRule | Schedule] = {
            "UploadRule": self.upload_rule,
            "SweepRule": self.sweep_rule,
        }
        return rules | ({"ReviewRule": self.human_review.rule} if self.human_review else {})

    @property
    def dlqs(self) -> dict[str, Dlq]:
        """Every DLQ by the name that outputs, alarms and dashboard give it."""
        return (
            {f"{each.name}Dlq": each.dlq for each in self.queues.all}
            | {f"{name}Dlq": each.dlq for name, each in self.rules.items()}
            | {"CompletionSubscriptionDlq": self.channel.dlq}
        )

    @property
    def all_functions(self) -> list[PipelineFunction]:
        made_for_a2i = [self.human_review.function] if self.human_review else []
        return [*self.functions.all, *made_for_a2i]

    def _watch(self, configuration: Configuration) -> None:
        wanted = configuration.stack
        self.alarms = Alarms(self, "Alarms", email=wanted.alarm_email, key=self.key)
        self.alarms.watch_dlqs(self.dlqs)
        self.alarms.watch_age(self.queues.all, limit=Duration.minutes(wanted.stuck_minutes))
        self.alarms.watch_functions(self.all_functions)
        self.alarms.watch_documents()
        self.alarms.watch_rules({name: each.rule for name, each in self.rules.items()})
        self.dashboard = Dashboard(
            self,
            "Dashboard",
            queues=self.queues.all,
            dlqs=self.dlqs,
            functions=self.all_functions,
            operations=[each.name for each in self.queues.of_operations],
        )

    def _tell(self) -> None:
        """Output what scripts and operators ask for by name."""
        outputs = {
            "UploadsBucket": self.storage.uploads.bucket_name,
            "ResultsBucket": self.storage.results.bucket_name,
            "Table": self.storage.table.table_name,
            "AlarmTopic": self.alarms.topic.topic_arn,
            "DashboardUrl": self.dashboard.url,
        }
        if self.key:
            outputs["Key"] = self.key.key_arn
        if self.human_review and self.human_review.workteam:
            outputs["WorkerPortalUrl"] = self.human_review.workteam.portal_url
        outputs |= {each.node.id: each.function.function_name for each in self.all_functions}
        outputs |= {f"{each.name}Queue": each.queue.queue_url for each in self.queues.all}
        outputs |= {name: dlq.queue_url for name, dlq in self.dlqs.items()}
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
