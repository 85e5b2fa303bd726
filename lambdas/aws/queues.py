"""Sends messages between the functions, and gives back those that must wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from lambdas.documents import Work

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

MAX_DELAY = 900  # seconds, SQS quota
MAX_VISIBILITY = 12 * 3600  # seconds, SQS quota


class Queues:
    """The pipeline's queues, by their URL."""

    def __init__(self, client: SQSClient) -> None:
        self._client = client

    def send_work(self, queue_url: str, work: Work, *, delay: int = 0) -> None:
        """Send `work`, to be received after `delay` seconds."""
        self.send(queue_url, msgspec.json.encode(work).decode(), delay=delay)

    def send(self, queue_url: str, body: str, *, delay: int = 0) -> None:
        self._client.send_message(
            QueueUrl=queue_url, MessageBody=body, DelaySeconds=min(delay, MAX_DELAY)
        )

    def show_again(self, queue_url: str, receipt_handle: str, *, seconds: int) -> None:
        """Let a message that failed come back after `seconds`, not after the long visibility
        timeout that a working function needs."""
        self._client.change_message_visibility(
            QueueUrl=queue_url,
            ReceiptHandle=receipt_handle,
            VisibilityTimeout=min(seconds, MAX_VISIBILITY),
        )

    def is_empty(self, queue_url: str) -> bool:
        """Return whether no message waits, is delayed or in flight; the counts are SQS's own
        approximations."""
        answer = self._client.get_queue_attributes(
            QueueUrl=queue_url,
            AttributeNames=[
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesDelayed",
                "ApproximateNumberOfMessagesNotVisible",
            ],
        )
        return all(int(count) == 0 for count in answer["Attributes"].values())
