"""Many items into a table of DynamoDB: batches, a few at once, as fast as the table takes them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from lambdas.aws.at_once import at_once
from lambdas.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BATCH = 25  # items, DynamoDB quota of BatchWriteItem
BATCHES_AT_ONCE = 4  # all go to one partition, which takes 1,000 items of 1 KB a second
TRIES = 9  # 13 to 25 s of waiting, beside botocore's own at each of them
# What DynamoDB answers where it takes none of a batch (its API's model); of some, it says which.
THROTTLED = (
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
)


def batch_write(client: DynamoDBClient, table: str, items: Iterable[Mapping[str, Any]]) -> None:
    """Write `items`, each with a key of its own, in any order.

    Raises TransientError where the table does not take them in time.
    """
    write = partial(_write, client, table)
    for _ in at_once(write, _batches(items), most=BATCHES_AT_ONCE):
        pass


def _batches(items: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    rest = iter(items)
    while some := list(islice(rest, BATCH)):
        yield [{"PutRequest": {"Item": item}} for item in some]


def _write(client: DynamoDBClient, table: str, requests: list[Any]) -> None:
    for attempt in range(TRIES):
        if attempt:
            time.sleep(0.05 * 2**attempt * random.uniform(0.5, 1))  # noqa: S311  (no secret)
        requests = _left_over(client, table, requests)
        if not requests:
            return
    raise TransientError(f"DynamoDB did not take {len(requests)} items in time")


def _left_over(client: DynamoDBClient, table: str, requests: list[Any]) -> list[Any]:
    """Try to write; return what DynamoDB did not take."""
    try:
        answer = client.batch_write_item(RequestItems={table: requests})
    except ClientError as error:
        if error.response["Error"]["Code"] in THROTTLED:
            return requests
        raise
    return list(answer["UnprocessedItems"].get(table, []))
