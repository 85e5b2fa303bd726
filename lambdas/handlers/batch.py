"""How every function reads its queue: a record fails alone, and comes back when it makes sense.

The contract is Lambda's partial batch response (ReportBatchItemFailures).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.errors import Busy
from lambdas.observability import log
from lambdas.services import Services

FIRST_RETRY = 15  # seconds; doubled each time that the message is received
LAST_RETRY = 900  # seconds

Record = Mapping[str, Any]


def each_record(
    event: Mapping[str, Any], services: Services, process: Callable[[str], None]
) -> dict[str, list[dict[str, str]]]:
    """Process the body of each SQS record; return those that failed, to be received again."""
    failed = [record for record in event["Records"] if not _processed(record, process, services)]
    return {"batchItemFailures": [{"itemIdentifier": each["messageId"]} for each in failed]}


def _processed(record: Record, process: Callable[[str], None], services: Services) -> bool:
    log.remove_keys(["document_id"])  # of the record before
    try:
        process(record["body"])
    except Busy as busy:
        log.info("busy", message_id=record["messageId"], retry_in=round(busy.retry_in))
        _come_back(record, busy.retry_in + 1, services)
        return False
    except Exception:  # noqa: BLE001  (the one broad except: whatever failed, the others go on)
        log.exception("will be tried again", message_id=record["messageId"])
        received = int(record["attributes"]["ApproximateReceiveCount"])
        longest = min(FIRST_RETRY * 2**received, LAST_RETRY)
        _come_back(record, random.uniform(longest / 2, longest), services)  # noqa: S311
        return False
    return True


def _come_back(record: Record, seconds: float, services: Services) -> None:
    """The queue's visibility timeout is long, for functions that die; a failure knows better."""
    queue_url = services.settings.queue_url(record["eventSourceARN"])
    try:
        services.queues.show_again(queue_url, record["receiptHandle"], seconds=round(seconds))
    except (BotoCoreError, ClientError) as error:  # then it comes back after that long timeout
        log.warning("not shown again", message_id=record["messageId"], error=str(error))
