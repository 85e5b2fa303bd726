"""What the pipeline works with: the only module that makes clients, once a function instance."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache

import boto3
from botocore.config import Config

from lambdas.aws.events import Events
from lambdas.aws.queues import Queues
from lambdas.aws.results import Results
from lambdas.aws.table import Table
from lambdas.aws.textract import JobOutput, Textract
from lambdas.aws.uploads import Uploads
from lambdas.profiles import Configuration, configuration
from lambdas.settings import Settings

# botocore's own default changed with 1.44; what is retried, and how often, is ours to say.
AWS = Config(retries={"mode": "standard", "total_max_attempts": 4}, connect_timeout=5)
# Textract is tried once: waiting for its quota is the pipeline's decision (pipeline/patience.py).
TEXTRACT = Config(
    retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=5, read_timeout=60
)


@dataclass(frozen=True, kw_only=True)
class Services:
    """The rooms of AWS, and the configuration."""

    settings: Settings
    configuration: Configuration
    textract: Textract
    uploads: Uploads
    results: Results
    table: Table
    queues: Queues
    events: Events

    def job_output(self, prefix: str) -> JobOutput:
        return JobOutput(
            bucket=self.settings.results_bucket,
            prefix=prefix,
            topic_arn=self.settings.completion_topic_arn,
            role_arn=self.settings.textract_role_arn,
            kms_key_arn=self.settings.kms_key_arn,
        )


@lru_cache(maxsize=1)
def services() -> Services:
    """Return the services of this function's environment."""
    return connect(Settings.from_environ(os.environ), configuration())


def connect(settings: Settings, config: Configuration) -> Services:
    """Make the clients; where they talk to is the environment's (AWS_ENDPOINT_URL, AWS_REGION)."""
    s3 = boto3.client("s3", config=AWS)
    dynamodb = boto3.client("dynamodb", config=AWS)
    return Services(
        settings=settings,
        configuration=config,
        textract=Textract(boto3.client("textract", config=TEXTRACT)),
        uploads=Uploads(s3),
        results=Results(s3, settings.results_bucket),
        table=Table(dynamodb, settings.table, keep_days=config.stack.keep_days),
        queues=Queues(boto3.client("sqs", config=AWS)),
        events=Events(boto3.client("events", config=AWS)),
    )
