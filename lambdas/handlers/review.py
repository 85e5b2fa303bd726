"""Direct invocation, authorised by IAM: a reviewer claims, releases or answers a document.

Takes {"action": "claim" | "release" | "answer", "document_id", "reviewer", "session"}, and for an
answer {"values", "added"?, "note"?, "seconds"?} beside; answers {"statusCode", "body"}, the body
always a JSON string, of what was done or of {"Error", "ErrorMessage"}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lambdas.errors import AlreadyAnswered, Claimed, NotWaiting, PapertrayError, TransientError
from lambdas.handlers.clock import Context, patience
from lambdas.observability import log
from lambdas.pipeline.desk import attend
from lambdas.services import services

DONE = {"answer": 202}  # it is worked in later
STATUSES: dict[type[PapertrayError], int] = {NotWaiting: 404, AlreadyAnswered: 409, Claimed: 409}


def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    try:
        body = patience(context).outwait(lambda: attend(event, services()))
    except PapertrayError as error:
        name = type(error).__name__
        log.warning("not done", error=name)
        otherwise = 503 if isinstance(error, TransientError) else 400
        status = STATUSES.get(type(error), otherwise)
        return _answer(status, {"Error": name, "ErrorMessage": str(error)})
    return _answer(DONE.get(event["action"], 200), body)


def _answer(status: int, body: Mapping[str, object]) -> dict[str, Any]:
    return {"statusCode": status, "body": json.dumps(body)}
