"""The stack: its parts, who may touch what, who watches, and what an operator needs to know."""

from __future__ import annotations

import json
from pathlib import Path

from aws_cdk import CfnOutput, Duration, Stack
from constructs import Construct

from lambdas.profiles import Configuration
from lambdas.settings import Settings
from stacks.alarms import Alarms
from stacks.dashboard import Dashboard
from stacks.encryption import EncryptionKey
from stacks.functions import Common, Functions
from stacks.packaging import Dependencies
from stacks.permissions import Permissions
from stacks.storage import Storage
from stacks.textract_channel import TextractChannel
from stacks.triggers import Schedule, UploadRule
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
        operations = configuration.operations

        self.key = EncryptionKey(self, "EncryptionKey") if wanted.encryption == "kms" else None
        self.storage = Storage(self, "Storage", keep_days=wanted.keep_days, key=self.key)
        self.queues = Queues(self, "Queues", operations=operations, key=self.key)
        self.upload_rule = UploadRule(
            self, "UploadRule", bucket=self.storage.uploads, to=self.queues.uploads, key=self.key
        )
        self.channel = TextractChannel(
            self, "TextractChannel", completions=self.queues.completions, key=self.key
        )
        self.functions = Functions(
            self,
            "Functions",
            common=Common(
                source=source,
                settings=self._settings(),
                dependencies=Dependencies(self, "Dependencies", architecture=wanted.architecture),
                architecture=wanted.architecture,
                log_days=wanted.log_days,
                key=self.key,
            ),
            permissions=Permissions(
                storage=self.storage,
                queues=self.queues,
                channel=self.channel,
                operations=operations,
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

    def _settings(self) -> Settings:
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
            answers_queue_url="",
            flow_definition_arns="{}",
            kms_key_arn=self.key.key_arn if self.key else "",
        )

    @property
    def dlqs(self) -> dict[str, Dlq]:
        """Every DLQ by the name that outputs, alarms and dashboard give it."""
        return {f"{each.name}Dlq": each.dlq for each in self.queues.all} | {
            "UploadRuleDlq": self.upload_rule.dlq,
            "SweepRuleDlq": self.sweep_rule.dlq,
            "CompletionSubscriptionDlq": self.channel.dlq,
        }

    def _watch(self, configuration: Configuration) -> None:
        wanted = configuration.stack
        self.alarms = Alarms(self, "Alarms", email=wanted.alarm_email, key=self.key)
        self.alarms.watch_dlqs(self.dlqs)
        self.alarms.watch_age(self.queues.all, limit=Duration.minutes(wanted.stuck_minutes))
        self.alarms.watch_functions(self.functions.all)
        self.alarms.watch_documents()
        self.alarms.watch_rules(
            {"UploadRule": self.upload_rule.rule, "SweepRule": self.sweep_rule.rule}
        )
        self.dashboard = Dashboard(
            self,
            "Dashboard",
            queues=self.queues.all,
            dlqs=self.dlqs,
            functions=self.functions.all,
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
        outputs |= {each.node.id: each.function.function_name for each in self.functions.all}
        outputs |= {f"{each.name}Queue": each.queue.queue_url for each in self.queues.all}
        outputs |= {name: dlq.queue_url for name, dlq in self.dlqs.items()}
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
