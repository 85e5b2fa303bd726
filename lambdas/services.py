"""What the pipeline works with: the only module that makes clients, each once a function instance
and only if it is needed: a cold start pays for no other."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from lambdas.aws.events import Events
from lambdas.aws.flow_definitions import FlowDefinitions
from lambdas.aws.human_loops import HumanLoops
from lambdas.aws.queues import Queues
from lambdas.aws.results import Results
from lambdas.aws.reviews import Reviews
from lambdas.aws.table import Table
from lambdas.aws.textract import JobOutput, Textract
from lambdas.aws.uploads import Uploads
from lambdas.profiles import Configuration, configuration
from lambdas.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

# botocore's own default changed with 1.44; what is retried, and how often, is ours to say.
AWS = Config(retries={"mode": "standard", "total_max_attempts": 4}, connect_timeout=5)
# Textract is tried once: waiting for its quota is the pipeline's decision (pipeline/patience.py).
TEXTRACT = Config(
    retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=5, read_timeout=60
)


@dataclass(frozen=True, kw_only=True)
class Services:
    """The rooms of AWS, each connected when it is first entered, and the configuration.

    Where they talk to is the environment's (AWS_ENDPOINT_URL, AWS_REGION).
    """

    settings: Settings
    configuration: Configuration
    clock: Callable[[], float] = time.time

    @cached_property
    def textract(self) -> Textract:
        return Textract(boto3.client("textract", config=TEXTRACT))

    @cached_property
    def uploads(self) -> Uploads:
        return Uploads(self._s3)

    @cached_property
    def results(self) -> Results:
        return Results(self._s3, self.settings.results_bucket)

    @cached_property
    def table(self) -> Table:
        keep_days = self.configuration.stack.keep_days
        name = self.settings.table
        return Table(self._dynamodb, name, keep_days=keep_days, clock=self.clock)

    @cached_property
    def reviews(self) -> Reviews:
        return Reviews(self._dynamodb, self.settings.table, clock=self.clock)

    @cached_property
    def human_loops(self) -> HumanLoops:
        return HumanLoops(boto3.client("sagemaker-a2i-runtime", config=AWS))

    @cached_property
    def queues(self) -> Queues:
        return Queues(boto3.client("sqs", config=AWS))

    @cached_property
    def events(self) -> Events:
        return Events(boto3.client("events", config=AWS))

    def job_output(self, prefix: str) -> JobOutput:
        return JobOutput(
            bucket=self.settings.results_bucket,
            prefix=prefix,
            topic_arn=self.settings.completion_topic_arn,
            role_arn=self.settings.textract_role_arn,
            kms_key_arn=self.settings.kms_key_arn,
        )

    @cached_property
    def _dynamodb(self) -> DynamoDBClient:
        return boto3.client("dynamodb", config=AWS)

    @cached_property
    def _s3(self) -> S3Client:
        return boto3.client("s3", config=AWS)


@lru_cache(maxsize=1)
def services() -> Services:
    """Return the services of this function's environment."""
    return Services(settings=Settings.from_environ(os.environ), configuration=configuration())


@lru_cache(maxsize=1)
def flow_definitions() -> FlowDefinitions:
    """Return what the custom resource works with: its function has none of the settings."""
    return FlowDefinitions(boto3.client("sagemaker", config=AWS))
