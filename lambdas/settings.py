"""Every environment variable of the functions: the stack writes it, the functions read it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass

from lambdas.errors import PapertrayError


class MissingSettings(PapertrayError):
    """The function was deployed without some of its environment."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The environment of every function; a variable has its field's name in capitals."""

    uploads_bucket: str
    results_bucket: str
    table: str
    uploads_queue_url: str
    completions_queue_url: str
    operation_queue_urls: str
    """JSON object: name of the Textract operation (synchronous or Start*) -> URL of its queue."""
    completion_topic_arn: str
    textract_role_arn: str
    answers_queue_url: str
    """Where people's answers wait to be worked in."""
    flow_definition_arns: str
    """JSON object: name of a profile that Amazon A2I reviews -> ARN of its flow definition."""
    kms_key_arn: str
    """The customer managed key of results and jobs, or "" where S3 manages the keys."""

    def environ(self) -> dict[str, str]:
        return {name.upper(): value for name, value in dataclasses.asdict(self).items()}

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        names = [field.name for field in dataclasses.fields(cls)]
        missing = [name.upper() for name in names if name.upper() not in environ]
        if missing:
            raise MissingSettings(f"missing environment variables: {', '.join(missing)}")
        return cls(**{name: environ[name.upper()] for name in names})

    def operation_queue_url(self, operation: str) -> str:
        """Return the URL of the queue of `operation`, a Textract operation's name."""
        return self._operation_queue_urls()[operation]

    def queue_url(self, arn: str) -> str:
        """Return the URL of the queue of that ARN, one of ours."""
        name = arn.rpartition(":")[2]
        return next(url for url in self.queue_urls if url.rpartition("/")[2] == name)

    @property
    def queue_urls(self) -> tuple[str, ...]:
        """The URLs of all our queues."""
        return (
            self.uploads_queue_url,
            self.completions_queue_url,
            self.answers_queue_url,
            *self._operation_queue_urls().values(),
        )

    def flow_definition_arn(self, profile: str) -> str:
        """Return the ARN of the flow definition of `profile`, which Amazon A2I reviews."""
        arns: dict[str, str] = json.loads(self.flow_definition_arns)
        return arns[profile]

    def _operation_queue_urls(self) -> dict[str, str]:
        urls: dict[str, str] = json.loads(self.operation_queue_urls)
        return urls
