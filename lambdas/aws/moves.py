"""How a document's own item is written: one conditional update for every step that it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.aws.record import Record, record
from lambdas.aws.update import Update
from lambdas.documents import Status
from lambdas.errors import PapertrayError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ITEM = "DOCUMENT"
Condition = Callable[[Update], None]


class Refused(PapertrayError):
    """The document is not where the write expects it."""

    def __init__(self, found: Record | None) -> None:
        super().__init__()
        self.record = found


class Moves:
    """Writes the items of documents."""

    def __init__(self, client: DynamoDBClient, name: str, clock: Callable[[], float]) -> None:
        self._client = client
        self._name = name
        self._clock = clock

    def move(
        self,
        document_id: str,
        to: Status | None,
        values: Mapping[str, object],
        *,
        leaving: Iterable[Status],
        or_given_up: bool = False,
        free_at: float | None = None,
        counting: str | None = None,
        removing: Iterable[str] = (),
        only: Iterable[Condition] = (),
    ) -> Record:
        """Write `values`, and `to` as the status, if the document's status is in `leaving`.

        Raises Refused where it is not, or where one of the conditions `only` does not hold.
        """
        status = {"status": to.value} if to else {}
        update = Update({**values, **status, "updated_at": self.now()}, counting)
        update.only_from(leaving, or_given_up=or_given_up)
        update.remove(removing)
        if free_at is not None:
            update.only_free(free_at)
        for condition in only:
            condition(update)
        try:
            answer = self._client.update_item(
                TableName=self._name,
                Key=key(document_id),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **update.parameters(),
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise Refused(_old_record(error)) from None
        return record(answer["Attributes"])

    def now(self) -> str:
        return iso(self._clock())


def key(document_id: str) -> dict[str, Any]:
    return {"document_id": {"S": document_id}, "item": {"S": ITEM}}


def _old_record(error: ClientError) -> Record | None:
    item: Mapping[str, Any] | None = error.response.get("Item")  # type: ignore[assignment]
    return record(item) if item else None


def iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
