"""Events of AWS's own services: MiniStack takes none from outside, as AWS does not."""

from __future__ import annotations

import hmac
import json
import os

from ministack.core.responses import (  # type: ignore[import-not-found]
    set_request_account_id,
    set_request_region,
)
from ministack.services import eventbridge  # type: ignore[import-not-found]

from local.aws.authorization import Answer, Request
from local.paths import EVENTS_TOKEN


def put(request: Request, *, token: str) -> Answer:
    """Put the events of a service of ours, which knows the `token`, on its region's default bus."""
    if not hmac.compare_digest(request.fields.get(EVENTS_TOKEN, "").encode(), token.encode()):
        return Answer(status=403, body=b"Only our own services send events in AWS's name.\n")
    events = json.loads(request.body)
    set_request_account_id(os.environ["MINISTACK_ACCOUNT_ID"])
    set_request_region(events.pop("Region"))
    status, headers, body = eventbridge._put_events(events, allow_aws_source=True)
    return Answer(status=status, headers=headers, body=body)
