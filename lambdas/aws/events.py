"""Tells the world through EventBridge what became of a document: each event at least once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from lambdas.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

SOURCE = "papertray"
DetailType = Literal["Document Completed", "Document Failed", "Document Review Requested"]


class Events:
    """The account's default event bus."""

    def __init__(self, client: EventBridgeClient) -> None:
        self._client = client

    def put(self, detail_type: DetailType, detail: dict[str, Any]) -> None:
        entry: Any = {
            "Source": SOURCE,
            "DetailType": detail_type,
            "Detail": json.dumps(detail, ensure_ascii=False),
        }
        answer = self._client.put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            code = answer["Entries"][0].get("ErrorCode", "unknown")
            raise TransientError(f"EventBridge did not take the event: {code}")
