"""A flow definition of Amazon A2I as the stack wants it: the properties of its custom resource."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from msgspec import Struct

TASK_TYPE = "AWS/Textract/AnalyzeDocument/Forms/V1"  # A2I's built-in task type for our documents
DIGITS = 12  # of the digest at the end of a name


class FlowDefinition(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The stack writes it as properties, the custom resource's function reads it from them.

    `name_prefix` has at most 50 lower-case letters, digits and inner hyphens; `template` is the
    worker page in Liquid, in ASCII. With `activation_conditions` (A2I's JSON) Textract itself asks
    people, without them the pipeline does.
    """

    name_prefix: str
    template: str
    role_arn: str
    workteam_arn: str
    output_path: str
    kms_key_arn: str = ""
    title: str
    description: str
    reviewers: int
    available_seconds: int
    task_seconds: int
    activation_conditions: str = ""

    def name(self, stack_id: str) -> str:
        """Return a name that is another one whenever anything changes: A2I updates nothing, and a
        rollback finds what it goes back to under its name. At most 63 characters."""
        said = msgspec.json.encode([stack_id, self])
        digest = hashlib.blake2b(said, digest_size=DIGITS // 2).hexdigest()
        return f"{self.name_prefix}-{digest}"

    def request(self, name: str, human_task_ui_arn: str) -> dict[str, Any]:
        """Return the parameters of CreateFlowDefinition."""
        kms = {"KmsKeyId": self.kms_key_arn} if self.kms_key_arn else {}
        return {
            "FlowDefinitionName": name,
            "RoleArn": self.role_arn,
            "OutputConfig": {"S3OutputPath": self.output_path, **kms},
            "HumanLoopConfig": {
                "WorkteamArn": self.workteam_arn,
                "HumanTaskUiArn": human_task_ui_arn,
                "TaskTitle": self.title,
                "TaskDescription": self.description,
                "TaskCount": self.reviewers,
                "TaskAvailabilityLifetimeInSeconds": self.available_seconds,
                "TaskTimeLimitInSeconds": self.task_seconds,
            },
            **self._of_textract(),
        }

    def _of_textract(self) -> dict[str, Any]:
        if not self.activation_conditions:
            return {}
        conditions = {"HumanLoopActivationConditions": self.activation_conditions}
        return {
            "HumanLoopRequestSource": {"AwsManagedHumanLoopRequestSource": TASK_TYPE},
            "HumanLoopActivationConfig": {"HumanLoopActivationConditionsConfig": conditions},
        }
